# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Who the references of a batch are: known identities found, new ones met, names and roles kept current.

A reference is the platform's own id; one of another platform is `chr(31) platform chr(31) id`. Which identities are one
person is settled when the facts are in (`links`).
"""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from yutang.customers import store
from yutang.customers.aliases import load as load_aliases
from yutang.customers.links import MEANS
from yutang.customers.model import Rank
from yutang.customers.settling import settle, settle_all
from yutang.customers.withdrawal import SAID, withdraw
from yutang.ledger.analytics import append, parsed
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.contract import Batch, Change
from yutang.ledger.facts import FOLLOWS, PAIRS

# Everyone a batch names: who acted, who invited or removed, who owns a group. A person that a file knows by name only
# (a roster's column of owners) is referred to by that name, and is called by it.
_CALLED = "case when starts_with(ref, 'name:') then substr(ref, 6) end"
SEEN = f"""
create or replace temp table seen_ref as
with named as (
  select actor_ref ref, actor_name as name, happened, actor_role role,
    case when actor_role = {Role.UNKNOWN} then 0
         when kind = {Kind.IDENTITY_SEEN}
         then coalesce(try_cast(json_extract_string(props, '$.rank') as tinyint), {Rank.FORMAT})
         else {Rank.FORMAT} end rank
  from incoming where actor_ref is not null
  union all
  select related_ref as ref, {_CALLED}, happened, 0, 0 from incoming
  where related_ref is not null and kind in ({PAIRS})
  union all
  select related_ref as ref, {_CALLED}, happened, {Role.STAFF}, {Rank.FORMAT} from incoming
  where related_ref is not null and kind in ({FOLLOWS})
  union all
  select json_extract_string(props, '$.owner') as ref, {_CALLED}, happened, 0, 0 from incoming
  where kind = {Kind.GROUP_SEEN} and json_extract_string(props, '$.owner') is not null
), folded as (
  select ref, name, role, rank, max(happened) as happened from named group by all
)
select ref, case when starts_with(ref, chr(31)) then split_part(ref, chr(31), 2) else $platform end as platform,
  case when starts_with(ref, chr(31)) then split_part(ref, chr(31), 3) else ref end as external_id,
  max(name) filter (name is not null and happened = last) as name, any_value(last) as name_at,
  max(rank) as rank, max(role) filter (rank = top) as role
from (select *, max(happened) filter (name is not null) over (partition by ref) last,
        max(rank) over (partition by ref) top from folded)
group by ref
"""
# One account may be referred to in both ways.
ONCE = """
create or replace temp table seen_identity as
select platform, external_id, arg_max(name, (name_at, name)) filter (name is not null) as name, max(name_at) as name_at,
  max(rank) as rank, arg_max(role, (rank, role)) as role
from seen_ref group by platform, external_id
"""

DECIDED = """
create or replace temp table decided_identity as
select coalesce(i.id, (select coalesce(max(id), 0)
           from (select id from identity union all select id from floor where what = 'identity'))
         + row_number() over (order by i.id nulls first, s.platform <> $platform, s.platform, s.external_id)) id,
  s.platform, s.external_id, i.id is null fresh, coalesce(i.customer_id, 0) as customer_id,
  case when i.name is null or (s.name is not null and (s.name_at, s.name) > (i.name_at, i.name))
       then coalesce(s.name, i.name) else i.name end as name,
  greatest(i.name_at, case when s.name is not null then s.name_at end) as name_at,
  case when i.id is null or s.rank > i.role_rank or (s.rank = i.role_rank and s.role > i.role)
       then s.role else i.role end::tinyint as role,
  greatest(coalesce(i.role_rank, 0), s.rank)::tinyint as role_rank,
  i.name as old_name, i.name_at as old_at, i.role as old_role, i.role_rank as old_rank
