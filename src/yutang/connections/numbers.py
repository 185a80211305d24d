"""Numbers of connections. One that was removed keeps its own: what hangs on it goes on when it is added again.

A database's own numbering won't do: SQLite gives the number of a row that was deleted last to the next one, and then
the codes of one corp would be told to another.
"""

import sqlalchemy as sa

from yutang.connections.model import Connection
from yutang.connections.tables import connection, past_connection


def keep(conn: sa.Connection, of: Connection, *, now: int) -> None:
    """It is removed now."""
    row = {"id": of.id, "channel": of.channel, "account": of.account, "agent": of.agent, "removed_at": now}
    conn.execute(sa.insert(past_connection).values(**row))


def take(conn: sa.Connection, channel: str, account: str, agent: str) -> int:
    """For a new connection: the number of a removed one of that account, of the same agent or removed last; else one
    that nobody had."""
    one = past_connection.c
    same = sa.select(one.id).where(one.channel == channel, one.account == account)
    order = ((one.agent == agent).desc(), one.removed_at.desc(), one.id.desc())
    found = conn.execute(same.order_by(*order).limit(1)).scalar()
    if found is not None:
        conn.execute(sa.delete(past_connection).where(one.id == found))
        return found
    had = [conn.execute(sa.select(sa.func.max(of))).scalar() or 0 for of in (connection.c.id, one.id)]
    return max(had) + 1
