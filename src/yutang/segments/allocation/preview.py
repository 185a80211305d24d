"""A seating as a screen shows it: what would be filled and opened, who would move, who is left out and why."""

import numpy as np

from yutang.segments.allocation.model import (
    NOBODY,
    SEATED,
    People,
    Preview,
    RoomPlan,
    Seat,
    Seating,
    numbered,
)

SHOWN = 500  # groups


def preview(people: People, seating: Seating) -> Preview:
    """Counts over everybody, and the groups to which somebody comes, at most SHOWN. `people`: as they were given."""
    seated = seating.place != NOBODY
    stays = seating.reason == Seat.STAYS
    sat = people.group != NOBODY
    comers = seating.after - seating.before
    told = np.flatnonzero(comers > 0)
    told = told[np.lexsort((told, -comers[told]))]
    reasons, many = np.unique(seating.reason, return_counts=True)
    return Preview(
        people=len(people.customer),
        stay=int(stays.sum()),
        move=int((seated & ~stays & sat).sum()),
        come=int((seated & ~stays & ~sat).sum()),
        unseated={
            Seat(r): n for r, n in zip(reasons.tolist(), many.tolist(), strict=True) if r not in SEATED
        },
        filled=int(((comers > 0) & (seating.group != NOBODY)).sum()),
        opened=int((seating.group == NOBODY).sum()),
        torn=_torn(people, seating),
        groups=[_room(seating, row) for row in told[:SHOWN].tolist()],
    )


def _torn(people: People, seating: Seating) -> int:
    """Companies (same former group, else same owner, same tier and region) that go to more than one group."""
    moved = np.flatnonzero((seating.place != NOBODY) & (seating.reason != Seat.STAYS))
    group, owner = people.group[moved], people.owner[moved]
    kind = np.where(group != NOBODY, 0, np.where(owner != NOBODY, 1, NOBODY))
    key = np.where(kind == 0, group, owner)
    place = seating.place[moved]
    known = kind != NOBODY
    columns = (kind, key, people.tier[moved], seating.region[place])
    company = numbered(*(column[known] for column in columns))
    _, first = np.unique(numbered(company, place[known]), return_index=True)
    return int((np.bincount(company[first]) > 1).sum())


def _room(seating: Seating, row: int) -> RoomPlan:
    group, region = int(seating.group[row]), int(seating.region[row])
    return RoomPlan(
        group=None if group == NOBODY else group, tier=int(seating.tier[row]),
        region=None if region == NOBODY else region, limit=int(seating.limit[row]),
        before=int(seating.before[row]), after=int(seating.after[row]),
    )  # fmt: skip
