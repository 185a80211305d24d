"""What a summary says: what changed in the check-up since the one before. Frozen values; codes, never sentences."""

import datetime as dt
import enum

import msgspec

from yutang.checkup.model import Advice, Blast, Reason, State


class Period(enum.StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"


DAYS = {Period.DAILY: 1, Period.WEEKLY: 7}  # how far back the first summary of a period looks


class Move(enum.StrEnum):
    """How a group's state changed; locales "digest.move.<code>"."""

    DIED = "died"
    FADED = "faded"  # one or more steps down: alive → fading → dormant
    CAME_BACK = "came_back"  # one or more steps up
    SETTLED = "settled"  # a new group that is alive now
    NEW = "new"  # not there before
    GONE = "gone"  # dismissed, or its import was undone


class MovedGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A group that moved. `id`: "<platform>:<external id>"; `before`, `after`: None where it was not there."""

    id: str
    name: str
    owner: str | None
    line: str | None
    move: Move
    before: State | None
    after: State | None
    members: int | None  # retained, else None
    p: float | None  # probability of an active day in the next 28 days, now
    reason: Reason | None


class AdvisedGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A group whose advice changed. New groups are not told here: their advice is no change."""

    id: str
    name: str
    owner: str | None
    line: str | None
    before: Advice
    after: Advice
    reason: Reason | None
    hours_freed_per_week: float


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number then and now. `code`: locales "digest.figure.<code>"; None: not known then, or now."""

    code: str
    before: float | None
    after: float | None


class TaskFigures(msgspec.Struct, frozen=True, kw_only=True):
    """`done`: since the summary before. The others: as it was made."""

    done: int
    overdue: int
    due_today: int
    later: int


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """One summary. `since`: the day it compares with; None: there was nothing to compare with."""

    period: Period
    as_of: dt.date
    since: dt.date | None
    zone: str
    sentence: Reason  # locales "digest.sentence.<code>"
    figures: list[Figure]
    states: dict[str, int]  # groups by State, now
    advice: dict[str, int]  # groups by Advice, now
    moved: list[MovedGroup]  # in the order of `Move`, those with the most people first
    advised: list[AdvisedGroup]  # those that free the most hours first
    blasts: list[Blast]  # new ones
    tasks: TaskFigures | None = None

    @property
    def changes(self) -> int:
        """How much there is to read: groups that moved or are advised otherwise, each once, and new blasts."""
        return len({one.id for one in (*self.moved, *self.advised)}) + len(self.blasts)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A summary in the list of those that are kept. `made_at`: microseconds."""

    id: int
    period: Period
    as_of: dt.date
    since: dt.date | None
    made_at: int
    sentence: Reason
    changes: int
