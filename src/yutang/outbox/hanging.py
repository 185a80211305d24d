"""How much of the outbox hangs on a connection. No decisions."""

import sqlalchemy as sa

from yutang.outbox.model import SendKind
from yutang.outbox.store import UNDER_WAY
from yutang.outbox.tables import send


def hanging(conn: sa.Connection, connection_id: int) -> dict[SendKind, int]:
    """Sends under way, by kind."""
    counted = sa.select(send.c.kind, sa.func.count()).where(
        send.c.connection_id == connection_id, send.c.state.in_(UNDER_WAY)
    )
    found = {SendKind(row[0]): int(row[1]) for row in conn.execute(counted.group_by(send.c.kind))}
    return {kind: found.get(kind, 0) for kind in SendKind}
