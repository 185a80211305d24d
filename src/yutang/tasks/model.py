"""What a task is, and in which order people get them. Frozen values and pure rules; no I/O, no clock.

A task is *open* until it is done or dropped. Snoozing sets a time and nothing else: a snoozed task is an open one
whose `snoozed_until` still lies ahead, so it comes back by itself. Instants: microseconds since 1970, UTC.
"""

import datetime as dt
import enum
from zoneinfo import ZoneInfo

import msgspec

from yutang.kit.clock import micros, moment

Params = dict[str, str | int | float]


class TaskState(enum.StrEnum):
    """As people see it. The table knows open, done and dropped; `snoozed` is open with a time ahead."""

    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"
    DROPPED = "dropped"  # taken back by what had made it; nobody need do it


class Why(msgspec.Struct, frozen=True):
    """The reason: a code of the locales ("reason.<code>" or "why.<code>") and its numbers. Never a sentence."""

    code: str
    params: Params = {}


class NewTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task that somebody wants done. While one of the same (source, source_id, kind) is open, no second is made.

    `kind`: a code of the locales ("task.<kind>"). `owner_staff_id`: the identity it is for; whoever's account works
    as that identity has it, today or once linked. `assignee_id`: an account, where there is no such identity.
    """

    kind: str
    subject_kind: str  # group, import, allocation, customer, code, send, handover
    subject_id: (
        str  # a group's "<platform>:<external id>", an import's number; tasks.allocations, tasks.clashes
    )
    subject_name: str
    due_at: int
    harm: int  # 0 … 100: what is lost if it is late
    why: Why
    source: str  # what made it: advice, import, allocation, clash, code
    source_id: str
    params: Params = {}
    owner_staff_id: int | None = None
    assignee_id: int | None = None


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A task as it stands for a viewer. `assignee_id`: by hand, else the account of the owner's identity."""

    id: int
    kind: str
    params: Params
    subject_kind: str
    subject_id: str
    subject_name: str
    owner_staff_id: int | None
    owner_name: str | None
    assignee_id: int | None
    assignee_name: str | None
    due_at: int
    overdue: bool
    harm: int
    state: TaskState
    snoozed_until: int | None
    why: Why
    source: str
    source_id: str
    created_at: int
    done_at: int | None
    done_by_name: str | None
    result: str | None


class Counts(msgspec.Struct, frozen=True):
    """Open tasks that are not snoozed: past their time, due before the day ends, due later."""

    overdue: int
    now: int
    later: int


class Refusal(msgspec.Struct, frozen=True):
    """Why one task of a batch stayed as it was: "not_found", "already_done" {by, at}, "not_open", "nothing_to_undo",
    "twin_open" (another of the same source is open by now). A value, not an error: two people press at once."""

    id: int
    code: str
    params: Params = {}


class Outcome(msgspec.Struct, frozen=True):
    """What became of a batch: the tasks that changed, and why others did not."""

    changed: list[int]
    refused: list[Refusal] = []


class Page(msgspec.Struct, frozen=True):
    """Some tasks in order, and the cursor behind the last; None: no more."""

    items: list[Task]
    next: str | None


Rank = tuple[int, int, int, int]


def rank(*, due_at: int, harm: int, id_: int, now: int) -> Rank:
    """The order of Today, smallest first: what is overdue by its harm (the oldest first among equals), then what is
    yet due by its time (the more harmful first among equals)."""
    if due_at < now:
        return (0, -harm, due_at, id_)
    return (1, due_at, -harm, id_)


def day_end(now: int, zone: ZoneInfo) -> int:
    """The first instant of the next day in `zone`: what is due before it is due today."""
    tomorrow = moment(now, zone).date() + dt.timedelta(days=1)
    return micros(dt.datetime.combine(tomorrow, dt.time(), zone))


def state_of(stored: str, snoozed_until: int | None, now: int) -> TaskState:
    """What people see, from what the table holds."""
    if stored == TaskState.OPEN and snoozed_until is not None and snoozed_until > now:
        return TaskState.SNOOZED
    return TaskState(stored)
