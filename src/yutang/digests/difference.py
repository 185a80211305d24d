"""The difference of two check-ups as a summary. Pure: same check-ups, same summary."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from yutang.checkup.model import Blast, Checkup, GroupReport, Reason, State, Totals
from yutang.digests.model import AdvisedGroup, Digest, Figure, Move, MovedGroup, Period, TaskFigures

# Forming and unknown are no steps of this ladder: a group that leaves them has not moved on it.
STEPS = {State.DEAD: 0, State.DORMANT: 1, State.FADING: 2, State.ALIVE: 3}
ORDER = {move: place for place, move in enumerate(Move)}


def digest(
    before: Checkup | None, after: Checkup, *, period: Period, tasks: TaskFigures | None = None
) -> Digest:
    """What changed from `before` to `after`. Without a `before` (or with one that has no group): only where things
    stand, since to call every group new would say nothing."""
    if before is not None and not before.groups:
        before = None
    then = {group.id: group for group in before.groups} if before else {}
    moved = _moved(then, after) if before else []
    advised = _advised(then, after)
    return Digest(
        period=period,
        as_of=after.as_of,
        since=before.as_of if before else None,
        zone=after.zone,
        sentence=sentence(moved, after.totals, since=before.as_of if before else None),
        figures=_figures(before.totals if before else None, after.totals),
        states=after.totals.states,
        advice=after.totals.advice,
        moved=moved,
        advised=advised,
        blasts=_new_blasts(before, after) if before else [],
        tasks=tasks,
    )


def move_of(before: State, after: State) -> Move | None:
    """How a group that was there before has moved. None: it stands where it stood, or too little is known.

    A new group (forming) that is no longer one has faded, died or settled; from "unknown" there is no move, because
    nothing is known of where it began.
    """
    if before is after or State.UNKNOWN in (before, after) or after is State.FORMING:
        return None
    if after is State.DEAD:
        return Move.DIED
    if before is State.FORMING:
        return Move.SETTLED if after is State.ALIVE else Move.FADED
    return Move.CAME_BACK if STEPS[after] > STEPS[before] else Move.FADED


def _moved(then: Mapping[str, GroupReport], after: Checkup) -> list[MovedGroup]:
    here = {group.id for group in after.groups}
    found: list[MovedGroup] = []
    for group in after.groups:
        old = then.get(group.id)
        move = Move.NEW if old is None else move_of(old.state, group.state)
        if move is not None:
            found.append(_moved_group(group, move, old.state if old else None, group.state))
    found += [_moved_group(g, Move.GONE, g.state, None) for id_, g in then.items() if id_ not in here]
    return sorted(found, key=lambda one: (ORDER[one.move], -(one.members or 0), one.name, one.id))


def _moved_group(group: GroupReport, move: Move, before: State | None, after: State | None) -> MovedGroup:
    return MovedGroup(
        id=group.id, name=group.name, owner=group.owner, line=group.line, move=move, before=before, after=after,
        members=group.retained, p=group.p_active_28d if after else None,
        reason=group.reasons[0] if group.reasons and after else None,
    )  # fmt: skip


def _advised(then: Mapping[str, GroupReport], after: Checkup) -> list[AdvisedGroup]:
    found = [
        AdvisedGroup(
            id=group.id, name=group.name, owner=group.owner, line=group.line, before=old.advice, after=group.advice,
            reason=group.reasons[0] if group.reasons else None, hours_freed_per_week=group.hours_freed_per_week,
        )
        for group in after.groups
        if (old := then.get(group.id)) is not None and old.advice is not group.advice
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.hours_freed_per_week, one.name, one.id))


def sentence(moved: Sequence[MovedGroup], totals: Totals, *, since: dt.date | None) -> Reason:
    """The one sentence. Codes: first, quiet, worse, worse_dead, better, mixed, mixed_dead."""
    n = Counter(one.move for one in moved)
    died, worse = n[Move.DIED], n[Move.DIED] + n[Move.FADED]
    back = n[Move.CAME_BACK] + n[Move.SETTLED]
    params: dict[str, str | int | float] = {
        "groups": totals.groups, "alive": totals.states.get(State.ALIVE, 0), "died": died, "worse": worse,
        "back": back, "new": n[Move.NEW], "since": since.isoformat() if since else "",
    }  # fmt: skip
    if since is None:
        return Reason("first", params)
    if not worse:
        return Reason("better" if back else "quiet", params)
    return Reason(("mixed" if back else "worse") + ("_dead" if died else ""), params)


def _figures(before: Totals | None, after: Totals) -> list[Figure]:
    old, new = _numbers(before) if before else {}, _numbers(after)
    return [Figure(code=code, before=old.get(code), after=new[code]) for code in new]


def _numbers(totals: Totals) -> dict[str, float | None]:
    """By code, in the order of reading. Flows are those of the 28 days that end with the check-up."""
    return {
        "groups": totals.groups,
        "alive": totals.states.get(State.ALIVE, 0),
        "dead": totals.states.get(State.DEAD, 0),
        "active_each_of_7_days": totals.active_each_of_7_days,
        "people": totals.people,
        "messages_28d": totals.messages_28d,
        "inflow_28d": totals.inflow_28d,
        "evaporation_28d": totals.evaporation_28d,
        "net_28d": totals.inflow_28d - totals.evaporation_28d,
        "retained": totals.retained,
        "hours_freed_per_week": totals.hours_freed_per_week,
    }


def _new_blasts(before: Checkup | None, after: Checkup) -> list[Blast]:
    known = {(blast.sample, blast.is_link) for blast in before.blasts} if before else set[tuple[str, bool]]()
    return [blast for blast in after.blasts if (blast.sample, blast.is_link) not in known]


def compare(earlier: Digest, later: Digest) -> list[Figure]:
    """The figures of two summaries side by side, by the later one's order."""
    old = {figure.code: figure.after for figure in earlier.figures}
    return [Figure(code=one.code, before=old.get(one.code), after=one.after) for one in later.figures]
