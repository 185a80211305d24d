# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Who the references of a batch are: known identities found, new ones met, names and roles kept current."""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from yutang.customers import store
from yutang.customers.model import Rank
from yutang.customers.withdrawal import SAID, withdraw
from yutang.ledger.analytics import append
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.contract import Batch, Change

# Everyone a batch names: who acted, who invited or removed, who owns a group. A person that a file knows by name only
# (a roster's column of owners) is referred to by that name, and is called by it.
_CALLED = "case when starts_with(ref, 'name:') then substr(ref, 6) end"
SEEN = f"""
create or replace temp table seen_identity as
with named as (
  select actor_ref ref, actor_name as name, happened, actor_role role,
    case when actor_role = {Role.UNKNOWN} then 0
         when kind = {Kind.IDENTITY_SEEN}
         then coalesce(try_cast(json_extract_string(props, '$.rank') as tinyint), {Rank.FORMAT})
         else {Rank.FORMAT} end rank
  from incoming where actor_ref is not null
  union all
  select related_ref as ref, {_CALLED}, happened, 0, 0 from incoming
  where related_ref is not null and kind in ({Kind.GROUP_JOINED}, {Kind.GROUP_LEFT})
  union all
  select json_extract_string(props, '$.owner') as ref, {_CALLED}, happened, 0, 0 from incoming
  where kind = {Kind.GROUP_SEEN} and json_extract_string(props, '$.owner') is not null
), folded as (
  select ref, name, role, rank, max(happened) as happened from named group by all
)
select ref, max(name) filter (name is not null and happened = last) as name, any_value(last) as name_at,
  max(rank) as rank, max(role) filter (rank = top) as role
from (select *, max(happened) filter (name is not null) over (partition by ref) last,
        max(rank) over (partition by ref) top from folded)
group by ref
"""

DECIDED = """
create or replace temp table decided_identity as
select coalesce(i.id, (select coalesce(max(id), 0)
           from (select id from identity union all select id from floor where what = 'identity'))
         + row_number() over (order by i.id nulls first, s.ref)) id,
  s.ref, i.id is null fresh,
  case when i.name is null or (s.name is not null and (s.name_at, s.name) > (i.name_at, i.name))
       then coalesce(s.name, i.name) else i.name end as name,
  greatest(i.name_at, case when s.name is not null then s.name_at end) as name_at,
  case when i.id is null or s.rank > i.role_rank or (s.rank = i.role_rank and s.role > i.role)
       then s.role else i.role end::tinyint as role,
  greatest(coalesce(i.role_rank, 0), s.rank)::tinyint as role_rank,
  i.name as old_name, i.name_at as old_at, i.role as old_role, i.role_rank as old_rank
from seen_identity s left join identity i on i.platform = $platform and i.external_id = s.ref
"""

CHANGED = """
select id, $platform as platform, ref as external_id, id as customer_id, name, name_at, role, role_rank, fresh
from decided_identity
where fresh or name is distinct from old_name or name_at is distinct from old_at
   or role <> old_role or role_rank <> old_rank
"""


class Customers:
    """The customers' part in applying a batch: makes `incoming_identity` (ref, id, customer_id)."""

    name = "customers"
    said = SAID

    def resolve(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        cursor.execute(SEEN)
        cursor.execute(DECIDED, {"platform": batch.platform})
        cursor.execute(
            "create or replace temp table incoming_identity as select ref, id, id as customer_id from decided_identity"
        )
        changed = cursor.sql(CHANGED, params={"platform": batch.platform}).to_arrow_table()
        return changes(changed, batch.id)

    def react(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        return None

    def told(self, cursor: duckdb.DuckDBPyConnection) -> pa.Table | None:
        return cursor.sql("select ref, name, name_at, rank, role from seen_identity").to_arrow_table()

    def withdraw(self, cursor: duckdb.DuckDBPyConnection) -> Change | None:
        return withdraw(cursor)

    def reload(self, conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("delete from identity")
        for rows in store.identities(conn):
            append(cursor, "identity", rows)


def changes(changed: pa.Table, batch_id: int) -> Change | None:
    """Write and mirror the given identities (columns of the table, plus `fresh`)."""
    if not changed.num_rows:
        return None
    whole = changed.drop_columns(["fresh"])
    fresh = changed.filter(changed["fresh"]).drop_columns(["fresh"])
    moved = changed.filter(pc.invert(changed["fresh"])).drop_columns(["fresh"])

    def write(conn: sa.Connection) -> None:
        store.meet(conn, fresh, batch_id)
        store.update(conn, moved)

    def mirror(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.register("_moved", moved.select(["id"]))
        cursor.execute("delete from identity where id in (select id from _moved)")
        cursor.unregister("_moved")
        append(cursor, "identity", whole)

    return Change(write, mirror)
