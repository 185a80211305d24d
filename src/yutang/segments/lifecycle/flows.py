# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
"""Who went from where to where: stages from the facts that recorded them, ties counted anew as of any day.

Each for the customers whom a scope shows; all of them, if none is given.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import duckdb
import msgspec

from yutang.accounts.model import Scope
from yutang.customers.queries.flowed import stage_at
from yutang.engine.steps import run
from yutang.ledger.catalogue import Kind
from yutang.segments.lifecycle.model import Flow, Funnel, Stage, Tie, TieRules, at_end_of
from yutang.segments.lifecycle.ties import tied
from yutang.staff.scope import customers_in_scope

ALL = Scope(everything=True)


def funnel(cursor: duckdb.DuckDBPyConnection, day: dt.date, scope: Scope = ALL) -> Funnel:
    """How many stood in each stage at the end of a day."""
    seen, values = customers_in_scope(scope)
    found = cursor.execute(
        f"""select stage, count(*) from ({stage_at("$day")}) semi join customer c on c.id = customer_id
        where {seen} group by 1""",
        {"day": day} | values,
    ).fetchall()
    return Funnel(day, dict.fromkeys(Stage, 0) | {Stage(stage): count for stage, count in found})


def between(
    cursor: duckdb.DuckDBPyConnection, first: dt.date, last: dt.date, scope: Scope = ALL
) -> list[Flow]:
    """Stage at the end of `first` against stage at the end of `last`, who stayed included, in order of the stages.

    Rows add up to the funnel of `first` (None: came later), columns to that of `last`, exactly.
    """
    seen, values = customers_in_scope(scope, "t.customer_id")
    found = cursor.execute(
        f"""with here as ({stage_at("$first")}), there as ({stage_at("$last")})
        select h.stage, t.stage, count(*) from there t semi join customer c on c.id = t.customer_id
        left join here h on h.customer_id = t.customer_id where {seen} group by 1, 2 order by 1 nulls first, 2""",
        {"first": first, "last": last} | values,
    ).fetchall()
    return [Flow(*row) for row in found]


def moves(cursor: duckdb.DuckDBPyConnection, first: dt.date, last: dt.date, scope: Scope = ALL) -> list[Flow]:
    """Every change of stage on the days after `first` up to `last`: who went there and back is in it twice."""
    seen, values = customers_in_scope(scope)
    found = cursor.execute(
        f"""select amount, object_id, count(*) from fact f semi join customer c on c.id = f.customer_id
        where kind = {Kind.STAGE_CHANGED:d} and day > $first and day <= $last and {seen}
        group by 1, 2 order by 1 nulls first, 2""",
        {"first": first, "last": last} | values,
    ).fetchall()
    return [Flow(*row) for row in found]


def tie_flow(
    cursor: duckdb.DuckDBPyConnection,
    first: dt.date,
    last: dt.date,
    zone: ZoneInfo,
    rules: TieRules | None = None,
    scope: Scope = ALL,
) -> list[Flow]:
    """Ties at the end of `first` against ties at the end of `last`; weak to strong is one of its rows.

    Customers without contact at both ends are left out. A customer's tie is counted as of each day alone, so any two
    days may be asked for.
    """
    for day, into in ((first, "lc_tie_first"), (last, "lc_tie_last")):
        values = msgspec.structs.asdict(at_end_of(day, zone))
        run(cursor, tied(into), values | msgspec.structs.asdict(rules or TieRules()))
    seen, who = customers_in_scope(scope, "coalesce(a.customer_id, b.customer_id)")
    found = cursor.execute(
        f"""select coalesce(a.tie, {Tie.NONE:d}), coalesce(b.tie, {Tie.NONE:d}), count(*)
        from lc_tie_first a full join lc_tie_last b on a.customer_id = b.customer_id
        where {seen} group by 1, 2 order by 1, 2""",
        who or None,
    ).fetchall()
    return [Flow(*row) for row in found]
