# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""How many came, went and stayed, by slice and period: counts of rows, put together exactly."""

import datetime as dt
from collections.abc import Iterable, Sequence

import duckdb
import numpy as np
import numpy.typing as npt

from yutang.accounts.model import Scope
from yutang.insight.retention import slices
from yutang.insight.retention.book import Book
from yutang.insight.retention.model import (
    MAX_PERIODS,
    NOBODY,
    Asked,
    Came,
    Gone,
    Grain,
    Retention,
    RetentionFlow,
    RetentionLine,
    RetentionSlice,
)
from yutang.insight.retention.names import names
from yutang.kit.errors import YutangError

Ints = npt.NDArray[np.int64]
CODES: tuple[Came | Gone, ...] = (*Came, *Gone)
PLACE = {int(code): n for n, code in enumerate((*CODES, slices.OUT))}
SIGN = np.array([1] * len(Came) + [-1] * (len(Gone) + 1))
INFLOW = slice(PLACE[Came.NEW], PLACE[Came.JOINED] + 1)
EVAPORATION = slice(PLACE[Gone.CUSTOMER_DELETED], PLACE[Gone.UNKNOWN] + 1)
OTHERS = -1
STOCK = """select key, count(*) filter (came < $first and coalesce(gone >= $first, true)) as opening,
        count(*) filter (came <= $last and coalesce(gone > $last, true)) as closing
    from {table} group by key order by closing desc, opening desc, key"""
MOVES = """with held as (
        select if(key = 0 or key in (select unnest($top::bigint[])), key, -1) as key, came, gone, entry, exit
        from {table}
    )
    select key, {came} as period, entry as code, count(*) as n from held
    where came between $first and $last and entry > 0 group by all
    union all
    select key, {gone}, exit, count(*) from held where gone between $first and $last and exit > 0 group by all"""


def periods(first: dt.date, last: dt.date, period: Grain) -> list[tuple[dt.date, dt.date]]:
    """(first, last) day of each, cut to the days asked for. Raises YutangError retention_periods: too many."""
    found: list[tuple[dt.date, dt.date]] = []
    day = first
    while day <= last:
        if len(found) == MAX_PERIODS:
            raise YutangError("retention_periods", limit=MAX_PERIODS)
        end = min(last, _end(day, period))
        found.append((day, end))
        day = end + dt.timedelta(days=1)
    return found


def _end(day: dt.date, period: Grain) -> dt.date:
    if period is Grain.DAY:
        return day
    if period is Grain.WEEK:
        return day + dt.timedelta(days=6 - day.weekday())
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def check(book: Book, first: dt.date, last: dt.date) -> None:
    """Raises YutangError retention_days, retention_future: days that the book can't tell of."""
    if first > last:
        raise YutangError("retention_days", first=first.isoformat(), last=last.isoformat())
    as_of = book.definition.as_of
    if last > as_of:
        raise YutangError("retention_future", last=last.isoformat(), as_of=as_of.isoformat())


def retention(con: duckdb.DuckDBPyConnection, book: Book, asked: Asked, scope: Scope) -> Retention:
    """Inflow, evaporation and what was retained, for every period and slice that the scope lets be seen.

    `con` holds the analytics tables that the book was made of (names and tags are read there). Raises YutangError
    retention_days (first after last), retention_periods (too many), retention_future (after the book's as_of).
    """
    spans = periods(asked.first, asked.last, asked.period)
    check(book, asked.first, asked.last)
    with con.cursor() as cursor:
        slices.prepare(cursor, book, scope, (asked.dimension, asked.period), (asked.first, asked.last))
        counting = _Counting(cursor, asked, spans)
        whole = counting.of("rt_whole", []).get(NOBODY, counting.nothing())
        sliced = asked.dimension is not RetentionSlice.WHOLE
        order = counting.order("rt_slice") if sliced else []
        top = order[: asked.limit]
        found = counting.of("rt_slice", top) if sliced else {}
        within = (
            counting.of("rt_within", []).get(NOBODY, counting.nothing()) if asked.dimension.overlaps else None
        )
        told = names(cursor, asked.dimension, top)
    rest = _outside(whole, within) if within is not None else found.get(NOBODY)
    return Retention(
        definition=book.definition,
        dimension=asked.dimension,
        period=asked.period,
        overlaps=asked.dimension.overlaps,
        whole=_line(whole, spans),
        slices=[_line(found[key], spans, _told(asked.dimension, key), told.get(key)) for key in top],
        others=_line(found[OTHERS], spans) if OTHERS in found else None,
        within=None if within is None else _line(within, spans),
        without=None if rest is None else _line(rest, spans),
        slice_count=len(order),
    )


