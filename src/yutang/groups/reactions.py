# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Which groups a batch speaks of, and who is in them since when."""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from yutang.groups import store
from yutang.groups.intervals import MIRRORED, intervals
from yutang.groups.withdrawal import SAID, withdraw
from yutang.ledger.analytics import append
from yutang.ledger.catalogue import Kind
from yutang.ledger.contract import Batch, Change

SEEN = f"""
create or replace temp table seen_group as
with named as (
  select group_ref ref, happened, kind = {Kind.GROUP_SEEN} seen,
    case when kind in ({Kind.GROUP_SEEN}, {Kind.GROUP_RENAMED}) then nullif(text, '') end as name,
    case when kind = {Kind.GROUP_SEEN} then props end as props
  from incoming where group_ref is not null
), told as (
  select ref, happened, name, json_extract_string(props, ['$.private', '$.owner', '$.line', '$.created',
    '$.dismissed', '$.size_limit']) p from named where props is not null or name is not null
), refs as (select distinct ref from named)
select refs.ref, arg_max(name, (happened, name)) filter (name is not null) as name,
  max(happened) filter (name is not null) as name_at,
  coalesce(bool_or(p[1] = 'true'), false) as private,
  arg_max(p[2], happened) filter (p[2] is not null) as owner,
  arg_max(p[3], happened) filter (p[3] is not null) as line,
  min(try_cast(p[4] as bigint)) as created, max(try_cast(p[5] as bigint)) as dismissed,
  max(try_cast(p[6] as integer)) as size_limit
from refs left join told using (ref) group by refs.ref
"""

DECIDED = """
create or replace temp table decided_group as
select coalesce(g.id, (select coalesce(max(id), 0) from (select id from customer_group union all
            select id from floor where what = 'customer_group'))
         + row_number() over (order by g.id nulls first, s.ref)) id,
  s.ref, g.id is null fresh,
  case when g.name is null or (s.name is not null and (s.name_at, s.name) > (g.name_at, g.name))
       then coalesce(s.name, g.name) else g.name end as name,
  greatest(g.name_at, s.name_at) as name_at, s.private or coalesce(g.private, false) as private,
  coalesce(o.id, g.owner_id) as owner_id, coalesce(s.line, g.line) as line,
  least(s.created, epoch_us(g.created)) as created, greatest(s.dismissed, epoch_us(g.dismissed)) as dismissed,
  coalesce(s.size_limit, g.size_limit) as size_limit, g.name as old_name, g.name_at as old_at,
  g.private as old_private, g.owner_id as old_owner, g.line as old_line, epoch_us(g.created) as old_created,
  epoch_us(g.dismissed) as old_dismissed, g.size_limit as old_limit
from seen_group s left join customer_group g on g.platform = $platform and g.external_id = s.ref
left join incoming_identity o on o.ref = s.owner
"""

CHANGED = """
select id, $platform as platform, ref as external_id, name, name_at, private, owner_id, line, created,
  dismissed, size_limit, fresh
from decided_group
where fresh or (name, name_at, private, owner_id, line, created, dismissed, size_limit)
  is distinct from (old_name, old_at, old_private, old_owner, old_line, old_created, old_dismissed, old_limit)
"""


class Groups:
    """The groups' part in applying a batch: makes `incoming_group` (ref, id) and the membership intervals."""

    name = "groups"
    said = SAID

    def resolve(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        cursor.execute(SEEN)
        cursor.execute(DECIDED, {"platform": batch.platform})
        cursor.execute("create or replace temp table incoming_group as select ref, id from decided_group")
        changed = cursor.sql(CHANGED, params={"platform": batch.platform}).to_arrow_table()
        return _group_change(changed)

    def react(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        return intervals(cursor, touched="new_fact", also="new_fact")

    def settle(self, cursor: duckdb.DuckDBPyConnection, source: str, *, gone: bool) -> None:
        """Nothing that analytics alone holds."""

    def told(self, cursor: duckdb.DuckDBPyConnection) -> pa.Table | None:
        return cursor.sql("from seen_group").to_arrow_table()

    def withdraw(self, cursor: duckdb.DuckDBPyConnection) -> Change | None:
        return withdraw(cursor)

    def unname(self, cursor: duckdb.DuckDBPyConnection) -> Change | None:
        """For ledger.erase: private chats of somebody who is erased."""
        refs = dict(cursor.execute("select id, nobody from erased_chat").fetchall())
        return Change(lambda conn: store.unname(conn, refs), _unname) if refs else None

    def reload(self, conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("delete from customer_group")
        cursor.execute("delete from membership")
        for rows in store.groups(conn):
            append(cursor, "customer_group", _as_stamps(rows))
        for rows in store.memberships(conn):
            cursor.register("_rows", rows)
            cursor.execute(MIRRORED.format(source="_rows"))
            cursor.unregister("_rows")


def _unname(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(
        "update customer_group g set external_id = c.nobody, name = null, name_at = null"
        " from erased_chat c where c.id = g.id"
    )


def _as_stamps(rows: pa.Table) -> pa.Table:
    for name in ("created", "dismissed"):
        place = rows.column_names.index(name)
        rows = rows.set_column(place, name, rows[name].cast(pa.timestamp("us")))
    return rows


def _group_change(changed: pa.Table) -> Change | None:
    if not changed.num_rows:
        return None
    whole = changed.drop_columns(["fresh"])
    moved = changed.filter(pc.invert(changed["fresh"])).drop_columns(["fresh"])
    fresh = changed.filter(changed["fresh"]).drop_columns(["fresh"])

    def write(conn: sa.Connection) -> None:
        store.open_groups(conn, fresh)
        store.update_groups(conn, moved)

    def mirror(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.register("_moved", moved.select(["id"]))
        cursor.execute("delete from customer_group where id in (select id from _moved)")
        cursor.unregister("_moved")
        append(cursor, "customer_group", _as_stamps(whole))

    return Change(write, mirror)
