"""Statements on sources, codes and who stands behind them. No decisions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.connections.store import serving
from yutang.sources.model import HELD, Code, CodeKind, CodeState, Hours, Seat, Source
from yutang.sources.tables import code_scan, code_seat, live_code, source

SOME = 1_000  # codes that a statement may name; of more it tells all (SQLite takes 32,766 values)
_JSON = ("welcome", "hours", "behind", "trouble", "alarm")
_SOURCE = [source.c[name] for name in Source.__struct_fields__]
_CODE = [live_code.c[name] for name in Code.__struct_fields__]


def add_source(conn: sa.Connection, values: Mapping[str, Any]) -> int:
    made = sa.insert(source).values(**_columns(values)).returning(source.c.id)
    return int(conn.execute(made).scalar_one())


def change_source(conn: sa.Connection, id_: int, **values: Any) -> None:
    conn.execute(sa.update(source).where(source.c.id == id_).values(**_columns(values)))


def sources(conn: sa.Connection) -> list[Source]:
    """Newest first."""
    rows = conn.execute(sa.select(*_SOURCE).order_by(source.c.id.desc())).mappings()
    return [_read(row, Source) for row in rows]


def one_source(conn: sa.Connection, id_: int) -> Source | None:
    row = conn.execute(sa.select(*_SOURCE).where(source.c.id == id_)).mappings().one_or_none()
    return None if row is None else _read(row, Source)


def add_code(conn: sa.Connection, values: Mapping[str, Any]) -> int:
    """sqlalchemy's IntegrityError: the key is another's."""
    made = sa.insert(live_code).values(**_columns(values)).returning(live_code.c.id)
    return int(conn.execute(made).scalar_one())


def change_code(conn: sa.Connection, id_: int, **values: Any) -> None:
    conn.execute(sa.update(live_code).where(live_code.c.id == id_).values(**_columns(values)))


def want(conn: sa.Connection, id_: int, *, now: int, **values: Any) -> None:
    """Something of it changed that the platform must be told."""
    more = {"wanted": live_code.c.wanted + 1, "due_at": now, "attempts": 0}
    conn.execute(sa.update(live_code).where(live_code.c.id == id_).values(**_columns(values), **more))


def end_codes(conn: sa.Connection, ids: Iterable[int], *, now: int) -> None:
    """To be taken off the platform."""
    given = [{"one": id_} for id_ in ids]
    gone = sa.update(live_code).where(live_code.c.id == sa.bindparam("one"))
    if given:
        conn.execute(gone.values(state=CodeState.ENDING, ended_at=now, due_at=now, attempts=0), given)


def codes(conn: sa.Connection, *, source_id: int | None = None) -> list[Code]:
    """Newest first."""
    wanted = sa.select(*_CODE).order_by(live_code.c.id.desc())
    wanted = wanted if source_id is None else wanted.where(live_code.c.source_id == source_id)
    return [_read(row, Code) for row in conn.execute(wanted).mappings()]


def one_code(conn: sa.Connection, id_: int) -> Code | None:
    row = conn.execute(sa.select(*_CODE).where(live_code.c.id == id_)).mappings().one_or_none()
    return None if row is None else _read(row, Code)


def by_key(conn: sa.Connection, key: str) -> Code | None:
    row = conn.execute(sa.select(*_CODE).where(live_code.c.key == key)).mappings().one_or_none()
    return None if row is None else _read(row, Code)


def due_codes(conn: sa.Connection, now: int) -> list[Code]:
    """Those to be made, told anew, pictured or taken off, whose time has come. Those that no connection serves wait."""
    one = live_code.c
    bare = sa.and_(one.kind == CodeKind.GROUP, one.url == "")
    open_ = sa.or_(
        one.state.in_((CodeState.MAKING, CodeState.ENDING)),
        sa.and_(one.state == CodeState.LIVE, sa.or_(one.wanted > one.told, bare)),
    )
    ours = sa.select(*_CODE).where(open_, one.due_at <= now, one.connection_id.in_(serving()))
    wanted = ours.order_by(one.due_at, one.id)
    return [_read(row, Code) for row in conn.execute(wanted).mappings()]


def live_codes(conn: sa.Connection) -> list[Code]:
    """Those that a connection serves."""
    live = sa.select(*_CODE).where(
        live_code.c.state == CodeState.LIVE, live_code.c.connection_id.in_(serving())
    )
    wanted = live.order_by(live_code.c.id)
    return [_read(row, Code) for row in conn.execute(wanted).mappings()]


def config_ids(conn: sa.Connection, connection_id: int) -> set[str]:
    """Of the codes that we know to be ours over there."""
    known = sa.select(live_code.c.config_id).where(
        live_code.c.connection_id == connection_id, live_code.c.config_id != ""
    )
    return set(conn.execute(known).scalars())


def held(conn: sa.Connection, connection_id: int) -> int:
    """How many of the quota's places ours take, and those that perhaps were left over there."""
    one = live_code.c
    left = sa.and_(one.state == CodeState.ENDED, one.trouble.contains('"code":"left"', autoescape=True))
    counted = sa.select(sa.func.count()).where(
        one.connection_id == connection_id, sa.or_(one.state.in_(HELD), left)
    )
    return conn.execute(counted).scalar_one()


