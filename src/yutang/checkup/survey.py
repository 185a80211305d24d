"""A whole check-up with what is needed to cut out the part that somebody may see. Pure values, no I/O.

What an operator gets is computed anew over their groups: totals, evidence, load and blasts say nothing of others.
One name of a foreign group may remain: that of the group to guide people into, which the act can't do without;
its id and everything else of it are left out.
"""

import datetime as dt
from collections.abc import Container, Sequence

import msgspec

from yutang.checkup import report
from yutang.checkup.model import Blast, Checkup, GroupReport
from yutang.checkup.report import Seat
from yutang.checkup.settings import Assumptions


class Room(msgspec.Struct, frozen=True, array_like=True):
    """What the report of a group doesn't tell: its id in State, and how many people fit in."""

    group_id: int
    size_limit: int | None


class Part(msgspec.Struct, frozen=True, array_like=True):
    """One group's part of a blast."""

    group_id: int
    messages: int
    first_day: dt.date


class Sent(msgspec.Struct, frozen=True):
    """A blast and where it went."""

    blast: Blast
    parts: list[Part]


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """`rooms` stand in the order of `checkup.groups`, `sent` in that of `checkup.blasts`."""

    checkup: Checkup
    rooms: list[Room]
    seats: list[Seat]
    sent: list[list[Part]]


def cut(survey: Survey, refs: Container[str], *, people: int, private_chats: int) -> Checkup:
    """The check-up of the groups in `refs` alone. `people`: how many are in them, each once."""
    whole = survey.checkup
    kept = [
        (veiled(g, refs), room) for g, room in zip(whole.groups, survey.rooms, strict=True) if g.id in refs
    ]
    groups = [g for g, _ in kept]
    by_id = {room.group_id: g for g, room in kept}
    assumptions = msgspec.convert(whole.assumptions, Assumptions)
    return msgspec.structs.replace(
        whole,
        evidence=report.overall([g.evidence for g in groups]),
        totals=report.totals(groups, private_chats, people),
        groups=groups,
        operators=report.operators([s for s in survey.seats if s.group_id in by_id], by_id, assumptions),
        blasts=blasts_in(survey, by_id),
        timings={},
    )


def veiled(g: GroupReport, refs: Container[str]) -> GroupReport:
    """The report without the id of a group to guide people into that is not among `refs`."""
    if g.merge_with is None or g.merge_with in refs:
        return g
    return msgspec.structs.replace(g, merge_with=None)


def blasts_in(survey: Survey, ids: Container[int]) -> list[Blast]:
    """The blasts that reached any of the groups, counted over them alone; those that reached most first."""
    found: list[Blast] = []
    for blast, parts in zip(survey.checkup.blasts, survey.sent, strict=True):
        if mine := [p for p in parts if p.group_id in ids]:
            found.append(_part_of(blast, mine))
    return sorted(found, key=lambda b: -b.groups)


def _part_of(blast: Blast, parts: Sequence[Part]) -> Blast:
    return msgspec.structs.replace(
        blast,
        groups=len(parts),
        messages=sum(p.messages for p in parts),
        first_day=min(p.first_day for p in parts),
    )
