"""Builds the check-up's reports from rows and judgements: values only, sorted for reading. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from yutang.checkup.advice import Judgement
from yutang.checkup.model import (
    Advice,
    Change,
    Evidence,
    GroupReport,
    OperatorReport,
    Person,
    State,
    Structure,
    Totals,
)
from yutang.checkup.outlook import Outlook
from yutang.checkup.settings import Assumptions
from yutang.checkup.situation import Situation

ORDER = {a: i for i, a in enumerate((Advice.STOP, Advice.MERGE, Advice.REVIVE, Advice.KEEP, Advice.UNKNOWN))}

SOURCES = ("messages", "counts", "statistics", "roster", "orders")


class Extras(msgspec.Struct, frozen=True, kw_only=True):
    """What a report shows besides its row, by group id."""

    outlooks: Mapping[int, Outlook] = {}
    sparks: Mapping[int, list[int]] = {}
    people: Mapping[int, list[Person]] = {}
    waits: Mapping[int, float] = {}  # median minutes to an answer
    changes: Mapping[int, list[Change]] = {}
    names: Mapping[int, tuple[str, str]] = {}  # report id and name of each group


class Seat(msgspec.Struct, frozen=True):
    """One operator in one group."""

    operator: int
    external_id: str
    name: str
    group_id: int
    unread: float  # messages by others a day
    owns: bool


def group_ref(s: Situation) -> str:
    return f"{s.platform}:{s.external_id}"


def evidence(s: Situation) -> Evidence:
    """What a judgement of this group rests on."""
    held = (
        ("messages", s.messaged),
        ("counts", s.counted and not s.all_official),
        ("statistics", s.official),
        ("roster", s.roster or bool(s.joins or s.leaves) or s.told_members is not None),
        ("orders", bool(s.buyers_90)),
    )
    return Evidence(
        sources=[name for name, has in held if has],
        first_day=s.first_day,
        last_day=s.last_day,
        messages=s.heard,
        joins=s.joins,
        leaves=s.leaves,
        members=s.members,
    )


def by_statistics(held: Evidence) -> bool:
    """Whether it rests on the platform's official statistics, without any chat content."""
    return "statistics" in held.sources and "messages" not in held.sources


def structure(s: Situation) -> Structure | None:
    if (not s.speakers and not s.watchers) or _unnamed(s):
        return None
    creators = min(s.key_people, s.speakers)
    return Structure(
        creators=creators,
        active=s.speakers - creators,
        watchers=s.watchers,
        top_share=rounded(s.top_share),
        gini=rounded(s.gini),
        gini_over="members" if s.watchers is not None else "speakers",
    )


def _unnamed(s: Situation) -> bool:
    """Somebody spoke, and nobody knows who: whoever never did can't be told from them."""
    return s.by_statistics and s.messages_28 > 0


def rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)


QUIET = [0] * 28


def group_report(s: Situation, j: Judgement, x: Extras, hours: float) -> GroupReport:
    """One group's report. `hours` = freed a week."""
    outlook = x.outlooks.get(s.group_id) if j.state is not State.UNKNOWN else None
    silent, cadence = s.silent_days, s.cadence
    target = x.names[j.merge_with] if j.merge_with is not None else (None, None)
    return GroupReport(
        id=group_ref(s),
        name=s.name,
        platform=s.platform,
        line=s.line,
        owner=s.owner,
        state=j.state,
        p_active_28d=None if outlook is None else rounded(outlook.p),
        advice=j.advice,
        first_move=j.first_move,
        reasons=list(j.reasons),
        evidence=evidence(s),
        confidence=j.confidence,
        last_active_day=s.last_active,
        days_silent=silent,
        cadence_days=rounded(cadence, 2),
        silence_ratio=None if cadence is None or silent is None else round(silent / max(cadence, 1.0), 2),
        active_days_7d=s.active_7,
        active_days_28d=s.active_28,
        speakers_28d=max(s.speakers, s.day_speakers),
        messages_28d=s.messages_28,
        trend=round(s.messages_28 / s.messages_before, 3) if s.messages_before else None,
        spark=x.sparks.get(s.group_id, QUIET),
        structure=structure(s),
        gini=None if _unnamed(s) else rounded(s.gini),
        key_people=s.key_people,
        people=x.people.get(s.group_id, []),
        response_minutes=rounded(x.waits.get(s.group_id), 1),
        unanswered_28d=s.unanswered,
        inflow_28d=s.inflow,
        evaporation_28d=s.evaporation,
        net_28d=s.inflow - s.evaporation,
        retained=s.retained if s.roster else None,
        rejoin_rate=rounded(s.rejoin_rate),
        staff_share_28d=rounded(s.staff_share),
        filler_share_28d=rounded(s.filler_share),
        blast_share_28d=rounded(s.blast_share),
        spend_cents_90d=s.spend_90,
        hours_freed_per_week=hours,
        merge_with=target[0],
        merge_name=target[1],
        changes=x.changes.get(s.group_id, []),
        decay=[] if outlook is None else list(outlook.decay),
    )


