"""The books that were asked for last. They are gone with the facts they were made of."""

import threading
from collections import OrderedDict
from collections.abc import Callable

import msgspec

from yutang.insight.retention.book import Book, make
from yutang.insight.retention.model import RetentionDefinition
from yutang.ledger.analytics import Analytics

KEPT = 2  # a million customers take about 150 MB each
# What was projected, whatever is undone: a batch is taken back with its row.
MARK = "select count(*), coalesce(max(id), 0), coalesce(sum(facts), 0)::bigint from batch"


class _Key(msgspec.Struct, frozen=True):
    definition: RetentionDefinition
    projected: tuple[int, ...]


class Shelf:
    """One process's books. `make`: for tests that count."""

    def __init__(self, make: Callable[..., Book] = make) -> None:
        self._make = make
        self._books: OrderedDict[_Key, Book] = OrderedDict()
        self._lock = threading.Lock()

    def book(self, analytics: Analytics, definition: RetentionDefinition) -> Book:
        """The book of a definition as of what is projected now. Who asks for one that is being made waits for it."""
        with self._lock, analytics.cursor() as cursor:
            key = _Key(definition, cursor.execute(MARK).fetchall()[0])
            if key in self._books:
                self._books.move_to_end(key)
                return self._books[key]
            for old in [k for k in self._books if k.projected != key.projected]:
                del self._books[old]
            made = self._books[key] = self._make(cursor, definition)
            while len(self._books) > KEPT:
                self._books.popitem(last=False)
            return made
