"""Moments in the tenant's zone: days, edges, clocks that change, birthdays."""

import datetime as dt
from typing import Any

import pytest

from yutang.engine.rule import Between, Last, Moment
from yutang.engine.times import NOW, Edge, Late, coming, day, edges, instant, today
from yutang.kit.clock import micros


def at(text: str) -> int:
    """UTC."""
    return micros(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC))


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


MORNING = at("2026-02-28 17:00")  # 1 March, 01:00 in Shanghai


def test_the_last_days_begin_with_a_day_of_the_tenant() -> None:
    begin, end = edges(Last(1))
    assert end is None
    assert begin is not None
    assert instant(begin, MORNING, "Asia/Shanghai") == utc("2026-02-27 16:00")
    assert instant(begin, MORNING, "UTC") == utc("2026-02-27 00:00")
    assert today(MORNING, "Asia/Shanghai") == dt.date(2026, 3, 1)


def test_a_window_between_days_ends_with_its_last_day() -> None:
    begin, end = edges(Between(Moment(day="2026-01-31"), Moment(day="2026-01-31")))
    assert begin is not None
    assert end is not None
    assert instant(begin, MORNING, "Asia/Shanghai") == utc("2026-01-30 16:00")
    assert instant(end, MORNING, "Asia/Shanghai") == utc("2026-01-31 16:00")


def test_an_instant_is_itself_on_both_sides() -> None:
    told = Moment(instant=1_780_000_000_123)
    assert {instant(edge, MORNING, "Asia/Shanghai") for edge in edges(Between(told, told)) if edge} == {
        utc("2026-05-28 20:26:40.123")
    }


def test_now_itself_belongs_to_a_window() -> None:
    assert instant(NOW, MORNING, "UTC") == utc("2026-02-28 17:00:00.000001")


def test_a_day_has_23_hours_when_the_clock_goes_forward() -> None:
    now = at("2026-03-09 12:00")  # New York: forward on the 8th
    begins = [instant(Edge(days_ago=n), now, "America/New_York") for n in (2, 1, 0)]
    assert begins == [utc("2026-03-07 05:00"), utc("2026-03-08 05:00"), utc("2026-03-09 04:00")]


@pytest.mark.parametrize(
    ("edge", "found"),
    [
        (Edge(day="2026-05-01"), dt.date(2026, 5, 1)),
        (Edge(days_ago=-3), dt.date(2026, 3, 4)),
        (Edge(instant=1_772_298_000_000), dt.date(2026, 3, 1)),
    ],
)
def test_the_day_an_edge_lies_in(edge: Edge, found: dt.date) -> None:
    assert day(edge, MORNING, "Asia/Shanghai") == found
    assert Late("day", edge).value(MORNING, "Asia/Shanghai") == (found - dt.date(1970, 1, 1)).days


@pytest.mark.parametrize(
    ("now", "within", "found"),
    [
        ("2026-05-01", 0, (501, 501)),
        ("2026-12-30", 3, (1230, 102)),
        ("2026-02-27", 1, (227, 229)),  # born on a 29 February: kept on the 28th
        ("2028-02-27", 1, (227, 228)),  # a leap year: tomorrow
        ("2028-02-27", 2, (227, 229)),
        ("2026-03-01", 0, (301, 301)),
        ("2026-05-01", 365, (101, 1231)),
    ],
)
def test_days_of_the_year_to_come(now: str, within: int, found: Any) -> None:
    assert coming(at(now), "UTC", within) == found
    first, last = (Late(form, within=within).value(at(now), "UTC") for form in ("first", "last"))
    assert (first, last) == found
