"""Statements on who of the staff works there still, as the platform tells it. No decisions."""

import msgspec
import sqlalchemy as sa

from yutang.connections.model import ConnectionState
from yutang.connections.tables import connection, wecom_staff, wecom_unassigned


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A member of staff as a connection knows them. `left`: they work there no more, or are out of its sight.
    `waiting`: customers of theirs who wait for somebody else."""

    connection_id: int
    userid: str
    left: bool
    waiting: int = 0


def seats(conn: sa.Connection, userid: str | None = None) -> dict[str, Seat]:
    """By the platform's id of them, of connections that are on; where two know somebody, the one that still sees them.
    `userid`: of this one alone."""
    on = sa.select(connection.c.id).where(connection.c.state != ConnectionState.OFF)
    found: dict[str, Seat] = {}
    here = sa.select(wecom_staff.c.connection_id, wecom_staff.c.userid, wecom_staff.c.gone_at)
    here = here.where(wecom_staff.c.connection_id.in_(on))
    there = wecom_unassigned.c
    left = sa.select(there.connection_id, there.userid, sa.func.count()).where(there.connection_id.in_(on))
    if userid is not None:
        here, left = here.where(wecom_staff.c.userid == userid), left.where(there.userid == userid)
    order = (wecom_staff.c.gone_at.is_not(None), wecom_staff.c.connection_id)
    for row in conn.execute(here.order_by(*order)):
        found.setdefault(row[1], Seat(connection_id=row[0], userid=row[1], left=row[2] is not None))
    for row in conn.execute(left.group_by(there.connection_id, there.userid).order_by(there.connection_id)):
        old = found.get(row[1])
        if old is None or old.connection_id == row[0]:
            # Who is seen still works there: they came back, or the list is older than that.
            left_ = old is None or old.left
            found[row[1]] = Seat(connection_id=row[0], userid=row[1], left=left_, waiting=row[2])
    return found


def waiting_for(conn: sa.Connection, connection_id: int, userid: str) -> list[str]:
    """Customers of somebody who left, whom nobody has got yet, as they were told last."""
    there = wecom_unassigned.c
    wanted = sa.select(there.external_userid).where(
        there.connection_id == connection_id, there.userid == userid
    )
    return list(conn.execute(wanted.order_by(there.external_userid)).scalars())
