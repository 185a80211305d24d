# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
"""What customers' routes take from elsewhere: names of tags, tiers and segments, and the sealed contacts."""

import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
import sqlalchemy as sa

from yutang.contacts import Contacts
from yutang.kit.clock import DAY
from yutang.kit.db import Database
from yutang.kit.secrets import Secrets
from yutang.ledger.ledger import Ledger
from yutang.segments.tables import layer, segment, tier
from yutang.segments.tags import listing
from yutang.segments.tags.actions import read_book
from yutang.segments.tags.tables import tag_rule
from yutang.web.context import Context

_LOCK = threading.Lock()
_OPEN: WeakKeyDictionary[Database, Contacts] = WeakKeyDictionary()
# What facts call tags that nobody defined. An id is the mark of its name, so a name once found stays right.
_CALLED: WeakKeyDictionary[Ledger, dict[int, str]] = WeakKeyDictionary()
_BORNE = "select distinct tag_id from tagging"


def contacts_of(context: Context) -> Contacts:
    """One object a State: its keys are read once."""
    with _LOCK:
        found = _OPEN.get(context.state)
        if found is None:
            found = _OPEN[context.state] = Contacts.open(context.state, Secrets(context.home))
        return found


class LedgerNames:
    """`customers.model.Names` from State; of tags that nobody defined, from the facts."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._state = ledger, ledger.state

    def tags(self, ids: Collection[int]) -> Mapping[int, str]:
        """ "group/name" of those that are defined, or that a fact names."""
        if not ids:
            return {}
        with self._state.read() as conn:
            book = read_book(conn)
        defined = {id_: book.whole(book.tags[id_]) for id_ in ids if id_ in book.tags}
        return defined | self._said([id_ for id_ in ids if id_ not in book.tags])

    def tags_like(self, text: str) -> Collection[int]:
        """Tags whose name holds the text, in any case."""
        with self._state.read() as conn:
            book = read_book(conn)
        borne = [row[0] for row in self._ledger.analytics.rows(_BORNE) if row[0] not in book.tags]
        called = {id_: book.whole(tag) for id_, tag in book.tags.items()} | self._said(borne)
        needle = text.casefold()
        return [id_ for id_, name in called.items() if needle in name.casefold()]

    def _said(self, ids: Collection[int]) -> dict[int, str]:
        """What facts call these: all facts are read for a name, so each is looked for once."""
        with _LOCK:
            known = _CALLED.setdefault(self._ledger, {})
        if missing := [id_ for id_ in ids if id_ not in known]:
            with self._ledger.analytics.cursor() as cursor:
                known |= listing.names(cursor, missing)
        return {id_: known[id_] for id_ in ids if id_ in known}

    def until(self, name: str, now: int) -> int | None:
        """When a tag that is put on now ends by itself, as its definition says."""
        with self._state.read() as conn:
            held = read_book(conn).holder(name)
        return None if held is None or held.until_days is None else now + held.until_days * DAY

    def excluded(self, wanted: Collection[str]) -> list[int]:
        """Tags that nobody bears beside these: of a group of which one bears one at most."""
        with self._state.read() as conn:
            book = read_book(conn)
        held = [one for name in wanted if (one := book.holder(name)) is not None]
        alone = {one.group_id for one in held if book.groups[one.group_id].exclusive}
        kept = {one.id for one in held}
        return [id_ for id_, one in book.tags.items() if one.group_id in alone and id_ not in kept]

    def meant(
        self, add: Collection[str], remove: Sequence[str], until_at: int | None, now: int
    ) -> tuple[dict[str, int | None], list[str | int]]:
        """What a request to change tags puts on, with when each ends, and takes off. `until_at`: ms; None: as each tag
        is defined. `remove`: names, or ids of tags that have none (`ledger.marks`: 16 digits)."""
        off = [int(tag) if tag.isascii() and tag.isdigit() and len(tag) < 17 else tag for tag in remove]
        on = {name: self.until(name, now) if until_at is None else until_at * 1000 for name in add}
        return on, [*off, *self.excluded(add)]

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


def names(context: Context) -> LedgerNames:
    return LedgerNames(context.ledger)


def rules_ask(conn: sa.Connection, code: str) -> bool:
    """Whether a rule of a segment, a layer or a tag names an attribute."""
    asked = (
        sa.select(segment.c.rule).where(segment.c.archived_at.is_(None)), sa.select(tier.c.rule),
        sa.select(tier.c.stay_rule), sa.select(tag_rule.c.says),
    )  # fmt: skip
    texts = (text for wanted in asked for text in conn.execute(wanted).scalars() if text)
    return any(_names(msgspec.json.decode(text), code) for text in texts)


def _names(value: Any, code: str) -> bool:
    """In a rule's JSON, whatever lies around it."""
    if isinstance(value, list):
        return any(_names(inner, code) for inner in value)  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(value, dict):
        return False
    return value.get("attribute") == code or any(_names(inner, code) for inner in value.values())  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
