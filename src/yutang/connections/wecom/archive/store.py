"""Statements on session archives. No decisions."""

from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.connections.model import ConnectionState, Trouble
from yutang.connections.tables import connection
from yutang.connections.wecom.archive.model import Archive
from yutang.connections.wecom.archive.tables import wecom_archive
from yutang.kit.db import upsert


def one(conn: sa.Connection, connection_id: int) -> Archive:
    """As it is kept, or as it is before the first look."""
    found = sa.select(wecom_archive).where(wecom_archive.c.connection_id == connection_id)
    row = conn.execute(found).mappings().one_or_none()
    if row is None:
        return Archive(connection_id=connection_id)
    values: dict[str, Any] = {name: row[name] for name in Archive.__struct_fields__}
    values["trouble"] = None if values["trouble"] is None else msgspec.json.decode(values["trouble"])
    return msgspec.convert(values, Archive)


def put(conn: sa.Connection, archive: Archive) -> None:
    """Nothing, where the connection was removed meanwhile."""
    there = sa.select(connection.c.id).where(connection.c.id == archive.connection_id)
    if conn.execute(there).first() is None:
        return
    row = msgspec.structs.asdict(archive)
    row["trouble"] = None if archive.trouble is None else msgspec.json.encode(archive.trouble).decode()
    new = upsert(conn, wecom_archive).values(**row)
    rest = {name: new.excluded[name] for name in row if name != "connection_id"}
    conn.execute(new.on_conflict_do_update(index_elements=["connection_id"], set_=rest))


def due(conn: sa.Connection, now: int) -> list[int]:
    """Connections whose archive is to be looked at: none was yet, or it is time."""
    both = connection.outerjoin(wecom_archive, wecom_archive.c.connection_id == connection.c.id)
    time = sa.or_(wecom_archive.c.due_at.is_(None), wecom_archive.c.due_at <= now)
    wanted = sa.select(connection.c.id).select_from(both)
    on = wanted.where(connection.c.channel == "wecom", connection.c.state != ConnectionState.OFF, time)
    return list(conn.execute(on.order_by(connection.c.id)).scalars())


def trouble(conn: sa.Connection, archive: Archive, said: Trouble, *, now: int, due_at: int) -> None:
    """What is wrong with it; since when, if it is still the same."""
    since = archive.trouble_at if archive.trouble == said and archive.trouble_at is not None else now
    put(conn, msgspec.structs.replace(archive, trouble=said, trouble_at=since, due_at=due_at))
