"""Make a check-up and keep it."""

import datetime as dt
from collections.abc import Callable

from yutang.checkup import kept, mirror
from yutang.checkup.actions import never, survey
from yutang.checkup.kept import Snapshot
from yutang.checkup.settings import Assumptions
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger

# Undoing an import takes facts away, so the last batch alone would not tell.
WATERMARK = "select coalesce(max(id), 0)::varchar || ':' || coalesce(sum(facts), 0)::varchar from batch"


def watermark(analytics: Analytics) -> str:
    """What analytics holds: two that are equal hold the same facts."""
    return str(analytics.rows(WATERMARK)[0][0])


def make(
    ledger: Ledger,
    settings: Assumptions,
    *,
    now: int,
    as_of: dt.date | None = None,
    cancelled: Callable[[], bool] = never,
) -> Snapshot | None:
    """Examine, and keep nothing. None: there is no group to judge on that day. Raises `engine.steps.Cancelled`."""
    seen = watermark(ledger.analytics)  # before the work: what comes meanwhile makes it stale
    with ledger.analytics.cursor() as cursor:
        found = survey(cursor, as_of=as_of, zone=ledger.zone, settings=settings, cancelled=cancelled)
    if not found.rooms:
        return None
    return Snapshot(made_at=now, watermark=seen, survey=found)


def take(
    ledger: Ledger, settings: Assumptions, *, now: int, cancelled: Callable[[], bool] = never
) -> Snapshot | None:
    """Examine as of the data's last day, keep it in State, and let rules ask for it. None: nothing to judge yet."""
    made = make(ledger, settings, now=now, cancelled=cancelled)
    if made is None:  # the only import was undone: what was said of its groups goes too
        ledger.state.write(kept.clear)
        mirror.put(ledger, None)
        return None
    ledger.state.write(lambda conn: kept.save(conn, made))
    mirror.put(ledger, made)
    return made
