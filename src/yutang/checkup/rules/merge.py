"""Into which group people could be guided: healthier, the same business or topic, with room, and people in common."""

import msgspec

from yutang.checkup.model import Reason, State
from yutang.checkup.settings import Assumptions
from yutang.checkup.situation import Situation

WEAK = (State.FADING, State.DORMANT, State.DEAD)


class Pair(msgspec.Struct, frozen=True):
    """Two groups that share people. `overlap` = shared over the smaller; `topic` None: no words to compare."""

    source: int
    target: int
    shared: int
    source_people: int
    target_people: int
    overlap: float
    prints: int = 0  # same links and texts in the last 28 days
    topic: float | None = None


class Judged(msgspec.Struct, frozen=True):
    """One side of a pair: what was measured, and what was made of it."""

    situation: Situation
    state: State
    p: float


def accept(pair: Pair, source: Judged, target: Judged, a: Assumptions) -> Reason | None:
    """The reason to guide `source`'s people into `target`, or None."""
    if not (_healthier(pair, source, target) and _room(pair, target.situation, a)):
        return None
    if pair.overlap < a.merge_overlap or not _same_matter(pair, source.situation, target.situation, a):
        return None
    return Reason(
        "shares_people",
        {
            "target": target.situation.name,
            "shared": pair.shared,
            "percent": round(100 * pair.shared / max(1, pair.source_people)),
            "topic": round(100 * (pair.topic or 0)),
        },
    )


def _healthier(pair: Pair, source: Judged, target: Judged) -> bool:
    """The target must be alive, and clearly more so. Two living groups are merged only when they are one twice."""
    if target.state is not State.ALIVE:
        return False
    if source.state in WEAK:
        return target.p > source.p and target.situation.active_28 > source.situation.active_28
    return (
        source.state is State.ALIVE
        and pair.overlap >= 0.6
        and target.situation.active_28 >= 2 * source.situation.active_28
        and target.situation.messages_28 >= 2 * source.situation.messages_28
    )


def _room(pair: Pair, target: Situation, a: Assumptions) -> bool:
    limit = target.size_limit or a.default_size_limit
    people = max(target.members or 0, pair.target_people)
    return people + pair.source_people - pair.shared <= limit


def _same_matter(pair: Pair, source: Situation, target: Situation, a: Assumptions) -> bool:
    """Same line of business; where that isn't known, the words, or links, must agree; other lines need more."""
    alike = pair.topic or 0.0
    if source.line and target.line:
        return source.line == target.line or (alike >= 2 * a.merge_topic and pair.prints > 0)
    if pair.topic is None and not pair.prints:
        return pair.overlap >= 2 * a.merge_overlap  # only people speak for it: most of them must be the same
    return alike >= a.merge_topic or pair.prints > 0


def choose(pairs: list[Pair], judged: dict[int, Judged], a: Assumptions) -> dict[int, tuple[Pair, Reason]]:
    """The best accepted target of each source; a target is never guided away itself, nor filled beyond its room."""
    accepted = [
        (p, r)
        for p in pairs
        if p.source in judged
        and p.target in judged
        and (r := accept(p, judged[p.source], judged[p.target], a))
    ]
    accepted.sort(key=lambda x: (-x[0].overlap, -(x[0].topic or 0), -x[0].shared, x[0].source, x[0].target))
    chosen: dict[int, tuple[Pair, Reason]] = {}
    taken: dict[int, int] = {}
    for pair, reason in accepted:
        coming = pair.source_people - pair.shared
        target = judged[pair.target].situation
        limit = (target.size_limit or a.default_size_limit) - max(target.members or 0, pair.target_people)
        if pair.source in chosen or pair.source in taken or pair.target in chosen:
            continue
        if taken.get(pair.target, 0) + coming <= limit:
            chosen[pair.source] = (pair, reason)
            taken[pair.target] = taken.get(pair.target, 0) + coming
    return chosen
