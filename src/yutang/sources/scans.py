"""Statements on who came by a code. No decisions."""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from yutang.kit.db import upsert
from yutang.sources.model import Greeted, Scan
from yutang.sources.tables import code_scan, live_code

_SHOWN = [code_scan.c[name] for name in Scan.__struct_fields__]
HALF = 90 * 86_400 * 1_000_000  # half a friend for longer is a new one when they come back


class NewScan(msgspec.Struct, frozen=True, kw_only=True):
    """As `Scan`, before it has a number."""

    code_id: int
    staff: str
    person: str
    half: bool
    happened_at: int
    received_at: int
    greeted: Greeted
    off_hours: bool
    sent_at: int | None = None
    fault: str = ""


def add(conn: sa.Connection, new: NewScan) -> int | None:
    """Its number. None: it was there."""
    row = msgspec.structs.asdict(new)
    kept = upsert(conn, code_scan).values(**row).on_conflict_do_nothing().returning(code_scan.c.id)
    return conn.execute(kept).scalar()


def join(conn: sa.Connection, scan_id: int, half_at: int, whole_at: int) -> None:
    """Half a friend became a whole one: one coming, from the first of the two on."""
    joined = sa.update(code_scan).where(code_scan.c.id == scan_id)
    conn.execute(joined.values(half=False, happened_at=half_at, whole_at=whole_at))


def settle(conn: sa.Connection, scan_id: int, greeted: Greeted, *, sent_at: int | None, fault: str) -> None:
    """What came of the welcome."""
    ended = sa.update(code_scan).where(code_scan.c.id == scan_id)
    conn.execute(ended.values(greeted=greeted, sent_at=sent_at, fault=fault))


def known(conn: sa.Connection, code_id: int, staff: str, person: str, happened_at: int) -> Scan | None:
    """The coming of which something happened at that instant: they came, or became a whole friend."""
    one = code_scan.c
    then = sa.or_(one.happened_at == happened_at, one.whole_at == happened_at)
    of = (one.code_id == code_id, one.staff == staff, one.person == person, then)
    row = conn.execute(sa.select(*_SHOWN).where(*of).order_by(one.id).limit(1)).mappings().one_or_none()
    return None if row is None else _scan(row)


def half_friend(conn: sa.Connection, code_id: int, staff: str, person: str, now: int) -> Scan | None:
    """Their last coming by this code, if they have been half a friend since."""
    one = code_scan.c
    last = (
        sa.select(*_SHOWN)
        .where(one.code_id == code_id, one.staff == staff, one.person == person, one.happened_at > now - HALF)
        .order_by(one.happened_at.desc(), one.id.desc())
        .limit(1)
    )
    row = conn.execute(last).mappings().one_or_none()
    return _scan(row) if row is not None and row["half"] else None


def whole_friend(conn: sa.Connection, code_id: int, staff: str, person: str, since: int) -> Scan | None:
    """Their next coming by this code after `since`, of whom nobody knows yet that they were half a friend before: the
    platform's events have no order."""
    one = code_scan.c
    following = (
        sa.select(*_SHOWN)
        .where(one.code_id == code_id, one.staff == staff, one.person == person)
        .where(one.happened_at > since, one.happened_at < since + HALF)
        .order_by(one.happened_at, one.id)
        .limit(1)
    )
    row = conn.execute(following).mappings().one_or_none()
    return _scan(row) if row is not None and not row["half"] and row["whole_at"] is None else None


def last_of(conn: sa.Connection, connection_id: int, staff: str, person: str, now: int) -> Scan | None:
    """Their last coming to this member, by whatever code of the connection."""
    one = code_scan.c
    last = (
        sa.select(*_SHOWN)
        .join_from(code_scan, live_code)
        .where(live_code.c.connection_id == connection_id, one.staff == staff, one.person == person)
        .where(one.happened_at > now - HALF)
        .order_by(one.happened_at.desc(), one.id.desc())
        .limit(1)
    )
    row = conn.execute(last).mappings().one_or_none()
    return None if row is None else _scan(row)


def counts(
    conn: sa.Connection, since: int, code_ids: Sequence[int] | None = None
) -> dict[int, dict[str, int]]:
    """By code, newcomers of each member of staff from then on. None: of all codes."""
    one = code_scan.c
    counted = sa.select(one.code_id, one.staff, sa.func.count().label("people"))
    of = counted.where(one.happened_at >= since)
    of = of if code_ids is None else of.where(one.code_id.in_(code_ids))
    found: dict[int, dict[str, int]] = {}
    for row in conn.execute(of.group_by(one.code_id, one.staff)):
        found.setdefault(row.code_id, {})[row.staff] = row.people
    return found


def totals(
    conn: sa.Connection, since: int | None = None, code_ids: Sequence[int] | None = None
) -> dict[int, dict[Greeted, int]]:
    """By code, by what came of the welcome. None: of all codes."""
    one = code_scan.c
    counted = sa.select(one.code_id, one.greeted, sa.func.count().label("people"))
    counted = counted if since is None else counted.where(one.happened_at >= since)
    counted = counted if code_ids is None else counted.where(one.code_id.in_(code_ids))
    found: dict[int, dict[Greeted, int]] = {}
    for row in conn.execute(counted.group_by(one.code_id, one.greeted)):
        found.setdefault(row.code_id, {})[Greeted(row.greeted)] = row.people
    return found


def instants(conn: sa.Connection, code_id: int, since: int) -> list[int]:
    one = code_scan.c
    return list(
        conn.execute(
            sa.select(one.happened_at).where(one.code_id == code_id, one.happened_at >= since)
        ).scalars()
    )


def busy_codes(conn: sa.Connection, since: int, at_least: int) -> list[int]:
    """Codes by which so many came from then on."""
    one = code_scan.c
    counted = sa.select(one.code_id).where(one.happened_at >= since).group_by(one.code_id)
    return list(conn.execute(counted.having(sa.func.count() >= at_least).order_by(one.code_id)).scalars())


def listed(conn: sa.Connection, code_id: int, *, before: int | None = None, limit: int = 50) -> list[Scan]:
    """Newest first."""
    one = code_scan.c
    wanted = sa.select(*_SHOWN).where(one.code_id == code_id).order_by(one.id.desc()).limit(limit)
    wanted = wanted if before is None else wanted.where(one.id < before)
    return [_scan(row) for row in conn.execute(wanted).mappings()]


def forget_people(conn: sa.Connection, people: Iterable[str]) -> None:
    """Of people who are erased: that somebody came stays, not who."""
    gone = sa.update(code_scan).where(code_scan.c.person == sa.bindparam("one"))
    given = [{"one": person} for person in people]
    if given:
        conn.execute(gone.values(person=sa.literal("#") + sa.cast(code_scan.c.id, sa.Text)), given)


def _scan(row: sa.RowMapping) -> Scan:
    return msgspec.convert({name: row[name] for name in Scan.__struct_fields__}, Scan)
