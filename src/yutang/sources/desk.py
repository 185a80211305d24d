"""What everything that works on codes needs."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

import msgspec

from yutang.connections.wecom.clients import Clients
from yutang.kit.db import Database
from yutang.ledger.analytics import Analytics
from yutang.sources import joins, roster, scans, store
from yutang.sources.model import Code, CodeKind, Duty


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """`zone`: the tenant's, of hours and days."""

    state: Database
    analytics: Analytics
    clients: Clients
    zone: ZoneInfo
    now: Callable[[], int]

    def duty(self, code: Code) -> Duty:
        """Who should stand behind it now."""
        return self.duties([code])[code.id]

    def duties(self, codes: Sequence[Code]) -> dict[int, Duty]:
        """Of each, asked for together."""
        now = self.now()
        ids = [code.id for code in codes] if len(codes) <= store.SOME else None
        with self.state.read() as conn:
            seats = store.seats(conn, ids)
            counts = scans.counts(conn, roster.day_start(now, self.zone), ids)
        grouped = [code.id for code in codes if code.kind is CodeKind.GROUP]
        members = joins.members(
            self.analytics, sorted({seat.staff for id_ in grouped for seat in seats.get(id_, [])})
        )
        found: dict[int, Duty] = {}
        for code in codes:
            sitting = seats.get(code.id, [])
            if code.kind is CodeKind.GROUP:
                chats = [seat.staff for seat in sitting]
                found[code.id] = roster.groups_behind(chats, members, code.behind, code.full_at)
            else:
                found[code.id] = roster.decide(sitting, counts.get(code.id, {}), code.mode, now, self.zone)
        return found
