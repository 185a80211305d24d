"""Codes as the API shows them: who stands behind each, how many came today, how full it is, what came of them."""

from collections.abc import Sequence

import sqlalchemy as sa

from yutang.connections import store as connections
from yutang.connections.model import ConnectionState
from yutang.kit.clock import zone
from yutang.sources import joins, roster, scans, store
from yutang.sources.model import Code, CodeKind, Seat
from yutang.sources.names import names_of
from yutang.sources.quality import Quality, quality
from yutang.web.api import source_shapes as shape
from yutang.web.context import Context

Counts = dict[str, int]


def code_views(context: Context, codes: Sequence[Code]) -> list[shape.CodeView]:
    """In their order."""
    now, analytics = context.now(), context.ledger.analytics
    ids = [one.id for one in codes] if len(codes) <= store.SOME else None
    since = roster.day_start(now, zone(context.ledger.zone))
    with context.state.read() as conn:
        names = {one.id: one.name for one in store.sources(conn)}
        seats = store.seats(conn, ids)
        scanned = scans.counts(conn, since, ids)
        greeted = scans.totals(conn, code_ids=ids)
        unserved = _unserved(conn)
    found = quality(analytics, [one.key for one in codes], now=now)
    grouped = [one for one in codes if one.kind is CodeKind.GROUP]
    joined = joins.counts(analytics, [one.key for one in grouped], since)
    called = {kind: names_of(analytics, kind, _refs(codes, seats, kind)) for kind in CodeKind}
    members = joins.members(analytics, _refs(grouped, seats, CodeKind.GROUP))

    def view(one: Code) -> shape.CodeView:
        into = one.kind is CodeKind.GROUP
        today = joined.get(one.key, {}) if into else scanned.get(one.id, {})
        sitting = [
            _seat(seat, one, called[one.kind], today, members if into else {})
            for seat in seats.get(one.id, [])
        ]
        return shape.code_view(
            one, names[one.source_id], sitting, found.get(one.key, Quality()), greeted.get(one.id, {}),
            today=sum(today.values()), unserved=unserved.get(one.connection_id, shape.Unserved.GONE),
        )  # fmt: skip

    return [view(one) for one in codes]


def _refs(codes: Sequence[Code], seats: dict[int, list[Seat]], kind: CodeKind) -> list[str]:
    """Of all rosters of that kind."""
    return sorted({seat.staff for one in codes if one.kind is kind for seat in seats.get(one.id, [])})


def _unserved(conn: sa.Connection) -> dict[int, shape.Unserved | None]:
    """By connection, of those that there are."""
    off = ConnectionState.OFF
    return {one.id: shape.Unserved.OFF if one.state is off else None for one in connections.listed(conn)}


def _seat(seat: Seat, code: Code, names: dict[str, str], today: Counts, members: Counts) -> shape.SeatView:
    return shape.SeatView(
        staff=seat.staff, name=names.get(seat.staff, seat.staff), hours=list(seat.hours), cap=seat.cap,
        backup=seat.backup, today=today.get(seat.staff, 0), here=seat.staff in code.behind,
        members=members.get(seat.staff),
    )  # fmt: skip
