"""A code that leaked: many come by it when, by its campaign, nobody should. Pure.

A poster code that somebody posted in a coupon forum brings hundreds at three in the morning, who cost the day's caps
and leave. Where people stand when they scan, no platform tells: the place is shown to whoever looks into it.
"""

import enum
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import msgspec

from yutang.kit.clock import SECOND
from yutang.sources.model import Source
from yutang.sources.roster import within

HOUR = 3600 * SECOND
FEW = 10  # in an hour: friends of staff try a code, a guest stays behind after closing
TIMES = 3  # beyond what an hour of the campaign's own time brings


class Outside(enum.StrEnum):
    """Locales "code.alarm.leak_<code>"."""

    EARLY = "early"
    OVER = "over"
    HOURS = "hours"


class Burst(msgspec.Struct, frozen=True):
    count: int
    usual: int  # the most that an hour within the campaign brought
    outside: Outside


def outside(source: Source, at: int, zone: ZoneInfo) -> Outside | None:
    """What of the campaign an instant is outside of."""
    if source.begins_at is not None and at < source.begins_at:
        return Outside.EARLY
    over = min(t for t in (source.ends_at, source.ended_at, at + 1) if t is not None)
    if at >= over:
        return Outside.OVER
    return None if within(source.hours, at, zone) else Outside.HOURS


def burst(source: Source, joins: Sequence[int], now: int, zone: ZoneInfo) -> Burst | None:
    """A burst in the hour before `now`. `joins`: instants, of some weeks, in any order."""
    recent = [at for at in joins if now - HOUR < at <= now]
    strange = [(at, why) for at in recent if (why := outside(source, at, zone)) is not None]
    if len(strange) < FEW:
        return None
    by_hour: dict[int, int] = {}
    for at in joins:
        if at <= now - HOUR and outside(source, at, zone) is None:
            by_hour[at // HOUR] = by_hour.get(at // HOUR, 0) + 1
    usual = max(by_hour.values(), default=0)
    # A busy campaign's last guests after closing are no leak; a burst as large as its best hour is.
    if len(strange) * TIMES < usual:
        return None
    return Burst(len(strange), usual, max(strange)[1])
