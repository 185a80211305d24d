# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who was in a group from when to when, made from the facts of the pairs that a batch touches."""

import duckdb
import sqlalchemy as sa

from yutang.groups import store
from yutang.ledger.catalogue import Kind
from yutang.ledger.contract import Change

TOUCHED = f"""
create or replace temp table touched_pair as
select distinct group_id, identity_id from $SOURCE
where kind in ({Kind.GROUP_JOINED}, {Kind.GROUP_LEFT}, {Kind.MEMBER_SEEN})
  and group_id is not null and identity_id is not null
"""

# The order in which files come must not matter: the intervals of a touched pair are made anew from all its facts.
# Joins (or sightings) in a row are one stay since the first; leaves in a row one end at the first.
INTERVALS = f"""
create or replace temp table interval_made as
with all_facts as (
  select group_id, identity_id, happened, kind, props, object_id from fact
  where kind in ({Kind.GROUP_JOINED}, {Kind.GROUP_LEFT}, {Kind.MEMBER_SEEN})
  union all
  select group_id, identity_id, happened, kind, props, object_id from $ALSO
  where kind in ({Kind.GROUP_JOINED}, {Kind.GROUP_LEFT}, {Kind.MEMBER_SEEN})
), ordered as (
  select f.*, f.kind <> {Kind.GROUP_LEFT} as inside,
    lag(f.kind <> {Kind.GROUP_LEFT}) over w as was_inside
  from all_facts f semi join touched_pair using (group_id, identity_id)
  window w as (partition by group_id, identity_id order by happened, f.kind = {Kind.GROUP_LEFT}, f.kind)
), turns as (
  select *, lead(happened) over w as next_at, lead(props) over w as next_props
  from ordered where was_inside is distinct from inside
  window w as (partition by group_id, identity_id order by happened, inside desc)
)
select group_id, identity_id,
  case when inside and (kind = {Kind.GROUP_JOINED} or was_inside is not null) then epoch_us(happened) end as joined,
  case when inside then epoch_us(next_at) else epoch_us(happened) end as "left",
  case when inside then coalesce(json_extract_string(props, '$.how'),
    case when kind = {Kind.MEMBER_SEEN} then 'seen' end) end as how,
  json_extract_string(case when inside then next_props else props end, '$.how') as how_left,
  case when inside then object_id end as inviter_id
from turns
where inside or was_inside is null
"""

MIRRORED = """insert into membership by name select group_id, identity_id, make_timestamp(joined) as joined,
  make_timestamp("left") as "left", how, how_left, inviter_id from {source}"""


def intervals(cursor: duckdb.DuckDBPyConnection, *, touched: str, also: str) -> Change | None:
    """The stays of every pair in the facts of `touched`, anew from the table `fact` and the facts of `also`."""
    cursor.execute(TOUCHED.replace("$SOURCE", touched))
    pairs = cursor.sql("select group_id, identity_id from touched_pair").to_arrow_table()
    if not pairs.num_rows:
        return None
    cursor.execute(INTERVALS.replace("$ALSO", also))
    made = cursor.sql("select * from interval_made").to_arrow_table()

    def write(conn: sa.Connection) -> None:
        store.replace_memberships(conn, pairs, made)

    def mirror(inner: duckdb.DuckDBPyConnection) -> None:
        inner.execute(
            "delete from membership where (group_id, identity_id) in"
            " (select (group_id, identity_id) from touched_pair)"
        )
        inner.execute(MIRRORED.format(source="interval_made"))

    return Change(write, mirror)
