"""Slow, naive answers in plain Python over lists of facts. Where SQL and this differ, one of them is wrong."""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any

from yutang.ledger.catalogue import Kind, Role

PEOPLE = (Role.UNKNOWN, Role.PERSON)
Day = dt.date


def _said(world: Any, group: int, as_of: Day) -> dict[Day, Counter[int]]:
    """People's messages by day and person."""
    days: dict[Day, Counter[int]] = defaultdict(Counter)
    for f in world.facts:
        if (
            f.kind == Kind.MESSAGE_SENT
            and f.group == group
            and f.day <= as_of
            and world.roles[f.identity] in PEOPLE
        ):
            days[f.day][f.identity] += 1
    return days


def _ago(as_of: Day, day: Day) -> int:
    return (as_of - day).days


def activity(world: Any, group: int, as_of: Day) -> dict[str, object]:
    said = _said(world, group, as_of)
    active = sorted(d for d, people in said.items() if len(people) >= 2)
    near = [d for d in active if _ago(active[-1], d) < 180] if active else []
    return {
        "last_active": active[-1] if active else None,
        "active_days": len(active),
        "active_7": sum(_ago(as_of, d) < 7 for d in active),
        "active_28": sum(_ago(as_of, d) < 28 for d in active),
        "active_before": sum(28 <= _ago(as_of, d) < 56 for d in active),
        "messages_28": sum(sum(c.values()) for d, c in said.items() if _ago(as_of, d) < 28),
        "messages_all": sum(sum(c.values()) for c in said.values()),
        "gaps": max(0, len(near) - 1),
        "span": (near[-1] - near[0]).days if near else 0,
    }


def members(world: Any, group: int, end: dt.datetime) -> list[int]:
    """Who is inside just before `end`, an entry per stay."""
    inside = []
    for g, who, joined, left in world.stays:
        gone = None if left is None else max(left, joined or left)
        if (
            g == group
            and world.roles[who] in PEOPLE
            and (joined is None or joined < end)
            and (gone is None or gone >= end)
        ):
            inside.append(who)
    return inside


def flows(world: Any, group: int, start: dt.datetime, end: dt.datetime) -> dict[str, int]:
    """Counted stay by stay; `retained` and `before` are counted apart, so that conservation proves something."""
    came = gone_ = 0
    for g, who, joined, left in world.stays:
        if g != group or world.roles[who] not in PEOPLE:
            continue
        came += joined is not None and start <= joined < end
        gone = None if left is None else max(left, joined or left)
        gone_ += gone is not None and start <= gone < end and (joined is None or joined < end)
    return {
        "inflow": came,
        "evaporation": gone_,
        "retained": len(members(world, group, end)),
        "before": len(members(world, group, start)),
    }


def participation(world: Any, group: int, as_of: Day, end: dt.datetime) -> dict[str, object]:
    said = _said(world, group, as_of)
    now = sum((c for d, c in said.items() if _ago(as_of, d) < 28), Counter())
    quarter = sum((c for d, c in said.items() if _ago(as_of, d) < 90), Counter())
    listed = {
        w
        for g, w, *_ in world.stays
        if g == group and world.roles[w] in PEOPLE and _joined_before(world, g, w, end)
    }
    spoke = set().union(*said.values()) if said else set()
    roster = bool(listed) and 10 * len(spoke - listed) <= len(spoke)
    silent = set(members(world, group, end)) - set(now) if roster else set()
    counts = [*now.values(), *([0] * len(silent))]
    return {
        "speakers": len(now),
        "watchers": len(silent) if roster and members(world, group, end) else None,
        "key_people": _half(now or quarter),
        "gini": _gini(counts) if now else None,
    }


def _joined_before(world: Any, group: int, who: int, end: dt.datetime) -> bool:
    return any(g == group and w == who and (j is None or j < end) for g, w, j, _ in world.stays)


def _half(counts: Counter[int]) -> int:
    """The fewest whose messages reach half."""
    total, running = sum(counts.values()), 0
    for n, messages in enumerate(sorted(counts.values(), reverse=True), 1):
        running += messages
        if 2 * running >= total:
            return n
    return 0


def _gini(counts: list[int]) -> float:
    """Mean absolute difference over twice the mean: the definition, pair by pair."""
    n, total = len(counts), sum(counts)
    return sum(abs(a - b) for a in counts for b in counts) / (2 * n * total)
