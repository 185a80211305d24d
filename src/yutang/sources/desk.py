"""What everything that works on codes needs."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

import msgspec

from yutang.connections.wecom.clients import Clients
from yutang.kit.db import Database
from yutang.ledger.analytics import Analytics
from yutang.sources import roster, scans, store
from yutang.sources.model import Code, CodeKind, Duty

_MEMBERS = """
select g.external_id, count(*) from membership m join customer_group g on g.id = m.group_id
where m."left" is null and g.platform = 'wecom' and list_contains(?, g.external_id) group by 1
"""


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
        now, ids = self.now(), [code.id for code in codes]
        with self.state.read() as conn:
            seats = store.seats(conn, ids)
            counts = scans.counts(conn, roster.day_start(now, self.zone), ids)
        grouped = [code.id for code in codes if code.kind is CodeKind.GROUP]
        members = self.members(sorted({seat.staff for id_ in grouped for seat in seats.get(id_, [])}))
        found: dict[int, Duty] = {}
        for code in codes:
            sitting = seats.get(code.id, [])
            if code.kind is CodeKind.GROUP:
                chats = [seat.staff for seat in sitting]
                found[code.id] = roster.groups_behind(chats, members, code.behind, code.full_at)
            else:
                found[code.id] = roster.decide(sitting, counts.get(code.id, {}), code.mode, now, self.zone)
        return found

    def members(self, chats: Sequence[str]) -> dict[str, int]:
        """How many sit in each group, staff and house accounts too: they take up seats."""
        if not chats:
            return {}
        with self.analytics.cursor() as cursor:
            return dict(cursor.execute(_MEMBERS, [list(chats)]).fetchall())
