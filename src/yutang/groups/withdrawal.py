# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Groups after batches were taken back: folded anew from what the others said, memberships from the facts left."""

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from yutang.groups import store
from yutang.groups.intervals import intervals
from yutang.ledger.contract import Change
from yutang.ledger.store import raise_floor

SAID = """ref varchar, name varchar, name_at bigint, private boolean, owner varchar, line varchar, created bigint,
  dismissed bigint, size_limit integer"""

# Owners, lines and limits: the last batch that says one decides, as when batches come.
WITHDRAWN = """
create or replace temp table withdrawn_group as
with touched as (select distinct platform, ref from said_gone_groups),
folded as (
  select platform, ref, arg_max(name, (name_at, name)) filter (name is not null) as name,
    max(name_at) filter (name is not null) as name_at, bool_or(private) as private,
    arg_max(owner, batch) filter (owner is not null) as owner, arg_max(line, batch) filter (line is not null) as line,
    min(created) as created, max(dismissed) as dismissed,
    arg_max(size_limit, batch) filter (size_limit is not null) as size_limit
  from said_left_groups group by all
), found as (
  select g.id, g.external_id as ref, f.ref is null as unsaid, coalesce(f.name, g.name) as shown,
    f.* exclude (platform, ref, owner), o.id as owner_id,
    (f.name, f.name_at, f.private, o.id, f.line, f.created, f.dismissed, f.size_limit) is distinct from
    (g.name, g.name_at, g.private, g.owner_id, g.line, epoch_us(g.created), epoch_us(g.dismissed), g.size_limit)
      as moved
  from touched t join customer_group g on g.platform = t.platform and g.external_id = t.ref
  left join folded f on f.platform = t.platform and f.ref = t.ref
  left join identity o on o.platform = t.platform and o.external_id = f.owner
)
select * exclude (unsaid, moved), unsaid as gone from found
where (unsaid and id not in (select group_id from fact where group_id in (select id from found where unsaid)))
   or (not unsaid and moved)
"""
_TOLD = "name, name_at, private, owner_id, line, created, dismissed, size_limit"


def withdraw(cursor: duckdb.DuckDBPyConnection) -> Change | None:
    """Leaves `withdrawn_group`: groups that go (`name`: what they were called), and those now told otherwise."""
    cursor.execute(WITHDRAWN)
    stays = intervals(cursor, touched="gone_fact", also="(from fact limit 0)")
    gone = [row[0] for row in cursor.execute("select id from withdrawn_group where gone").fetchall()]
    moved = cursor.sql(f"select id, {_TOLD} from withdrawn_group where not gone").to_arrow_table()
    ((last,),) = cursor.execute("select coalesce(max(id), 0) from customer_group").fetchall()
    cursor.execute("update withdrawn_group set name = shown where gone")
    return None if not (stays or gone or moved.num_rows) else _change(stays, gone, moved, last)


def _change(stays: Change | None, gone: list[int], moved: pa.Table, last: int) -> Change:
    def write(conn: sa.Connection) -> None:
        if stays:
            stays.write(conn)
        store.update_groups(conn, moved)
        store.close_groups(conn, gone)
        if gone:
            raise_floor(conn, "customer_group", last)

    def mirror(cursor: duckdb.DuckDBPyConnection) -> None:
        if stays:
            stays.mirror(cursor)
        cursor.execute("delete from customer_group where id in (select id from withdrawn_group where gone)")
        cursor.execute(
            "update customer_group g set name = w.name, name_at = w.name_at, private = w.private,"
            " owner_id = w.owner_id, line = w.line, created = make_timestamp(w.created),"
            " dismissed = make_timestamp(w.dismissed), size_limit = w.size_limit"
            " from withdrawn_group w where w.id = g.id and not w.gone"
        )
        if gone:
            cursor.execute("insert into floor values ('customer_group', ?)", [last])

    return Change(write, mirror)
