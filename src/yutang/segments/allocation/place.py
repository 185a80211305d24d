"""Seat everybody: a pure function of columns. The same people in any order get the same seats.

1. Who sits in a group of their tier and region stays. Where more sit than it holds, those of small owners go.
2. Who sat together, or has the same owner, goes together: the largest company first, into the group where most of
   that owner's customers sit already, else into the emptiest one that takes them all. More than a group holds: cut into
   equal parts. None takes them: one more is opened, and only where that is forbidden they are torn apart.
3. Everybody else fills the emptiest groups.

Nobody comes to a group that holds no more, and everybody who sits there counts: who has no tier or region, and who has
a second seat, keeps it from the start; who finds no room keeps theirs, and nobody comes for it. Everybody is seated or
has a reason.
"""

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from yutang.segments.allocation.cell import Cell
from yutang.segments.allocation.model import NOBODY, Ints, Limits, People, Rooms, Seat, Seating, numbered

TURNS = (
    4  # at giving seats anew because somebody keeps an old one; then it is taken that all do who may have to
)


def seat(people: People, rooms: Rooms, limits: Limits) -> Seating:
    """Who goes where. ValueError when a customer or a group is in it twice."""
    order = np.argsort(people.customer)
    sorted_ = People(*(getattr(people, name)[order] for name in People.__struct_fields__))
    made = _Seating(sorted_, rooms, limits)
    if not (np.diff(sorted_.customer).all() and np.diff(made.rooms.group).all()):
        raise ValueError("a customer or a group is in it twice")
    made.fill()
    for turn in range(TURNS + 1):
        stuck = made.stuck()
        if not made.overfull(stuck).any():
            break
        waiting = np.maximum(made.waiting, stuck if turn < TURNS else made.strangers())
        made = _Seating(sorted_, rooms, limits, waiting)
        made.fill()
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return made.result(back)


