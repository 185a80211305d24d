"""The contract, on every adapter: the same promises, whatever the far side is."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from tests.channels.adapters import HELLO, STAGES

from yutang.channels.contract.capabilities import Inbound, Moderation, SendMode, Target, Unit
from yutang.channels.contract.doors import Door, EntryPoint, Handle
from yutang.channels.contract.inbound import Rejected, Request, Synced
from yutang.channels.contract.message import Audience, Message, Recipient
from yutang.channels.contract.outcomes import (
    AwaitingStaff,
    Done,
    Failure,
    HumanTask,
    Polled,
    Refused,
    RetryAfter,
    Sent,
    State,
    Trouble,
    Unknown,
)


@pytest.fixture(params=sorted(STAGES))
def stage(request: pytest.FixtureRequest) -> Iterator[Any]:
    made = STAGES[request.param]()
    yield made
    made.close()


def _task(stage: Any) -> Any:
    (task,) = stage.channel.plan(HELLO, stage.audience).tasks
    return task


def test_it_says_what_it_can_do(stage: Any) -> None:
    able = stage.channel.capabilities
    assert able.limits
    assert all(each.text > 0 and each.recipients > 0 for each in able.limits.values())
    assert able.needs_sender <= set(able.limits)
    assert able.inbound is Inbound.NONE or able.syncs  # hints alone are not enough


def test_everybody_is_planned_for_or_told_why_not(stage: Any) -> None:
    who = (*stage.audience.recipients, Recipient("no", "li", consented=False), Recipient("full", "li", 0))
    audience = Audience(target=stage.audience.target, recipients=who)
    made = stage.channel.plan(HELLO, audience)
    placed = [each for task in made.tasks for each in task.recipients]
    assert sorted([*placed, *made.dropped]) == sorted(each.id for each in who)
    assert made.dropped == {"no": "no_consent", "full": "capped"}


def test_tags_beside_recipients_are_refused_and_not_ignored(stage: Any) -> None:
    """They name who sees a feed."""
    audience = msgspec.structs.replace(stage.audience, tags=("et1",))
    made = stage.channel.plan(HELLO, audience)
    assert (made.tasks, made.wrong) == ((), ("tags",))
    assert set(made.dropped.values()) == {"message"}
    tagged = msgspec.structs.replace(_task(stage), tags=("et1",))
    assert stage.channel.submit(tagged, "key-1") == Refused("tags", permanent=True, trouble=Trouble.BUG)
    assert stage.copies() == 0
    feed = Audience(target=Target.FEED, recipients=(Recipient("li", "li"),), tags=("et1",))
    (task,) = stage.channel.plan(HELLO, feed).tasks
    assert task.tags == ("et1",)


def test_a_text_at_the_limit_goes_and_one_over_it_does_not(stage: Any) -> None:
    limits = stage.channel.capabilities.limits[stage.audience.target]
    size = limits.text // 3 if limits.unit is Unit.BYTES else limits.text
    assert stage.channel.plan(Message(text="字" * size), stage.audience).tasks
    assert stage.channel.plan(Message(text="字" * (size + 1)), stage.audience).wrong == ("text_too_long",)


def test_a_message_goes_its_way_and_can_be_followed(stage: Any) -> None:
    task, mode = _task(stage), stage.channel.capabilities.send_mode
    found = stage.channel.submit(task, "key-1")
    assert isinstance(found, Sent if mode is SendMode.DIRECT else AwaitingStaff)
    assert found.failed == {}
    before = stage.channel.poll(found.ref)
    assert isinstance(before, Polled)
    assert not any(each.state is State.SENT for each in before.standings)
    stage.confirm()
    after = stage.channel.poll(found.ref)
    assert isinstance(after, Polled)
    assert after.final
    assert {each.recipient for each in after.standings} <= set(task.recipients)
    assert {each.state for each in after.standings} <= {State.SENT}
    assert stage.copies() == 1


def test_a_refusal_for_now_says_when_and_did_nothing(stage: Any) -> None:
    if not stage.can_fail:
        return
    stage.refuse_for_now()
    found = stage.channel.submit(_task(stage), "key-1")
    assert isinstance(found, RetryAfter)
    assert found.until > 0
    stage.mend()
    assert isinstance(stage.channel.submit(_task(stage), "key-1"), Sent | AwaitingStaff)
    assert stage.copies() == 1


def test_a_lost_answer_never_makes_two_messages(stage: Any) -> None:
    if not stage.can_fail:
        return
    stage.lose_the_answer()
    found = stage.channel.submit(_task(stage), "key-1")
    if stage.channel.capabilities.keyed:
        assert isinstance(found, RetryAfter | Unknown)
        assert isinstance(stage.channel.submit(_task(stage), "key-1"), Sent | AwaitingStaff)
    else:
        assert isinstance(found, Unknown)
        settled = stage.channel.poll(found.ref)
        assert isinstance(settled, Polled)
        assert settled.ref != found.ref
        assert isinstance(stage.channel.poll(settled.ref), Polled)
    assert stage.copies() == 1


def test_a_key_is_one_message_where_keys_are_known(stage: Any) -> None:
    if stage.channel.capabilities.keyed:
        refs = {stage.channel.submit(_task(stage), "key-1").ref for _ in range(3)}
        assert (len(refs), stage.copies()) == (1, 1)


def test_it_can_be_cancelled_and_reminded_of_or_says_that_it_cant(stage: Any) -> None:
    able, ref = stage.channel.capabilities, stage.channel.submit(_task(stage), "key-1").ref
    assert isinstance(stage.channel.remind(ref), Done if able.reminds else Refused)
    assert isinstance(stage.channel.cancel(ref), Done if able.cancels else Refused)


@pytest.mark.parametrize("ref", ["", "nobody:1", "mass:nobody", "sought:[]", "sought:{", "job:x", "\x00"])
def test_a_ref_that_is_none_is_no_surprise(stage: Any, ref: str) -> None:
    assert isinstance(stage.channel.poll(ref), Polled | Failure)
    assert isinstance(stage.channel.cancel(ref), Refused | Failure)
    assert isinstance(stage.channel.remind(ref), Refused | Failure)


@pytest.mark.parametrize("ref", ["", "nobody:1", "mass:nobody", "moment:nobody", "\x00"])
def test_who_saw_and_liked_is_told_of_feeds_alone(stage: Any, ref: str) -> None:
    assert isinstance(stage.channel.reached(ref, "zhangsan"), Refused | Failure)
    assert isinstance(stage.channel.reactions(ref, "zhangsan"), Refused | Failure)
    able = stage.channel.capabilities
    assert able.reacts or not isinstance(stage.channel.reactions(ref, "zhangsan"), Failure)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("body", [b"", b"<xml/>", b"{}", b"\xff" * 100, b"a" * 2_000_000])
def test_what_anybody_sends_is_not_believed(stage: Any, method: str, body: bytes) -> None:
    query = {"timestamp": "1780000000", "nonce": "n", "msg_signature": "0" * 40, "echostr": "AAAA"}
    for asked in (query, {}):
        found = stage.channel.verify_inbound(Request(method=method, query=asked, headers={}, body=body))
        assert isinstance(found, Rejected)
        assert 400 <= found.status < 500


@pytest.mark.parametrize("action", list(Moderation))
def test_moderation_is_done_or_is_a_persons(stage: Any, action: str) -> None:
    found = stage.channel.moderate(action, "someone")
    assert isinstance(found, Done if action in stage.channel.capabilities.moderation else HumanTask | Refused)


def test_every_kind_that_it_names_can_be_read_to_the_end(stage: Any) -> None:
    for kind in stage.channel.capabilities.syncs:
        cursor, pages = "", 0
        while pages == 0 or cursor:
            found = stage.channel.sync(kind, cursor)
            assert isinstance(found, Synced)
            cursor, pages = found.next_cursor, pages + 1
            assert pages < 50
    assert isinstance(stage.channel.sync("no such kind", ""), Refused)


def test_doors_and_uploads_are_had_or_refused(stage: Any) -> None:
    able = stage.channel.capabilities
    door = stage.channel.entry_point(Door(target=Target.PERSON, state="s1", staff=("zhangsan",)))
    assert isinstance(door, EntryPoint if able.entry_points else Refused)
    if isinstance(door, EntryPoint):
        assert (door.state, bool(door.id), bool(door.url)) == ("s1", True, True)
    handle = stage.channel.put(b"\x89PNG" + bytes(100), "a.png", "message")
    assert isinstance(handle, Handle if able.media_ttl else Refused)
    assert isinstance(stage.channel.put(b"\x89PNG" + bytes(100), "a.png", "no such purpose"), Refused)
