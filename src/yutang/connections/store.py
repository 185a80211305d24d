"""Statements on connections. No decisions."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.connections.model import Connection, ConnectionState, SyncKind, SyncState, Trouble
from yutang.connections.tables import connection, sync_page, sync_state
from yutang.kit.db import upsert

_SHOWN = [c for c in connection.c if c.name not in ("settings", "created_by", "observed_at")]


def add(conn: sa.Connection, values: dict[str, Any]) -> int:
    """sqlalchemy's IntegrityError: there is one of that account and agent."""
    return int(conn.execute(sa.insert(connection).values(**values).returning(connection.c.id)).scalar_one())


def change(conn: sa.Connection, id_: int, **values: Any) -> None:
    """sqlalchemy's IntegrityError: there is another of that account and agent."""
    conn.execute(sa.update(connection).where(connection.c.id == id_).values(**values))


def remove(conn: sa.Connection, id_: int) -> None:
    """With all that hangs on it; what was learned through it stays."""
    conn.execute(sa.delete(connection).where(connection.c.id == id_))


def listed(conn: sa.Connection) -> list[Connection]:
    return [_connection(row) for row in conn.execute(sa.select(*_SHOWN).order_by(connection.c.id)).mappings()]


def one(conn: sa.Connection, id_: int) -> Connection | None:
    row = conn.execute(sa.select(*_SHOWN).where(connection.c.id == id_)).mappings().one_or_none()
    return None if row is None else _connection(row)


def settings(conn: sa.Connection, id_: int) -> str | None:
    """Closed, as they are kept."""
    return conn.execute(sa.select(connection.c.settings).where(connection.c.id == id_)).scalar()


def serving() -> sa.Select[tuple[int]]:
    """Numbers of those of which something may be asked, for other statements."""
    return sa.select(connection.c.id).where(connection.c.state != ConnectionState.OFF)


def all_settings(conn: sa.Connection) -> list[tuple[int, str]]:
    found = sa.select(connection.c.id, connection.c.settings).order_by(connection.c.id)
    return [(row.id, row.settings) for row in conn.execute(found)]


def answered(conn: sa.Connection, id_: int, *, now: int) -> None:
    """It works: what was wrong with it is over."""
    well = sa.update(connection).where(connection.c.id == id_, connection.c.state != ConnectionState.OFF)
    conn.execute(well.values(state=ConnectionState.LIVE, checked_at=now, trouble=None, trouble_at=None))


def troubled(conn: sa.Connection, id_: int, trouble: Trouble, *, now: int) -> None:
    """It works no longer, until somebody mends it. One that is off stays off."""
    told = msgspec.json.encode(trouble).decode()
    ill = sa.update(connection).where(connection.c.id == id_, connection.c.state != ConnectionState.OFF)
    conn.execute(ill.values(state=ConnectionState.BROKEN, trouble=told, trouble_at=now))


def observe(conn: sa.Connection, id_: int, *, now: int) -> int:
    """An instant for what was learned just now: `now`, or right after the last one where the clock has not moved."""
    last = sa.select(connection.c.observed_at).where(connection.c.id == id_)
    found = max(now, (conn.execute(last).scalar() or 0) + 1)
    change(conn, id_, observed_at=found)
    return found


def syncs(conn: sa.Connection, id_: int) -> dict[SyncKind, SyncState]:
    rows = conn.execute(sa.select(sync_state).where(sync_state.c.connection_id == id_)).mappings()
    found = [_sync(row) for row in rows]
    return {one.kind: one for one in found}


def put_sync(conn: sa.Connection, state: SyncState) -> None:
    row = msgspec.structs.asdict(state)
    for name in ("cursor", "counts", "trouble"):
        row[name] = None if row[name] is None else msgspec.json.encode(row[name]).decode()
    new = upsert(conn, sync_state).values(**row)
    rest = {name: new.excluded[name] for name in row if name not in ("connection_id", "kind")}
    conn.execute(new.on_conflict_do_update(index_elements=["connection_id", "kind"], set_=rest))


def lock_sync(conn: sa.Connection, id_: int, kind: SyncKind) -> None:
    """Nobody else changes how far it is before this transaction ends (on SQLite nobody could)."""
    one_ = sync_state.c
    row = sa.select(one_.run).where(one_.connection_id == id_, one_.kind == kind)
    conn.execute(row.with_for_update())


def keep_page(conn: sa.Connection, id_: int, kind: SyncKind, part: str, body: bytes) -> None:
    conn.execute(sa.insert(sync_page).values(connection_id=id_, kind=kind, part=part, body=body))


def pages(conn: sa.Connection, id_: int, kind: SyncKind, part: str) -> list[bytes]:
    """Of one part, in the order they came."""
    one_ = sync_page.c
    wanted = sa.select(one_.body).where(one_.connection_id == id_, one_.kind == kind, one_.part == part)
    return list(conn.execute(wanted.order_by(one_.id)).scalars())


def parts(conn: sa.Connection, id_: int, kind: SyncKind) -> list[str]:
    """Those of which there are pages."""
    one_ = sync_page.c
    wanted = sa.select(one_.part).where(one_.connection_id == id_, one_.kind == kind).distinct()
    return sorted(conn.execute(wanted).scalars())


def drop_pages(conn: sa.Connection, id_: int, kind: SyncKind, parts: Sequence[str] | None = None) -> None:
    """Of these parts, or all."""
    one_ = sync_page.c
    gone = sa.delete(sync_page).where(one_.connection_id == id_, one_.kind == kind)
    if parts is None:
        conn.execute(gone)
    elif parts:
        conn.execute(gone.where(one_.part == sa.bindparam("one")), [{"one": part} for part in parts])


def _connection(row: sa.RowMapping) -> Connection:
    values: dict[str, Any] = {name: row[name] for name in Connection.__struct_fields__}
    values["trouble"] = None if values["trouble"] is None else msgspec.json.decode(values["trouble"])
    return msgspec.convert(values, Connection)


def _sync(row: sa.RowMapping) -> SyncState:
    values: dict[str, Any] = {name: row[name] for name in SyncState.__struct_fields__}
    for name in ("cursor", "counts", "trouble"):
        values[name] = None if values[name] is None else msgspec.json.decode(values[name])
    return msgspec.convert(values, SyncState)
