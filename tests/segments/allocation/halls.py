"""People and rooms for tests of seating, written as rows."""

import numpy as np

from yutang.segments.allocation.model import NOBODY, Limits, People, Rooms, Seating
from yutang.segments.allocation.place import seat

Row = tuple[int, ...]


def people(rows: list[Row]) -> People:
    """(customer, tier, region, owner, group), from the right left out: NOBODY."""
    full = np.array([(*row, *[NOBODY] * (5 - len(row))) for row in rows], np.int64).reshape(-1, 5)
    return People(*full.T)


def rooms(rows: list[Row]) -> Rooms:
    """(group, tier, region, limit, taken), from the right left out: NOBODY, and 0 taken."""
    full = np.array([(*row, *[NOBODY, 0][len(row) - 3 :]) for row in rows], np.int64).reshape(-1, 5)
    return Rooms(*full.T)


def seated(who: list[Row], where: list[Row] = [], most: int = 3, **more: object) -> Seating:  # noqa: B006
    return seat(people(who), rooms(where), Limits(most=most, **more))  # type: ignore[arg-type]


def by_place(seating: Seating, who: list[Row]) -> dict[int, list[int]]:
    """Customers by row of their group."""
    found: dict[int, list[int]] = {}
    for row, place in zip(who, seating.place.tolist(), strict=True):
        found.setdefault(place, []).append(row[0])
    return found
