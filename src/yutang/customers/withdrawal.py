# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Accounts after batches were taken back: folded anew from what the others said of them."""

import duckdb
import sqlalchemy as sa

from yutang.customers import store
from yutang.customers.settling import RESULTS
from yutang.ledger.catalogue import Kind
from yutang.ledger.contract import Change
from yutang.ledger.facts import FOLLOWS, PAIRS
from yutang.ledger.store import raise_floor

SAID = "ref varchar, name varchar, name_at bigint, rank tinyint, role tinyint"

# What jobs say of everybody holds nobody: stages, segments, first tiers (a later one has a tier before it: somebody
# accepted that), tags by rule.
MADE = f"""(kind in ({Kind.STAGE_CHANGED}, {Kind.SEGMENT_ENTERED}, {Kind.SEGMENT_LEFT})
    or (kind = {Kind.TIER_CHANGED} and amount is null)
    or (kind in ({Kind.TAG_ADDED}, {Kind.TAG_REMOVED})
      and coalesce(json_extract_string(props, '$.source'), '') = 'rule'))"""

# Who is in a fact still but in nothing said: somebody noted, allowed or sent them something; or they were met before
# batches kept what they said. They are left as they are.
WITHDRAWN = f"""
create or replace temp table withdrawn_identity as
with touched as (select distinct platform, ref from said_gone_customers),
folded as (
  select platform, ref, arg_max(name, (name_at, name)) filter (name is not null) as name,
    max(name_at) filter (name is not null) as name_at, max(rank) as rank, arg_max(role, (rank, role)) as role
  from said_left_customers group by all
), found as (
  select i.id, i.platform, i.external_id as ref, i.role as old_role, i.role_rank as old_rank,
    i.name as old_name, i.name_at as old_at, f.ref is null as unsaid, f.name, f.name_at, f.role, f.rank
  from touched t join identity i on i.platform = t.platform and i.external_id = t.ref
  left join folded f on f.platform = t.platform and f.ref = t.ref
), held as (
  select identity_id as id from fact where identity_id in (select id from found where unsaid) and not {MADE}
  union
  select object_id from fact where kind in ({PAIRS}) and object_id in (select id from found where unsaid)
  union
  select staff_id from fact where kind in ({FOLLOWS}) and staff_id in (select id from found where unsaid)
)
select id, platform, ref, old_role, unsaid as gone, name, name_at, role, rank
from found
where (unsaid and id not in (from held))
   or (not unsaid and (name, name_at, role, rank) is distinct from (old_name, old_at, old_role, old_rank))
"""


def withdraw(cursor: duckdb.DuckDBPyConnection) -> Change | None:
    """Leaves `withdrawn_identity`: accounts that go, and those whose name or role is another now."""
    cursor.execute(WITHDRAWN)
    gone = [row[0] for row in cursor.execute("select id from withdrawn_identity where gone").fetchall()]
    moved = cursor.sql(
        "select id, name, name_at, role, rank as role_rank from withdrawn_identity where not gone"
    ).to_arrow_table()
    ((last,),) = cursor.execute("select coalesce(max(id), 0) from identity").fetchall()
    if not gone and not moved.num_rows:
        return None

    def write(conn: sa.Connection) -> None:
        store.update(conn, moved)
        store.forget(conn, gone)
        if gone:
            raise_floor(conn, "identity", last)

    def mirror(inner: duckdb.DuckDBPyConnection) -> None:
        inner.execute("delete from identity where id in (select id from withdrawn_identity where gone)")
        for table in RESULTS:
            inner.execute(
                f"delete from {table} where customer_id in (select id from withdrawn_identity where gone)"
            )
        inner.execute(
            "update identity i set name = w.name, name_at = w.name_at, role = w.role, role_rank = w.rank"
            " from withdrawn_identity w where w.id = i.id and not w.gone"
        )
        # Facts that stay are not among those that went: who they are of is settled by this.
        inner.execute(
            "create or replace temp table changed_identity as"
            " select id, false as fresh from withdrawn_identity where not gone"
        )
        if gone:
            inner.execute("insert into floor values ('identity', ?)", [last])

    return Change(write, mirror)
