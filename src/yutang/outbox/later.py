"""What is to be kept of parts, gathered until it is worth a transaction."""

from typing import Any

import msgspec

from yutang.outbox.model import PartState
from yutang.outbox.recipients import News
from yutang.outbox.store import Part, Send

PARTS, PEOPLE = 50, 20_000  # noted together: what a crash has asked for once more, and what memory holds


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """`values` of a part, while it is in one of `states` and at its attempt, with what is new of its recipients."""

    send: Send
    part: Part
    states: tuple[PartState, ...]
    values: dict[str, Any]
    news: tuple[News, ...]


class Later:
    """Of one thread."""

    def __init__(self) -> None:
        self._waiting: list[Settled] = []
        self._people = 0

    def add(self, one: Settled) -> None:
        self._waiting.append(one)
        self._people += len(one.news)

    def take(self) -> list[Settled]:
        """All that wait; none do then."""
        taken, self._waiting, self._people = self._waiting, [], 0
        return taken

    @property
    def full(self) -> bool:
        return len(self._waiting) >= PARTS or self._people >= PEOPLE
