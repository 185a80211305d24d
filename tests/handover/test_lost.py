"""Answers that are lost, and a process that is killed: what was begun is found, and nobody is asked twice."""

from collections import Counter

import pytest
from tests.handover.tenant import Tenant

from fakecom.people import corp_in, found_group
from yutang.handover import items, jobs, store, submitting
from yutang.handover.model import NOTHING, BatchState, ItemState

ADD = "externalcontact/transfer_customer"


def asked_twice(here: Tenant) -> list[str]:
    counted = Counter(one.external_userid for one in corp_in(here.fake).transfers)
    return [one for one, n in counted.items() if n > 1]


@pytest.mark.parametrize("kind", ["reset_after", "bad_gateway_after", "truncated", "not_json"])
def test_what_was_begun_is_found_and_not_asked_again(here: Tenant, kind: str) -> None:
    here.world.sync()
    here.fake.ctl("faults", kind=kind, path=ADD, count=1)
    id_ = here.begin("wang")
    here.work()
    assert (here.asked(), here.sums(id_)) == (10, {"asking": 10})
    here.until(id_)
    assert here.sums(id_) == {"done": 10}
    assert asked_twice(here) == []


@pytest.mark.parametrize("kind", ["reset_before", "bad_gateway"])
def test_what_was_never_begun_is_asked_again_once_that_is_sure(here: Tenant, kind: str) -> None:
    here.world.sync()
    here.fake.ctl("faults", kind=kind, path=ADD, count=1)
    id_ = here.begin("wang")
    here.work()
    assert (here.asked(), here.sums(id_)) == (0, {"asking": 10})
    here.pass_time(300)
    here.work()
    assert (here.asked(), here.sums(id_)) == (0, {"asking": 10})  # it may still turn up
    here.until(id_)
    assert here.sums(id_) == {"done": 10}
    assert asked_twice(here) == []


class Killed(BaseException):
    """The process is no more."""


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("hours", [0.05, 60])
def test_killed_between_the_intent_and_the_note_nobody_is_asked_twice(
    here: Tenant, monkeypatch: pytest.MonkeyPatch, after: bool, hours: float
) -> None:
    """`after`: the platform had heard it. It is taken up again within minutes, or days later."""
    here.world.sync()
    id_ = here.begin("wang")
    real = submitting.transfer.customers

    def dies(*given: object, **more: object) -> object:
        if after:
            real(*given, **more)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(submitting.transfer, "customers", dies)
        with pytest.raises(Killed):
            here.work()
    assert [one.state for one in here.batches(id_)] == [BatchState.SUBMITTED]
    assert (here.asked(), here.sums(id_)) == (10 if after else 0, {"asking": 10})
    here.pass_time(hours * 3_600)
    here.until(id_, hours=100)
    assert here.sums(id_) == {"done": 10}
    assert asked_twice(here) == []
    assert len(here.follows()["wang"]) == 10


def test_killed_a_second_time_after_refusals_nobody_is_asked_for_them_again(here: Tenant) -> None:
    """They refused this very hand-over while nobody looked; the platform tells it as it told the one before."""
    here.world.sync()
    first = here.begin("wang")
    here.work()
    for number in range(10):
        here.fake.ctl(f"customer/wm{number:03}/refuse")
    here.until(first)
    assert here.sums(first) == {"refused": 10}
    here.fake.ctl("faults", kind="reset_after", path=ADD, count=1)
    second = here.begin("wang")
    here.work()
    for number in range(10):
        here.fake.ctl(f"customer/wm{number:03}/refuse")
    here.until(second)
    assert here.sums(second) == {"refused": 10}
    assert here.asked() == 20


def test_a_lost_answer_about_groups_is_looked_up(here: Tenant) -> None:
    for number in range(3):
        found_group(here.fake, "li", f"wr{number}", "wm000")
    here.world.sync()
    path = "externalcontact/groupchat/onjob_transfer"
    here.fake.ctl("faults", kind="reset_after", path=path, count=1)
    id_ = here.begin("wang", customers=())
    here.work()
    assert here.rooms(id_) == {"asking": 3}
    here.pass_time(120)
    here.work()
    assert here.rooms(id_) == {"done": 3}
    assert {len(one.moved_at) for one in corp_in(here.fake).groups.values()} == {1}


def test_groups_that_were_never_asked_for_are_asked_again(here: Tenant) -> None:
    found_group(here.fake, "li", "wr0", "wm000")
    here.world.sync()
    path = "externalcontact/groupchat/onjob_transfer"
    here.fake.ctl("faults", kind="reset_before", path=path, count=1)
    id_ = here.begin("wang", customers=())
    here.work()
    here.until(id_)
    assert here.rooms(id_) == {"done": 1}


def test_two_who_work_at_once_ask_once(here: Tenant) -> None:
    """A lease was lost: the first goes on with a batch that the second has claimed."""
    here.world.sync()
    id_ = here.begin("wang")
    old = here.batches(id_)[0]
    here.work()
    now = here.now()

    def claims(conn: object) -> bool:
        values = {"state": BatchState.SUBMITTED, "attempt": old.attempt + 1, "due_at": now}
        return store.change_batch(conn, old, **values)  # type: ignore[arg-type]

    assert here.ledger.state.write(claims) is False
    submitting.submit(here.desk, old.id)
    assert here.asked() == 10


def test_the_intent_is_durable_before_the_call(here: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    here.world.sync()
    id_ = here.begin("wang")
    seen: list[tuple[BatchState, set[ItemState]]] = []
    real = submitting.transfer.customers

    def looks(*given: object, **more: object) -> object:
        with here.ledger.state.read() as conn:
            found = items.of_batches(conn, [here.batches(id_)[0].id], [*ItemState])
        seen.append((here.batches(id_)[0].state, {one.state for one in found}))
        assert {one.before for one in found} == {NOTHING}
        return real(*given, **more)

    monkeypatch.setattr(submitting.transfer, "customers", looks)
    jobs.run(here.desk)
    assert seen == [(BatchState.SUBMITTED, {ItemState.ASKING})]
