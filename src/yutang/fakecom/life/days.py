"""Calendar of the platform: days, weeks and months begin at midnight in Shanghai (UTC+8, no summer time)."""

import calendar
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

SHANGHAI = timezone(timedelta(hours=8))
HOUR, DAY = 3_600_000, 86_400_000
_OFFSET = 8 * HOUR


def midnight(at: int) -> int:
    """The beginning of the day that `at` (milliseconds) lies in."""
    return (at + _OFFSET) // DAY * DAY - _OFFSET


def monday(at: int) -> int:
    """The beginning of the week."""
    weekday = ((at + _OFFSET) // DAY + 3) % 7  # 1970-01-01 was a Thursday
    return midnight(at) - weekday * DAY


def first(at: int) -> int:
    """The beginning of the month."""
    return midnight(at) - (_date(at).day - 1) * DAY


def month_days(at: int) -> int:
    """How many days the month has."""
    date = _date(at)
    return calendar.monthrange(date.year, date.month)[1]


def name(at: int) -> str:
    """The day as it is written: 2025-10-09."""
    return _written((at + _OFFSET) // DAY)


@lru_cache(maxsize=4096)
def _written(day: int) -> str:
    return _date(day * DAY - _OFFSET).strftime("%Y-%m-%d")


def begin(day: str) -> int:
    """The midnight of a written day."""
    return int(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=SHANGHAI).timestamp()) * 1000


def _date(at: int) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC).astimezone(SHANGHAI)
