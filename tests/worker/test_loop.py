"""The workers: what becomes of a job that ends, fails, is cancelled, is interrupted, or outlives its lease."""

import itertools
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from worker.lanes import NOW, Lanes, one, until
from yutang.kit import jobs
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.kit.jobs import LEASE, JobState, Order
from yutang.worker import loop
from yutang.worker.work import Interrupted, Work


def count_up(work: Work) -> dict[str, int]:
    """Goes on from its cursor, one step at a time."""
    for n in range((work.job.cursor or 0) + 1, 4):
        work.progress(n, 3, {"at": n}, cursor=n)
    return {"steps": 3}


def endless(work: Work) -> None:
    for n in itertools.count(1):
        work.progress(n)


def fails(work: Work) -> None:
    if work.params["how"] == "told":
        raise YutangError("disk_full", path="x")
    raise ZeroDivisionError


HANDLERS = {"count": count_up, "endless": endless, "fails": fails}


@pytest.fixture
def lanes(database: Database) -> Iterator[Lanes]:
    with Lanes(database, HANDLERS) as made:
        yield made


def test_a_job_runs_and_every_step_is_told(lanes: Lanes) -> None:
    job = lanes.ended(lanes.put("count"))
    assert (job.state, job.result, job.done, job.total, job.cursor) == ("done", {"steps": 3}, 3, 3, 3)
    told = [(j.state, j.done) for j in until(lambda: lanes.seen[-1].state == "done" and lanes.seen)]
    assert told == [("running", 0), ("running", 1), ("running", 2), ("running", 3), ("done", 3)]


@pytest.mark.parametrize(("how", "code"), [("told", "disk_full"), ("unforeseen", "job_failed")])
def test_an_error_ends_its_job_and_not_the_lane(lanes: Lanes, how: str, code: str, caplog: Any) -> None:
    failed = lanes.ended(lanes.put("fails", how=how))
    assert failed.state == "failed"
    assert failed.error is not None
    assert failed.error["code"] == code
    assert ("ZeroDivisionError" in caplog.text) == (code == "job_failed")
    assert code == "disk_full" or failed.error["params"]["id"] in caplog.text
    assert lanes.ended(lanes.put("count")).state == "done"


def test_a_kind_nobody_knows_fails_by_name(lanes: Lanes) -> None:
    error = lanes.ended(lanes.put("from_the_future")).error
    assert error == {"code": "job_unknown", "params": {"kind": "from_the_future"}}


def test_cancel_is_heard_at_the_next_step_and_resume_goes_on(lanes: Lanes) -> None:
    id_ = lanes.put("endless")
    lanes.ended(id_, JobState.RUNNING)
    assert lanes.state.write(lambda conn: jobs.cancel(conn, id_, now=NOW))
    lanes.workers.wake()
    assert lanes.ended(id_).state == "cancelled"


def test_cancel_is_heard_by_one_that_only_looks(database: Database) -> None:
    def looks(work: Work) -> None:
        until(lambda: work.cancelled)
        work.check()

    with Lanes(database, {"looks": looks}) as lanes:
        id_ = lanes.put("looks")
        lanes.ended(id_, JobState.RUNNING)
        database.write(lambda conn: jobs.cancel(conn, id_, now=NOW))
        lanes.workers.wake()
        assert lanes.ended(id_).state == "cancelled"


def test_each_lane_has_a_worker_of_its_own(lanes: Lanes) -> None:
    lanes.ended(lanes.put("endless"), JobState.RUNNING)
    assert lanes.ended(lanes.put("count", "short")).state == "done"


def test_what_a_job_orders_in_the_other_lane_runs_at_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "IDLE", 3600)

    def orders(work: Work) -> int | None:
        follow = Order(kind="count", lane="short")
        return database.write(lambda conn: jobs.enqueue(conn, follow, now=NOW))

    with Lanes(database, HANDLERS | {"orders": orders}) as lanes:
        follow = lanes.ended(lanes.put("orders")).result
        assert lanes.ended(follow).state == "done"


def test_a_stop_puts_the_job_back_and_the_next_start_goes_on(database: Database) -> None:
    steps: list[int] = []

    def slow(work: Work) -> str:
        for n in range((work.job.cursor or 0) + 1, 6):
            steps.append(n)
            work.progress(n, 5, cursor=n)
            if len(steps) == 2:
                until(lambda: work.cancelled)
        return "whole"

    with Lanes(database, {"slow": slow}) as lanes:
        id_ = lanes.put("slow")
        until(lambda: len(steps) == 2)
    put_back = one(database, id_)
    assert (put_back.state, put_back.cursor, put_back.attempts) == ("queued", 2, 0)
    with Lanes(database, {"slow": slow}) as lanes:
        assert lanes.ended(id_).result == "whole"
    assert steps == [1, 2, 3, 4, 5] or steps == [1, 2, 3, 3, 4, 5]


def test_what_a_dead_process_left_running_is_taken_up(database: Database) -> None:
    id_ = database.write(lambda conn: jobs.enqueue(conn, Order(kind="count"), now=NOW))
    assert id_ is not None
    database.write(lambda conn: jobs.claim(conn, "long", now=NOW))
    with Lanes(database, HANDLERS) as lanes:
        assert lanes.ended(id_).state == "done"


def test_a_long_step_keeps_its_lease(database: Database) -> None:
    """The clock leaps over several leases while the handler is inside one step."""
    clock = [NOW]
    leave = threading.Event()

    def long_step(work: Work) -> str:
        leave.wait()
        work.progress(1, cursor=1)
        return "mine"

    with Lanes(database, {"long": long_step}, lambda: clock[0]) as lanes:
        id_ = lanes.put("long")
        lanes.ended(id_, JobState.RUNNING)
        for _ in range(3):
            told = len(lanes.seen)
            clock[0] += LEASE // 2
            lanes.workers.wake()
            until(lambda told=told: len(lanes.seen) > told)
        leave.set()
        assert lanes.ended(id_).result == "mine"


def test_whoever_lost_the_lease_writes_nothing_more(database: Database, caplog: Any) -> None:
    def robbed(work: Work) -> None:
        later = NOW + 2 * LEASE
        taken = database.write(lambda conn: jobs.claim(conn, "long", now=later))
        assert taken is not None
        database.write(lambda conn: jobs.finish(conn, taken, "theirs", now=later))
        work.progress(9, cursor=9)

    with Lanes(database, {"robbed": robbed}) as lanes:
        id_ = lanes.put("robbed")
        until(lambda: "no longer ours" in caplog.text)
    job = one(database, id_)
    assert (job.state, job.result, job.cursor) == ("done", "theirs", None)


def test_the_pace_is_noted_over_the_last_seconds_only(database: Database) -> None:
    clock = [NOW]

    def paced(work: Work) -> None:
        for n in range(1, 101):
            clock[0] += SECOND
            work.progress(n * 10, 1000, {"file": "a"}, cursor=n)

    with Lanes(database, {"paced": paced}, lambda: clock[0]) as lanes:
        note = lanes.ended(lanes.put("paced")).note
    assert note == {"file": "a", "pace": {"since": NOW + 80 * SECOND, "done": 800}}


def test_the_errors_of_stopping_differ() -> None:
    assert not issubclass(Interrupted, jobs.Cancelled)
