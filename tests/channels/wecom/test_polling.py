"""What came of a task, on the fake platform: who tapped, who got it, who didn't and why."""

import pytest
from tests.channels.wecom.platform import Platform, platform
from tests.channels.wecom.scripted import error, serving

from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.message import Message, Task
from yutang.channels.contract.outcomes import (
    AwaitingStaff,
    Done,
    Failure,
    Polled,
    Reached,
    Reactions,
    Refused,
    State,
    Trouble,
    Unknown,
)
from yutang.channels.wecom import feeds
from yutang.channels.wecom.polling import cancel, poll, remind
from yutang.channels.wecom.sending import submit
from yutang.kit.clock import SECOND

HELLO = Message(text="周五直播，记得来")


def _sent(
    there: Platform,
    *people: str,
    sender: str = "",
    text: str = "周五直播，记得来",
    target: Target = Target.PERSON,
) -> str:
    task = Task(target=target, recipients=people, message=Message(text=text), sender=sender)
    found = submit(there.client, task)
    assert isinstance(found, AwaitingStaff), found
    return found.ref


def _polled(there: Platform, ref: str) -> Polled:
    found = poll(there.client, ref)
    assert isinstance(found, Polled), found
    return found


def _states(found: Polled) -> dict[str, tuple[State, str]]:
    return {each.recipient: (each.state, each.reason) for each in found.standings}


