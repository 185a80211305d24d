"""Snapshots of the check-up in State: one a day, thinned with age, and what changed between them."""

import datetime as dt
import zlib
from collections.abc import Collection, Iterable
from typing import Any, cast

import msgspec
import sqlalchemy as sa

from yutang.checkup.survey import Survey
from yutang.checkup.tables import checkup_snapshot, group_change
from yutang.kit.db import upsert

DAILY = 90  # days back from the newest for which each day is kept; further back, one a week
AT_ONCE = 500  # rows of one INSERT


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A check-up, when it was made (µs), and what analytics held then (`snapshots.watermark`)."""

    made_at: int
    watermark: str
    survey: Survey

    @property
    def as_of(self) -> dt.date:
        return self.survey.checkup.as_of


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """One group's change between two snapshots in a row."""

    as_of: dt.date
    made_at: int
    state: str
    advice: str
    was_state: str
    was_advice: str


def pack(survey: Survey) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(survey), 3)


def unpack(blob: bytes) -> Survey | None:
    """None for what another version wrote in another shape: it is made again, or left out of the history."""
    try:
        return msgspec.msgpack.decode(zlib.decompress(blob), type=Survey)
    except (zlib.error, msgspec.MsgspecError):
        return None


def save(conn: sa.Connection, made: Snapshot) -> None:
    """Keep it as that of its day, with the groups' changes since the snapshot of an earlier day.

    Snapshots of later days go: they told of facts that are there no more (an import was undone).
    """
    day = made.as_of.isoformat()
    conn.execute(sa.delete(checkup_snapshot).where(checkup_snapshot.c.as_of > day))
    conn.execute(sa.delete(group_change).where(group_change.c.as_of >= day))
    before = load(conn, before=made.as_of)
    values = {
        "made_at": made.made_at,
        "watermark": made.watermark,
        "groups": len(made.survey.rooms),
        "blob": pack(made.survey),
    }
    row = upsert(conn, checkup_snapshot).values(as_of=day, **values)
    conn.execute(row.on_conflict_do_update(index_elements=["as_of"], set_=values))
    changed = changes(before.survey, made.survey) if before else []
    rows = [{**one, "as_of": day, "made_at": made.made_at} for one in changed]
    for start in range(0, len(rows), AT_ONCE):
        conn.execute(sa.insert(group_change), rows[start : start + AT_ONCE])
    gone = thinned(days(conn))
    conn.execute(
        sa.delete(checkup_snapshot).where(checkup_snapshot.c.as_of.in_([d.isoformat() for d in gone]))
    )


def clear(conn: sa.Connection) -> None:
    """Keep no snapshot and no change."""
    conn.execute(sa.delete(checkup_snapshot))
    conn.execute(sa.delete(group_change))


def changes(before: Survey, after: Survey) -> list[dict[str, int | str]]:
    """What differs in state or advice, of the groups in both: columns of `group_change`."""
    was = {room.group_id: g for room, g in zip(before.rooms, before.checkup.groups, strict=True)}
    return [
        {
            "group_id": room.group_id,
            "state": g.state.value,
            "advice": g.advice.value,
            "was_state": old.state.value,
            "was_advice": old.advice.value,
        }
        for room, g in zip(after.rooms, after.checkup.groups, strict=True)
        if (old := was.get(room.group_id)) and (old.state, old.advice) != (g.state, g.advice)
    ]


def thinned(kept: Iterable[dt.date]) -> list[dt.date]:
    """Which of the days to let go: beyond `DAILY` days before the newest, all but the last of each ISO week."""
    ordered = sorted(kept, reverse=True)
    seen: set[tuple[int, int]] = set()
    gone: list[dt.date] = []
    for day in ordered:
        week = day.isocalendar()[:2]
        if (ordered[0] - day).days >= DAILY and week in seen:
            gone.append(day)
        seen.add(week)
    return gone


def days(conn: sa.Connection) -> list[dt.date]:
    """The days with a snapshot, newest first."""
    found = conn.execute(sa.select(checkup_snapshot.c.as_of).order_by(checkup_snapshot.c.as_of.desc()))
    return [dt.date.fromisoformat(day) for day in found.scalars()]


def load(
    conn: sa.Connection, *, day: dt.date | None = None, before: dt.date | None = None
) -> Snapshot | None:
    """The snapshot of a day, the newest of an earlier day, or (without either) the newest."""
    one = checkup_snapshot.c
    wanted = sa.select(one.made_at, one.watermark, one.blob).order_by(one.as_of.desc()).limit(1)
    if day is not None:
        wanted = wanted.where(one.as_of == day.isoformat())
    if before is not None:
        wanted = wanted.where(one.as_of < before.isoformat())
    row = conn.execute(wanted).one_or_none()
    survey = None if row is None else unpack(row.blob)
    if row is None or survey is None:
        return None
    return Snapshot(made_at=row.made_at, watermark=row.watermark, survey=survey)


def newest(conn: sa.Connection) -> tuple[dt.date, int] | None:
    """Day and time of making of the newest, without opening it."""
    one = checkup_snapshot.c
    row = conn.execute(sa.select(one.as_of, one.made_at).order_by(one.as_of.desc()).limit(1)).one_or_none()
    return None if row is None else (dt.date.fromisoformat(row.as_of), row.made_at)


def watermark_of(conn: sa.Connection, day: dt.date) -> str | None:
    one = checkup_snapshot.c
    return conn.execute(sa.select(one.watermark).where(one.as_of == day.isoformat())).scalar()


def moves(conn: sa.Connection, group_id: int) -> list[Moved]:
    """The changes of one group, newest first."""
    one = group_change.c
    found = conn.execute(sa.select(group_change).where(one.group_id == group_id).order_by(one.as_of.desc()))
    return [
        Moved(
            as_of=dt.date.fromisoformat(row.as_of),
            made_at=row.made_at,
            state=row.state,
            advice=row.advice,
            was_state=row.was_state,
            was_advice=row.was_advice,
        )
        for row in found
    ]


def forget_people(conn: sa.Connection, refs: Collection[str]) -> int:
    """Take erased people (platforms' ids) out of every kept check-up; how many check-ups named one of them."""
    touched = 0
    for id_ in conn.scalars(sa.select(checkup_snapshot.c.id)).all():
        blob = conn.scalar(sa.select(checkup_snapshot.c.blob).where(checkup_snapshot.c.id == id_))
        told = msgspec.msgpack.decode(zlib.decompress(blob or b""))
        if _take_out(told, refs):
            packed = zlib.compress(msgspec.msgpack.encode(told), 3)
            conn.execute(sa.update(checkup_snapshot).where(checkup_snapshot.c.id == id_).values(blob=packed))
            touched += 1
    return touched


def _take_out(told: Any, refs: Collection[str]) -> int:
    """Whatever names a person by `id` beside `why` (model.Person) leaves its list."""
    if isinstance(told, dict):
        return sum(_take_out(value, refs) for value in cast("dict[str, Any]", told).values())
    if not isinstance(told, list):
        return 0
    listed = cast("list[Any]", told)
    before = len(listed)
    listed[:] = [one for one in listed if not _is_of(one, refs)]
    return before - len(listed) + sum(_take_out(value, refs) for value in listed)


def _is_of(told: Any, refs: Collection[str]) -> bool:
    return isinstance(told, dict) and "why" in told and cast("dict[str, Any]", told).get("id") in refs
