# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""How many Moments customers have seen lately: a statement."""

import pyarrow as pa
import sqlalchemy as sa

from yutang.outbox.model import SendKind, TouchState
from yutang.outbox.moments.audience import SEEN
from yutang.outbox.tables import send, send_recipient


def since(conn: sa.Connection, connection_id: int, at: int) -> pa.Table:
    """Rows of audience.SEEN: of a connection's customers, those who were shown any since `at`."""
    one = send_recipient.c
    wanted = sa.select(one.identity_id, sa.func.count()).join(send, send.c.id == one.send_id)
    wanted = wanted.where(
        send.c.connection_id == connection_id, send.c.kind == SendKind.MOMENT, one.state == TouchState.SENT,
        one.at >= at,
    )  # fmt: skip
    found = conn.execute(wanted.group_by(one.identity_id)).all()
    return pa.Table.from_arrays(
        [pa.array([row[n] for row in found], pa.int64()) for n in (0, 1)], schema=SEEN
    )
