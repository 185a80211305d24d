# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bring everybody's standing up to now: what changed is recorded first, then the table follows.

Killed in between, the next run finds nothing more to record and lets the table follow.
"""

from collections.abc import Callable

import duckdb
import msgspec

from yutang.kit.clock import zone
from yutang.ledger.ledger import Ledger
from yutang.segments.lifecycle.model import at_instant
from yutang.segments.lifecycle.standing import adopt, changes, stand


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """`changed`: who is in another stage than before, those with their first one included."""

    customers: int
    changed: int


def never() -> bool:
    return False


def restand(ledger: Ledger, *, now: int, cancelled: Callable[[], bool] = never) -> Stood:
    """As of `now` (µs). Raises engine.steps.Cancelled; then nothing has changed."""
    with ledger.analytics.transaction() as cursor:  # all of it of one moment
        stand(cursor, at_instant(now, zone(ledger.zone)), cancelled=cancelled)
        moved = changes(cursor, now)
        made = cursor.sql("select * from standing_next").to_arrow_table()
    if moved.num_rows:
        ledger.record(moved, origin="stages", now=now)

    def follow(cursor: duckdb.DuckDBPyConnection) -> int:
        cursor.register("standing_next", made)
        try:
            return adopt(cursor)
        finally:
            cursor.unregister("standing_next")

    return Stood(customers=ledger.derive(follow), changed=moved.num_rows)
