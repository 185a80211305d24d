"""What is seated where, by which limits, and what came of it. Frozen values over NumPy columns; no I/O, no clock."""

import enum
from collections.abc import Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NOBODY = -1  # no tier, region, owner or group


class Seat(enum.IntEnum):
    """Why somebody sits where they do, or nowhere. Texts: locales "seat.<name>"."""

    STAYS = 1
    TOGETHER = 2  # with those they sat with, or with the other customers of their owner
    BALANCE = 3
    NO_TIER = 4
    NO_REGION = 5
    NO_ROOM = 6


SEATED = (Seat.STAYS, Seat.TOGETHER, Seat.BALANCE)


def numbered(*columns: Ints) -> Ints:
    """A number for each distinct row of the columns, in the order of the rows. (`unique` by axis takes ten times as
    long.)"""
    key = np.unique(columns[0], return_inverse=True)[1].astype(np.int64)
    for column in columns[1:]:
        values, code = np.unique(column, return_inverse=True)
        key = np.unique(key * max(1, len(values)) + code, return_inverse=True)[1].astype(np.int64)
    return key


class People(msgspec.Struct, frozen=True):
    """One row a customer, NOBODY for none. `group`: the group that they sit in; of several, the fitting one."""

    customer: Ints
    tier: Ints
    region: Ints
    owner: Ints
    group: Ints


class Rooms(msgspec.Struct, frozen=True):
    """One row a group for customers of one tier and region. `limit`: people that it holds; NOBODY: no own one.

    `taken`: seats of it that are a second one of somebody in the plan; None: no seat of any.
    """

    group: Ints
    tier: Ints
    region: Ints
    limit: Ints
    taken: Ints | None = None


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """ValueError for a group of nobody.

    `most`: people in one group, for tiers that `of_tier` doesn't name. `by_region`: false seats all regions together.
    `new_groups`: how many may be opened for one tier and region; None: as many as it takes.
    """

    most: int
    of_tier: Mapping[int, int] = {}
    by_region: bool = True
    new_groups: int | None = None

    def __post_init__(self) -> None:
        if min([self.most, *self.of_tier.values()]) < 1 or (self.new_groups or 0) < 0:
            raise ValueError(f"no such group: {self}")


class Seating(msgspec.Struct, frozen=True):
    """`place`: for each customer of the People given, in their order, the row of the columns below; NOBODY: not seated.

    `reason`: a Seat each. The rest has a row a group that somebody sits in or that stood empty: `group` is NOBODY for
    one to be opened; `limit`: seats of it that are the plan's to give, without those of whoever sits there and stays
    without fitting; `before`: who sat there and fitted; `after`: who will.
    """

    place: Ints
    reason: Ints
    group: Ints
    tier: Ints
    region: Ints
    limit: Ints
    before: Ints
    after: Ints


class RoomPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One group of a preview."""

    group: int | None  # None: to be opened
    tier: int
    region: int | None
    limit: int
    before: int  # people who sit there and fit
    after: int


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What carrying a seating out would mean. `groups`: those that somebody comes to, most comers first."""

    people: int
    stay: int
    move: int  # from one group to another
    come: int  # from no group
    unseated: dict[Seat, int]
    filled: int  # groups that exist and get somebody
    opened: int
    torn: int  # former groups and owners whose people do not all go to the same group
    groups: list[RoomPlan]
