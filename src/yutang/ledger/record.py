# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Facts that Yutang itself says, of accounts and groups by id: what a person did in the console, what a rule found.

The same act recorded twice is one fact: its key is everything it says.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from yutang.ledger.facts import SHIFT, TEXT_CAP

PLATFORM = "yutang"
# Columns of `record`; kind, happened and identity_id or group_id are needed.
ACT = pa.schema(
    [
        ("kind", pa.int16()), ("happened", pa.int64()),  # microseconds since 1970, UTC
        ("identity_id", pa.int64()), ("group_id", pa.int64()), ("staff_id", pa.int64()), ("source_id", pa.int64()),
        ("channel", pa.int16()), ("object_id", pa.int64()), ("amount", pa.int64()), ("props", pa.string()),
        ("text", pa.string()),
    ]
)  # fmt: skip
_MASK = "9223372036854775807::uhugeint"
_SAID = ", ".join(f"coalesce({name}::varchar, '')" for name in ACT.names)
_MADE = f"""
create or replace temp table recorded as
with told as (select *, row_number() over () - 1 as ordinal from _acts),
keyed as (select *, md5_number(concat_ws(chr(31), 'yutang', {_SAID})) as u from told),
fresh as (
  select * exclude (u), ((u >> 64) & {_MASK})::bigint as key_hi, (u & {_MASK})::bigint as key_lo from keyed
  qualify row_number() over (partition by u order by ordinal) = 1
)
select ($batch::bigint << {SHIFT}) + f.ordinal as id, f.kind, make_timestamp(f.happened) as happened,
  timezone($zone, make_timestamptz(f.happened))::date as day, f.identity_id, i.customer_id, f.group_id, f.staff_id,
  f.source_id, f.channel, f.object_id, f.amount, f.key_hi, f.key_lo, 0 as traits, f.props,
  substr(f.text, 1, {TEXT_CAP}) as text
from fresh f left join identity i on i.id = f.identity_id
"""
_NEW = """
select r.* from recorded r
where not exists (select 1 from fact f where f.key_hi = r.key_hi and f.key_lo = r.key_lo and f.day = r.day)
"""


def acts(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Dicts of columns as a table of ACT."""
    return pa.Table.from_pylist([{name: row.get(name) for name in ACT.names} for row in rows], ACT)


def recorded(cursor: duckdb.DuckDBPyConnection, batch: int, zone: str, rows: pa.Table) -> pa.Table:
    """New facts of `rows` (columns of ACT): columns of `fact`, plus `text`."""
    cursor.register("_acts", rows)
    try:
        cursor.execute(_MADE, {"batch": batch, "zone": zone})
        return cursor.sql(_NEW).to_arrow_table()
    finally:
        cursor.unregister("_acts")
