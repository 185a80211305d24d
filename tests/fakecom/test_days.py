"""The platform's calendar: Shanghai's, where days, weeks and months begin at midnight."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.fakecom.life import days

SHANGHAI = timezone(timedelta(hours=8))
SECONDS = st.integers(31_536_000, 7_258_000_000)  # 1971 to 2199


def millis(at: datetime) -> int:
    return int(at.timestamp()) * 1000


@given(SECONDS)
def test_beginnings_are_those_of_the_calendar(second: int) -> None:
    at = datetime.fromtimestamp(second, SHANGHAI)
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    now = millis(at) + 999
    assert days.midnight(now) == millis(today)
    assert days.monday(now) == millis(today - timedelta(days=today.weekday()))
    assert days.first(now) == millis(today.replace(day=1))
    assert days.name(now) == at.date().isoformat()
    assert days.begin(days.name(now)) == millis(today)


@pytest.mark.parametrize(
    ("day", "length"), [("2024-02-10", 29), ("2025-02-28", 28), ("2025-10-31", 31), ("2025-11-01", 30)]
)
def test_months_have_their_length(day: str, length: int) -> None:
    assert days.month_days(days.begin(day)) == length
    assert days.month_days(days.begin(day) + days.DAY - 1) == length
