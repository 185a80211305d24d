# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Sightings → facts, in two halves: `prepare` needs nothing but the batch, `derive` what is known already.

`prepare` runs in the caller's thread while the batch before is applied: hashing and reading texts is most of the work.
"""

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from yutang.ledger.analytics import parsed
from yutang.ledger.catalogue import Channel, Kind
from yutang.ledger.contract import Batch
from yutang.ledger.marks import mark_sql
from yutang.ledger.texts import SQL_FINGERPRINT, SQL_GLANCE, SQL_TRAITS
from yutang.ledger.traits import Trait

SHIFT = 20  # fact id = batch id << SHIFT | ordinal: at most 2^20 rows a batch, ids below 2^53
TEXT_CAP = 20_000  # characters kept of one message

MASK = "9223372036854775807::uhugeint"
MESSAGE, LINKED = int(Kind.MESSAGE_SENT), int(Kind.IDENTITY_LINKED)
CURRENCIES = "'CNY', 'RMB'"  # the tenant's: what is in another is counted apart
WORDED = (MESSAGE, int(Kind.NOTE_WRITTEN))  # kinds whose text is kept


def _listed(*kinds: Kind) -> str:
    return ", ".join(str(int(kind)) for kind in kinds)


ORDERS = _listed(Kind.ORDER_PLACED, Kind.ORDER_REFUNDED, Kind.ORDER_CHANGED)
# Kinds whose `related_ref` is an account: it becomes `object_id`, or the member of staff.
PAIRS = _listed(Kind.GROUP_JOINED, Kind.GROUP_LEFT, Kind.IDENTITY_LINKED, Kind.IDENTITY_PARTED)
FOLLOWS = _listed(
    Kind.RELATION_BEGUN, Kind.RELATION_ENDED, Kind.TAG_ADDED, Kind.TAG_REMOVED, Kind.NOTE_WRITTEN,
    Kind.CHAT_STARTED,
)  # fmt: skip
_NAMED = (
    (_listed(Kind.ATTRIBUTE_SET), mark_sql("attribute", "object_ref")),
    (_listed(Kind.TAG_ADDED, Kind.TAG_REMOVED), mark_sql("tag", "object_ref")),
    (_listed(Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN), mark_sql("purpose", "object_ref")),
    (ORDERS, mark_sql("order", "$platform::varchar", "coalesce(related_ref, object_ref)")),
)
MARKS = "\n       ".join(f"when kind in ({kinds}) then {number}" for kinds, number in _NAMED)
SOURCE = mark_sql("source", "json_extract_string(props, '$.source')")
_CHANNELS = " ".join(f"when '{one.name.lower()}' then {int(one)}" for one in Channel)
CHANNEL = f"case json_extract_string(props, '$.channel') {_CHANNELS} end"
GONE = "取消|关闭|關閉|作废|作廢|未付款|待付款|已退款|cancel|closed|void|failed|unpaid"
MONEY_BITS = f"""(case when upper(json_extract_string(props, '$.currency')) not in ({CURRENCIES})
          then {int(Trait.FOREIGN_MONEY)} else 0 end)
       | (case when regexp_matches(lower(json_extract_string(props, '$.status')), '{GONE}')
          then {int(Trait.CANCELLED)} else 0 end)"""

# A tag's number says nothing to people: who lists tags that nobody defined finds the name here.
TAG_NAMED = f"""case when kind in ({_listed(Kind.TAG_ADDED, Kind.TAG_REMOVED)})
  then json_merge_patch(coalesce(props, '{{}}'), json_object('tag', object_ref))::varchar else props end"""

# A list may say that somebody is followed and not since when: then the day it was read is no part of what it says, and
# the same list on another day says nothing new.
UNDATED = f"""kind in ({_listed(Kind.RELATION_BEGUN, Kind.RELATION_ENDED)})
  and contains(coalesce(props, ''), '"undated":true')"""

# A key says "the same thing happened". With an id of the platform's own that id decides; without, everything the
# row says does. GROUP_COUNTED keeps the amount in its key: a later, fuller count of the day is a fact of its own.
PREPARED = f"""
with said as (
  select * replace (replace(actor_name, chr(0), '') as actor_name, replace(text, chr(0), '') as text),
    coalesce(object_ref, '') <> '' and kind in ({MESSAGE}, {Kind.ORDER_PLACED}, {Kind.ORDER_REFUNDED}) as has_ref
  from _sightings
), hashed as (
  select *, case
    when has_ref then md5_number(concat_ws(chr(31), $platform, kind,
         case when kind = {MESSAGE} then coalesce(group_ref, '') else '' end, object_ref))
    else md5_number(concat_ws(chr(31), $platform, kind, coalesce(group_ref, ''), coalesce(actor_ref, ''),
         case when {UNDATED} then 0 else happened end,
         coalesce(related_ref, ''), coalesce(object_ref, ''), coalesce(amount::varchar, ''),
         case when kind in ({LINKED}, {Kind.IDENTITY_SEEN}) then '' else coalesce(text, '') end,
         case when kind = {MESSAGE} then '' else coalesce(props, '') end))
    end u, {SQL_GLANCE}
  from said
)
select * exclude (u, rare, media, letters) replace ({TAG_NAMED} as props),
  ((u >> 64) & {MASK})::bigint as key_hi, (u & {MASK})::bigint as key_lo,
  timezone($zone, make_timestamptz(happened))::date as day,
  case when kind = {MESSAGE} then {SQL_FINGERPRINT}
       when kind = {Kind.MESSAGE_RECALLED} then (md5_number(concat_ws(chr(31), $platform,
            {MESSAGE}, coalesce(group_ref, ''), related_ref)) & {MASK})::bigint
       {MARKS} end as mark,
  case when kind = {Kind.RELATION_BEGUN} then {SOURCE} end as source_mark,
  (case when kind in ({Kind.CONSENT_GIVEN}, {Kind.CONSENT_WITHDRAWN}) then {CHANNEL} end)::smallint as channel,
  case when kind = {MESSAGE}
       then ({SQL_TRAITS}) | case when related_ref is null then 0 else {int(Trait.ANSWER)} end
       when kind in ({ORDERS}) then {MONEY_BITS} else 0 end as traits
