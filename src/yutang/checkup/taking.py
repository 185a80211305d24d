"""Make a check-up and keep it."""

import datetime as dt
from collections.abc import Callable

from yutang.checkup import kept, mirror
from yutang.checkup.actions import never, survey
from yutang.checkup.kept import Snapshot
from yutang.checkup.settings import Assumptions
from yutang.ledger.analytics import Analytics
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger

# Facts that a check-up reads: what people do in the console and what rules find makes none of it old. Undoing an import
# takes facts away, so the last one alone would not tell.
WATERMARK = f"""select count(*)::varchar || ':' || coalesce(sum(id), 0)::varchar from fact
where kind <= {Kind.IDENTITY_SEEN:d}"""


# Cheap to ask, and never the same after something came or went.
BATCHES = "select coalesce(max(id), 0)::varchar || ':' || coalesce(sum(facts), 0)::varchar from batch"


def watermark(analytics: Analytics) -> str:
    """What analytics holds of what a check-up reads: two that are equal give the same check-up."""
    return str(analytics.rows(WATERMARK)[0][0])


def batches(analytics: Analytics) -> str:
    """Whether it is worth asking for the watermark again."""
    return str(analytics.rows(BATCHES)[0][0])


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
