"""The job "sweep" in a real lane: what is due, one that is asked for, stopped and gone on with."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from tests.segments.saved.shops import NOW, Shop, wrote

from worker.lanes import Lanes, one
from yutang.kit import jobs
from yutang.kit.clock import DAY
from yutang.kit.jobs import JobState
from yutang.ledger.ledger import Ledger
from yutang.segments.saved.sweep import due
from yutang.segments.tables import segment_state
from yutang.worker import sweep as module
from yutang.worker.schedule import tick
from yutang.worker.sweep import sweeping


@pytest.fixture
def shop(ledger: Ledger) -> Shop:
    here = Shop(ledger)
    here.say("ann", "bo")
    return here


@pytest.fixture
def lanes(shop: Shop) -> Iterator[Lanes]:
    with Lanes(shop.ledger.state, {"sweep": sweeping(shop.ledger, lambda: NOW)}) as running:
        yield running


def test_a_new_segment_is_swept_by_the_job_that_making_it_ordered(shop: Shop, lanes: Lanes) -> None:
    made = shop.make(wrote())
    lanes.workers.wake()
    with shop.ledger.state.read() as conn:
        (ordered,) = jobs.listed(conn, kinds=["sweep"])
    ended = lanes.ended(ordered.id)
    assert ended.state is JobState.DONE
    assert ended.result == {"swept": 1, "unchanged": 0, "superseded": 0, "failed": 0, "entered": 2, "left": 0}
    assert shop.members(made) == {"ann", "bo"}


def test_none_named_those_that_are_due_are_swept(shop: Shop, lanes: Lanes) -> None:
    made = [shop.make(wrote(n), f"{n} 天", refresh="daily") for n in (7, 30)]
    by_hand = shop.make(wrote(), "手动", refresh="manual")
    lanes.ended(
        lanes.put("sweep", lane="short", segments=[])
    )  # behind those that were ordered when they were made
    old = sa.update(segment_state).values(swept_at=segment_state.c.swept_at - 3 * DAY)
    shop.ledger.state.write(lambda conn: conn.execute(old))
    result = lanes.ended(lanes.put("sweep", lane="short", segments=[])).result
    assert result["swept"] + result["unchanged"] == 2
    with shop.ledger.state.read() as conn:
        assert due(conn, now=NOW, zone_="Asia/Shanghai") == []
    assert all(shop.members(one_) == {"ann", "bo"} for one_ in [*made, by_hand])  # each was ordered when made


def test_cancelled_between_two_it_goes_on_behind_the_first(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [shop.make(wrote(n), f"{n} 天") for n in (7, 14, 30)]
    state, plain, swept = shop.ledger.state, module.sweep, []

    def stopping(ledger, segment_id, **more):
        swept.append(segment_id)
        if segment_id == made[1] and swept.count(made[1]) == 1:
            with state.read() as conn:
                (job,) = [j for j in jobs.listed(conn, kinds=["sweep"]) if j.state is JobState.RUNNING]
            state.write(lambda conn: jobs.cancel(conn, job.id, now=NOW))
        return plain(ledger, segment_id, **more)

    monkeypatch.setattr(module, "sweep", stopping)
    with Lanes(state, {"sweep": sweeping(shop.ledger, lambda: NOW)}) as lanes:
        with state.read() as conn:
            for job in jobs.listed(conn, kinds=["sweep"]):
                lanes.ended(job.id)
        swept.clear()
        id_ = lanes.put("sweep", lane="short", segments=made)
        lanes.ended(id_, JobState.CANCELLED)
        assert one(state, id_).cursor["left"] == made[1:]
        state.write(lambda conn: jobs.resume(conn, id_, now=NOW))
        lanes.workers.wake()
        ended = lanes.ended(id_, JobState.DONE, JobState.FAILED)
    assert (ended.state, ended.done, ended.result["unchanged"]) == (JobState.DONE, 3, 3)
    assert swept == [made[0], made[1], made[1], made[2]]


def test_the_clock_orders_one_sweep_when_something_is_due(shop: Shop) -> None:
    state = shop.ledger.state
    made = shop.make(wrote(), refresh="daily")
    tick(state, now=NOW, zone_="Asia/Shanghai")

    def ordered() -> list[list[int]]:
        with state.read() as conn:
            return [job.params["segments"] for job in jobs.listed(conn, kinds=["sweep"])]

    assert ordered() == [[], [made]]
    assert tick(state, now=NOW + 1, zone_="Asia/Shanghai") == 0  # it waits already
    shop.sweep(made)
    state.write(
        lambda conn: [jobs.cancel(conn, job.id, now=NOW) for job in jobs.listed(conn, kinds=["sweep"])]
    )
    assert tick(state, now=NOW + 2, zone_="Asia/Shanghai") == 0
    assert tick(state, now=NOW + DAY, zone_="Asia/Shanghai") > 0
    assert ordered()[0] == []
