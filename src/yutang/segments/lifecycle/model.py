"""Stages, ties and the numbers behind them. Frozen values; no I/O, no clock."""

import datetime as dt
import enum
from zoneinfo import ZoneInfo

import msgspec

from yutang.kit.clock import moment


class Stage(enum.IntEnum):
    """One per customer. Codes are stored in facts; never renumber or reuse one."""

    STRANGER = 1  # known, and no contact either way
    AWARE = 2  # was spoken to, follows us or sits in a group; no word of theirs lately
    INTERACTING = 3  # wrote within the window
    BUYING = 4  # one order
    REPEAT = 5  # two or more
    AT_RISK = 6  # bought, and silent for longer than their own rhythm
    LOST = 7  # bought, and silent for much longer; or ended every relation


class Tie(enum.IntEnum):
    """How close a customer and the brand's staff are in four weeks. Codes are stored."""

    NONE = 0
    WEAK = 1
    STRONG = 2


class StageRules(msgspec.Struct, frozen=True, kw_only=True):
    """Every number of the stages, in days unless it says otherwise. ValueError when they contradict each other.

    Hysteresis: `interacting_stay` ≥ `interacting`, and who is at risk or lost comes back only with an act of the last
    `back` days. As silence grows by itself and shrinks only by acts, nobody flaps.
    """

    interacting: int = 30  # a word at most this old makes somebody interacting
    interacting_stay: int = 45  # and one this old keeps them so
    rhythm_window: int = 365  # days on which they acted are counted in it
    rhythm_days: int = 3  # fewer days than this are no rhythm
    risk_times: int = 3  # at risk after so many of their own mean gaps
    risk_floor: int = 30
    risk_cap: int = 120
    risk_without_rhythm: int = 60
    lost_times: int = 3  # lost after so many times the silence that put them at risk
    lost_cap: int = 365
    back: int = 30  # an act at most this old ends "at risk" and "lost"
    spreading: int = 365  # brought somebody within so many days

    def __post_init__(self) -> None:
        ordered = self.back <= self.risk_floor <= self.risk_without_rhythm <= self.risk_cap < self.lost_cap
        if (
            min(getattr(self, name) for name in self.__struct_fields__) < 1
            or not ordered
            or self.interacting_stay < self.interacting
            or self.lost_times < 2
            or self.rhythm_days < 2
        ):
            raise ValueError(f"these numbers of stages contradict each other: {self}")


class TieRules(msgspec.Struct, frozen=True, kw_only=True):
    """Two-way contact in at least `strong_weeks` of the last four weeks is a strong tie."""

    strong_weeks: int = 3
    reply_hours: int = 24  # a staff member's next word in a group answers for so long

    def __post_init__(self) -> None:
        if not (1 <= self.strong_weeks <= 4 and self.reply_hours >= 1):
            raise ValueError(f"no such tie: {self}")


class AsOf(msgspec.Struct, frozen=True):
    """Up to when facts are seen: before `end` (UTC, naive as DuckDB's timestamps are), `day` being its local day."""

    day: dt.date
    end: dt.datetime


def at_end_of(day: dt.date, zone: ZoneInfo) -> AsOf:
    """All of that day in the tenant's zone."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    return AsOf(day, midnight.astimezone(dt.UTC).replace(tzinfo=None))


def at_instant(now: int, zone: ZoneInfo) -> AsOf:
    """What happened before an instant (µs); the day is the one that it falls in."""
    return AsOf(moment(now, zone).date(), moment(now).replace(tzinfo=None))


class Funnel(msgspec.Struct, frozen=True):
    """How many stand in each stage at the end of a day; all stages are named, empty ones with 0."""

    day: dt.date
    counts: dict[Stage, int]


class Flow(msgspec.Struct, frozen=True):
    """How many went from one place to another. None: were not known before."""

    came_from: int | None
    went_to: int
    count: int
