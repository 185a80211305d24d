"""Codes, welcomes, groups, transfers, numbers and messages to members, called on the fake platform."""

from typing import Any

import pytest
from tests.channels.wecom.platform import Platform, platform
from tests.channels.wecom.scripted import error, serving

from fakecom.people import corp_in
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import app, archive, groups, messages, statistics, transfer, ways
from yutang.channels.wecom.calls.messages import Text
from yutang.channels.wecom.calls.pages import Page


def _good(found: Any) -> Any:
    assert not isinstance(found, Failure), found
    return found


def _items(walk: Any) -> list[Any]:
    return [one for page in walk for one in _good(page).items]


def _way(there: Platform, **more: Any) -> ways.AddedWay:
    return _good(ways.add(there.client, ways.AddAsk(type=1, scene=2, user=["zhangsan"], state="s1", **more)))


def test_a_codes_life() -> None:
    with platform() as there:
        made = _way(there, remark="春季")
        got = _good(ways.get(there.client, made.config_id)).contact_way
        assert (got.state, got.remark, got.user, got.qr_code) == ("s1", "春季", ["zhangsan"], made.qr_code)
        assert [each.config_id for each in _items(ways.list_ids(there.client))] == [made.config_id]
        _good(ways.update(there.client, ways.UpdateAsk(config_id=made.config_id, user=["lisi"], state="s2")))
        got = _good(ways.get(there.client, made.config_id)).contact_way
        assert (got.user, got.state, got.remark) == (["lisi"], "s2", "春季")
        _good(ways.delete(there.client, made.config_id))
        assert isinstance(ways.get(there.client, made.config_id), Failure)


def test_a_group_codes_life() -> None:
    with platform() as there:
        made = _good(
            ways.add_join(
                there.client, ways.JoinAddAsk(scene=2, chat_id_list=["wr1"], state="s1", auto_create_room=1)
            )
        )
        got = _good(ways.get_join(there.client, made.config_id)).join_way
        assert (got.chat_id_list, got.state, bool(got.qr_code)) == (["wr1"], "s1", True)
        _good(
            ways.update_join(
                there.client,
                ways.JoinUpdateAsk(config_id=made.config_id, scene=2, chat_id_list=["wr1"], state="s2"),
            )
        )
        assert _good(ways.get_join(there.client, made.config_id)).join_way.state == "s2"
        _good(ways.delete_join(there.client, made.config_id))
        assert isinstance(ways.get_join(there.client, made.config_id), Failure)


def _code(there: Platform, person: str = "wm-new") -> str:
    """A welcome code, of somebody who scanned."""
    made = _way(there)
    there.running.ctl("scan", code=made.config_id, external_userid=person)
    return list(corp_in(there.running).welcome_codes)[-1]


def test_a_welcome_is_delivered_once_and_in_time() -> None:
    with platform() as there:
        code = _code(there)
        ask = messages.WelcomeAsk(welcome_code=code, text=Text("你好"))
        _good(messages.welcome(there.client, ask))
        again = messages.welcome(there.client, ask)
        assert isinstance(again, Failure)
        assert (again.code, again.trouble) == ("41051", Trouble.DATA)
        late = _code(there, "wm-late")
        there.running.pass_time(21)
        found = messages.welcome(there.client, messages.WelcomeAsk(welcome_code=late, text=Text("你好")))
        assert isinstance(found, Failure)
        assert found.code == "41050"
        assert sum(each["kind"] == "welcome" for each in there.reached()) == 1


def test_a_welcome_that_another_app_sends_is_for_a_second_later() -> None:
    with serving() as (server, client, time):
        server.play["externalcontact/send_welcome_msg"] = [error(41096)]
        found = messages.welcome(client, messages.WelcomeAsk(welcome_code="C", text=Text("你好")))
        assert isinstance(found, Failure)
        assert (found.trouble, found.until, time.slept) == (Trouble.RETRY, time.now + 1_000_000, [])


def test_a_welcome_whose_answer_was_lost_is_not_sent_again() -> None:
    with platform() as there:
        code = _code(there)
        there.fault("reset_after", "externalcontact/send_welcome_msg", 1)
        found = messages.welcome(there.client, messages.WelcomeAsk(welcome_code=code, text=Text("你好")))
        assert isinstance(found, Failure)
        assert found.unsure
        assert sum(each["kind"] == "welcome" for each in there.reached()) == 1


