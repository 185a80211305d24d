"""The working half of the server: every kind has a handler, the clock asks, and both end when told."""

import contextlib
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.checkup.tenant import END, fill

from worker.lanes import one, until
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.learning import Learner
from yutang.digests.orders import deliver_order
from yutang.importers import runs
from yutang.importers.uploads import KEPT, Uploads
from yutang.kit import jobs
from yutang.kit.jobs import JobState, Order
from yutang.kit.secrets import Secrets
from yutang.worker import handlers as module
from yutang.worker.handlers import Clock, Parts, handlers, start
from yutang.worker.schedule import ROUTINES


@pytest.fixture
def parts(opened: SimpleNamespace, tmp_path: Path) -> Parts:
    ledger = opened.ledger
    return Parts(
        ledger=ledger, board=Board(ledger, Assumptions()), uploads=Uploads(ledger.state, tmp_path, 1 << 20),
        home=tmp_path, private=contextlib.nullcontext, zip_limit=1 << 20, link_base="", reach="lan", now=lambda: END,
        learner=Learner(ledger, Secrets(tmp_path)), clients=Clients(ledger.state, Secrets(tmp_path), now=lambda: END),
    )  # fmt: skip


@pytest.fixture
def running(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """Lanes and clock; the clock's own jobs are kept out."""
    monkeypatch.setattr(module, "tick", lambda *_, **__: False)
    stop = threading.Event()
    workers, clock = start(parts, stop, lambda _: None)

    def done(order: Order) -> jobs.Job:
        id_ = parts.state.write(lambda conn: jobs.enqueue(conn, order, now=END))
        assert id_ is not None
        workers.wake()
        return until(lambda: (job := one(parts.state, id_)).state in jobs.ENDED and job)

    yield SimpleNamespace(done=done, workers=workers, clock=clock)
    clock.stop()
    assert workers.close(30)


def test_whatever_is_ordered_has_a_handler(parts: Parts) -> None:
    ordered = {routine.order.kind for routine in ROUTINES} | {deliver_order().kind}
    assert ordered | {runs.IMPORT, runs.UNDO, runs.CHECKUP, runs.STANDING, runs.SEAL} <= set(handlers(parts))


def test_a_night_of_the_servers_own_work(running: SimpleNamespace, parts: Parts) -> None:
    fill(parts.ledger)
    for kind in ("checkup", "standing", "seal", "clean", "deliver"):
        job = running.done(Order(kind=kind, lane="short"))
        assert (kind, job.state, job.error) == (kind, JobState.DONE, None)
    assert parts.board.newest() is not None
    assert running.done(Order(kind="seal")).result == {"days": 0}  # twice is once


def test_sealing_tells_how_many_days_it_wrote(running: SimpleNamespace, parts: Parts) -> None:
    fill(parts.ledger)
    days = parts.ledger.analytics.rows("select count(distinct day) from fact")[0][0]
    told = running.done(Order(kind="seal")).result
    assert days - 1 <= told["days"] <= days
    assert len(list(parts.ledger.folder.glob("*.texts.parquet"))) == told["days"]


def test_cleaning_takes_old_uploads(running: SimpleNamespace, parts: Parts) -> None:
    parts.uploads.begin(1, now=END - KEPT - 1)
    young = parts.uploads.begin(1, now=END)
    assert running.done(Order(kind="clean")).result == {"uploads": 1, "pictures": 0}
    assert parts.uploads.find(young.id) is not None


def test_delivering_nothing_makes_a_key_and_ends(running: SimpleNamespace, parts: Parts) -> None:
    assert running.done(deliver_order()).state == JobState.DONE


@pytest.mark.parametrize(("asked", "woken"), [(True, True), (False, False)])
def test_the_clock_wakes_the_lanes_only_when_something_is_due(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, asked: bool, woken: bool
) -> None:
    ticked, heard = threading.Event(), threading.Event()

    def tick(state: object, *, now: int, zone_: str) -> bool:
        assert (now, zone_) == (END, "Asia/Shanghai")
        ticked.set()
        return asked

    monkeypatch.setattr(module, "tick", tick)
    clock = Clock(parts, heard.set)
    clock.start()
    until(ticked.is_set)
    clock.stop()
    assert heard.is_set() is woken


def test_a_clock_that_fails_ticks_on(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ticks: list[int] = []

    def tick(*_: object, **__: object) -> bool:
        ticks.append(1)
        if len(ticks) == 1:
            raise OSError("the disk is full")
        return False

    monkeypatch.setattr(module, "tick", tick)
    monkeypatch.setattr(module, "TICK", 0.001)
    with caplog.at_level(logging.ERROR):
        clock = Clock(parts, lambda: None)
        clock.start()
        until(lambda: len(ticks) > 2)
        clock.stop()
    assert [str(told.exc_info[1]) for told in caplog.records if told.exc_info] == ["the disk is full"]
