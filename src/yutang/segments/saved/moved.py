# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
"""Whether anything that a rule reads has moved since it was last answered: else the answer is the same."""

import duckdb
import msgspec

from yutang.engine import Query
from yutang.kit.clock import moment
from yutang.ledger.facts import SHIFT
from yutang.segments.saved.model import Standing

# Made anew by jobs of their own: not every change of these is a fact.
_BY_JOBS = frozenset({"standing", "group_state"})
_EXPIRING = ("tagging", "group_tagging", "consent")


class Rests(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer rests on. `watermark`: the last batch that analytics held; `undone`: how many were taken back."""

    version: int
    rule_digest: str
    watermark: int
    undone: int
    asked_at: int


def watermark(cursor: duckdb.DuckDBPyConnection) -> int:
    return int(cursor.execute("select coalesce(max(id), 0) from batch").fetchall()[0][0])


def has_moved(cursor: duckdb.DuckDBPyConnection, query: Query, before: Standing, now: Rests) -> bool:
    """Of a rule that was answered `before`."""
    same = ("version", "rule_digest", "undone")
    reads = query.reads
    return (
        before.error is not None
        or any(getattr(before, name) != getattr(now, name) for name in same)
        or bool(reads.tables & _BY_JOBS)
        or reads.moved(before.asked_at, now.asked_at, query.world.zone)
        or _came(cursor, query, before, now.asked_at)
        or any(_ran_out(cursor, table, before, now.asked_at) for table in _EXPIRING if table in reads.tables)
    )


def _came(cursor: duckdb.DuckDBPyConnection, query: Query, before: Standing, now: int) -> bool:
    """Facts that are new, or that lay ahead when the rule was last answered."""
    sql = (
        "select exists(select 1 from fact where kind in (select unnest($kinds::smallint[])) and id >= $new)"
        " or exists(select 1 from fact where kind in (select unnest($kinds::smallint[]))"
        " and happened > $before and happened <= $now)"
    )
    params = {
        "kinds": sorted(query.reads.kinds),
        "new": (before.watermark + 1) << SHIFT,
        **_span(before, now),
    }
    return bool(cursor.execute(sql, params).fetchall()[0][0])


def _ran_out(cursor: duckdb.DuckDBPyConnection, table: str, before: Standing, now: int) -> bool:
    sql = f"select exists(select 1 from {table} where until > $before and until <= $now)"
    return bool(cursor.execute(sql, _span(before, now)).fetchall()[0][0])


def _span(before: Standing, now: int) -> dict[str, object]:
    return {"before": moment(before.asked_at).replace(tzinfo=None), "now": moment(now).replace(tzinfo=None)}
