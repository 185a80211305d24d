"""Verbs on tags and their groups, each on a batch: decide, write, note in the audit log, in one transaction.

All of a batch or nothing. A name is never given twice, also not one that a tag had once: what comes in under it is
that tag. After a change of names the folds are brought level (customers.aliases).
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from yutang.accounts import audit
from yutang.accounts.model import Viewer
from yutang.customers import aliases
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.segments.tags import store
from yutang.segments.tags.book import Book
from yutang.segments.tags.model import (
    MOST_GROUPS,
    MOST_TAGS,
    Change,
    Draft,
    Group,
    GroupChange,
    Tag,
    full,
    number,
    sound_days,
    sound_name,
    sound_text,
)

T = TypeVar("T")


def create_groups(
    ledger: Ledger, viewer: Viewer, wanted: Sequence[tuple[str, bool]], *, now: int
) -> list[Group]:
    """New groups of (name, exclusive), behind those there are.

    Raises YutangError: tag_name, tag_group_taken, tag_limit.
    """

    def write(conn: sa.Connection, book: Book) -> list[Group]:
        return [add_group(conn, book, viewer, name, now, exclusive=exclusive) for name, exclusive in wanted]

    return change(ledger, write)


def create_tags(ledger: Ledger, viewer: Viewer, wanted: Sequence[Draft], *, now: int) -> list[Tag]:
    """New tags. One of the name of an archived tag is that tag again, with its history.

    Raises YutangError: not_found, tag_name, tag_name_taken, tag_days, tag_description, tag_limit.
    """

    def write(conn: sa.Connection, book: Book) -> list[Tag]:
        return [_create(conn, book, viewer, one, now) for one in wanted]

    return change(ledger, write)


def change_groups(ledger: Ledger, viewer: Viewer, wanted: Sequence[GroupChange], *, now: int) -> list[Group]:
    """Other names, places, and whether a customer bears one tag at most. A group's tags are renamed with it.

    Raises YutangError: not_found, tag_name, tag_group_taken, tag_name_taken.
    """

    def write(conn: sa.Connection, book: Book) -> list[Group]:
        return [_set_group(conn, book, viewer, one, now) for one in wanted]

    return change(ledger, write)


def change_tags(ledger: Ledger, viewer: Viewer, wanted: Sequence[Change], *, now: int) -> list[Tag]:
    """Other names, groups, expiry, description. The id stays, and what comes in under either name is the tag.

    Raises YutangError: not_found, tag_name, tag_name_taken, tag_days, tag_description.
    """

    def write(conn: sa.Connection, book: Book) -> list[Tag]:
        return [_set(conn, book, viewer, one, now) for one in wanted]

    return change(ledger, write)


def change(ledger: Ledger, write: Callable[[sa.Connection, Book], T]) -> T:
    """Run a change of tags in one transaction against all that there is; then level the folds with the names."""

    def locked(conn: sa.Connection) -> T:
        store.lock(conn)
        return write(conn, read_book(conn))

    done = ledger.state.write(locked)
    aliases.level(ledger)
    return done


def read_book(conn: sa.Connection) -> Book:
    """All groups and tags, archived ones too."""
    return Book(store.groups(conn, archived=True), store.tags(conn, archived=True), aliases.aliases(conn))


def add_group(
    conn: sa.Connection, book: Book, viewer: Viewer, name: str, now: int, *, exclusive: bool = False
) -> Group:
    """One more group, in the book too."""
    told = sound_name(name)
    book.refuse_group_taken(told)
    if sum(one.archived_at is None for one in book.groups.values()) >= MOST_GROUPS:
        raise YutangError("tag_limit", limit=MOST_GROUPS)
    made = store.add_group(conn, name=told, exclusive=exclusive, position=book.next_position())
    book.groups[made.id] = made
    note(conn, viewer, "tag_group_created", made.id, now, kind="tag_group", after=made)
    return made


def add_tag(conn: sa.Connection, book: Book, values: Tag) -> Tag:
    """One more tag, or an archived one in use again, in the book too."""
    if sum(one.archived_at is None for one in book.tags.values()) >= MOST_TAGS:
        raise YutangError("tag_limit", limit=MOST_TAGS)
    if values.id in book.tags:
        store.set_tags(conn, [values.id], **msgspec.structs.asdict(values))
    else:
        store.add_tag(conn, **msgspec.structs.asdict(values))
    book.tags[values.id] = values
    return values


def note(
    conn: sa.Connection, viewer: Viewer, act: str, id_: int, now: int, *, kind: str = "tag", **what: Any
) -> None:
    """One act into the audit log."""
    audit.record(conn, viewer, act, now=now, subject_kind=kind, subject_id=str(id_), **what)


def _create(conn: sa.Connection, book: Book, viewer: Viewer, wanted: Draft, now: int) -> Tag:
    group, name = book.group(wanted.group_id), sound_name(wanted.name)
    whole = full(group.name, name)
    there = book.holder(whole)
    again = (
        there if there is not None and there.archived_at is not None and there.merged_into is None else None
    )
    book.refuse_taken(whole, None if again is None else again.id)
    made = Tag(
        id=number(whole) if again is None else again.id, code=whole if again is None else again.code,
        group_id=group.id, name=name, until_days=sound_days(wanted.until_days),
        description=sound_text(wanted.description), created_at=now if again is None else again.created_at,
    )  # fmt: skip
    add_tag(conn, book, made)
    note(conn, viewer, "tag_created", made.id, now, after=made)
    return made


def _set_group(conn: sa.Connection, book: Book, viewer: Viewer, wanted: GroupChange, now: int) -> Group:
    old = book.group(wanted.id)
    values = {k: v for k, v in msgspec.structs.asdict(wanted).items() if v is not msgspec.UNSET and k != "id"}
    if "name" in values:
        values["name"] = sound_name(values["name"])
        book.refuse_group_taken(values["name"], old.id)
    changed = {name: value for name, value in values.items() if value != getattr(old, name)}
    if not changed:
        return old
    new = msgspec.structs.replace(old, **changed)
    store.set_group(conn, old.id, **changed)
    mine = book.of_group(old.id)
    before = {name: getattr(old, name) for name in changed}
    book.groups[old.id] = new
    if "name" in changed:
        for one in mine:
            _named(conn, book, one)
    note(conn, viewer, "tag_group_changed", old.id, now, kind="tag_group", before=before, after=changed)
    return new


def _set(conn: sa.Connection, book: Book, viewer: Viewer, wanted: Change, now: int) -> Tag:
    old = book.tag(wanted.id)
    values = {k: v for k, v in msgspec.structs.asdict(wanted).items() if v is not msgspec.UNSET and k != "id"}
    sound: dict[str, Callable[[Any], Any]] = {
        "name": sound_name, "until_days": sound_days, "description": sound_text,
        "group_id": lambda id_: book.group(id_).id,
    }  # fmt: skip
    values = {name: sound[name](value) for name, value in values.items()}
    changed = {name: value for name, value in values.items() if value != getattr(old, name)}
    if not changed:
        return old
    new = msgspec.structs.replace(old, **changed)
    book.tags[old.id] = new
    if {"name", "group_id"} & changed.keys():
        _named(conn, book, new)
    store.set_tags(conn, [old.id], **changed)
    act = "tag_moved" if "group_id" in changed else "tag_changed"
    note(conn, viewer, act, old.id, now, before={name: getattr(old, name) for name in changed}, after=changed)
    return new


def _named(conn: sa.Connection, book: Book, tag: Tag) -> None:
    """A tag has another whole name from now on: nobody else's, and remembered."""
    whole = book.whole(tag)
    book.refuse_taken(whole, tag.id)
    if number(whole) != tag.id:
        aliases.put(conn, {number(whole): tag.id})
        book.aliases[number(whole)] = tag.id
