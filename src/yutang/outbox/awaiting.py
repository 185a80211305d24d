"""Sends under way that wait for one member of staff to confirm or publish them in the channel's own client."""

import msgspec
import sqlalchemy as sa

from yutang.outbox.model import PartState
from yutang.outbox.moments.model import MemberState
from yutang.outbox.store import UNDER_WAY
from yutang.outbox.tables import send, send_member, send_part


class Awaited(msgspec.Struct, frozen=True):
    id: int
    name: str


def awaiting(conn: sa.Connection, staff_id: int) -> list[Awaited]:
    """Newest first."""
    one = send_part.c
    mine = sa.select(one.send_id).where(
        one.staff_id == staff_id,
        one.confirmed_at.is_(None),
        one.state.in_((PartState.PLANNED, PartState.WAITING)),
    )
    posts = sa.select(send_member.c.send_id).where(
        send_member.c.staff_id == staff_id, send_member.c.state == MemberState.OPEN
    )
    which = (send.c.id.in_(mine.union(posts)), send.c.state.in_(UNDER_WAY))
    found = sa.select(send.c.id, send.c.name).where(*which)
    return [Awaited(row.id, row.name) for row in conn.execute(found.order_by(send.c.id.desc()))]
