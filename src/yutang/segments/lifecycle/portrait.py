# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
"""What `standing` says of everybody in a scope, counted: scores, ties, who spreads the word. As of the last run."""

import datetime as dt

import duckdb
import msgspec

from yutang.accounts.model import Scope
from yutang.ledger.catalogue import Kind
from yutang.segments.lifecycle.model import Tie
from yutang.staff.scope import customers_in_scope


class ScoreCell(msgspec.Struct, frozen=True):
    """Customers of one score each of recency, frequency and money: 1 … 5, 5 best."""

    recency: int
    frequency: int
    money: int
    count: int


class Portrait(msgspec.Struct, frozen=True):
    """`scores`: of who ever bought; cells with nobody in them are left out. `ties`: every tie is named."""

    customers: int
    spreading: int
    ties: dict[Tie, int]
    scores: list[ScoreCell]


def portrait(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> Portrait:
    """One pass over `standing`."""
    seen, values = customers_in_scope(scope)
    rows = cursor.execute(
        f"""select tie, recency, frequency, money, count(*), count(*) filter (spreading) from standing
        where {seen} group by all order by 1, 2, 3, 4""",
        values or None,
    ).fetchall()
    ties, scores = dict.fromkeys(Tie, 0), dict[tuple[int, int, int], int]()
    for tie, recency, frequency, money, count, _ in rows:
        ties[Tie(tie)] += count
        if recency is not None:
            key = (recency, frequency, money)
            scores[key] = scores.get(key, 0) + count
    return Portrait(
        customers=sum(row[4] for row in rows), spreading=sum(row[5] for row in rows), ties=ties,
        scores=[ScoreCell(*key, count) for key, count in sorted(scores.items())],
    )  # fmt: skip


def first_recorded(cursor: duckdb.DuckDBPyConnection) -> dt.date | None:
    """The day of the first stage that was recorded: before it nobody knows. None: no run has been."""
    sql = f"select min(day) from fact where kind = {Kind.STAGE_CHANGED:d}"
    return cursor.execute(sql).fetchall()[0][0]


def unmade(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Whether analytics was made anew: facts tell of stages, and nobody stands anywhere."""
    sql = f"""select not exists(select 1 from standing)
        and exists(select 1 from fact where kind = {Kind.STAGE_CHANGED:d})"""
    return bool(cursor.execute(sql).fetchall()[0][0])