class _Seating:
    """`place`: row of `rooms` for those that exist; new groups follow behind. `sits`: row of the one they sit in.

    `waiting`: by group, how many who sit there and don't fit will perhaps find no room, so that nobody comes for them.
    """

    def __init__(self, people: People, rooms: Rooms, limits: Limits, waiting: Ints | None = None) -> None:
        self.people, self.limits = people, limits
        by_group = np.argsort(rooms.group)
        self.rooms = Rooms(*(getattr(rooms, name)[by_group] for name in ("group", "tier", "region", "limit")))
        n = len(people.customer)
        self.place, self.reason = np.full(n, NOBODY, np.int64), np.zeros(n, np.int64)
        self.sits = self._sits()
        self.cell, self.room_cell = self._cells()
        taken = self._at(self.reason != 0) + (0 if rooms.taken is None else rooms.taken[by_group])
        self.limit = self.holds = np.maximum(self._room_limits() - taken, 0)
        self.before = np.zeros(len(self.rooms.group), np.int64)
        self.waiting = np.zeros_like(self.before) if waiting is None else waiting
        self.new: list[
            tuple[int, int, int]
        ] = []  # (row of a customer that shows tier and region, limit, count)
        self.count = self.before

    def _room_limits(self) -> Ints:
        rooms = self.rooms
        most = np.array([self.limits.of_tier.get(t, self.limits.most) for t in rooms.tier.tolist()], np.int64)
        return np.where(rooms.limit == NOBODY, most, np.minimum(rooms.limit, most))

    def _sits(self) -> Ints:
        group, theirs = self.rooms.group, self.people.group
        if not len(group):
            return np.full(len(theirs), NOBODY, np.int64)
        row = np.minimum(np.searchsorted(group, theirs), len(group) - 1)
        return np.where(group[row] == theirs, row, NOBODY)

    def _at(self, whom: NDArray[np.bool_]) -> Ints:
        """How many of those sit in each group."""
        rows = self.sits[whom & (self.sits != NOBODY)]
        return np.bincount(rows, minlength=len(self.rooms.group)).astype(np.int64)

    def stuck(self) -> Ints:
        """How many in each group found no room, and sit there still."""
        return self._at(self.reason == Seat.NO_ROOM)

    def strangers(self) -> Ints:
        """How many sit in each group and don't stay: more can't be stuck."""
        return self._at((self.cell != NOBODY) & (self.reason != Seat.STAYS))

    def overfull(self, stuck: Ints) -> NDArray[np.bool_]:
        """The groups that somebody came to, though with those it holds too many."""
        return (self.count > self.before) & (self.count + stuck > self.holds)

    def _cells(self) -> tuple[Ints, Ints]:
        """A number for each (tier, region), of people and of rooms; NOBODY where somebody belongs to none."""
        people, rooms = self.people, self.rooms
        here, there = people.region, rooms.region
        if not self.limits.by_region:
            here, there = np.zeros_like(here), np.zeros_like(there)
        _, tier = np.unique(np.concatenate([people.tier, rooms.tier]), return_inverse=True)
        regions, region = np.unique(np.concatenate([here, there]), return_inverse=True)
        both = tier.astype(np.int64) * max(1, len(regions)) + region
        cell, room_cell = both[: len(here)], both[len(here) :]
        self.reason[here == NOBODY] = Seat.NO_REGION
        self.reason[people.tier == NOBODY] = Seat.NO_TIER
        return np.where(self.reason == 0, cell, NOBODY), room_cell

    def fill(self) -> None:
        self._stay()
        moving = np.flatnonzero(self.reason == 0)
        home = self._homes()
        kind, key = self._companies(moving)
        order = np.lexsort((moving, self.people.owner[moving], key, kind, self.cell[moving]))
        moving, kind, key = moving[order], kind[order], key[order]
        for start, end in _runs(self.cell[moving]):
            part = slice(start, end)
            self._fill_cell(moving[part], kind[part], key[part], home)

    def _stay(self) -> None:
        """Who sits in a fitting group stays, while it holds them; customers of an owner with many there come first."""
        if not len(self.rooms.group):
            return
        fits = (self.sits != NOBODY) & (self.room_cell[self.sits] == self.cell) & (self.reason == 0)
        who, room = np.flatnonzero(fits), self.sits[fits]
        owner = self.people.owner[who]
        alone = np.where(
            owner == NOBODY, -2 - np.arange(len(who)), owner
        )  # nobody's customers are no company
        pair = numbered(room, alone)
        order = np.lexsort((who, alone, -np.bincount(pair)[pair], room))
        who, room = who[order], room[order]
        first = np.searchsorted(room, room)
        kept = np.arange(len(room)) - first < self.limit[room]
        self.place[who[kept]], self.reason[who[kept]] = room[kept], Seat.STAYS
        self.before = self._at(self.reason == Seat.STAYS)
        self.limit = np.maximum(self.holds - self.waiting, self.before)
        self.count = self.before.copy()

    def _homes(self) -> dict[tuple[int, int], int]:
        """(cell, owner) → the group where most of that owner's customers stay; of equals, the first."""
        stays = np.flatnonzero((self.reason == Seat.STAYS) & (self.people.owner != NOBODY))
        columns = (self.cell[stays], self.people.owner[stays], self.place[stays])
        _, first, many = np.unique(numbered(*columns), return_index=True, return_counts=True)
        found = [column[first] for column in columns]
        order = np.lexsort((-found[2], many))  # the last one written wins
        cell, owner, room = (column[order].tolist() for column in found)
        return dict(zip(zip(cell, owner, strict=True), room, strict=True))

    def _companies(self, moving: Ints) -> tuple[Ints, Ints]:
        """(kind, key) of whom each goes with: 0 those of the same group, 1 of the same owner, 2 nobody."""
        group, owner = self.people.group[moving], self.people.owner[moving]
        kind = np.where(group != NOBODY, 0, np.where(owner != NOBODY, 1, 2))
        return kind, np.where(kind == 0, group, np.where(kind == 1, owner, self.people.customer[moving]))

    def _fill_cell(self, moving: Ints, kind: Ints, key: Ints, home: dict[tuple[int, int], int]) -> None:
        cell = int(self.cell[moving[0]])
        mine = np.flatnonzero(self.room_cell == cell)
        tier = int(self.people.tier[moving[0]])
        most = self.limits.of_tier.get(tier, self.limits.most)
        state = Cell(self.count[mine], self.limit[mine], most, self.limits.new_groups)
        state.prepare(len(moving))
        rows = _Rows(mine, len(self.count) + len(self.new))
        companies, single = _sorted_companies(kind, key, most)
        for start, end in companies:
            at = home.get((cell, int(key[start]))) if kind[start] == 1 else None
            seated = start
            for group, some in state.together(end - start, None if at is None else rows.local(at)):
                self._put(moving[seated : seated + some], rows.whole(group), Seat.TOGETHER)
                seated += some
        alone = moving[single]
        groups = state.alone(len(alone))
        self._put(alone[: len(groups)], rows.wholes(groups), Seat.BALANCE)
        self.reason[moving[self.reason[moving] == 0]] = Seat.NO_ROOM
        self.count[mine] = state.count[: len(mine)]
        fresh = zip(state.limit[len(mine) :], state.count[len(mine) :], strict=True)
        self.new += [(int(moving[0]), limit, count) for limit, count in fresh]

    def _put(self, who: Ints, group: int | Ints, reason: Seat) -> None:
        self.place[who], self.reason[who] = group, reason

    def result(self, back: Ints) -> Seating:
        shown = np.array([row for row, _, _ in self.new], np.int64)
        limit, count = (np.array([one[n] for one in self.new], np.int64) for n in (1, 2))
        by_region = self.limits.by_region
        region = self.people.region[shown] if by_region else np.full(len(shown), NOBODY, np.int64)
        none = np.zeros(len(shown), np.int64)
        return Seating(
            place=self.place[back], reason=self.reason[back],
            group=np.concatenate([self.rooms.group, none + NOBODY]),
            tier=np.concatenate([self.rooms.tier, self.people.tier[shown]]),
            region=np.concatenate([self.rooms.region, region]),
            limit=np.concatenate([self.limit, limit]),
            before=np.concatenate([self.before, none]), after=np.concatenate([self.count, count]),
        )  # fmt: skip


