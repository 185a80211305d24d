# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Groups of tags kept on a connected WeCom too: which, who should bear their tags there, and bringing it level.

What belongs to a customer belongs to each of their relations there; what belongs to one relation, to that one. How it
is done over there: connections.wecom.tagging.
"""

from collections.abc import Sequence

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.connections import store as connections
from yutang.connections.model import ConnectionState
from yutang.connections.orders import push_order
from yutang.connections.wecom.pairs import PLATFORM_TAG
from yutang.connections.wecom.sightings import PLATFORM
from yutang.connections.wecom.sync.run import Tools
from yutang.connections.wecom.tagging import pushing
from yutang.connections.wecom.tagging.model import Kept, Wanted
from yutang.connections.wecom.tagging.pushing import Preview
from yutang.kit import jobs
from yutang.kit.db import upsert
from yutang.kit.errors import YutangError
from yutang.ledger.erase import NOBODY
from yutang.ledger.ledger import Ledger
from yutang.segments.tags import store
from yutang.segments.tags.actions import change, note, read_book
from yutang.segments.tags.book import Book
from yutang.segments.tags.tables import kept_group

_BORNE = f"""
select s.external_id as staff, p.external_id as person, t.tag_id as key,
  bool_or(t.staff_id is not null and t.source = {PLATFORM_TAG}) as found,
  bool_or(t.staff_id is null or t.source <> {PLATFORM_TAG}) as said
from tagging t
join relation r on r.customer_id = t.customer_id and r.ended is null
join identity s on s.id = r.staff_id and s.platform = '{PLATFORM}'
join identity p on p.id = r.identity_id and p.platform = '{PLATFORM}' and not starts_with(p.external_id, '{NOBODY}')
where t.tag_id in (select unnest($keys::bigint[])) and (t.staff_id is null or t.staff_id = r.staff_id)
  and (t.until is null or t.until > make_timestamp($now))
group by all
"""


class KeptGroup(msgspec.Struct, frozen=True):
    """A group kept on a connection. `since`: µs."""

    group_id: int
    connection_id: int
    since: int


def kept_groups(conn: sa.Connection) -> list[KeptGroup]:
    """Of groups in use, in the order in which they were switched on."""
    order = (kept_group.c.since, kept_group.c.group_id, kept_group.c.connection_id)
    rows = conn.execute(sa.select(kept_group).order_by(*order)).mappings()
    there = {one.id for one in store.groups(conn)}
    return [KeptGroup(**row) for row in rows if row["group_id"] in there]


def switch(ledger: Ledger, viewer: Viewer, group_id: int, connection_id: int, *, on: bool, now: int) -> None:
    """Keep a group there, or no longer: then what is there stays as it is, and nobody looks after it.

    Raises YutangError "not_found".
    """

    def write(conn: sa.Connection, book: Book) -> None:
        group = book.group(group_id)
        found = connections.one(conn, connection_id)
        if found is None or found.channel != PLATFORM:
            raise YutangError("not_found", what="connection")
        if on is any(
            (one.group_id, one.connection_id) == (group_id, connection_id) for one in kept_groups(conn)
        ):
            return
        if on:
            row = {"group_id": group_id, "connection_id": connection_id, "since": now}
            conn.execute(upsert(conn, kept_group).values(**row).on_conflict_do_nothing())
        else:
            mine = (kept_group.c.group_id == group_id, kept_group.c.connection_id == connection_id)
            conn.execute(sa.delete(kept_group).where(*mine))
        what = {"name": group.name, "connection": found.name}
        act = "tag_group_kept" if on else "tag_group_let_go"
        note(conn, viewer, act, group_id, now, kind="tag_group", after=what)

    change(ledger, write)


def order_all(conn: sa.Connection, *, now: int) -> int:
    """Order a push to each connection that something is kept on; how many were ordered."""
    wanted = {one.connection_id for one in kept_groups(conn)}
    found = [
        one for one in connections.listed(conn) if one.id in wanted and one.state is not ConnectionState.OFF
    ]
    return sum(jobs.enqueue_behind(conn, push_order(one.id, one.name), now=now) is not None for one in found)


def push(tools: Tools, connection_id: int) -> dict[str, int]:
    """Bring the tags there level with ours; what was done. Nothing is kept there, and never was: nothing.

    Raises sync.run.Stopped, and what `tools.patience` and `tools.progress` raise.
    """
    with tools.state.read() as conn:
        kept = wanted(conn, connection_id)
        if not kept.tags and not pushing.something(conn, connection_id):
            return {}
    return pushing.push(tools, connection_id, kept, _borne(tools))


def preview(tools: Tools, connection_id: int, group_id: int) -> Preview:
    """What keeping a group there would come to, or what is not level yet. Raises YutangError: not_found,
    connection_unreadable."""
    with tools.state.read() as conn:
        book = read_book(conn)
        keys = [one.id for one in book.of_group(book.group(group_id).id)]
        kept = wanted(conn, connection_id, also=group_id)
    return pushing.preview(tools, connection_id, kept, keys, _borne(tools))


def wanted(conn: sa.Connection, connection_id: int, *, also: int | None = None) -> Kept:
    """The tags that are to be there: groups in their order, tags in the order they were made."""
    book = read_book(conn)
    on = {one.group_id for one in kept_groups(conn) if one.connection_id == connection_id}
    on |= set() if also is None else {also}
    groups = sorted(book.groups.values(), key=lambda one: (one.position, one.id))
    tags = [
        Wanted(tag.id, group.name, tag.name)
        for group in groups
        if group.id in on
        for tag in book.of_group(group.id)
    ]
    in_use = {tag.id for tag in book.tags.values() if tag.archived_at is None}
    return Kept(tags, frozenset(in_use - {one.key for one in tags}))


def _borne(tools: Tools) -> pushing.Borne:
    now = tools.clients.now()

    def borne(cursor: duckdb.DuckDBPyConnection, keys: Sequence[int]) -> pa.Table:
        return cursor.sql(_BORNE, params={"keys": list(keys), "now": now}).to_arrow_table()

    return borne
