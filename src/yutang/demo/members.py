"""Who sits in which group, from when to when, and who of them speaks."""

from yutang.demo.days import LAST
from yutang.demo.dice import Dice
from yutang.demo.groups import Group, Seat
from yutang.demo.lives import DEAD, UNKNOWN, Life
from yutang.demo.people import Customer, People, customer

NEW_SHARE = 0.58  # seats taken by a customer who sits nowhere yet
_SILENT = 0.02  # of all customers buy and never speak
_FOUNDERS = 4
_FIRST = (Life.STEADY, Life.LIVELY)  # seated first: weak partners take their people from them


def seat(dice: Dice, groups: list[Group], people: People) -> None:
    """Fill every group; new customers are added to `people` as they come."""
    by_id = {g.id: g for g in groups}
    by_cell: dict[tuple[str, str], list[Customer]] = {}
    by_line: dict[str, list[Customer]] = {}
    for group in sorted(groups, key=lambda g: (g.life not in _FIRST, g.partner is not None)):
        if group.life is Life.LISTED:
            continue
        cell = by_cell.setdefault((group.line, group.region), [])
        pool = by_line.setdefault(group.line, [])
        unlisted = group.life in UNKNOWN  # no roster: nobody could find a silent buyer there
        partner = by_id.get(group.partner or "")
        sitting = _shared(dice, group, partner) if partner else []
        taken = {c.id for c in sitting}
        while len(sitting) < group.size:
            if partner is not None or dice.chance(NEW_SHARE) or len(pool) < 200:
                found = customer(dice, group.line, group.tier, group.region, 0.0 if unlisted else _SILENT)
                people.customers.append(found)
                cell.append(found)
                pool.append(found)
            else:
                found = dice.pick(cell if cell and dice.chance(0.12) else pool)
            if found.id not in taken:
                taken.add(found.id)
                sitting.append(found)
        _take_seats(
            dice, group, sitting, len(taken & {s.customer.id for s in partner.seats}) if partner else 0
        )


def _shared(dice: Dice, group: Group, partner: Group) -> list[Customer]:
    """Two thirds to nine tenths of a weak group's people also sit in its strong partner, and stay in both."""
    here = [s.customer for s in partner.seats if s.left is None and not s.customer.buyer]
    wanted = int(group.size * (0.68 + 0.2 * dice.unit()))
    voices = [s.customer for s in partner.core if s.left is None]
    others = [c for c in dice.shuffled(here) if c not in voices]
    return (voices[:4] + others)[:wanted]


def _take_seats(dice: Dice, group: Group, sitting: list[Customer], shared: int) -> None:
    speakers = [c for c in sitting if not c.buyer]
    group.creators = max(1, group.size // 100)
    wanted = group.creators + max(3, (group.size + 9) // 11)
    core = {c.id for c in speakers[:wanted]}
    for i, who in enumerate(sitting):
        voice = who.id in core
        made = _arrive(dice, group, who, early=voice)
        group.seats.append(made)
        if voice:
            group.core.append(made)
        if i >= shared:
            _depart(dice, group, made, voice=voice)
    if group.life is Life.GLIMPSED:
        group.core = group.core[:1]


def _arrive(dice: Dice, group: Group, who: Customer, *, early: bool) -> Seat:
    """Most come when the group opens; the rest as long as it takes people in."""
    born = group.course.created
    until = LAST
    if group.life is Life.SHRINKING:
        until = max(born + 20, LAST - 100)
    elif group.course.stopped is not None:
        until = min(LAST, max(born + 10, group.course.stopped + (40 if dice.chance(0.1) else 0)))
    rush = min(until, born + (4 if early else 30))
    late = not early and dice.chance(0.55 if group.life is Life.GROWING else 0.3)
    day = dice.between(rush, until) if late else dice.between(born, rush)
    if early and len(group.core) < _FOUNDERS:
        day = born  # somebody must be there to speak on the first days
    how = dice.weighted(("扫码", "邀请", "链接"), (0.6, 0.3, 0.1))
    inviter = group.owner.id if how == "邀请" and (dice.chance(0.6) or not group.core) else ""
    if how == "邀请" and not inviter:
        inviter = dice.pick(group.core).customer.id
    return Seat(who, (day, dice.between(32_400, 79_200)), how=how, inviter=inviter)


def _depart(dice: Dice, group: Group, made: Seat, *, voice: bool) -> None:
    """Watchers trickle out all the time; co-builders of a dead group go after it has stopped."""
    quit_share = 0.78 if group.life is Life.SHRINKING else 0.4 if group.life in DEAD else 0.16
    start = made.joined[0] + 1
    if voice and group.life is not Life.SHRINKING:
        if group.course.stopped is None:
            return
        start = max(start, group.course.stopped + 2)
        quit_share = 0.3
    if group.life is Life.GLIMPSED or start >= LAST or not dice.chance(quit_share):
        return
    day = dice.between(start, LAST)
    made.left = (day, dice.between(28_800, 82_800))
    made.removed = dice.chance(0.06)
    back = day + dice.between(2, 25)
    may_return = not made.removed and not voice and group.life is not Life.SHRINKING
    if may_return and back <= LAST and dice.chance(0.07):
        group.seats.append(Seat(made.customer, (back, dice.between(36_000, 80_000)), how="扫码"))


def first_seen(groups: list[Group]) -> dict[str, int]:
    """The day on which each customer first came into a group, as far as rosters tell."""
    seen: dict[str, int] = {}
    for group in (g for g in groups if g.life not in UNKNOWN):
        for made in group.seats:
            day = seen.setdefault(made.customer.id, made.joined[0])
            seen[made.customer.id] = min(day, made.joined[0])
    return seen