def test_a_message_of_two_members_is_done_when_both_have_tapped() -> None:
    with platform() as there:
        ref = _sent(there, "wm1", "wm2", "wm4")
        assert _polled(there, ref) == Polled(ref=ref, confirmed={"zhangsan": False, "lisi": False})
        there.running.ctl("member/zhangsan/confirm")
        half = _polled(there, ref)
        assert (_states(half), half.confirmed, half.final) == (
            {"wm1": (State.SENT, ""), "wm2": (State.SENT, "")}, {"zhangsan": True, "lisi": False}, False
        )  # fmt: skip
        assert {(each.sender, each.at) for each in half.standings} == {
            ("zhangsan", there.now() // SECOND * SECOND)
        }
        there.running.ctl("member/lisi/confirm")
        assert _polled(there, ref).final
        assert len(there.reached()) == 3


def test_who_is_no_friend_any_more_and_who_had_enough_are_told_apart() -> None:
    with platform() as there:
        there.running.ctl("policy", mass_rule="per_day1")
        first = _sent(there, "wm1", sender="zhangsan")
        there.running.ctl("member/zhangsan/confirm")
        second = _sent(there, "wm1", "wm2", "wm3", sender="zhangsan", text="第二条")
        there.running.ctl("delete", userid="zhangsan", external_userid="wm2", by="customer")
        there.running.ctl("member/zhangsan/confirm")
        assert _states(_polled(there, first)) == {"wm1": (State.SENT, "")}
        assert _states(_polled(there, second)) == {
            "wm1": (State.FAILED, "capped"), "wm2": (State.FAILED, "not_friend"), "wm3": (State.SENT, "")
        }  # fmt: skip


def test_a_group_message_is_followed_by_its_groups() -> None:
    with platform() as there:
        ref = _sent(there, "wr1", sender="zhangsan", target=Target.GROUP)
        assert _polled(there, ref).standings == ()
        there.running.ctl("member/zhangsan/confirm")
        found = _polled(there, ref)
        assert (_states(found), found.final) == ({"wr1": (State.SENT, "")}, True)


def test_a_message_that_is_still_being_made_is_asked_about_later() -> None:
    with platform() as there:
        there.running.ctl("policy", mass_settle_s=30)
        ref = _sent(there, "wm1")
        found = poll(there.client, ref)
        assert isinstance(found, Failure)
        assert (found.trouble, found.code, found.until) == (Trouble.RETRY, "41063", there.now() + 60 * SECOND)
        assert there.slept == []
        there.running.pass_time(60)
        assert _polled(there, ref).confirmed == {"zhangsan": False}


def test_staff_are_reminded_three_times_a_day_and_no_more() -> None:
    with platform() as there:
        ref = _sent(there, "wm1")
        assert [remind(there.client, ref) for _ in range(3)] == [Done(ref)] * 3
        assert remind(there.client, ref) == Refused(
            "reminded_enough", permanent=False, trouble=Trouble.POLICY
        )
        there.running.pass_time(86_400)
        assert remind(there.client, ref) == Done(ref)


def test_what_is_cancelled_twice_is_cancelled_and_what_was_sent_stays() -> None:
    with platform() as there:
        ref = _sent(there, "wm1", "wm4")
        there.running.ctl("member/zhangsan/confirm")
        assert [cancel(there.client, ref), cancel(there.client, ref)] == [Done(ref), Done(ref)]
        refused = there.running.http.post("/__ctl/member/lisi/confirm", json={"msgid": ref.partition(":")[2]})
        assert refused.status_code == 400
        assert [each["external_userid"] for each in there.reached()] == ["wm1"]


def test_a_moment_is_made_published_and_followed() -> None:
    with platform() as there:
        ref = _sent(there, "zhangsan", "lisi", target=Target.FEED)
        found = _polled(there, ref)
        while found.ref == ref:
            there.running.pass_time(5)
            found = _polled(there, ref)
        moment = found.ref
        assert moment.startswith("moment:")
        there.running.ctl("member/zhangsan/publish", moment_id=moment.partition(":")[2])
        found = _polled(there, moment)
        assert (_states(found), found.confirmed, found.final) == (
            {"zhangsan": (State.SENT, ""), "lisi": (State.AWAITING_STAFF, "")}, {"zhangsan": True, "lisi": False}, False
        )  # fmt: skip
        assert isinstance(remind(there.client, moment), Refused)
        assert cancel(there.client, moment) == Done(moment)


def test_who_sees_a_moment_and_who_likes_it_is_asked_member_by_member() -> None:
    with platform() as there:
        ref = _sent(there, "zhangsan", "lisi", target=Target.FEED)
        there.running.pass_time(5)
        moment = _polled(there, ref).ref
        before = feeds.reached(there.client, moment, "zhangsan")
        assert isinstance(before, Failure)
        assert (before.trouble, before.code) == (Trouble.RETRY, "41062")
        id_ = moment.partition(":")[2]
        there.running.ctl("member/zhangsan/publish", moment_id=id_)
        found = feeds.reached(there.client, moment, "zhangsan")
        assert isinstance(found, Reached)
        who = found.recipients[0]
        for act in ("like", "comment", "comment"):
            there.running.ctl(f"moment/{id_}/{act}", userid="zhangsan", external_userid=who)
        there.running.ctl(f"moment/{id_}/comment", userid="zhangsan", by="lisi")
        said = feeds.reactions(there.client, moment, "zhangsan")
        assert isinstance(said, Reactions)
        assert [one.who for one in said.likes] == [who]
        assert [(one.who, one.staff) for one in said.comments] == [(who, False), (who, False), ("lisi", True)]
        assert said.likes[0].at == there.running.state.now // 1000 * SECOND


def test_a_job_that_ends_in_a_refusal_is_no_moment_and_never_will_be() -> None:
    with platform() as there:
        ref = _sent(there, "nobody", target=Target.FEED)
        there.running.pass_time(5)
        found = _polled(there, ref)
        assert (found.ref, found.final, found.refused) == (ref, True, "41088")
        assert isinstance(cancel(there.client, ref), Refused)


def test_senders_that_a_moment_can_not_have_are_told() -> None:
    with platform() as there:
        ref = _sent(there, "zhangsan", "nobody", target=Target.FEED)
        there.running.pass_time(60)
        found = _polled(there, ref)
        assert _states(found) == {"nobody": (State.FAILED, "invalid")}


def test_a_job_that_nobody_asked_about_for_a_day_is_found_by_its_moment() -> None:
    """The platform forgets jobs after 24 hours; the Moment is there all the same."""
    with platform() as there:
        ref = _sent(there, "zhangsan", "lisi", target=Target.FEED)
        there.running.pass_time(40 * 86_400)
        found = _polled(there, ref)
        assert (found.ref.partition(":")[0], set(found.confirmed)) == ("moment", {"zhangsan", "lisi"})
        assert cancel(there.client, ref) == Done(found.ref)


def test_a_job_that_came_to_nothing_and_is_forgotten_was_never_made() -> None:
    with platform() as there:
        ref = _sent(there, "nobody", target=Target.FEED)
        there.running.pass_time(2 * 86_400)
        assert _polled(there, ref) == Polled(ref="", final=True)
        assert cancel(there.client, ref) == Refused("never_made", permanent=True)


@pytest.mark.parametrize("kept", ["", " x", " []"])
def test_a_job_that_is_unknown_is_a_failure_where_nothing_else_is_known(kept: str) -> None:
    with serving() as (server, client, _):
        server.play["externalcontact/get_moment_task_result"] = [error(40058)]
        found = poll(client, f"job:j1{kept}")
        assert isinstance(found, Failure)
        assert found.code == "40058"


@pytest.mark.parametrize("target", [Target.PERSON, Target.FEED])
def test_what_was_lost_long_ago_is_still_looked_for(target: Target) -> None:
    """Lists of messages are given for a month at most, of Moments for 30 days."""
    with platform() as there:
        who = ("wm1",) if target is Target.PERSON else ("zhangsan",)
        path = "add_msg_template" if target is Target.PERSON else "add_moment_task"
        there.fault("reset_after", f"externalcontact/{path}", 1)
        task = Task(
            target=target, recipients=who, message=HELLO, sender="" if target is Target.FEED else "zhangsan"
        )
        lost = submit(there.client, task)
        assert isinstance(lost, Unknown)
        there.running.pass_time(50 * 86_400)
        found = _polled(there, lost.ref)
        assert found.ref.partition(":")[0] in {"mass", "moment"}
        assert found.confirmed == {"zhangsan": False}


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [("2", State.FAILED, "not_friend"), (7, State.UNKNOWN, "status_7"), (0, State.AWAITING_STAFF, "")],
)
def test_a_status_of_tomorrow_is_not_taken_for_success(status: object, state: State, reason: str) -> None:
    with serving() as (server, client, _):
        row = {"userid": "li", "external_userid": "wm1", "status": status, "send_time": None}
        server.play["externalcontact/get_groupmsg_task"] = [
            error(0, task_list=[{"userid": "li", "status": 1}])
        ]
        server.play["externalcontact/get_groupmsg_send_result"] = [error(0, send_list=[row])]
        found = poll(client, "mass:m1")
        assert isinstance(found, Polled)
        assert _states(found) == {"wm1": (state, reason)}
        assert found.final is (state is not State.AWAITING_STAFF)


def test_a_failure_on_the_way_is_the_answer_and_no_half_of_one() -> None:
    with serving() as (server, client, _):
        server.play["externalcontact/get_groupmsg_task"] = [
            error(0, task_list=[{"userid": "li", "status": 2}], next_cursor="c2"), error(45009)
        ]  # fmt: skip
        found = poll(client, "mass:m1")
        assert isinstance(found, Failure)
        assert found.trouble is Trouble.THROTTLE


@pytest.mark.parametrize(
    ("result", "refused"),
    [({"errcode": 41088, "errmsg": "invalid text size"}, "41088"), ({"errcode": 0}, "no_moment"), (None, "")],
)
def test_a_job_that_came_to_nothing_is_refused_or_still_under_way(
    result: dict[str, object] | None, refused: str
) -> None:
    with serving() as (server, client, _):
        server.play["externalcontact/get_moment_task_result"] = [error(0, status=3, type="x", result=result)]
        found = poll(client, "job:j1")
        assert found == Polled(ref="job:j1", final=bool(result), refused=refused)
        assert server.calls("externalcontact/get_moment_task_result")[0].query["jobid"] == "j1"
