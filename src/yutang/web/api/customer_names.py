"""What customers' routes take from elsewhere: names of tags, tiers and segments, and the sealed contacts."""

import threading
from collections.abc import Collection, Mapping
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from yutang.contacts import Contacts
from yutang.kit.db import Database
from yutang.kit.secrets import Secrets
from yutang.segments.tables import layer, segment, tier
from yutang.segments.tags.actions import read_book
from yutang.web.context import Context

_LOCK = threading.Lock()
_OPEN: WeakKeyDictionary[Database, Contacts] = WeakKeyDictionary()


def contacts_of(context: Context) -> Contacts:
    """One object a State: its keys are read once."""
    with _LOCK:
        found = _OPEN.get(context.state)
        if found is None:
            found = _OPEN[context.state] = Contacts.open(context.state, Secrets(context.home))
        return found


class StateNames:
    """`customers.model.Names` from State."""

    def __init__(self, state: Database) -> None:
        self._state = state

    def tags(self, ids: Collection[int]) -> Mapping[int, str]:
        """ "group/name" of those that are defined, or that a fact names."""
        if not ids:
            return {}
        with self._state.read() as conn:
            book = read_book(conn)
        return {id_: book.whole(book.tags[id_]) for id_ in ids if id_ in book.tags}

    def tags_like(self, text: str) -> Collection[int]:
        """Tags whose name holds the text, in any case."""
        with self._state.read() as conn:
            book = read_book(conn)
        needle = text.casefold()
        return [id_ for id_, tag in book.tags.items() if needle in book.whole(tag).casefold()]

    def layers(self, ids: Collection[int]) -> Mapping[int, str]:
        return self._called(layer, ids)

    def tiers(self, ids: Collection[int]) -> Mapping[int, str]:
        return self._called(tier, ids)

    def segments(self, ids: Collection[int]) -> Mapping[int, str]:
        return self._called(segment, ids)

    def _called(self, table: sa.Table, ids: Collection[int]) -> Mapping[int, str]:
        if not ids:
            return {}
        with self._state.read() as conn:
            wanted = sa.select(table.c.id, table.c.name).where(table.c.id.in_(list(ids)))
            return {row.id: row.name for row in conn.execute(wanted)}


def names(context: Context) -> StateNames:
    return StateNames(context.state)
