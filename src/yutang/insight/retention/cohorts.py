# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who arrived together, and how many of them are still here: the triangle, and where it is going."""

import datetime as dt

import duckdb
import numpy as np

from yutang.accounts.model import Scope
from yutang.engine.steps import Step, run
from yutang.insight.retention import slices
from yutang.insight.retention.book import Book
from yutang.insight.retention.flows import check, periods
from yutang.insight.retention.model import (
    Asked,
    Came,
    Cohort,
    CohortAge,
    CohortTriangle,
    Gone,
    Grain,
    RetentionSlice,
)
from yutang.stats.sbg import Sbg, fit

LENGTH = {Grain.WEEK: 7, Grain.MONTH: 30, Grain.DAY: 1}  # days of one age
# `seen`: the last age at which anything is known of somebody; `lost`: the first one at which they were gone. Who goes
# to a follower out of the viewer's sight is seen no more, which is not lost.
ARRIVAL = f"""create or replace temp table rt_arrival as
    select customer_id, {{trunc}} as cohort, came as met,
        (if(exit = {Gone.MOVED_OUT:d}, gone, $far::date) - 1 - came) // $days::integer as seen,
        if(gone is null or exit = {Gone.MOVED_OUT:d}, null,
            (gone - came + $days::integer - 1) // $days::integer) as lost
    from rt_span where entry = {Came.NEW:d} and came between $first and $last and {{rule}}"""
KNOWN = "select cohort, seen, if(lost > seen, null, lost) as lost, count(*) as n from rt_arrival group by all"
# From which age to which one somebody was here: again, if they came back.
HERE = """with span as (
        select cohort, (came - met + $days::integer - 1) // $days::integer as low,
            least(seen, (coalesce(gone, $far) - met - 1) // $days::integer) as high
        from rt_arrival join rt_span using (customer_id) where came >= met
    )
    select cohort, low, high, count(*) as n from span where low <= high group by all"""


def triangle(
    con: duckdb.DuckDBPyConnection,
    book: Book,
    asked: Asked,
    scope: Scope,
    *,
    ages: int,
    key: int | None = None,
) -> CohortTriangle:
    """Cohorts that arrived in the periods of `asked`, up to so many `ages`. `key`: only those whose first source (or
    follower, by asked.dimension) it is. Raises YutangError as `flows.retention` does."""
    spans = periods(asked.first, asked.last, asked.period)
    check(book, asked.first, asked.last)
    days = LENGTH[asked.period]
    with con.cursor() as cursor:
        _arrive(cursor, book, asked, scope, key)
        known = cursor.execute(KNOWN).fetchall()
        values = {"days": days, "far": book.values()["far"]}
        here = cursor.execute(HERE, values).fetchall()
    place = {slices.start(first, asked.period): n for n, (first, _) in enumerate(spans)}
    counted = _Counted(len(spans), ages)
    for cohort, seen, lost, n in known:
        counted.know(place[cohort], seen, lost, n)
    for cohort, low, high, n in here:
        counted.be_here(place[cohort], low, high, n)
    model = counted.fitted()
    return CohortTriangle(
        definition=book.definition, period=asked.period, days=days,
        cohorts=[_cohort(counted, n, span, model) for n, span in enumerate(spans)],
        a=model and round(model.a, 6), b=model and round(model.b, 6),
        rates=[] if model is None else [round(rate, 6) for rate in model.retention(ages).tolist()],
    )  # fmt: skip


def _arrive(
    cursor: duckdb.DuckDBPyConnection, book: Book, asked: Asked, scope: Scope, key: int | None
) -> None:
    column = {RetentionSlice.SOURCE: "source_id", RetentionSlice.STAFF: "staff_id"}.get(asked.dimension)
    one = column is not None and key is not None
    arrival = ARRIVAL.format(
        trunc=slices.trunc(asked.period, "came"), rule=f"{column} = $key" if one else "true"
    )
    slices.register(cursor, book)
    by_staff = (
        RetentionSlice.STAFF if one and asked.dimension is RetentionSlice.STAFF else RetentionSlice.WHOLE
    )
    whole = {"first": asked.first, "last": book.definition.as_of} | slices.seen(scope)
    run(cursor, [slices.span(by_staff, scope)], book.values() | whole)
    if by_staff is RetentionSlice.STAFF:
        cursor.execute("delete from rt_span where staff_id <> $key", {"key": key})
    values = book.values() | {
        "first": asked.first, "last": asked.last, "days": LENGTH[asked.period], "key": key
    }  # fmt: skip
    run(cursor, [Step("cohorts.arrival", arrival)], values)


class _Counted:
    """People by cohort and age 0 … ages."""

    def __init__(self, cohorts: int, ages: int) -> None:
        self.ages = ages
        self.at_risk, self.lost, self.stayed, self.here = (
            np.zeros((cohorts, ages + 1), np.int64) for _ in range(4)
        )

    def know(self, cohort: int, seen: int, lost: int | None, n: int) -> None:
        """n people, seen up to an age, and lost at one of these (None: at none)."""
        self.at_risk[cohort, : seen + 1] += n
        self.stayed[cohort, : (seen + 1 if lost is None else lost)] += n
        if lost is not None and lost <= self.ages:
            self.lost[cohort, lost] += n

    def be_here(self, cohort: int, low: int, high: int, n: int) -> None:
        self.here[cohort, low : high + 1] += n

    def fitted(self) -> Sbg | None:
        """One model of all cohorts. Who is not old enough for an age says nothing about it."""
        return fit(self.lost[:, 1:].sum(axis=0), self.stayed[:, 1:].sum(axis=0))


def _cohort(counted: _Counted, n: int, span: tuple[dt.date, dt.date], model: Sbg | None) -> Cohort:
    size, at_risk = int(counted.at_risk[n, 0]), counted.at_risk[n]
    whole_to = int(np.flatnonzero(at_risk == size)[-1]) if size else 0
    survival = None if model is None else model.survival(counted.ages)
    known = counted.stayed[n, whole_to]
    ages = []
    for age in range(counted.ages + 1):
        censored = bool(at_risk[age] < size)
        expected = None
        if censored and survival is not None:
            expected = round(float(known * survival[age] / survival[whole_to]), 2)
        ages.append(
            CohortAge(age=age, at_risk=int(at_risk[age]), stayed=int(counted.stayed[n, age]),
                retained=int(counted.here[n, age]), censored=censored, expected=expected)
        )  # fmt: skip
    return Cohort(first=span[0], last=span[1], size=size, whole_to=whole_to, ages=ages)
