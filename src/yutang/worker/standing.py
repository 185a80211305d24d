"""The job "standing": groups' states, everybody's stage, scores and tie, whom staff clash over, then one layer
after the other."""

from collections.abc import Callable
from typing import Any

import msgspec

from yutang.checkup import mirror
from yutang.checkup.snapshots import Board
from yutang.engine.steps import Cancelled
from yutang.kit import jobs
from yutang.ledger.ledger import Ledger
from yutang.segments.layers import store
from yutang.segments.layers.sweep import Outcome, release, sweep
from yutang.segments.lifecycle.orders import standing_order
from yutang.segments.lifecycle.portrait import unmade
from yutang.segments.lifecycle.sweep import restand
from yutang.tasks import clashes
from yutang.worker.loop import Handler
from yutang.worker.work import Work

FIRST = 2  # steps before the layers: groups' states, stages


def standing(ledger: Ledger, board: Board, now: Callable[[], int]) -> Handler:
    """The handler of "standing". Its result: customers, how many changed stage, layers by outcome, and how many were
    placed, proposed and lapsed in them. Resumed, it goes on behind the layers that are done."""

    def run(work: Work) -> dict[str, Any]:
        told: dict[str, Any] = work.job.cursor or _everybody(ledger, board, now(), work)
        waiting: list[int] = told["left"]
        total: dict[str, int] = told["total"]
        count = work.job.done + len(waiting)
        while waiting:
            work.progress(work.job.done, count, {"step": "layer", "name": _name(ledger, waiting[0])})
            found = sweep(ledger, waiting[0], now=now())
            total[found.outcome] += 1
            for what in ("placed", "proposed", "lapsed"):
                total[what] += getattr(found, what)
            waiting = waiting[1:]
            work.progress(work.job.done + 1, count, cursor={"left": waiting, "total": total})
        return total

    return run


def order_if_unmade(ledger: Ledger, *, now: int) -> None:
    """After a rebuild nobody stands anywhere, though facts tell of stages: order the job, whatever its hour."""
    with ledger.analytics.cursor() as cursor:
        if not unmade(cursor):
            return
    ledger.state.write(lambda conn: jobs.enqueue(conn, standing_order(), now=now))


def _everybody(ledger: Ledger, board: Board, now: int, work: Work) -> dict[str, Any]:
    with ledger.state.read() as conn:
        layers = [one.id for one in store.layers(conn)]
    count = FIRST + len(layers)
    work.progress(0, count, {"step": "groups"})
    mirror.put(ledger, board.newest())
    work.progress(1, count, {"step": "stages"})
    try:
        stood = restand(ledger, now=now, cancelled=lambda: work.cancelled)
    except Cancelled:
        work.check()  # says who asked: a person, or the server that goes down
        raise
    release(ledger)
    clashes.level(ledger, now=now)
    total = msgspec.structs.asdict(stood) | dict.fromkeys((*Outcome, "placed", "proposed", "lapsed"), 0)
    told = {"left": layers, "total": total}
    work.progress(FIRST, count, cursor=told)
    return told


def _name(ledger: Ledger, layer_id: int) -> str:
    with ledger.state.read() as conn:
        found = store.layers(conn, [layer_id])
    return found[0].name if found else ""
