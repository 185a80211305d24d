"""What becomes of a tag's name: one that data brought is adopted, two become one, one is archived."""

from collections.abc import Sequence

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.customers import aliases
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.segments.tags import rules, store
from yutang.segments.tags.actions import add_group, add_tag, change, note
from yutang.segments.tags.book import Book
from yutang.segments.tags.listing import names
from yutang.segments.tags.model import LONGEST_NAME, Tag, full, number, sound_name
from yutang.segments.tags.uses import refuse_used

NO_GROUP = "标签"  # of names without one; as importers.sheets.people says it


def adopt(ledger: Ledger, viewer: Viewer, ids: Sequence[int], *, now: int) -> list[Tag]:
    """Tags that only data knows become tags like others; a group that isn't there is made.

    Raises YutangError: not_found, tag_nameless, tag_name, tag_name_taken, tag_limit.
    """
    with ledger.analytics.cursor() as cursor:
        called = _called(cursor, ids)

    def write(conn: sa.Connection, book: Book) -> list[Tag]:
        return [_adopt(conn, book, viewer, id_, called[id_], now) for id_ in called]

    return change(ledger, write)


def merge(ledger: Ledger, viewer: Viewer, from_id: int, into_id: int, *, now: int) -> Tag:
    """Two tags become one, of the second's name: who bears either bears it, and both names find it. For good.

    Raises YutangError: not_found, tag_in_use, tag_same.
    """
    if from_id == into_id:
        raise YutangError("tag_same")

    def write(conn: sa.Connection, book: Book) -> Tag:
        gone, left = book.tag(from_id), book.tag(into_id)
        refuse_used(conn, gone)
        rules.remove(conn, viewer, gone.id, now=now)
        aliases.put(conn, {gone.id: left.id})
        store.set_tags(conn, [gone.id], archived_at=now, merged_into=left.id)
        note(
            conn,
            viewer,
            "tag_merged",
            gone.id,
            now,
            before=gone,
            after={"into": left.id, "name": book.whole(left)},
        )
        return left

    return change(ledger, write)


def archive(ledger: Ledger, viewer: Viewer, ids: Sequence[int], *, now: int) -> None:
    """Tags are offered no more; who bears them, and their history, stay known. Their rules go.

    Raises YutangError: not_found, tag_in_use.
    """

    def write(conn: sa.Connection, book: Book) -> None:
        for id_ in dict.fromkeys(ids):
            one = book.tag(id_)
            refuse_used(conn, one)
            rules.remove(conn, viewer, id_, now=now)
            store.set_tags(conn, [id_], archived_at=now)
            note(conn, viewer, "tag_archived", id_, now, before={"name": book.whole(one)})

    change(ledger, write)


def archive_groups(ledger: Ledger, viewer: Viewer, ids: Sequence[int], *, now: int) -> None:
    """Groups without a tag in use. Raises YutangError: not_found, tag_group_in_use."""

    def write(conn: sa.Connection, book: Book) -> None:
        for id_ in dict.fromkeys(ids):
            group = book.group(id_)
            if book.of_group(id_):
                raise YutangError("tag_group_in_use", name=group.name)
            store.set_group(conn, id_, archived_at=now)
            note(conn, viewer, "tag_group_archived", id_, now, kind="tag_group", before={"name": group.name})

    change(ledger, write)


def _called(cursor: duckdb.DuckDBPyConnection, ids: Sequence[int]) -> dict[int, str]:
    """Names of facts by tag, in the order of `ids`."""
    wanted = list(dict.fromkeys(ids))
    found = names(cursor, wanted)
    for id_ in wanted:
        if id_ not in found:
            there = cursor.execute("select 1 from fact where object_id = ? limit 1", [id_]).fetchall()
            raise YutangError("tag_nameless") if there else YutangError("not_found", what="tag")
    return {id_: found[id_] for id_ in wanted}


def _adopt(conn: sa.Connection, book: Book, viewer: Viewer, id_: int, code: str, now: int) -> Tag:
    if id_ in book.tags or id_ in book.aliases:
        raise YutangError("not_found", what="tag")  # somebody was quicker: it is managed
    told, _, rest = code.partition("/") if "/" in code else (NO_GROUP, "", code)
    name = sound_name(_plain(rest))
    group = next((one for one in book.groups.values() if one.archived_at is None and one.name == told), None)
    group = group or add_group(conn, book, viewer, _plain(told), now)
    whole = full(group.name, name)
    book.refuse_taken(whole, id_)
    made = Tag(
        id=id_, code=code, group_id=group.id, name=name, until_days=None, description="", created_at=now
    )
    add_tag(conn, book, made)
    if number(whole) != id_:
        aliases.put(conn, {number(whole): id_})
        book.aliases[number(whole)] = id_
    note(conn, viewer, "tag_adopted", id_, now, after=msgspec.structs.replace(made))
    return made


def _plain(name: str) -> str:
    """A name out of data, without the signs that stand between group and tag."""
    return "".join("-" if sign in "/:：" else sign for sign in name)[:LONGEST_NAME]