def test_a_group_welcomes_life() -> None:
    with platform() as there:
        made = _good(
            messages.add_template(
                there.client, messages.TemplateAddAsk(text=Text("%NICKNAME% 你好"), notify=1)
            )
        )
        got = _good(messages.template(there.client, made.template_id))
        assert got.text == messages.WireText(content="%NICKNAME% 你好")
        _good(
            messages.edit_template(
                there.client, messages.TemplateEditAsk(template_id=made.template_id, text=Text("欢迎"))
            )
        )
        assert _good(messages.template(there.client, made.template_id)).text.content == "欢迎"
        _good(messages.delete_template(there.client, made.template_id))
        assert isinstance(messages.template(there.client, made.template_id), Failure)


def test_a_group_and_who_is_in_it() -> None:
    with platform() as there:
        (listed,) = _items(groups.list_groups(there.client, owners=["zhangsan"]))
        got = _good(groups.get(there.client, listed.chat_id)).group_chat
        assert (got.chat_id, got.owner, {each.userid for each in got.member_list}) == (
            "wr1", "zhangsan", {"zhangsan", "wm1", "wm2"}
        )  # fmt: skip
        found = groups.get(there.client, "wr-none")
        assert isinstance(found, Failure)
        assert found.trouble is Trouble.DATA
        assert list(groups.list_groups(there.client, owners=["lisi"])) == [Page([], "")]


def test_counts_of_owners_and_of_days() -> None:
    with platform() as there:
        there.running.pass_time(86_400)
        there.client._tokens.forget()
        day = (there.now() // 1_000_000 - 86_400) // 86_400 * 86_400 - 8 * 3600
        mine = groups.OwnerFilter(userid_list=["zhangsan"])
        by_owner = _good(
            groups.counts_by_owner(there.client, groups.ByOwnerAsk(day_begin_time=day, owner_filter=mine))
        )
        assert {each.owner for each in by_owner.items} <= {"zhangsan"}
        by_day = _good(
            groups.counts_by_day(
                there.client, groups.ByDayAsk(day_begin_time=day, day_end_time=day, owner_filter=mine)
            )
        )
        assert [type(each.data) for each in by_day.items] == [groups.Counts]
        found = _good(
            statistics.behaviour(
                there.client, statistics.BehaviourAsk(userid=["zhangsan"], start_time=day, end_time=day)
            )
        )
        assert all(
            each.reply_percentage is None or each.reply_percentage >= 0 for each in found.behavior_data
        )


def test_a_members_customers_are_handed_over() -> None:
    with platform() as there:
        ask = transfer.CustomersAsk(
            handover_userid="zhangsan", takeover_userid="lisi", external_userid=["wm1", "wm-x"]
        )
        started = _good(transfer.customers(there.client, ask, left=False)).customer
        assert {each.external_userid: each.errcode == 0 for each in started} == {"wm1": True, "wm-x": False}
        found = _items(transfer.results(there.client, "zhangsan", "lisi", left=False))
        assert [(each.external_userid, each.status) for each in found] == [("wm1", transfer.WAITING)]
        there.running.pass_time(86_401)
        found = _items(transfer.results(there.client, "zhangsan", "lisi", left=False))
        assert [each.status for each in found] == [transfer.DONE]
        failed = _good(
            transfer.groups(
                there.client, transfer.GroupsAsk(chat_id_list=["wr1"], new_owner="lisi"), left=True
            )
        )
        assert [(each.chat_id, each.errcode) for each in failed.failed_chat_list] == [("wr1", 90500)]


def test_our_app_speaks_to_members() -> None:
    with platform() as there:
        ask = app.SendAsk(
            touser="zhangsan|nobody", msgtype="text", agentid=1000002, text=Text("请确认 37 条")
        )
        sent = _good(app.send(there.client, ask))
        assert sent.invaliduser == "nobody"
        assert sent.msgid
        _good(app.recall(there.client, sent.msgid))


@pytest.mark.parametrize("status", ["Agree", "Disagree"])
def test_consent_to_the_archive(status: str) -> None:
    with serving() as (server, client, _):
        info = [{"userid": "li", "exteranalopenid": "wm1", "agree_status": status, "status_change_time": "1"}]
        server.play["msgaudit/check_single_agree"] = [error(0, agreeinfo=info)]
        found = _good(archive.agreed(client, [("li", "wm1")])).agreeinfo
        assert [(each.exteranalopenid, each.agree_status, each.status_change_time) for each in found] == [
            ("wm1", status, 1)
        ]
        assert server.bodies("msgaudit/check_single_agree") == [
            {"info": [{"userid": "li", "exteranalopenid": "wm1"}]}
        ]
        server.play["msgaudit/get_permit_user_list"] = [error(0, ids=None)]
        assert _good(archive.seats(client)).ids == []
