"""Chance that a snapshot keeps: the n-th draw of a seed is always the same."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from yutang.fakecom.state.world import State

T = TypeVar("T")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


class Dice:
    """Draws of a state. Each draw is counted there, so that a restored fake goes on where it was."""

    def __init__(self, state: State) -> None:
        self._state = state

    def octets(self, count: int = 32) -> bytes:
        """Up to 64 bytes."""
        self._state.drawn += 1
        return hashlib.blake2b(f"{self._state.seed}:{self._state.drawn}".encode(), digest_size=count).digest()

    def text(self, length: int) -> str:
        """An id's random part, as the platform makes them: up to 64 letters, digits, `-` and `_`."""
        return "".join(LETTERS[octet & 63] for octet in self.octets(length))

    def fraction(self) -> float:
        """At least 0, less than 1."""
        return int.from_bytes(self.octets(7), "big") / (1 << 56)

    def chance(self, probability: float) -> bool:
        return probability > 0 and (probability >= 1 or self.fraction() < probability)

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.fraction() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.number(0, len(choices) - 1)]
