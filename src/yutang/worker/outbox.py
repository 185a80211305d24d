"""The jobs of the outbox: hand over what is due, look after what was handed over."""

from typing import Any

from yutang.channels.contract.channel import Channel
from yutang.channels.wecom.channel import WeComChannel
from yutang.connections import store
from yutang.connections.model import ConnectionState
from yutang.connections.wecom.clients import Clients
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.outbox import jobs
from yutang.outbox.placing import Desk
from yutang.worker.loop import Handler
from yutang.worker.work import Work


def sending(ledger: Ledger, clients: Clients) -> dict[str, Handler]:
    """By kind of job. Their result: how many parts were touched."""

    def channel_of(connection_id: int) -> Channel:
        """Raises YutangError: send_connection, connection_unreadable."""
        with ledger.state.read() as conn:
            found = store.one(conn, connection_id)
        if found is None or found.state is ConnectionState.OFF:
            raise YutangError("send_connection")
        return WeComChannel(clients.of(connection_id))

    def handler(kind: str) -> Handler:
        def do(work: Work) -> dict[str, Any]:
            desk = Desk(ledger=ledger, channel_of=channel_of, now=clients.now, stopped=lambda: work.cancelled)
            done = jobs.run(desk, kind)
            work.check()
            return {"parts": done}

        return do

    return {kind: handler(kind) for kind in jobs.STEPS}
