"""Chance that rolls the same on every machine.

Only uniform doubles of PCG64 are drawn (a guaranteed bit stream); everything else is made of them by exact
arithmetic. Trap: `Generator.poisson`, `choice` or `random.sample` may change with a library's version, and
anything that passes through `exp` or `log` with the processor.
"""

import bisect
import functools
import itertools
import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_BUFFER = 1 << 14


class Dice:
    """One stream of chance. Streams of the same seed and different names are independent."""

    def __init__(self, seed: int, name: str) -> None:
        key = np.random.SeedSequence([seed % 2**63, zlib.crc32(name.encode())])
        self._generator = np.random.Generator(np.random.PCG64(key))
        self._buffer: list[float] = []

    def unit(self) -> float:
        """Uniform in [0, 1)."""
        if not self._buffer:
            self._buffer = self._generator.random(_BUFFER).tolist()
        return self._buffer.pop()

    def below(self, n: int) -> int:
        """A whole number in [0, n); n must be positive."""
        return int(self.unit() * n)

    def between(self, low: int, high: int) -> int:
        """A whole number in [low, high], both ends included."""
        return low + int(self.unit() * (high - low + 1))

    def chance(self, p: float) -> bool:
        return self.unit() < p

    def pick(self, items: Sequence[T]) -> T:
        buffer = self._buffer  # the hottest line of the world: spared a call
        return items[int((buffer.pop() if buffer else self.unit()) * len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """One item by weight; floats are added in order, so the sums agree everywhere."""
        edges = _edges(tuple(weights))
        return items[min(bisect.bisect_right(edges, self.unit() * edges[-1]), len(items) - 1)]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """A new list in random order (Fisher-Yates)."""
        mixed = list(items)
        for i in range(len(mixed) - 1, 0, -1):
            j = int(self.unit() * (i + 1))
            mixed[i], mixed[j] = mixed[j], mixed[i]
        return mixed

    def some(self, items: Sequence[T], n: int) -> list[T]:
        """At most `n` different items, in random order."""
        return self.shuffled(items)[:n]

    def token(self, length: int) -> str:
        """A string of letters and digits, as platforms make ids."""
        return "".join(self.pick(_ALPHABET) for _ in range(length))


@functools.lru_cache(4096)
def _edges(weights: tuple[float, ...]) -> list[float]:
    return list(itertools.accumulate(weights))


_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
