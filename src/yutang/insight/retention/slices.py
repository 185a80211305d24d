# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""One way of cutting stays: a table with a row for each stay in each slice.

Columns of a slice table: key, customer_id, came, gone (null: not yet), entry, exit. Within one key nobody stays twice
at once, so a stock is a count of rows, and stock before + entries − exits = stock after, whatever the cut.
"""

import datetime as dt

import duckdb

from yutang.accounts.model import Scope
from yutang.engine.steps import Step, run
from yutang.insight.retention.book import Book
from yutang.insight.retention.lives import local
from yutang.insight.retention.model import NOBODY, Came, Grain, RetentionSlice

TRUNC = {Grain.DAY: "{0}", Grain.WEEK: "date_trunc('week', {0})::date",
         Grain.MONTH: "date_trunc('month', {0})::date"}  # fmt: skip
EPOCH = "date '1970-01-01'"
OUT = 18  # beside the codes of Gone: out of the group, and retained still. Told as LEFT


def trunc(period: Grain, column: str) -> str:
    """The first day of the period that a day lies in."""
    return TRUNC[period].format(column)


def start(day: dt.date, period: Grain) -> dt.date:
    """The same, here."""
    if period is Grain.DAY:
        return day
    return day - dt.timedelta(days=day.weekday()) if period is Grain.WEEK else day.replace(day=1)


def _key(dimension: RetentionSlice, period: Grain) -> str:
    keys = {RetentionSlice.SOURCE: "source_id", RetentionSlice.STAFF: "staff_id",
            RetentionSlice.ARRIVAL: f"{trunc(period, 'arrived')} - {EPOCH}"}  # fmt: skip
    return keys.get(dimension, f"{NOBODY}")


# Who is handed over between two whom the viewer answers for has neither come nor gone: their stays there are one.
_MINE = """select 0::bigint as staff_id, customer_id, first(source_id order by came) as source_id, min(came) as came,
    last(gone order by came) as gone, min(arrived) as arrived, first(entry order by came) as entry,
    last(exit order by came) as exit
  from (
    select *, count(*) filter (fresh) over (partition by customer_id order by came rows unbounded preceding) as n
    from (
      select *, lag(gone) over (partition by customer_id order by came) is distinct from came as fresh
      from rt_stay where staff_id in (select unnest($staff::bigint[]))
    )
  ) group by customer_id, n"""
_THEIRS = "select * from rt_stay where $all or staff_id in (select unnest($staff::bigint[]))"


def span(dimension: RetentionSlice, scope: Scope) -> Step:
    """Runs; stays where it matters who followed. Who sees only their own customers sees the days on which they were
    theirs: this is the rule that is AND-ed to every question."""
    if dimension is RetentionSlice.STAFF:
        table = _THEIRS
    else:
        table = "select 0::bigint as staff_id, * from rt_run" if scope.everything else _MINE
    return Step(
        "slices.span",
        f"""create or replace temp table rt_span as
        select * from ({table}) where came <= $last and coalesce(gone >= $first, true)""",
    )


def seen(scope: Scope) -> dict[str, object]:
    """What a span binds of a scope."""
    return {"staff": sorted(scope.staff), "all": scope.everything}


def cut(name: str, dimension: RetentionSlice, period: Grain) -> Step:
    """rt_whole or rt_slice for a dimension in which everybody is in one slice at a time."""
    return Step(
        f"slices.{name}",
        f"""create or replace temp table rt_{name} as
        select ({_key(dimension, period)})::bigint as key, customer_id, came, gone, entry, exit from rt_span""",
    )


# Groups that a viewer may not see are no slices of theirs; their members are then in none.
PLACES = {
    RetentionSlice.GROUP: """select group_id as key, customer_id, d0 as m0, d1 as m1 from rt_seat
        semi join (from customer_group where $all or owner_id in (select unnest($staff::bigint[]))) g
            on g.id = group_id""",
    RetentionSlice.TAG: f"""select distinct tag_id as key, customer_id, date '0001-01-01' as m0, $far::date as m1
        from tagging where {local("since")} < $far and coalesce({local("until")} >= $far, true)""",
}


def places(dimension: RetentionSlice) -> Step:
    """Who is in which group or bears which tag, from day to day."""
    return Step("slices.places", f"create or replace temp table rt_place as {PLACES[dimension]}")


def overlap(name: str, key: str) -> Step:
    """rt_slice (`key`: "key") or rt_within (a constant: in any of them, once): retained, and in the place."""
    gone = "least(coalesce(gone, $far), m1)"
    return Step(
        f"slices.{name}",
        f"""create or replace temp table rt_{name} as
        with told as (
            select {key} as key, customer_id, m0, m1, coalesce(m0 > max(m1) over (
                partition by {key}, customer_id order by m0, m1
                rows between unbounded preceding and 1 preceding), true) as fresh
            from rt_place semi join rt_span using (customer_id)
        ), numbered as (
            select *, count(*) filter (fresh) over (
                partition by key, customer_id order by m0, m1 rows unbounded preceding) as n
            from told
        ), merged as (
            select key, customer_id, min(m0) as m0, max(m1) as m1 from numbered group by key, customer_id, n
        )
        select key::bigint as key, customer_id, greatest(came, m0) as came, nullif({gone}, $far) as gone,
            if(came >= m0, entry, {Came.JOINED:d})::tinyint as entry,
            case when {gone} = $far then null when coalesce(gone, $far) <= m1 then exit
                else {OUT} end::tinyint as exit
        from rt_span join merged using (customer_id) where came < m1 and m0 < coalesce(gone, $far)
            and m0 <= $last and m1 >= $first""",
    )


def register(cursor: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Lay a book open: rt_stay, rt_run and rt_seat on this cursor."""
    cursor.register("rt_stay", book.stay)
    cursor.register("rt_run", book.run)
    cursor.register("rt_seat", book.seat)


def prepare(
    cursor: duckdb.DuckDBPyConnection,
    book: Book,
    scope: Scope,
    cutting: tuple[RetentionSlice, Grain],
    days: tuple[dt.date, dt.date],
) -> None:
    """Make rt_whole and rt_slice, and rt_within where slices overlap, for the days first … last."""
    dimension, period = cutting
    register(cursor, book)
    values = book.values() | {"first": days[0], "last": days[1]} | seen(scope)
    steps = [span(dimension, scope)]
    if dimension.overlaps:
        steps += [cut("whole", RetentionSlice.WHOLE, period), places(dimension), overlap("slice", "key"),
                  overlap("within", f"{NOBODY}")]  # fmt: skip
    else:
        steps.append(cut("slice", dimension, period))
        # Of people, not of followers: who moves between two is neither inflow nor evaporation of the whole.
        steps += [span(RetentionSlice.WHOLE, scope), cut("whole", RetentionSlice.WHOLE, period)]
    run(cursor, steps, values)
