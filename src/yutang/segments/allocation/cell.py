"""The groups of one tier and region, being filled. Values only; the callers say who comes, in which order."""

import heapq
from collections.abc import Iterator

import numpy as np

from yutang.segments.allocation.model import Ints


class Cell:
    """`count` and `limit` by group of this cell: those that exist first, then the new ones, each with `most` seats."""

    def __init__(self, count: Ints, limit: Ints, most: int, new_groups: int | None) -> None:
        self.count: list[int] = count.tolist()
        self.limit: list[int] = limit.tolist()
        self.most = most
        self._left = new_groups
        self._largest = max([most, *self.limit])
        self._in_use = [n for n, c in enumerate(self.count) if c > 0]
        self._empty = [n for n, c in enumerate(self.count) if c == 0 and self.limit[n] > 0][::-1]
        self._heap = [(self.count[n], n) for n in self._in_use]
        heapq.heapify(self._heap)
        self._aside: dict[int, list[int]] = {}  # too small for who came, by the seats that they had left

    def prepare(self, people: int) -> None:
        """Take enough groups into use for so many more, before anybody comes: what is opened late stays half empty."""
        free = sum(self.limit[n] - self.count[n] for n in self._in_use)
        while free < people:
            opened = self._open()
            if opened is None:
                return
            free += self.limit[opened]

    def _open(self) -> int | None:
        """One more group: an empty one, else a new one; None: no more may be opened."""
        if self._empty:
            group = self._empty.pop()
        elif self._left == 0:
            return None
        else:
            group = len(self.count)
            self.count.append(0)
            self.limit.append(self.most)
            self._left = None if self._left is None else self._left - 1
        self._in_use.append(group)
        heapq.heappush(self._heap, (0, group))
        return group

    def together(self, people: int, home: int | None) -> Iterator[tuple[int, int]]:
        """Seat people who belong together; (group, how many) in turn. One group, unless none takes them all and no
        more may be opened. What is left over has no seat."""
        group = home if home is not None and self._room(home) >= people else self._emptiest(people)
        while group is None:
            group = self._open()
            if group is None:
                yield from self._split(people)
                return
            group = group if self._room(group) >= people else None
        self._seat(group, people)
        yield group, people

    def _split(self, people: int) -> Iterator[tuple[int, int]]:
        """Most seats first, so that as few as can be are torn apart."""
        self._in_use = [n for n in self._in_use if self._room(n) > 0]
        for group in sorted(self._in_use, key=lambda n: (-self._room(n), n)):
            some = min(people, self._room(group))
            if some == 0:
                return
            self._seat(group, some)
            people -= some
            yield group, some

    def _room(self, group: int) -> int:
        return self.limit[group] - self.count[group]

    def _seat(self, group: int, people: int) -> None:
        self.count[group] += people
        heapq.heappush(self._heap, (self.count[group], group))

    def _emptiest(self, people: int) -> int | None:
        """The group in use with the fewest people that takes so many more. Old entries of the heap are dropped here; a
        group that is too small is put aside until fewer come, or each company would pass by all of those."""
        for left in [left for left in self._aside if left >= people]:
            for group in self._aside.pop(left):
                heapq.heappush(self._heap, (self.count[group], group))
        while self._heap and self._heap[0][0] + people <= self._largest:
            count, group = self._heap[0]
            left = self._room(group)
            if count == self.count[group] and left >= people:
                return group
            heapq.heappop(self._heap)
            if count == self.count[group] and left > 0:
                self._aside.setdefault(left, []).append(group)
        return None

    def alone(self, people: int) -> Ints:
        """Seat single people where the fewest are; the group of each. Fewer than `people`: the rest has no seat."""
        self.prepare(people)
        used = np.array(sorted(self._in_use), np.int64)
        count, limit = (np.array(column, np.int64)[used] for column in (self.count, self.limit))
        added = level(count, limit, people)
        for group, more in zip(used.tolist(), added.tolist(), strict=True):
            self.count[group] += more
        return np.repeat(used, added)


def level(count: Ints, limit: Ints, people: int) -> Ints:
    """How many each group gets of so many, the emptiest first, as water finds its level; none above its limit.

    Groups that end below their limit and got somebody differ by one at most. All seats taken: the rest gets none.
    """
    people = min(people, int((limit - count).sum()))
    if people <= 0:
        return np.zeros(len(count), np.int64)
    low, high = 0, int(limit.max())  # the highest level that takes no more than there are
    while low < high:
        middle = (low + high + 1) // 2
        if int(np.clip(middle, count, limit).sum() - count.sum()) <= people:
            low = middle
        else:
            high = middle - 1
    added = np.clip(low, count, limit) - count
    rest = people - int(added.sum())
    added[np.flatnonzero((count + added == low) & (count + added < limit))[:rest]] += 1
    return added
