"""Instants and days. An instant is an integer: microseconds since 1970, UTC. Only the edge asks for "now"."""

import datetime as dt
import time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yutang.kit.errors import YutangError

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def now() -> int:
    """Microseconds since 1970. Only edges call this; everything below gets it as a parameter."""
    return time.time_ns() // 1000


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name, or a clear error."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise YutangError("unknown_zone", zone=name) from None


def micros(moment: dt.datetime) -> int:
    """An aware datetime as microseconds; exact, without floats."""
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


def moment(micros_: int, where: dt.tzinfo = dt.UTC) -> dt.datetime:
    """Microseconds as an aware datetime in `where`."""
    return (EPOCH + dt.timedelta(microseconds=micros_)).astimezone(where)
