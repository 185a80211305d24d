"""Moments of rules as instants: the tenant's days, found in its zone. All computed here, none in SQL."""

import datetime as dt
import functools
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from yutang.engine.rule import Between, Last, Moment
from yutang.kit.clock import moment, zone

MAX_DAYS = 3_650  # how far back a window may reach: what is longer is "ever"
MAX_INSTANT = 4_102_444_800_000  # 2100, milliseconds
TICK = dt.timedelta(microseconds=1)


class Edge(msgspec.Struct, frozen=True):
    """One side of a window, still without a now. `end` of a day: the beginning of the next.

    Hashable, so that statements can be kept and given their instants later.
    """

    day: str | None = None
    days_ago: int | None = None
    instant: int | None = None
    end: bool = False


NOW = Edge()  # the instant after now: what is in force, and what has happened, at now


@functools.cache
def _zone(name: str) -> ZoneInfo:
    return zone(name)


def edges(window: Last | Between | None) -> tuple[Edge | None, Edge | None]:
    """Where a window begins (included) and ends (not included); None: open there."""
    if window is None:
        return None, None
    if isinstance(window, Last):
        return Edge(days_ago=window.days), None
    return _edge(window.since, end=False), _edge(window.until, end=True)


def _edge(told: Moment | None, *, end: bool) -> Edge | None:
    return Edge(told.day, told.days_ago, told.instant, end) if told else None


def today(now: int, zone_: str) -> dt.date:
    """The tenant's day at `now` (microseconds since 1970)."""
    return moment(now, _zone(zone_)).date()


def instant(edge: Edge, now: int, zone_: str) -> dt.datetime:
    """As a UTC datetime without zone, the form of every timestamp in analytics."""
    if edge.instant is not None:
        return moment(edge.instant * 1000).replace(tzinfo=None)
    if edge == NOW:
        return moment(now).replace(tzinfo=None) + TICK
    first = dt.datetime.combine(day(edge, now, zone_) + dt.timedelta(days=edge.end), dt.time(), _zone(zone_))
    return first.astimezone(dt.UTC).replace(tzinfo=None)


def day(edge: Edge, now: int, zone_: str) -> dt.date:
    """The tenant's day that an edge lies in."""
    if edge.day is not None:
        return dt.date.fromisoformat(edge.day)
    if edge.instant is not None:
        return moment(edge.instant * 1000, _zone(zone_)).date()
    return today(now, zone_) - dt.timedelta(days=edge.days_ago or 0)


def coming(now: int, zone_: str, within: int) -> tuple[int, int]:
    """The first and last day of the year (month * 100 + day) from today through `within` days ahead.

    When the first is greater, the days go over New Year. Who was born on a 29 February keeps it on the 28th of other
    years: such a 28th at the end is told as 229.
    """
    if within >= 365:
        return 101, 1231
    first = today(now, zone_)
    last = first + dt.timedelta(days=within)
    short = (last.month, last.day) == (2, 28) and (last + dt.timedelta(days=1)).month == 3
    return first.month * 100 + first.day, 229 if short else last.month * 100 + last.day


class Late(msgspec.Struct, frozen=True):
    """A parameter whose value waits for a now: an instant, a day's number, the ends of `coming`."""

    form: Literal["instant", "day", "first", "last"]
    edge: Edge = NOW
    within: int = 0

    def value(self, now: int, zone_: str) -> dt.datetime | int:
        if self.form == "instant":
            return instant(self.edge, now, zone_)
        if self.form == "day":
            return (day(self.edge, now, zone_) - dt.date(1970, 1, 1)).days
        return coming(now, zone_, self.within)[self.form == "last"]
