"""The WeCom channel: its numbers, its doors, its callbacks."""

import msgspec
import pytest
from tests.channels.wecom.platform import platform
from tests.channels.wecom.pushes import plain, push
from tests.channels.wecom.scripted import error, serving

from yutang.channels.contract.capabilities import Cap, SendMode, Target, Unit
from yutang.channels.contract.doors import Door, EntryPoint
from yutang.channels.contract.inbound import Rejected
from yutang.channels.contract.message import Audience, Message, Recipient
from yutang.channels.contract.outcomes import Failure, HumanTask, Refused
from yutang.channels.wecom.channel import WeComChannel, able
from yutang.channels.wecom.limits import Limits, MassRule

TO_STAFF = Door(target=Target.PERSON, state="code-1", staff=("zhangsan", "lisi"), remark="春季")
TO_GROUP = Door(target=Target.GROUP, state="code-2", groups=("wr1",))


def test_what_it_can_do_follows_the_numbers_in_force() -> None:
    made = able(Limits(mass_rule=MassRule.WEEK, mass_people=5))
    assert made.send_mode is SendMode.STAFF_CONFIRMED
    assert made.limits[Target.PERSON].caps == (Cap(7, "week"),)
    assert made.limits[Target.FEED].unit is Unit.CHARS
    assert (made.keyed, made.schedules, made.moderation) == (False, False, frozenset())


def test_an_audience_is_split_by_staff_and_by_ten_thousand() -> None:
    with serving() as (_, client, _time):
        who = tuple(Recipient(f"wm{n}", "li" if n % 3 else "wang") for n in range(40_000))
        made = WeComChannel(client).plan(Message(text="好"), Audience(target=Target.PERSON, recipients=who))
        assert [(task.sender, len(task.recipients)) for task in made.tasks] == [
            ("wang", 10_000), ("wang", 3_334), ("li", 10_000), ("li", 10_000), ("li", 6_666)
        ]  # fmt: skip


def test_a_code_leads_to_staff_with_its_state() -> None:
    with platform() as there:
        made = there.channel.entry_point(TO_STAFF)
        assert isinstance(made, EntryPoint)
        (way,) = [way for corp in there.running.state.corps.values() for way in corp.ways.values()]
        assert (way.config_id, way.state, way.user, way.remark) == (
            made.id,
            "code-1",
            ["zhangsan", "lisi"],
            "春季",
        )


def test_a_code_leads_into_groups_and_its_picture_is_fetched() -> None:
    with platform() as there:
        made = there.channel.entry_point(TO_GROUP)
        assert isinstance(made, EntryPoint)
        assert made.url
        there.fault("rate", "externalcontact/groupchat/get_join_way")
        blind = there.channel.entry_point(TO_GROUP)
        assert isinstance(blind, EntryPoint)  # it is there; the picture can be had later
        assert (blind.url, bool(blind.id)) == ("", True)


@pytest.mark.parametrize(
    ("door", "reason"),
    [
        (msgspec.structs.replace(TO_STAFF, state="字" * 31), "state_too_long"),
        (msgspec.structs.replace(TO_STAFF, staff=()), "staff"),
        (msgspec.structs.replace(TO_STAFF, staff=tuple(f"u{n}" for n in range(101))), "staff"),
        (msgspec.structs.replace(TO_GROUP, groups=tuple(f"wr{n}" for n in range(6))), "groups"),
        (msgspec.structs.replace(TO_GROUP, target=Target.FEED), "target"),
    ],
)
def test_a_code_that_can_not_be_is_not_asked_for(door: Door, reason: str) -> None:
    with serving() as (server, client, _):
        assert WeComChannel(client).entry_point(door) == Refused(reason, permanent=True)
        assert server.got == []


def test_one_member_of_staff_is_a_code_of_another_type() -> None:
    with serving() as (server, client, _):
        server.play["externalcontact/add_contact_way"] = [error(0, config_id="c1", qr_code="https://q")]
        channel = WeComChannel(client)
        channel.entry_point(TO_STAFF)
        channel.entry_point(msgspec.structs.replace(TO_STAFF, staff=("li",), remark="", verify=True))
        both, one = server.bodies("externalcontact/add_contact_way")
        assert (both["type"], both["scene"], both["skip_verify"], "style" in both) == (2, 2, True, False)
        assert (one["type"], one["skip_verify"], "remark" in one) == (1, False, False)


def test_a_code_whose_answer_was_lost_is_unsure() -> None:
    with platform() as there:
        there.fault("reset_after", "externalcontact/add_contact_way", 1)
        found = there.channel.entry_point(TO_STAFF)
        assert isinstance(found, Failure)
        assert found.unsure


def test_callbacks_of_another_corp_are_refused() -> None:
    with platform() as there:
        assert there.channel.verify_inbound(
            push(plain("enter_agent"), stamp=there.now() // 1_000_000)
        ) == Rejected("receiver")


def test_without_a_key_for_callbacks_none_is_believed() -> None:
    with serving() as (_, client, _time):
        assert WeComChannel(client).verify_inbound(push(plain("enter_agent"))) == Rejected("key")


@pytest.mark.parametrize("action", ["mute", "kick", "post_in_group", "rename_group", "create_group"])
def test_what_no_api_does_is_a_persons_task(action: str) -> None:
    with serving() as (server, client, _):
        assert WeComChannel(client).moderate(action, "wr1") == HumanTask(
            action=action, target="wr1", how="wecom_client"
        )
        assert server.got == []