from hashed
"""

# For what is posted, often one message at a time: half of the work was to get ready for it.
FEW, FEW_BYTES = 2_000, 4 << 20  # they are held twice: the memory beside the store is small
PREPARED_FEW = "create or replace temp table _prepared as " + PREPARED

# Rows of one key: of one file without ids they are numbered (two "哈哈" in one minute are two), of two files, or
# with an id, they are one. Only keys that occur twice pay for the windows.
TWINS = f"""
create or replace temp table twin as
with twice as (select key_hi, key_lo from incoming group by all having count(*) > 1),
again as (
  select ordinal, key_hi, key_lo, case when has_ref or kind <> {MESSAGE} then 0
    else row_number() over (partition by key_hi, key_lo, file_no order by ordinal) - 1 end as nth
  from incoming semi join twice using (key_hi, key_lo)
)
select ordinal, xor(key_lo, nth * 1000003) as key_lo,
  row_number() over (partition by key_hi, key_lo, nth order by ordinal) > 1 as repeated
from again
"""

# The batch's keys are what is hashed, and all facts of its days stream past them: written as NOT EXISTS, the facts
# would be hashed, and memory would grow with the store.
KNOWN = """
create or replace temp table known as
with keyed as (
  select key_hi, coalesce(t.key_lo, i.key_lo) as key_lo from incoming i left join twin t using (ordinal)
)
select distinct f.key_hi, f.key_lo from fact f semi join keyed using (key_hi, key_lo)
where f.day between $first and $last
"""

# The same on whatever day it was, asked only where there are such: of those without a date, and of orders, which an
# export gives the day of the order and the next one that of the payment.
ANY_DAY = f"(({UNDATED}) or (has_ref and kind <> {MESSAGE}))"
KNOWN_ANY_DAY = f"""
insert into known
select distinct f.key_hi, f.key_lo from fact f
semi join (select key_hi, key_lo from incoming where {ANY_DAY}) using (key_hi, key_lo)
where f.kind in ({_listed(Kind.RELATION_BEGUN, Kind.RELATION_ENDED, Kind.ORDER_PLACED, Kind.ORDER_REFUNDED)})
  and (f.key_hi, f.key_lo) not in (select (key_hi, key_lo) from known)