def hanging(conn: sa.Connection, connection_id: int) -> int:
    """How many that lead somewhere, or soon will."""
    alive = (CodeState.MAKING, CodeState.LIVE)
    counted = sa.select(sa.func.count()).where(
        live_code.c.connection_id == connection_id, live_code.c.state.in_(alive)
    )
    return int(conn.execute(counted).scalar_one())


def put_seats(conn: sa.Connection, code_id: int, seats: Sequence[Seat]) -> None:
    """These are all, in this order."""
    conn.execute(sa.delete(code_seat).where(code_seat.c.code_id == code_id))
    rows = [
        {"code_id": code_id, "who": seat.staff, "place": place, "cap": seat.cap, "hours": _json(seat.hours),
         "backup": seat.backup}
        for place, seat in enumerate(seats)
    ]  # fmt: skip
    if rows:
        conn.execute(sa.insert(code_seat), rows)


def seats(conn: sa.Connection, code_ids: Sequence[int] | None = None) -> dict[int, list[Seat]]:
    """By code, in their order. None: of all codes."""
    one = code_seat.c
    wanted = sa.select(code_seat).order_by(one.code_id, one.place)
    wanted = wanted if code_ids is None else wanted.where(one.code_id.in_(code_ids))
    found: dict[int, list[Seat]] = {}
    for row in conn.execute(wanted):
        hours = msgspec.json.decode(row.hours, type=tuple[Hours, ...])
        seat = Seat(staff=row.who, hours=hours, cap=row.cap, backup=row.backup)
        found.setdefault(row.code_id, []).append(seat)
    return found


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _json(value) if name in _JSON and value is not None else value for name, value in values.items()
    }


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _read(row: sa.RowMapping, kind: Any) -> Any:
    values: dict[str, Any] = {name: row[name] for name in kind.__struct_fields__}
    for name in _JSON:
        if values.get(name) is not None:
            values[name] = msgspec.json.decode(values[name])
    return msgspec.convert(values, kind)


def renumber(conn: sa.Connection, connection_id: int, old: str, new: str, *, now: int) -> None:
    """A member's seats are those of another id of theirs, and so is whom they got today: their caps go on. A code with
    both keeps the new one's seat."""
    codes = sa.select(live_code.c.id).where(live_code.c.connection_id == connection_id)
    seats, other = code_seat.c, code_seat.alias()
    mine = (seats.who == old, seats.code_id.in_(codes))
    held = list(conn.execute(sa.select(seats.code_id).where(*mine)).scalars())
    both = sa.select(other.c.code_id).where(other.c.who == new)
    conn.execute(sa.delete(code_seat).where(*mine, seats.code_id.in_(both)))
    conn.execute(sa.update(code_seat).where(*mine).values(who=new))
    came = sa.update(code_scan).where(code_scan.c.staff == old, code_scan.c.code_id.in_(codes))
    conn.execute(came.values(staff=new))
    conn.execute(sa.update(live_code).where(live_code.c.id.in_(held)).values(due_at=now))
