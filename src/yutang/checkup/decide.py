"""What a decision on advice means: which stand, what an accept asks of whom. Pure; no I/O, no clock."""

import datetime as dt
import enum
import math
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import msgspec

from yutang.checkup.model import Advice, GroupReport, State
from yutang.kit.clock import DAY, SECOND
from yutang.tasks.model import NewTask, Params, Why, day_end

SOURCE = "advice"  # of the tasks; their source id is the group's
RANK = {Advice.KEEP: 0, Advice.REVIVE: 1, Advice.MERGE: 2, Advice.STOP: 3}
KINDS = {Advice.REVIVE: "revive_group", Advice.MERGE: "merge_group", Advice.STOP: "stop_group"}
# Days until a task is due when nobody says: a group that fades is lost while one waits, a dead one costs its hours.
DUE_DAYS = {Advice.REVIVE: 3, Advice.MERGE: 7, Advice.STOP: 14}
HARM = {Advice.REVIVE: 40, Advice.MERGE: 25, Advice.STOP: 15}
PRESSING = {"complaints": 20, "unanswered": 10, "silent_buyers": 10}


class DecisionKind(enum.StrEnum):
    ACCEPTED = "accepted"
    SNOOZED = "snoozed"  # until a day
    KEPT = "kept"  # "keep anyway", with a reason


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as kept. `state` and `advice`: the group's at that moment. Instants: µs."""

    group_id: int
    kind: DecisionKind
    until: dt.date | None
    reason: str
    state: State
    advice: Advice
    by_name: str
    decided_at: int
    undone_at: int | None = None
    undone_by_name: str | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The decision that stands on a group, as shown beside its advice."""

    kind: DecisionKind
    until: dt.date | None
    reason: str
    by_name: str
    at: int  # ms
    worse: bool  # the advice is graver now than what was decided on


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """A group that somebody may decide on."""

    group_id: int
    report: GroupReport
    owner: int | None  # identity


class Sorted(msgspec.Struct, frozen=True, kw_only=True):
    """What an accept would do: `todo` get a task each; the rest is counted."""

    todo: list[Chosen]
    already: int  # accepted before, with the same advice
    nothing_to_do: int  # advice to keep, or none


def in_force(verdict: Verdict, today: dt.date) -> bool:
    """Whether it still hides the advice: a snooze ends on its day, the others when they are taken back."""
    return verdict.until is None or today < verdict.until


def decision(verdict: Verdict, now_advised: Advice) -> Decision:
    return Decision(
        kind=verdict.kind,
        until=verdict.until,
        reason=verdict.reason,
        by_name=verdict.by_name,
        at=verdict.decided_at // 1000,
        worse=worse(verdict.advice, now_advised),
    )


def worse(then: Advice, now: Advice) -> bool:
    """Graver: stop > merge > revive > keep. What can't be judged compares with nothing."""
    return then in RANK and now in RANK and RANK[now] > RANK[then]


def sort_out(chosen: Sequence[Chosen], standing: Mapping[int, Verdict]) -> Sorted:
    """Which of the groups an accept changes. Accepting twice changes nothing the second time."""
    acts = [c for c in chosen if c.report.advice in KINDS]
    todo = [c for c in acts if not _accepted(standing.get(c.group_id), c.report.advice)]
    return Sorted(todo=todo, already=len(acts) - len(todo), nothing_to_do=len(chosen) - len(acts))


def _accepted(verdict: Verdict | None, advice: Advice) -> bool:
    return verdict is not None and verdict.kind is DecisionKind.ACCEPTED and verdict.advice is advice


def task_for(one: Chosen, *, now: int, due_at: int | None, zone: ZoneInfo) -> NewTask:
    """The task that carries out the advice of a group out of `Sorted.todo`, for its owner."""
    g = one.report
    reason = g.reasons[0]
    return NewTask(
        kind=KINDS[g.advice],
        params=_params(g),
        subject_kind="group",
        subject_id=g.id,
        subject_name=g.name,
        owner_staff_id=one.owner,
        due_at=due_at or day_end(now + DUE_DAYS[g.advice] * DAY, zone) - SECOND,
        harm=harm(g),
        why=Why(reason.code, dict(reason.params)),
        source=SOURCE,
        source_id=g.id,
    )


def _params(g: GroupReport) -> Params:
    """`move`: locales "move.<code>"; `people`: whom to carry to 1:1 first; `into`: the group to guide people into."""
    told: Params = {"move": g.first_move or "", "people": len(g.people)}
    return told | ({"into": g.merge_name} if g.merge_name else {})


def harm(g: GroupReport) -> int:
    """What is lost if it is late, 0 … 100: our judgement, not a measure. Living relations and money weigh most."""
    codes = {reason.code for reason in g.reasons}
    weight = HARM[g.advice] + sum(more for code, more in PRESSING.items() if code in codes)
    weight += 15 if g.state is State.FADING else 0
    weight += min(20, int(5 * math.log10(1 + max(0, g.spend_cents_90d or 0) / 100)))
    return min(100, weight)
