"""The list of groups: each row encoded once a snapshot, with the decision that stands on it put in at its end."""

import datetime as dt
from collections.abc import Callable, Container, Mapping

import msgspec

from yutang.checkup.decide import Decision, Verdict, decision, in_force
from yutang.checkup.kept import Snapshot
from yutang.checkup.model import Advice, Confidence, GroupReport, Reason, State
from yutang.checkup.report import by_statistics
from yutang.checkup.survey import Room


class GroupRow(msgspec.Struct, frozen=True, kw_only=True):
    """One group in the list: what the table and the map show. The rest is in its detail."""

    id: str  # "<platform>:<external id>"
    name: str
    line: str | None
    owner: str | None
    state: State
    p: float | None  # of an active day in the next 28 days
    advice: Advice
    first_move: str | None
    reason: Reason
    spark: list[int]  # people's messages a day, oldest first, 28 days
    speakers_28d: int
    active_days_7d: int
    messages_28d: int
    members: int | None
    net_28d: int
    spend_cents_90d: int | None
    days_silent: int | None
    trend: float | None
    hours_freed: float  # a week
    confidence: Confidence
    size_limit: int | None
    by_statistics: bool  # judged from the platform's official statistics, without any chat content
    decision: Decision | None  # keep it last: `_base` cuts it off


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which groups a list shall show; None and "" ask for nothing."""

    q: str = ""  # part of the name, the line, the owner or the id, in any case
    state: State | None = None
    advice: Advice | None = None
    line: str | None = None
    owner: str | None = None
    decision: str | None = None  # accepted, snoozed, kept, or none


def row(g: GroupReport, room: Room, held: Decision | None = None) -> GroupRow:
    return GroupRow(
        id=g.id,
        name=g.name,
        line=g.line,
        owner=g.owner,
        state=g.state,
        p=g.p_active_28d,
        advice=g.advice,
        first_move=g.first_move,
        reason=g.reasons[0],
        spark=g.spark,
        speakers_28d=g.speakers_28d,
        active_days_7d=g.active_days_7d,
        messages_28d=g.messages_28d,
        members=g.evidence.members,
        net_28d=g.net_28d,
        spend_cents_90d=g.spend_cents_90d,
        days_silent=g.days_silent,
        trend=g.trend,
        hours_freed=g.hours_freed_per_week,
        confidence=g.confidence,
        size_limit=room.size_limit,
        by_statistics=by_statistics(g.evidence),
        decision=held,
    )


def bases(snapshot: Snapshot) -> list[bytes]:
    """Every row as JSON up to its decision."""
    survey, encode = snapshot.survey, msgspec.json.Encoder().encode
    return [
        encode(row(g, room)).removesuffix(b"null}")
        for g, room in zip(survey.checkup.groups, survey.rooms, strict=True)
    ]


def decided(snapshot: Snapshot, standing: Mapping[int, Verdict], today: dt.date) -> list[Decision | None]:
    """The decision in force on each group, in the snapshot's order."""
    survey = snapshot.survey
    return [
        decision(verdict, g.advice)
        if (verdict := standing.get(room.group_id)) and in_force(verdict, today)
        else None
        for g, room in zip(survey.checkup.groups, survey.rooms, strict=True)
    ]


def encoded(base: list[bytes], held: list[Decision | None]) -> list[bytes]:
    """Every row as JSON, whole."""
    encode = msgspec.json.Encoder().encode
    return [b + (b"null}" if d is None else encode(d) + b"}") for b, d in zip(base, held, strict=True)]


def page(
    snapshot: Snapshot, held: list[Decision | None], refs: Container[str] | None, wanted: Wanted, start: int,
    limit: int,
) -> tuple[list[int], int | None]:  # fmt: skip
    """Places of the rows that are wanted and visible, from `start` on; and where the next page starts."""
    fits = _test(wanted)
    found: list[int] = []
    groups = snapshot.survey.checkup.groups
    for place in range(start, len(groups)):
        g = groups[place]
        if (refs is None or g.id in refs) and fits(g, held[place]):
            if len(found) == limit:
                return found, place
            found.append(place)
    return found, None


def _test(w: Wanted) -> Callable[[GroupReport, Decision | None], bool]:
    """Only what was asked for is looked at: a list without filters costs nothing a row."""
    tests: list[Callable[[GroupReport, Decision | None], bool]] = []
    if needle := w.q.strip().casefold():
        tests.append(
            lambda g, _: any(needle in text.casefold() for text in (g.name, g.line, g.owner, g.id) if text)
        )
    asked = {
        name: value
        for name in ("state", "advice", "line", "owner")
        if (value := getattr(w, name)) is not None
    }
    if asked:
        tests.append(lambda g, _: all(getattr(g, name) == value for name, value in asked.items()))
    if w.decision is not None:
        tests.append(lambda _, d: ("none" if d is None else d.kind.value) == w.decision)
    return lambda g, d: all(test(g, d) for test in tests)