class _Rows:
    """Groups of a cell, by their number in it, against rows of all groups: existing ones, then new ones behind."""

    def __init__(self, mine: Ints, behind: int) -> None:
        self._mine, self._behind = mine, behind

    def local(self, row: int) -> int:
        return int(np.searchsorted(self._mine, row))

    def whole(self, group: int) -> int:
        n = len(self._mine)
        return int(self._mine[group]) if group < n else self._behind + group - n

    def wholes(self, groups: Ints) -> Ints:
        n = len(self._mine)
        old = self._mine[np.minimum(groups, n - 1)] if n else groups
        return np.where(groups < n, old, self._behind + groups - n)


def _runs(sorted_: Ints) -> Iterator[tuple[int, int]]:
    """(start, end) of each run of equal values."""
    edges = np.flatnonzero(np.diff(sorted_)) + 1
    if len(sorted_):
        yield from zip([0, *edges.tolist()], [*edges.tolist(), len(sorted_)], strict=True)


def _sorted_companies(kind: Ints, key: Ints, most: int) -> tuple[list[tuple[int, int]], Ints]:
    """Companies of two and more, the largest first, none above `most`; and the places of everybody else.

    `kind` and `key` are sorted. Who is left alone by the cut of a company is alone.
    """
    known = int(np.searchsorted(kind, 2))
    if not known:
        return [], np.arange(len(kind))
    change = (np.diff(kind[:known]) != 0) | (np.diff(key[:known]) != 0)
    start = np.concatenate([[0], np.flatnonzero(change) + 1])
    end = np.concatenate([start[1:], [known]])
    many = end - start > 1
    runs = zip(start[many].tolist(), end[many].tolist(), strict=True)
    parts = [part for first, last in runs for part in _cut(first, last, most)]
    companies = sorted((p for p in parts if p[1] - p[0] > 1), key=lambda p: (p[0] - p[1], p[0]))
    left = np.array([first for first, last in parts if last - first == 1], np.int64)
    return companies, np.concatenate(
        [np.sort(np.concatenate([start[~many], left])), np.arange(known, len(kind))]
    )


def _cut(start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """Equal parts, as few as can be, of at most `most`."""
    size = end - start
    if size <= most:
        yield start, end
        return
    parts = -(-size // most)
    yield from itertools.pairwise(start + size * n // parts for n in range(parts + 1))