def hours_freed(s: Situation, advice: Advice, a: Assumptions) -> float:
    """Hours a week that stopping or merging frees: looking after it, and on a stop also everyone's reading."""
    if advice not in (Advice.STOP, Advice.MERGE):
        return 0.0
    hours = a.minutes_per_group_week / 60
    if advice is Advice.STOP:
        weekly = (s.messages_28 + s.staff_28) / 4
        hours += weekly * a.seconds_per_unread / 3600 * max(1, s.sitters)
    return round(hours, 3)


def in_order(groups: Sequence[GroupReport]) -> list[GroupReport]:
    """Stop first, then merge, revive, keep, unknown; busiest first inside."""
    return sorted(groups, key=lambda g: (ORDER[g.advice], -g.messages_28d, -(g.p_active_28d or 0), g.id))


def totals(groups: Sequence[GroupReport], private_chats: int, people: int) -> Totals:
    states, advices = Counter(g.state.value for g in groups), Counter(g.advice.value for g in groups)
    held = [g.retained for g in groups if g.retained is not None]
    return Totals(
        groups=len(groups),
        private_chats=private_chats,
        states={s.value: states[s.value] for s in State},
        advice={a.value: advices[a.value] for a in Advice},
        active_each_of_7_days=sum(g.active_days_7d == 7 for g in groups),
        staff_only=sum(g.staff_share_28d is not None and not g.messages_28d for g in groups),
        people=people,
        messages_28d=sum(g.messages_28d for g in groups),
        inflow_28d=sum(g.inflow_28d for g in groups),
        evaporation_28d=sum(g.evaporation_28d for g in groups),
        retained=sum(held) if held else None,
        hours_freed_per_week=round(sum(g.hours_freed_per_week for g in groups), 2),
        with_messages=sum("messages" in g.evidence.sources for g in groups),
        by_statistics=sum(by_statistics(g.evidence) for g in groups),
    )


def overall(parts: Sequence[Evidence]) -> Evidence:
    """What the whole check-up rests on."""
    members = [p.members for p in parts if p.members is not None]
    return Evidence(
        sources=[n for n in SOURCES if any(n in p.sources for p in parts)],
        first_day=min((p.first_day for p in parts if p.first_day), default=None),
        last_day=max((p.last_day for p in parts if p.last_day), default=None),
        messages=sum(p.messages for p in parts),
        joins=sum(p.joins for p in parts),
        leaves=sum(p.leaves for p in parts),
        members=sum(members) if members else None,
    )


def operators(
    seats: Sequence[Seat], reports: Mapping[int, GroupReport], a: Assumptions
) -> list[OperatorReport]:
    """Load of each operator, heaviest first.

    Reading falls on everybody who sits in a group; looking after it on its owner, else in equal parts on all.
    """
    owned = {s.group_id for s in seats if s.owns}
    crowd = Counter(s.group_id for s in seats)
    by: dict[int, list[Seat]] = {}
    for seat in seats:
        by.setdefault(seat.operator, []).append(seat)
    found: list[OperatorReport] = []
    for mine in by.values():
        hours = freed = reading = 0.0
        for seat in mine:
            care = a.minutes_per_group_week / 60
            care = (care if seat.owns else 0.0) if seat.group_id in owned else care / crowd[seat.group_id]
            read = seat.unread * 7 * a.seconds_per_unread / 3600
            hours += care + read
            reading += read
            advice = reports[seat.group_id].advice
            freed += care if advice is Advice.MERGE else care + read if advice is Advice.STOP else 0.0
        found.append(
            OperatorReport(
                id=mine[0].external_id,
                name=mine[0].name,
                groups=len(mine),
                owned=sum(s.owns for s in mine),
                unread_per_day=round(sum(s.unread for s in mine), 2),
                hours_per_week=round(hours, 2),
                alive=sum(reports[s.group_id].state is State.ALIVE for s in mine),
                hours_freed_per_week=round(freed, 2),
                reading_hours_per_week=round(reading, 2),
            )
        )
    return sorted(found, key=lambda o: (-o.hours_per_week, -o.groups, o.id))
