"""Stopping what the platform holds: nobody is said to have got nothing while it may still reach them."""

from typing import Any

import msgspec
import pytest
from tests.channels.wecom.scripted import error, serving
from tests.outbox import posts
from tests.outbox.tenant import Tenant

from yutang.channels.wecom.channel import WeComChannel
from yutang.outbox import jobs
from yutang.outbox.model import SendState

ADD = "externalcontact/add_msg_template"
CANCEL, CANCEL_POST = "externalcontact/cancel_groupmsg_send", "externalcontact/cancel_moment_task"
LIST, TASKS = "externalcontact/get_groupmsg_list_v2", "externalcontact/get_groupmsg_task"
WAITING = error(0, task_list=[{"userid": "li", "status": 0}])


def _look(here: Tenant, **plays: Any) -> None:
    """At a platform that answers so, whatever is asked again."""
    with serving() as (server, client, _):
        server.play |= {path.replace("__", "/"): [answer] for path, answer in plays.items()}
        channel = WeComChannel(client)
        jobs.run(msgspec.structs.replace(here.desk, channel_of=lambda _: channel), jobs.POLL)


def _confirmed(here: Tenant) -> list[Any]:
    return here.fake.http.post("/__ctl/member/li/confirm", json={}).json()["confirmed"]


@pytest.mark.parametrize("code", [99_999, 40003])
def test_what_the_platform_would_not_stop_is_not_told_as_cancelled(here: Tenant, code: int) -> None:
    id_ = here.send()
    here.work()
    here.cancel(id_)
    _look(here, **{CANCEL: error(code), TASKS: WAITING})
    assert (here.states(id_), here.one(id_).state) == ({"waiting": 15}, SendState.CANCELLING)
    here.fake.pass_time(3_600)
    here.work(jobs.POLL)
    assert here.states(id_) == {"cancelled": 15}
    assert _confirmed(here) == []


def test_a_lost_one_is_not_told_as_cancelled_where_the_list_cannot_be_read(here: Tenant) -> None:
    here.fake.ctl("faults", kind="reset_after", path=ADD, count=2)
    id_ = here.send()
    here.work(jobs.SUBMIT)
    here.cancel(id_)
    _look(here, **{LIST: error(0, group_msg_list=7)})
    assert here.states(id_) == {"unknown": 15}
    here.fake.pass_time(3_600)
    here.work(jobs.POLL)
    assert here.states(id_) == {"cancelled": 15}
    assert _confirmed(here) == []


def test_what_the_platform_knows_nothing_of_is_over(here: Tenant) -> None:
    id_ = here.send()
    here.work()
    here.cancel(id_)
    _look(here, **{CANCEL: error(41047)})
    assert (here.states(id_), here.one(id_).state) == ({"cancelled": 15}, SendState.CANCELLED)


def test_what_is_never_stopped_ends_all_the_same(here: Tenant) -> None:
    """Nine days after it was confirmed; until then its people are booked."""
    id_ = here.send()
    here.work()
    here.fake.pass_time(2 * 86_400)
    _look(here, **{CANCEL: error(99_999), TASKS: WAITING})
    assert here.states(id_) == {"waiting": 15}
    here.fake.pass_time(7 * 86_400)
    _look(here, **{CANCEL: error(99_999), TASKS: WAITING})
    assert (here.states(id_), here.one(id_).state) == ({"expired": 15}, SendState.DONE)


def test_a_moment_that_the_platform_would_not_stop_is_not_told_as_cancelled(here: Tenant) -> None:
    id_ = posts.handed_over(here)
    here.cancel(id_)
    waiting = error(0, task_list=[{"userid": one, "publish_status": 0} for one in ("li", "wang")])
    _look(here, **{CANCEL_POST: error(99_999), "externalcontact/get_moment_task": waiting})
    assert here.states(id_) == {"waiting": 15}
    posts.later(here, 3_600)
    assert here.states(id_) == {"cancelled": 15}


def test_who_cancels_while_staff_are_reminded_is_not_overwritten(here: Tenant) -> None:
    """After the part was read, and before it is kept that they were reminded."""
    id_ = here.send()
    here.work()
    here.remind(id_)

    def channel_of(_: int) -> WeComChannel:
        here.cancel(id_)
        return here.channel

    jobs.run(msgspec.structs.replace(here.desk, channel_of=channel_of), jobs.POLL)
    here.work(jobs.POLL)
    assert here.states(id_) == {"cancelled": 15}
    assert _confirmed(here) == []
