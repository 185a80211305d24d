"""Statements on segments, their versions and last sweeps. No decisions."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.engine import Rule
from yutang.engine.codec import encode
from yutang.kit.db import upsert
from yutang.ledger.store import undone as batches_undone
from yutang.segments.saved.model import Refresh, Segment, SegmentKind, Standing, Version
from yutang.segments.tables import segment, segment_state, segment_version

_STANDING = [segment_state.c[name] for name in Standing.__struct_fields__]


def segments(
    conn: sa.Connection, ids: Sequence[int] | None = None, *, archived: bool = False
) -> list[Segment]:
    """Segments by name; all, or those of `ids`. `archived`: those too."""
    wanted = sa.select(segment).order_by(segment.c.name, segment.c.id)
    if not archived:
        wanted = wanted.where(segment.c.archived_at.is_(None))
    if ids is not None:
        wanted = wanted.where(segment.c.id.in_(ids))
    return [_segment(row) for row in conn.execute(wanted).mappings()]


def named(conn: sa.Connection, name: str) -> int | None:
    """The id of the segment in use that has this name; letters of any size are the same."""
    rows = conn.execute(sa.select(segment.c.id, segment.c.name).where(segment.c.archived_at.is_(None)))
    return next((row.id for row in rows if row.name.casefold() == name.casefold()), None)


def add(conn: sa.Connection, values: dict[str, Any]) -> int:
    """Insert; the id. `values`: columns of `segment`, rule as Rule, origin as a dict."""
    return conn.execute(sa.insert(segment).values(_plain(values)).returning(segment.c.id)).scalar_one()


def change(
    conn: sa.Connection, segment_id: int, values: dict[str, Any], *, version: int | None = None
) -> bool:
    """Change columns. `version`: only where it is still this one. False: nothing was changed."""
    mine = sa.update(segment).where(segment.c.id == segment_id)
    mine = mine if version is None else mine.where(segment.c.version == version)
    return bool(conn.execute(mine.values(_plain(values))).rowcount)


def add_version(conn: sa.Connection, segment_id: int, version: Version, made_by: int | None) -> None:
    values = msgspec.structs.asdict(version) | {"segment_id": segment_id, "made_by": made_by}
    conn.execute(sa.insert(segment_version).values(_plain(values)))


def versions(conn: sa.Connection, segment_id: int) -> list[Version]:
    """The newest first."""
    mine = segment_version.c.segment_id == segment_id
    wanted = sa.select(segment_version).where(mine).order_by(segment_version.c.version.desc())
    return [
        Version(version=row.version, rule=msgspec.json.decode(row.rule, type=Rule), note=row.note,
                made_by_name=row.made_by_name, made_at=row.made_at)
        for row in conn.execute(wanted)
    ]  # fmt: skip


def standings(conn: sa.Connection, ids: Sequence[int] | None = None) -> dict[int, Standing]:
    """The last sweeps, by segment."""
    wanted = sa.select(*_STANDING)
    wanted = wanted if ids is None else wanted.where(segment_state.c.segment_id.in_(ids))
    found: dict[int, Standing] = {}
    for row in conn.execute(wanted).mappings():
        values: dict[str, Any] = dict(row)
        values["error"] = None if row["error"] is None else msgspec.json.decode(row["error"])
        found[row["segment_id"]] = Standing(**values)
    return found


def ids_of(conn: sa.Connection, segment_id: int) -> bytes | None:
    """The packed ids of the members."""
    return conn.scalar(sa.select(segment_state.c.ids).where(segment_state.c.segment_id == segment_id))


def stand(conn: sa.Connection, standing: Standing, ids: bytes, *, before: int) -> bool:
    """Write a sweep's result. False: another wrote since generation `before` (0: none yet)."""
    values = {**_plain(msgspec.structs.asdict(standing)), "ids": ids}
    row = upsert(conn, segment_state).values(values)
    here = segment_state.c.generation == before
    done = row.on_conflict_do_update(index_elements=["segment_id"], set_=values, where=here)
    return conn.execute(done.returning(segment_state.c.segment_id)).scalar() is not None


def renew(conn: sa.Connection, segment_id: int, values: dict[str, Any], *, before: int) -> bool:
    """Change a standing and leave its ids. False: another wrote since generation `before`."""
    here = (segment_state.c.segment_id == segment_id, segment_state.c.generation == before)
    done = sa.update(segment_state).where(*here).values(generation=before + 1, **_plain(values))
    return bool(conn.execute(done).rowcount)


def undone(conn: sa.Connection) -> int:
    """How many batches of facts were ever taken back."""
    return len(batches_undone(conn))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    plain = dict(values)
    if plain.get("rule") is not None:
        plain["rule"] = encode(plain["rule"]).decode()
    for name in ("origin", "error"):
        if plain.get(name) is not None:
            plain[name] = msgspec.json.encode(plain[name]).decode()
    return plain


def _segment(row: sa.RowMapping) -> Segment:
    values: dict[str, Any] = {name: row[name] for name in Segment.__struct_fields__}
    values["kind"], values["refresh"] = SegmentKind(row["kind"]), Refresh(row["refresh"])
    values["rule"] = None if row["rule"] is None else msgspec.json.decode(row["rule"], type=Rule)
    values["origin"] = None if row["origin"] is None else msgspec.json.decode(row["origin"])
    return Segment(**values)
