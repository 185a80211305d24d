"""Tags as a viewer sees them: groups with their tags and figures, and the tags that only data knows."""

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.ledger.catalogue import Kind
from yutang.segments.tags.actions import read_book
from yutang.segments.tags.figures import Figures, figures
from yutang.segments.tags.model import Group, Splits, Tag

NONE = Figures(splits=Splits.NOBODY)

# A fact from outside says its tag's name; of one from a time before that did, only the number is known.
_NAMES = f"""
select f.object_id, min(json_extract_string(f.props, '$.tag')) from fact f
where f.kind = {Kind.TAG_ADDED} and f.object_id in (select unnest($ids::bigint[])) group by 1
"""


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    tag: Tag
    name: str  # with its group's
    figures: Figures


class Unmanaged(msgspec.Struct, frozen=True, kw_only=True):
    """A tag that facts know and nobody defined. `code`: "group/name", None where no fact says it."""

    id: int
    code: str | None
    figures: Figures


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    customers: int
    groups: list[Group]
    tags: list[Listed]
    unmanaged: list[Unmanaged]


def listing(conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, viewer: Viewer, *, now: int) -> Listing:
    """Tags in use in the order they were made; unmanaged ones by name."""
    book = read_book(conn)
    everybody, found = figures(cursor, viewer.scope, now=now)
    tags = [
        Listed(tag=tag, name=book.whole(tag), figures=found.get(tag.id, NONE))
        for tag in book.tags.values()
        if tag.archived_at is None
    ]
    strange = sorted(id_ for id_ in found if id_ not in book.tags)
    called = names(cursor, strange)
    unmanaged = [Unmanaged(id=id_, code=called.get(id_), figures=found[id_]) for id_ in strange]
    return Listing(
        customers=everybody, groups=[one for one in book.groups.values() if one.archived_at is None], tags=tags,
        unmanaged=sorted(unmanaged, key=lambda one: (one.code is None, one.code or "", one.id)),
    )  # fmt: skip


def names(cursor: duckdb.DuckDBPyConnection, ids: list[int]) -> dict[int, str]:
    """What facts call these tags."""
    rows = cursor.execute(_NAMES, {"ids": ids}).fetchall() if ids else []
    return {id_: name for id_, name in rows if name}
