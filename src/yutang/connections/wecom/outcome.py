"""What became of some events of the inbox."""

from collections.abc import Callable, Iterable

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.outcomes import Failure
from yutang.connections import inbox_store


class Undone(msgspec.Struct, frozen=True):
    """Events that must be tried again, and why."""

    ids: list[int]
    failure: Failure


class Outcome(msgspec.Struct):
    """What became of some events: those in neither list are done, in a transaction of their own."""

    settled: set[int] = msgspec.field(default_factory=set[int])
    undone: list[Undone] = msgspec.field(default_factory=list[Undone])


def settling(ids: Iterable[int], now: int) -> Callable[[sa.Connection], None]:
    """For the transaction that applies what these events said."""
    done = sorted(ids)
    return lambda conn: inbox_store.settle(conn, done, now=now)
