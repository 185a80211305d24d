"""Answers that are lost: what was made is found, what was not made goes out again, and never both."""

import pytest
from tests.outbox.tenant import Tenant

from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.message import Message, Task
from yutang.outbox import jobs, store
from yutang.outbox.model import PartState

ADD = "externalcontact/add_msg_template"


def _states(here: Tenant, id_: int) -> set[PartState]:
    return {part.state for part in here.parts(id_)}


@pytest.mark.parametrize("kind", ["reset_after", "bad_gateway_after", "truncated", "not_json"])
def test_what_was_made_is_found_and_not_made_again(here: Tenant, kind: str) -> None:
    here.fake.ctl("faults", kind=kind, path=ADD, count=2)
    id_ = here.send()
    here.work(jobs.SUBMIT)
    assert (here.made(), _states(here, id_)) == (2, {PartState.UNKNOWN})
    assert here.states(id_) == {"unknown": 15}
    here.fake.pass_time(120)
    here.work()
    assert (here.made(), here.states(id_)) == (2, {"waiting": 15})


@pytest.mark.parametrize("kind", ["reset_before", "bad_gateway"])
def test_what_was_never_made_goes_out_again_once_that_is_sure(here: Tenant, kind: str) -> None:
    here.fake.ctl("faults", kind=kind, path=ADD, count=2)
    id_ = here.send()
    here.work(jobs.SUBMIT)
    assert (here.made(), _states(here, id_)) == (0, {PartState.UNKNOWN})
    here.fake.pass_time(300)
    here.work()
    assert (here.made(), _states(here, id_)) == (0, {PartState.UNKNOWN})  # it may still turn up
    here.fake.pass_time(400)
    here.work()
    here.work()
    assert (here.made(), here.states(id_)) == (2, {"waiting": 15})


def test_an_equal_send_waits_until_the_lost_one_is_known(here: Tenant) -> None:
    """Else the one could be taken for the other."""
    here.fake.ctl("faults", kind="reset_after", path=ADD, count=2)
    first, second = here.compose(), here.compose()
    here.confirm(first)
    here.work(jobs.SUBMIT)
    here.confirm(second)
    here.work(jobs.SUBMIT)
    assert here.made() == 2
    assert {part.fault for part in here.parts(second)} == {"unsettled"}
    here.fake.pass_time(120)
    here.work(jobs.POLL)
    here.work(jobs.SUBMIT)
    refs = [part.ref for id_ in (first, second) for part in here.parts(id_)]
    assert (here.made(), len(set(refs))) == (4, 4)


def test_killed_between_the_intent_and_the_answer_it_is_looked_for(here: Tenant) -> None:
    """The call was made, and whoever made it is no more."""
    id_ = here.send()
    here.work(jobs.SUBMIT)
    known = {part.number: part.ref for part in here.parts(id_)}
    for part in here.parts(id_):
        task = tuple(f"wm{n:03}" for n in (range(10) if part.number == 0 else range(10, 15)))
        told = Task(
            target=Target.PERSON,
            recipients=task,
            message=Message(text="周五直播，记得来"),
            sender=part.sender,
        )
        ref = here.channel.trace(told, "k", here.now(), ())
        here.ledger.state.write(
            lambda conn, part=part, ref=ref: store.change_part(
                conn, part.id, (PartState.WAITING,), state=PartState.SUBMITTED, ref=ref, due_at=here.now()
            )
        )
    here.fake.pass_time(120)
    here.work()
    assert here.made() == 2
    assert {part.number: part.ref for part in here.parts(id_)} == known
    assert here.states(id_) == {"waiting": 15}


def test_cancelled_while_its_answer_is_lost_nobody_gets_it(here: Tenant) -> None:
    here.fake.ctl("faults", kind="reset_after", path=ADD, count=2)
    id_ = here.send()
    here.work(jobs.SUBMIT)
    here.cancel(id_)
    here.fake.pass_time(120)
    here.work()
    assert here.states(id_) == {"cancelled": 15}
    assert here.fake.http.post("/__ctl/member/li/confirm", json={}).json()["confirmed"] == []
