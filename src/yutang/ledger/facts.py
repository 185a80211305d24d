# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Sightings → facts: keys, duplicates, days and ids. All of it is SQL over one batch."""

import duckdb

from yutang.ledger.catalogue import Kind
from yutang.ledger.contract import Batch
from yutang.ledger.texts import SQL_FINGERPRINT, SQL_TRAITS
from yutang.ledger.traits import Trait

SHIFT = 20  # fact id = batch id << SHIFT | index: at most 2^20 rows a batch, ids below 2^53
TEXT_CAP = 20_000  # characters kept of one message

MASK = "9223372036854775807::uhugeint"

# A key says "the same thing happened". With an id of the platform's own that id decides; without, everything the
# row says does, and `occurrence` tells identical rows of one file apart (two "哈哈" in one minute are two).
# GROUP_COUNTED keeps the amount in its key: a later, fuller count of the day is a fact of its own.
KEYED = f"""
create or replace temp table keyed as
with said as (
  select i.*, coalesce(i.object_ref, '') <> '' and i.kind in ({Kind.MESSAGE_SENT}, {Kind.ORDER_PLACED}) has_ref
  from incoming i
), hashed as (
  select *, case
    when has_ref then md5_number(concat_ws(chr(31), $platform, kind,
         case when kind = {Kind.ORDER_PLACED} then '' else coalesce(group_ref, '') end, object_ref))
    else md5_number(concat_ws(chr(31), $platform, kind, coalesce(group_ref, ''), coalesce(actor_ref, ''),
         happened, coalesce(related_ref, ''), coalesce(object_ref, ''), coalesce(amount::varchar, ''),
         coalesce(text, ''), case when kind = {Kind.MESSAGE_SENT} then '' else coalesce(props, '') end))
    end u
  from said
)
select * exclude (u), ((u >> 64) & {MASK})::bigint key_hi, (u & {MASK})::bigint key_lo from hashed
"""

# Identical rows of one file are numbered; only keys that occur twice pay for the window.
NUMBERED = f"""
create or replace temp table numbered as
with twice as (select key_hi, key_lo from keyed group by all having count(*) > 1),
again as (
  select k.ordinal, k.has_ref or k.kind <> {Kind.MESSAGE_SENT} once,
    row_number() over (partition by k.key_hi, k.key_lo, k.file_no order by k.ordinal) - 1 nth
  from keyed k semi join twice using (key_hi, key_lo)
), renamed as (
  select k.* replace (xor(k.key_lo, coalesce(a.nth, 0) * 1000003) as key_lo)
  from keyed k left join (select * from again where not once) a using (ordinal)
)
select * from renamed
qualify row_number() over (partition by key_hi, key_lo order by ordinal) = 1
"""
PLAIN = "create or replace temp table numbered as select * from keyed"

NEW = f"""
create or replace temp table new_fact as
with dated as (
  select *, make_timestamp(happened) stamp,
    timezone($zone, make_timestamptz(happened))::date as day
  from numbered
), fresh as (
  select * from dated d
  where not exists (
    select 1 from fact f where f.key_hi = d.key_hi and f.key_lo = d.key_lo
      and f.day between (select min(day) from dated) and (select max(day) from dated))
)
select ($batch::bigint << {SHIFT}) + row_number() over (order by f.ordinal) - 1 as id,
  f.kind, f.stamp as happened, f.day, i.id as identity_id, i.customer_id, g.id as group_id,
  null::bigint as staff_id, null::bigint as source_id, null::smallint as channel,
  case when f.kind = {Kind.MESSAGE_SENT} then {{fingerprint}}
       when f.kind = {Kind.MESSAGE_RECALLED} then (md5_number(concat_ws(chr(31), $platform,
            {int(Kind.MESSAGE_SENT)}, coalesce(group_ref, ''), related_ref)) & {MASK})::bigint
       when f.kind in ({Kind.GROUP_JOINED}, {Kind.GROUP_LEFT}) then r.id end as object_id,
  f.amount, f.key_hi, f.key_lo,
  case when f.kind = {Kind.MESSAGE_SENT}
       then {{traits}} | case when f.related_ref is null then 0 else {int(Trait.ANSWER)} end else 0 end as traits,
  f.props,
  case when f.kind = {Kind.MESSAGE_SENT} and f.text <> '' then left(f.text, {TEXT_CAP}) end as text
from fresh f
left join incoming_identity i on i.ref = f.actor_ref
left join incoming_group g on g.ref = f.group_ref
left join incoming_identity r on r.ref = f.related_ref and f.kind in ({Kind.GROUP_JOINED}, {Kind.GROUP_LEFT})
"""


def derive(cursor: duckdb.DuckDBPyConnection, batch: Batch) -> int:
    """Make `new_fact` from `incoming`; the number of new facts comes back."""
    cursor.execute(KEYED, {"platform": batch.platform})
    doubled = cursor.execute("select count(*) > count(distinct (key_hi, key_lo)) from keyed").fetchall()
    cursor.execute(NUMBERED if doubled[0][0] else PLAIN)
    sql = NEW.format(fingerprint=SQL_FINGERPRINT, traits=f"({SQL_TRAITS})")
    cursor.execute(sql, {"platform": batch.platform, "zone": batch.zone, "batch": batch.id})
    return int(cursor.execute("select count(*) from new_fact").fetchall()[0][0])
