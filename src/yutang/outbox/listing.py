# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What screens show of sends: who was asked, who confirmed, what came of each. Names are looked up, never kept."""

from collections.abc import Sequence

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.outbox import recipients, store, tallies
from yutang.outbox.compose import seen_by
from yutang.outbox.model import ENDED, PartState, Reason, SendKind, TouchState, may_remind
from yutang.outbox.moments.listing import Post, posts
from yutang.outbox.recipients import Shown, Which
from yutang.outbox.store import Part, Send

_NAMES = "select id, coalesce(name, external_id) from identity where id in (select unnest($ids::bigint[]))"
_PEOPLE = "select id, name from customer where id in (select unnest($ids::bigint[]))"

_WELL = (PartState.WAITING, PartState.DONE)


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One member of staff in a send: their parts together. `late`: it was handed to them and they did not confirm."""

    staff_id: int
    name: str
    people: int
    sent: int
    refused: int
    open: int
    states: list[PartState]
    confirmed_at: int | None
    reminded: int
    may_remind: bool
    late: bool
    faults: list[str]
    likes: int = 0
    comments: int = 0


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """A send with its sums: `states` as they are shown; `reasons`: of those left out, and of those refused."""

    send: Send
    states: dict[str, int]
    excluded: dict[Reason, int]
    refused: dict[Reason, int]
    members: list[Member]


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    customer_id: int
    name: str | None
    staff: str | None
    state: str
    reason: Reason | None
    at: int | None


def whole(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, id_: int, viewer: Viewer, *, now: int
) -> Whole:
    """Raises YutangError not_found. Sums are of what the viewer's scope sees."""
    found = seen_by(conn, id_, viewer)
    reasons = tallies.reasons(conn, id_, viewer.scope)
    moment = found.kind is SendKind.MOMENT
    parts = store.parts(conn, id_, viewer.scope)
    return Whole(
        send=found,
        states=tallies.states(conn, [id_], viewer.scope)[id_],
        excluded=_of(reasons, TouchState.EXCLUDED),
        refused=_of(reasons, TouchState.REFUSED),
        members=[_published(one, parts) for one in posts(conn, cursor, found, viewer.scope)]
        if moment
        else _members(cursor, parts, tallies.by_part(conn, id_), now),
    )


def people(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, id_: int, viewer: Viewer, which: Which, *, after: int,
    limit: int,
) -> list[Recipient]:  # fmt: skip
    """By customer. Raises YutangError not_found."""
    seen_by(conn, id_, viewer)
    rows = recipients.page(conn, id_, viewer.scope, which, after=after, limit=limit)
    called = _called(cursor, _PEOPLE, [row.customer_id for row in rows])
    staff = _called(cursor, _NAMES, [row.staff_id for row in rows if row.staff_id is not None])
    return [_recipient(row, called, staff) for row in rows]


def _recipient(row: Shown, called: dict[int, str | None], staff: dict[int, str | None]) -> Recipient:
    state = row.part if row.state is TouchState.OPEN and row.part else row.state.value
    by = None if row.staff_id is None else staff.get(row.staff_id)
    return Recipient(
        customer_id=row.customer_id, name=called.get(row.customer_id), staff=by, state=state, reason=row.reason,
        at=row.at,
    )  # fmt: skip


def _of(reasons: dict[tuple[str, int], int], state: TouchState) -> dict[Reason, int]:
    return {Reason(code): n for (of, code), n in sorted(reasons.items()) if of == state and code}


def _published(one: Post, parts: Sequence[Part]) -> Member:
    """Of a Moment: the platform has no reminder of it."""
    return Member(
        staff_id=one.staff_id, name=one.name, people=one.people, sent=one.shown, refused=one.not_shown, open=one.open,
        states=[PartState(one.state)], confirmed_at=one.at, reminded=0, may_remind=False, late=one.late,
        faults=sorted({part.fault for part in parts if part.fault and part.state not in _WELL}), likes=one.likes,
        comments=one.comments,
    )  # fmt: skip


def _members(
    cursor: duckdb.DuckDBPyConnection, parts: Sequence[Part], counts: dict[int, dict[str, int]], now: int
) -> list[Member]:
    """Who is late first, then by name."""
    by_staff: dict[int, list[Part]] = {}
    for part in parts:
        by_staff.setdefault(part.staff_id or 0, []).append(part)
    names = _called(cursor, _NAMES, list(by_staff))
    made = [_member(id_, names.get(id_) or "", mine, counts, now) for id_, mine in by_staff.items()]
    return sorted(made, key=lambda one: (not one.late, one.name, one.staff_id))


def _member(
    staff_id: int, name: str, mine: list[Part], counts: dict[int, dict[str, int]], now: int
) -> Member:
    def total(*states: TouchState) -> int:
        return sum(counts.get(part.id, {}).get(state, 0) for part in mine for state in states)

    waiting = [part for part in mine if part.state is PartState.WAITING and part.confirmed_at is None]
    over = all(part.confirmed_at is not None or part.state in ENDED for part in mine)
    confirmed = [part.confirmed_at for part in mine if part.confirmed_at is not None]
    return Member(
        staff_id=staff_id, name=name, people=sum(part.people for part in mine), sent=total(TouchState.SENT),
        refused=total(TouchState.REFUSED, TouchState.CANCELLED, TouchState.EXPIRED), open=total(TouchState.OPEN),
        states=sorted({part.state for part in mine}), confirmed_at=max(confirmed) if confirmed and over else None,
        reminded=max((len(part.reminded) for part in mine), default=0),
        may_remind=any(may_remind(part.reminded, now) for part in waiting), late=bool(waiting),
        faults=sorted({part.fault for part in mine if part.fault and part.state not in _WELL}),
    )  # fmt: skip


def _called(cursor: duckdb.DuckDBPyConnection, sql: str, ids: Sequence[int]) -> dict[int, str | None]:
    return {row[0]: row[1] for row in cursor.execute(sql, {"ids": sorted(set(ids))}).fetchall()}
