"""Answers that are lost: a Moment that was made is found, one that wasn't is made again, and never both."""

import msgspec
import pytest
from tests.channels.wecom.scripted import error, serving
from tests.outbox import posts
from tests.outbox.tenant import Tenant

from fakecom.people import corp_in
from yutang.channels.wecom.channel import WeComChannel
from yutang.outbox import jobs, store
from yutang.outbox.attaching import with_handles
from yutang.outbox.model import PartState, Reason
from yutang.outbox.moments import members
from yutang.outbox.moments.submitting import task_of

ADD = "externalcontact/add_moment_task"


@pytest.mark.parametrize("kind", ["reset_after", "bad_gateway_after", "truncated", "not_json"])
def test_what_was_made_is_found_and_not_made_again(here: Tenant, kind: str) -> None:
    here.fake.ctl("faults", kind=kind, path=ADD, count=1)
    id_ = posts.confirmed(here)
    here.work(jobs.SUBMIT)
    assert here.states(id_) == {"unknown": 15}
    posts.later(here, 120)
    assert (len(posts.made(here)), here.states(id_)) == (1, {"waiting": 15})
    posts.publish(here, "li", "wang")
    posts.later(here, 600)
    assert here.states(id_) == {"sent": 15}


@pytest.mark.parametrize("kind", ["reset_before", "bad_gateway"])
def test_what_was_never_made_goes_out_again_once_that_is_sure(here: Tenant, kind: str) -> None:
    here.fake.ctl("faults", kind=kind, path=ADD, count=1)
    id_ = posts.confirmed(here)
    here.work(jobs.SUBMIT)
    posts.later(here, 300)
    assert (posts.made(here), here.states(id_)) == ([], {"unknown": 15})  # it may still turn up
    posts.later(here, 400)
    posts.later(here, 60)
    posts.later(here, 60)
    assert (len(posts.made(here)), here.states(id_)) == (1, {"waiting": 15})


def test_killed_between_the_intent_and_the_answer_it_is_looked_for(here: Tenant) -> None:
    """The call was made, and whoever made it is no more."""
    id_ = posts.confirmed(here)
    here.work(jobs.SUBMIT)
    (part,), send = here.parts(id_), here.one(id_)
    with here.ledger.state.read() as conn:
        senders = members.userids(conn, id_)
    message = with_handles(here.ledger.state, here.channel, send, now=here.now())
    ref = here.channel.trace(task_of((send, part), senders, message), "k", here.now(), ())  # type: ignore[arg-type]
    intent = {"state": PartState.SUBMITTED, "ref": ref, "due_at": here.now()}
    here.ledger.state.write(lambda conn: store.change_part(conn, part.id, (PartState.WAITING,), **intent))
    for _ in range(3):
        posts.later(here, 120)
    assert (len(posts.made(here)), here.states(id_)) == (1, {"waiting": 15})


def test_an_equal_moment_waits_until_the_lost_one_is_known(here: Tenant) -> None:
    here.fake.ctl("faults", kind="reset_after", path=ADD, count=1)
    posts.confirmed(here)
    here.work(jobs.SUBMIT)
    second = posts.confirmed(here)
    here.work(jobs.SUBMIT)
    assert [part.fault for part in here.parts(second)] == ["unsettled"]
    for _ in range(3):
        posts.later(here, 60)
    assert len(posts.made(here)) == 2


def test_the_platforms_pace_keeps_a_moment_waiting(here: Tenant) -> None:
    """Ten a minute of the corp."""
    ids = [posts.confirmed(here) for _ in range(11)]
    here.work(jobs.SUBMIT)
    posts.later(here, 60)
    assert len(posts.made(here)) == 10
    posts.later(here, 60)
    posts.later(here, 60)
    assert len(posts.made(here)) == 11
    assert all(here.states(id_) == {"waiting": 15} for id_ in ids)


def test_to_whom_it_was_shown_is_asked_again_when_that_failed(here: Tenant) -> None:
    id_ = posts.handed_over(here)
    posts.publish(here, "li")
    here.fake.ctl("faults", kind="rate", path="externalcontact/get_moment_send_result", count=1)
    posts.later(here, 600)
    assert here.states(id_) == {"waiting": 15}
    posts.later(here, 7_200)
    assert here.states(id_) == {"sent": 10, "waiting": 5}
    assert here.facts()["touch_sent", None] == 10


def test_to_whom_it_was_shown_may_never_be_told(here: Tenant) -> None:
    """The platform refuses to tell of li, for good: that ends too, and nobody is said to have seen it."""
    id_ = posts.handed_over(here)
    here.fake.pass_time(3_600)
    with serving() as (server, client, _):
        published = [{"userid": one, "publish_status": 1} for one in ("li", "wang")]
        seen = [{"external_userid": f"wm{n:03}"} for n in range(10, 15)]
        server.play["externalcontact/get_moment_task"] = [error(0, task_list=published)]
        server.play["externalcontact/get_moment_send_result"] = [error(41061), error(0, customer_list=seen)]
        jobs.run(msgspec.structs.replace(here.desk, channel_of=lambda _: WeComChannel(client)), jobs.POLL)
    assert here.states(id_) == {"sent": 5, "refused": 10}
    assert here.facts()["touch_refused", int(Reason.LEFT_OUT)] == 10
    assert here.one(id_).ended_at is not None


def test_a_job_that_nobody_asked_about_for_days_comes_to_an_end(here: Tenant) -> None:
    """The server was down for longer than the platform knows a job: its Moment is there, and is stopped."""
    id_ = posts.confirmed(here)
    here.work(jobs.SUBMIT)
    here.fake.pass_time(10 * 86_400)
    for _ in range(3):
        posts.later(here, 600)
    (made,) = posts.made(here)
    assert here.states(id_) == {"expired": 15}
    assert corp_in(here.fake).moments[made].cancelled_at