from seen_identity s left join identity i using (platform, external_id)
"""
REFS = """
create or replace temp table incoming_identity as
select r.ref, d.id, case when d.fresh then d.id else d.customer_id end as customer_id
from seen_ref r join decided_identity d using (platform, external_id)
"""

# In the order of ids, which new ones got in the order of (platform, external id): State's index is a third of the work
# when it is met in its own order.
CHANGED = """
select id, platform, external_id, name, name_at, role, role_rank, fresh
from decided_identity
where fresh or name is distinct from old_name or name_at is distinct from old_at
   or role <> old_role or role_rank <> old_rank
order by id
"""


# A phone or an e-mail comes sealed beside the link to it, or beside the account that it is: SEALED, hash of the last
# four digits, hash of what a mask shows, with chr(31) between. The facts keep nothing of it.
SEALED = f"""
select d.id as identity_id, d.platform as kind, nullif(split_part(told, chr(31), 2), '') as last_four,
  nullif(split_part(told, chr(31), 3), '') as shown, split_part(told, chr(31), 1) as sealed
from (
  select case when kind = {Kind.IDENTITY_LINKED} then related_ref else actor_ref end as ref, any_value(text) as told
  from incoming where kind in ({Kind.IDENTITY_LINKED}, {Kind.IDENTITY_SEEN}) and coalesce(text, '') <> '' group by 1
) t join incoming_identity n using (ref) join decided_identity d on d.id = n.id and d.platform in {MEANS}
order by d.id
"""


class Customers:
    """The customers' part in applying a batch: makes `incoming_identity` (ref, id, customer_id)."""

    name = "customers"
    said = SAID

    def resolve(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        where = {"platform": batch.platform}
        cursor.execute(parsed(cursor, SEEN), where)
        cursor.execute(parsed(cursor, ONCE))
        cursor.execute(parsed(cursor, DECIDED), where)
        cursor.execute(parsed(cursor, REFS))
        changed = cursor.sql(parsed(cursor, CHANGED)).to_arrow_table()
        _note_changed(cursor, changed)
        return changes(changed, cursor.sql(parsed(cursor, SEALED)).to_arrow_table())

    def react(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        return None

    def settle(self, cursor: duckdb.DuckDBPyConnection, source: str, *, gone: bool) -> None:
        settle(cursor, source, gone=gone)

    def told(self, cursor: duckdb.DuckDBPyConnection) -> pa.Table | None:
        return cursor.sql("select ref, name, name_at, rank, role from seen_ref").to_arrow_table()

    def withdraw(self, cursor: duckdb.DuckDBPyConnection) -> Change | None:
        return withdraw(cursor)

    def reload(self, conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("delete from identity")
        for rows in store.identities(conn):
            append(cursor, "identity", rows.append_column("customer_id", rows["id"]))
        load_aliases(conn, cursor)
        settle_all(cursor)


def _note_changed(cursor: duckdb.DuckDBPyConnection, changed: pa.Table) -> None:
    cursor.register("_changed", changed)
    cursor.execute("create or replace temp table changed_identity as select id, fresh from _changed")
    cursor.unregister("_changed")


def changes(changed: pa.Table, sealed: pa.Table) -> Change | None:
    """Write and mirror the given identities (columns of the table, plus `fresh`), and sealed ways to reach them."""
    if not changed.num_rows and not sealed.num_rows:
        return None
    whole = changed.drop_columns(["fresh"])
    fresh = changed.filter(changed["fresh"]).drop_columns(["fresh"])
    moved = changed.filter(pc.invert(changed["fresh"])).drop_columns(["fresh"])

    def write(conn: sa.Connection) -> None:
        store.meet(conn, fresh)
        store.update(conn, moved)
        store.keep_contacts(conn, sealed)

    def mirror(cursor: duckdb.DuckDBPyConnection) -> None:
        mirror_identities(cursor, whole)

    return Change(write, mirror)


def mirror_identities(cursor: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """New or changed accounts; who is new is a customer of their own until links say otherwise."""
    cursor.register("_moved", rows)
    cursor.execute(
        "create or replace temp table mirrored as select m.*, coalesce(i.customer_id, m.id) as customer_id"
        " from _moved m left join identity i using (id)"
    )
    cursor.execute("delete from identity where id in (select id from mirrored)")
    cursor.execute("insert into identity by name from mirrored")
    cursor.unregister("_moved")
