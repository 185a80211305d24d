"""The jobs "sync" (everything of a connection, kind by kind, compared with what is held) and "reconcile" (by the clock:
a sync of each connection)."""

import time
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from yutang.connections import inbox_store, store
from yutang.connections.model import ConnectionState, SyncKind
from yutang.connections.orders import sync_order
from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sync.run import Stopped, Tools
from yutang.connections.wecom.syncing import sync_kind
from yutang.kit import jobs
from yutang.kit.clock import DAY
from yutang.kit.db import Database
from yutang.worker.loop import Handler
from yutang.worker.work import Work

KEPT = 7 * DAY  # how long events that were done with are shown


def syncing(learner: Learner, clients: Clients, after: Callable[[], None] | None = None) -> Handler:
    """The handler of "sync". `params`: {"connection": id}. Each kind keeps its own place, so that one cut off goes on.
    `after`: what follows from a whole one.

    The result: what was seen and repaired, by kind. A kind that can't be read ends the job: those after it need it.
    """

    def run(work: Work) -> dict[str, Any]:
        connection_id: int = work.params["connection"]
        with learner.ledger.state.read() as conn:
            found = store.one(conn, connection_id)
        if found is None or found.state is ConnectionState.OFF:
            return {}
        done: list[str] = work.job.cursor or []
        counts: dict[str, dict[str, int]] = {}
        for kind in SyncKind:
            if kind in done:
                continue
            work.progress(0, None, {"kind": kind.value})
            counts[kind] = _one(Tools(
                clients=clients, learner=learner, patience=Patience(work.check, clients.now, time.sleep),
                progress=lambda n, total, kind=kind: work.progress(n, total, {"kind": kind.value}),
            ), connection_id, kind)  # fmt: skip
            done = [*done, kind.value]
            work.progress(0, None, {"kind": kind.value}, cursor=done)
        if after is not None:
            after()
        return counts

    return run


def _one(tools: Tools, connection_id: int, kind: SyncKind) -> dict[str, int]:
    try:
        return sync_kind(tools, connection_id, kind)
    except Stopped as stopped:
        raise stopped.told(kind) from None


def tools_of(learner: Learner, clients: Clients, check: Callable[[], None]) -> Tools:
    """For work that `check` may stop. It waits for real, whatever the clock of a sandbox says."""
    return Tools(clients=clients, learner=learner, patience=Patience(check, clients.now, time.sleep))


def order_all(conn: sa.Connection, *, now: int) -> int:
    """Order a sync of each connection that is not off; how many were added."""
    found = [one for one in store.listed(conn) if one.state is not ConnectionState.OFF]
    return sum(jobs.enqueue(conn, sync_order(one.id, one.name), now=now) is not None for one in found)


def reconciling(state: Database, now: Callable[[], int]) -> Handler:
    """The handler of "reconcile": by night, when nobody waits. Events that were done with long ago go, too."""

    def reconcile(_: Work) -> dict[str, int]:
        moment = now()
        gone = state.write(lambda conn: inbox_store.forget(conn, moment - KEPT))
        return {"ordered": state.write(lambda conn: order_all(conn, now=moment)), "events_forgotten": gone}

    return reconcile
