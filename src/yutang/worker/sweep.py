"""The job "sweep": saved segments, one after the other, brought up to now."""

from collections.abc import Callable
from typing import Any

from yutang.engine.steps import Cancelled
from yutang.ledger.ledger import Ledger
from yutang.segments.saved import store
from yutang.segments.saved.mirror import level_all
from yutang.segments.saved.sweep import Outcome, due, sweep
from yutang.worker.loop import Handler
from yutang.worker.work import Work


def sweeping(ledger: Ledger, now: Callable[[], int]) -> Handler:
    """The handler of "sweep". `params`: {"segments": ids}, none: those that are due.

    The result: how many segments came out how, and how many customers entered and left. Resumed, it goes on behind
    those that are done; one that was cut off is done anew.
    """

    def run(work: Work) -> dict[str, Any]:
        told: dict[str, Any] = work.job.cursor or {
            "left": _wanted(ledger, work, now()),
            "total": dict[str, int](),
        }
        waiting: list[int] = told["left"]
        total: dict[str, int] = {**dict.fromkeys((*Outcome, "entered", "left"), 0), **told["total"]}
        count, done = len(waiting) + work.job.done, work.job.done
        level_all(ledger)  # merges took lists' members out of the mirror
        while waiting:
            work.progress(done, count, {"segment": _name(ledger, waiting[0])})
            found = _one(ledger, waiting[0], now(), work)
            for what, n in ((found.outcome, 1), ("entered", found.entered), ("left", found.left)):
                total[what] += n
            waiting, done = waiting[1:], done + 1
            work.progress(done, count, cursor={"left": waiting, "total": total})
        return total

    return run


def _wanted(ledger: Ledger, work: Work, now: int) -> list[int]:
    asked: list[int] = work.params["segments"]
    if asked:
        return asked
    with ledger.state.read() as conn:
        return due(conn, now=now, zone_=ledger.zone)


def _one(ledger: Ledger, segment_id: int, now: int, work: Work) -> Any:
    try:
        return sweep(ledger, segment_id, now=now, cancelled=lambda: work.cancelled)
    except Cancelled:
        work.check()  # says who asked: a person, or the server that goes down
        raise


def _name(ledger: Ledger, segment_id: int) -> str:
    with ledger.state.read() as conn:
        found = store.segments(conn, [segment_id])
    return found[0].name if found else ""