"""

# No long column here: a join may hash the side it streams from, and texts would fill the memory of the store.
NEW = f"""
with said as (
  select i.* exclude (text, props) replace (coalesce(t.key_lo, i.key_lo) as key_lo)
  from incoming i left join twin t using (ordinal) where t.repeated is distinct from true
), fresh as (
  select * from said anti join known using (key_hi, key_lo)
)
select ($batch::bigint << {SHIFT}) + f.ordinal as id,
  f.kind, make_timestamp(f.happened) as happened, f.day, i.id as identity_id, i.customer_id, g.id as group_id,
  case when f.kind in ({FOLLOWS}) then r.id end as staff_id, f.source_mark as source_id, f.channel,
  case when f.kind in ({PAIRS}) then r.id else f.mark end as object_id,
  f.amount, f.key_hi, f.key_lo, f.traits, f.ordinal
from fresh f
left join incoming_identity i on i.ref = f.actor_ref
left join incoming_group g on g.ref = f.group_ref
left join incoming_identity r on r.ref = f.related_ref and f.kind in ({PAIRS}, {FOLLOWS})
"""


def prepare(cursor: duckdb.DuckDBPyConnection, platform: str, zone: str, sightings: pa.Table) -> pa.Table:
    """The sightings with `has_ref`, `key_hi`, `key_lo`, `day`, `mark`, `source_mark`, `channel` and `traits`.

    Texts come back without NUL.
    """
    where = {"platform": platform, "zone": zone}
    cursor.register("_sightings", sightings)
    try:
        if sightings.num_rows <= FEW and sightings.nbytes <= FEW_BYTES:
            # `sql` reads a long statement letter by letter, in Python, for its parameters.
            cursor.execute(parsed(cursor, PREPARED_FEW), where)
            return cursor.sql("from _prepared").to_arrow_table()
        return cursor.sql(PREPARED, params=where).to_arrow_table()
    finally:
        cursor.unregister("_sightings")


def derive(cursor: duckdb.DuckDBPyConnection, batch: Batch, prepared: pa.Table) -> pa.Table:
    """The new facts of `prepared`, which is registered as `incoming`: columns of `fact`, plus `text`."""
    cursor.execute(parsed(cursor, TWINS))
    first, last = cursor.execute("select min(day), max(day) from incoming").fetchall()[0]
    cursor.execute(parsed(cursor, KNOWN), {"first": first, "last": last})
    if cursor.execute(f"select exists(from incoming where {ANY_DAY})").fetchall()[0][0]:
        cursor.execute(KNOWN_ANY_DAY)
    new = cursor.sql(parsed(cursor, NEW), params={"batch": batch.id}).to_arrow_table()
    places = pc.call_function("index_in", [new["ordinal"]], pc.SetLookupOptions(prepared["ordinal"]))
    new = new.drop_columns(["ordinal"]).append_column("props", prepared["props"].take(places))
    return new.append_column("text", _texts(prepared, places))


def _texts(prepared: pa.Table, places: pa.ChunkedArray) -> pa.ChunkedArray:
    """The texts of the messages and notes at `places`, cut at TEXT_CAP; null for other facts, and for empty ones."""
    worded = pc.call_function("not_equal", [prepared["text"], pa.scalar("")])
    of_these = pc.call_function(
        "is_in", [prepared["kind"]], pc.SetLookupOptions(pa.array(WORDED, pa.int16()))
    )
    worded = pc.call_function("and", [of_these, worded])
    at = pc.call_function("if_else", [worded.take(places), places, pa.scalar(None, places.type)])
    found = prepared["text"].take(at)
    if (pc.call_function("max", [pc.call_function("binary_length", [found])]).as_py() or 0) <= TEXT_CAP:
        return found
    return pc.call_function("utf8_slice_codeunits", [found], pc.SliceOptions(0, TEXT_CAP))
