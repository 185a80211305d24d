"""The job "sync": everything of a connection, kind by kind, compared with what is held."""

import time
from collections.abc import Callable
from typing import Any

from yutang.connections import store
from yutang.connections.model import ConnectionState, SyncKind
from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.clients import Clients, said
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sync.run import Stopped, Tools
from yutang.connections.wecom.syncing import sync_kind
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets
from yutang.ledger.ledger import Ledger
from yutang.worker.loop import Handler
from yutang.worker.work import Work


def syncing(ledger: Ledger, secrets: Secrets, now: Callable[[], int]) -> Handler:
    """The handler of "sync". `params`: {"connection": id}. Each kind keeps its own place, so that one cut off goes on.

    The result: what was seen and repaired, by kind. A kind that can't be read ends the job: those after it need it.
    """
    clients, learner = Clients(ledger.state, secrets, now=now), Learner(ledger, secrets)

    def run(work: Work) -> dict[str, Any]:
        connection_id: int = work.params["connection"]
        with ledger.state.read() as conn:
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
                clients=clients, learner=learner, patience=Patience(work.check, now, time.sleep),
                progress=lambda n, total, kind=kind: work.progress(n, total, {"kind": kind.value}),
            ), connection_id, kind)  # fmt: skip
            done = [*done, kind.value]
            work.progress(0, None, {"kind": kind.value}, cursor=done)
        return counts

    return run


def _one(tools: Tools, connection_id: int, kind: SyncKind) -> dict[str, int]:
    try:
        return sync_kind(tools, connection_id, kind)
    except Stopped as stopped:
        told = said(stopped.failure)
        raise YutangError("sync_stopped", kind=kind.value, trouble=told.code, **told.params) from None