class _Counted:
    """`opening` and a row of counts for each period, one column a code."""

    def __init__(self, opening: int, moves: Ints) -> None:
        self.opening, self.moves = opening, moves


class _Counting:
    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, asked: Asked, spans: Sequence[tuple[dt.date, dt.date]]
    ) -> None:
        self.cursor, self.asked = cursor, asked
        self.place = {slices.start(first, asked.period): n for n, (first, _) in enumerate(spans)}
        self.days = {"first": asked.first, "last": asked.last}

    def nothing(self, opening: int = 0) -> _Counted:
        return _Counted(opening, np.zeros((len(self.place), len(PLACE)), np.int64))

    def order(self, table: str) -> list[int]:
        """Keys that anybody is told of, largest first; arrivals newest first."""
        keys = [row[0] for row in self._stock(table) if row[0] != NOBODY]
        return sorted(keys, reverse=True) if self.asked.dimension is RetentionSlice.ARRIVAL else keys

    def _stock(self, table: str) -> list[tuple[int, int, int]]:
        return self.cursor.execute(STOCK.format(table=table), self.days).fetchall()

    def of(self, table: str, top: list[int]) -> dict[int, _Counted]:
        """By key; keys that are not in `top` together under OTHERS."""
        alone, found = {NOBODY, *top}, dict[int, _Counted]()
        for key, opening, _ in self._stock(table):
            held = found.setdefault(key if key in alone else OTHERS, self.nothing())
            held.opening += opening
        statement = MOVES.format(
            table=table, came=slices.trunc(self.asked.period, "came"), gone=slices.trunc(self.asked.period, "gone")
        )  # fmt: skip
        for key, start, code, n in self.cursor.execute(statement, self.days | {"top": top}).fetchall():
            found[key].moves[self.place[start], PLACE[code]] += n
        return found


def _outside(whole: _Counted, within: _Counted) -> _Counted:
    """Retained, and in none: what is left of the whole. Who goes out of the last group comes here, and back."""
    moves = whole.moves - within.moves
    joined, out = PLACE[Came.JOINED], PLACE[slices.OUT]
    moves[:, joined], moves[:, out] = within.moves[:, out], within.moves[:, joined]
    return _Counted(whole.opening - within.opening, moves)


def _told(dimension: RetentionSlice, key: int) -> str:
    if dimension is RetentionSlice.ARRIVAL:
        return (dt.date(1970, 1, 1) + dt.timedelta(days=key)).isoformat()
    return str(key)


def _line(
    counted: _Counted,
    spans: Sequence[tuple[dt.date, dt.date]],
    key: str | None = None,
    name: str | None = None,
) -> RetentionLine:
    stock = counted.opening + np.cumsum(counted.moves @ SIGN)
    flows = [flow(*one) for one in zip(spans, counted.moves.tolist(), stock.tolist(), strict=True)]
    total = flow((spans[0][0], spans[-1][1]), counted.moves.sum(axis=0).tolist(), int(stock[-1]))
    return RetentionLine(key=key, name=name, opening=counted.opening, total=total, flows=flows)


def flow(days: tuple[dt.date, dt.date], counts: Iterable[int], retained: int) -> RetentionFlow:
    """One period from its counts, in the order of PLACE."""
    *row, out = counts
    row[PLACE[Gone.LEFT]] += out
    inflow, evaporation = sum(row[INFLOW]), sum(row[EVAPORATION])
    named = {code.name.lower(): n for code, n in zip(CODES, row, strict=True)}
    ratio = round(inflow / evaporation, 4) if evaporation else None
    return RetentionFlow(first=days[0], last=days[1], retained=retained, inflow=inflow, evaporation=evaporation,
                quick_ratio=ratio, **named)  # fmt: skip
