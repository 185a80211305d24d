# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""A tag's later names: facts that say one of them are read as facts of the tag.

A name is a mark (`ledger.marks`), and a tag keeps the mark of its first name. Another name, or a tag that was merged
into it, is a row here: mark → tag. The folds of tags look it up, so what comes in under any of the names, before or
after, is the same tag; facts themselves stay as they were said. State holds the truth, analytics a mirror.
"""

from collections.abc import Mapping

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from yutang.customers.folds import FOLDS
from yutang.customers.tables import tag_alias
from yutang.kit.db import upsert
from yutang.ledger.analytics import append
from yutang.ledger.catalogue import Kind
from yutang.ledger.folds import fold
from yutang.ledger.ledger import Ledger

_TAGS = tuple(one for one in FOLDS if one.table in ("tagging", "group_tagging"))


def aliases(conn: sa.Connection) -> dict[int, int]:
    """Tag by mark."""
    return {row.mark: row.tag_id for row in conn.execute(sa.select(tag_alias))}


def put(conn: sa.Connection, wanted: Mapping[int, int]) -> None:
    """Marks from now on read as these tags; what led to such a mark leads on to its tag."""
    if not wanted:
        return
    for old, new in wanted.items():
        conn.execute(sa.update(tag_alias).where(tag_alias.c.tag_id == old).values(tag_id=new))
    row = upsert(conn, tag_alias)
    there = row.on_conflict_do_update(index_elements=["mark"], set_={"tag_id": row.excluded.tag_id})
    conn.execute(there, [{"mark": mark, "tag_id": tag_id} for mark, tag_id in wanted.items()])


def load(conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> None:
    """The mirror anew. The folds are not: that is the caller's."""
    cursor.execute("delete from tag_alias")
    append(cursor, "tag_alias", _rows(aliases(conn)))


def level(ledger: Ledger) -> bool:
    """Bring analytics level with the names in State; False: it was. Whoever bears a renamed tag is folded anew."""

    def change(cursor: duckdb.DuckDBPyConnection) -> bool:
        with ledger.state.read() as conn:
            wanted = aliases(conn)
        kept = dict(cursor.execute("select mark, tag_id from tag_alias").fetchall())
        if kept == wanted:
            return False
        marks = [mark for mark in {*kept, *wanted} if kept.get(mark) != wanted.get(mark)]
        cursor.execute("delete from tag_alias")
        append(cursor, "tag_alias", _rows(wanted))
        cursor.execute(
            "create or replace temp table renamed as select * from fact"
            f" where kind in ({Kind.TAG_ADDED}, {Kind.TAG_REMOVED}) and object_id in (select unnest(?::bigint[]))",
            [marks],
        )
        fold(cursor, _TAGS, "renamed")
        return True

    return ledger.derive(change)


def _rows(found: Mapping[int, int]) -> pa.Table:
    big = pa.int64()
    return pa.table({"mark": pa.array(list(found), big), "tag_id": pa.array(list(found.values()), big)})
