"""Statements on summaries that are kept. No decisions."""

import datetime as dt
import zlib

import msgspec
import sqlalchemy as sa

from yutang.checkup.model import Reason
from yutang.digests.model import Digest, Entry, Period
from yutang.digests.tables import digest
from yutang.kit.db import upsert

LARGEST = 32 << 20  # bytes of an unpacked summary: more is no summary of ours


def save(conn: sa.Connection, made: Digest, *, now: int) -> int:
    """Keep it as the one of its period and day; its id, which stays when it is made again."""
    values = {
        "since": made.since.isoformat() if made.since else None, "made_at": now, "changes": made.changes,
        "sentence": msgspec.json.encode(made.sentence).decode(), "blob": zlib.compress(msgspec.json.encode(made), 6),
    }  # fmt: skip
    row = upsert(conn, digest).values(period=made.period, as_of=made.as_of.isoformat(), **values)
    again = row.on_conflict_do_update(index_elements=["period", "as_of"], set_=values)
    return int(conn.execute(again.returning(digest.c.id)).scalar_one())


def listed(
    conn: sa.Connection, *, period: Period | None = None, before: int | None = None, limit: int = 50
) -> list[Entry]:
    """Newest made first; `before`: the id of an entry of the page before."""
    wanted = sa.select(*(c for c in digest.c if c.name != "blob")).order_by(digest.c.id.desc()).limit(limit)
    if period is not None:
        wanted = wanted.where(digest.c.period == period)
    if before is not None:
        wanted = wanted.where(digest.c.id < before)
    return [_entry(row) for row in conn.execute(wanted).mappings()]


def load(conn: sa.Connection, id_: int) -> tuple[Entry, Digest] | None:
    """One summary whole. None: there is none, or it was written in a shape that this version can't read."""
    row = conn.execute(sa.select(digest).where(digest.c.id == id_)).mappings().one_or_none()
    if row is None:
        return None
    try:
        whole = zlib.decompressobj().decompress(row["blob"], LARGEST)
        return _entry(row), msgspec.json.decode(whole, type=Digest)
    except (zlib.error, msgspec.MsgspecError):
        return None


def last_before(conn: sa.Connection, period: Period, day: dt.date) -> tuple[dt.date, int] | None:
    """Day and time of making of the newest summary of a period from before `day`."""
    wanted = (
        sa.select(digest.c.as_of, digest.c.made_at)
        .where(digest.c.period == period, digest.c.as_of < day.isoformat())
        .order_by(digest.c.as_of.desc())
        .limit(1)
    )
    row = conn.execute(wanted).one_or_none()
    return None if row is None else (dt.date.fromisoformat(row.as_of), int(row.made_at))


def kept(conn: sa.Connection, period: Period, day: dt.date) -> int | None:
    """The id of the summary of that day."""
    wanted = sa.select(digest.c.id).where(digest.c.period == period, digest.c.as_of == day.isoformat())
    return conn.execute(wanted).scalar()


def _entry(row: sa.RowMapping) -> Entry:
    return Entry(
        id=row["id"], period=Period(row["period"]), as_of=dt.date.fromisoformat(row["as_of"]),
        since=dt.date.fromisoformat(row["since"]) if row["since"] else None, made_at=row["made_at"],
        sentence=msgspec.json.decode(row["sentence"], type=Reason), changes=row["changes"],
    )  # fmt: skip
