"""The job "push_tags": tags that are kept on WeCom too, brought level there: after the rules of tags ran, after a sync,
and when somebody asks."""

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.outcomes import Trouble
from yutang.connections import store
from yutang.connections.model import ConnectionState
from yutang.connections.orders import push_order
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sync.run import Stopped
from yutang.connections.wecom.tagging.pushing import told
from yutang.kit import jobs
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.segments.tags import wecom
from yutang.worker.loop import Handler
from yutang.worker.sync import tools_of
from yutang.worker.work import Work

AWAY = 600 * SECOND  # until it is tried again where the platform did not answer


def pushing(learner: Learner, clients: Clients) -> Handler:
    """The handler of "push_tags". `params`: {"connection": id}. The result: what was done, in tags and in pairs of a
    member and a customer; or `again_at` (ms), where the platform bids us wait for longer than a job waits, or is away:
    then it goes on by itself."""
    state = learner.ledger.state

    def run(work: Work) -> dict[str, Any]:
        connection_id: int = work.params["connection"]
        with state.read() as conn:
            found = store.one(conn, connection_id)
        if found is None or found.state is ConnectionState.OFF:
            return {}
        tools = msgspec.structs.replace(tools_of(learner, clients, work.check), progress=work.progress)
        try:
            return wecom.push(tools, connection_id)
        except Stopped as stopped:
            if stopped.failure.trouble not in (Trouble.THROTTLE, Trouble.RETRY):
                raise told(stopped) from None
            until = stopped.failure.until or 0
            if stopped.failure.trouble is Trouble.RETRY:
                until = max(until, clients.now() + AWAY)
        again = push_order(connection_id, found.name, run_at=until)
        state.write(lambda conn: jobs.enqueue_behind(conn, again, now=clients.now()))
        return {"again_at": until // 1000}

    return run


def follow(state: Database, now: Callable[[], int]) -> None:
    """Tags or customers have changed: have it brought level over there too."""

    def order(conn: sa.Connection) -> int:
        return wecom.order_all(conn, now=now())

    with state.read() as conn:
        wanted = bool(wecom.kept_groups(conn))
    if wanted:
        state.write(order)
