# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""The gate over a whole audience at one instant: who is proposed to whom, and why everybody else is left out.

One statement over sets. Each customer is in the answer once, with the first reason that holds or with none; so the
audience is exactly those left out for each reason and those proposed.
"""

from collections.abc import Sequence

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.customers.queries.owners import owners_of, placed
from yutang.engine import Query
from yutang.ledger.catalogue import Channel, Ending, Role
from yutang.ledger.erase import NOBODY
from yutang.ledger.marks import mark
from yutang.outbox.model import Reason
from yutang.segments.saved.mirror import NOW_CALLED
from yutang.staff.scope import customers_in_scope

# `identity_id`: the account that is spoken to, of one left out any; null of who is gone. `userid`: whoever follows
# them, as the channel calls them. `reason` 0: proposed. `part`: 0, 1, … of one call of the channel; null of one left
# out.
PLACED = pa.schema(
    [
        ("customer_id", pa.int64()), ("identity_id", pa.int64()), ("staff_id", pa.int64()), ("userid", pa.string()),
        ("reason", pa.int16()), ("part", pa.int64()),
    ]
)  # fmt: skip
USED = pa.schema([("identity_id", pa.int64()), ("sent", pa.int64()), ("booked", pa.int64())])
_HOUSE = ", ".join(str(int(one)) for one in (Role.STAFF, Role.BOT, Role.HOUSE, Role.SYSTEM))

_WHO = "select customer_id from outbox_audience"
_KNOWN = f"""
  select i.customer_id, min(i.id) as any_id, bool_or(i.role in ({_HOUSE})) as house,
    bool_and(starts_with(i.external_id, '{NOBODY}')) as erased, bool_or(i.platform = $platform) as reached
  from identity i where i.customer_id in ({_WHO}) group by 1
"""
_LIVE = f"""
  select r.customer_id, r.staff_id, min(r.identity_id) as identity_id
  from relation r join identity i on i.id = r.identity_id and i.platform = $platform
  where r.customer_id in ({_WHO}) and r.ended is null group by 1, 2
"""
# The last word of each ended relation: who came back and was deleted by us is not one who deleted us.
_PAST = f"""
  select customer_id, bool_or(cause = {Ending.CUSTOMER_DELETED:d}) as blocked from (
    select customer_id, arg_max(cause, ended) as cause from relation
    where customer_id in ({_WHO}) and ended is not null group by customer_id, staff_id
  ) group by 1
"""
_NO = f"""
  select distinct customer_id from consent
  where not given and purpose_id = $purpose and (channel is null or channel = {Channel.WECOM:d})
"""
_STATEMENT = f"""
with known as ({_KNOWN}), live as ({_LIVE}), past as ({_PAST}), refused as ({_NO}), owned as ($OWNERS),
seen as (
  select i.id as staff_id, i.external_id as userid from identity i
  where i.platform = $platform and i.external_id in (select userid from _senders)
), asked as (
  select a.customer_id, coalesce(l.identity_id, k.any_id) as identity_id, o.owner_id as staff_id, s.userid,
    case when k.customer_id is null or k.erased then {Reason.ERASED:d}
      when c.id is null then case when k.house then {Reason.HOUSE:d} else {Reason.ERASED:d} end
      when not k.reached then {Reason.NO_ACCOUNT:d}
      when a.customer_id not in (select customer_id from live)
        then case when p.blocked then {Reason.BLOCKED:d} else {Reason.NO_RELATION:d} end
      when o.owner_id is null then {Reason.NO_OWNER:d}
      when not ($everything or o.owner_id in (select unnest($mine::bigint[]))) then {Reason.NOT_YOURS:d}
      when s.userid is null or l.identity_id is null then {Reason.SENDER_UNSEEN:d}
      when a.customer_id in (select customer_id from refused) then {Reason.NO_CONSENT:d}
      when u.sent >= $most then {Reason.CAPPED:d}
      when u.sent + u.booked >= $most then {Reason.BOOKED:d}
      else 0 end::smallint as reason
  from outbox_audience a
  left join customer c on c.id = a.customer_id left join known k on k.customer_id = a.customer_id
  left join past p on p.customer_id = a.customer_id left join owned o on o.customer_id = a.customer_id
  left join live l on l.customer_id = a.customer_id and l.staff_id = o.owner_id
  left join seen s on s.staff_id = o.owner_id left join _used u on u.identity_id = l.identity_id
), numbered as (
  select *, (row_number() over (partition by reason = 0, staff_id order by identity_id) - 1) // $size as nth from asked
)
select customer_id, identity_id, staff_id, userid, reason,
  case when reason = 0 then dense_rank() over (order by reason <> 0, userid, nth) - 1 end as part
from numbered order by part nulls last, identity_id, customer_id
"""


_WITHDRAWN = f"""
select i.id from identity i join consent c on c.customer_id = i.customer_id
where i.id in (select unnest($ids::bigint[])) and not c.given and c.purpose_id = $purpose
  and (c.channel is null or c.channel = {Channel.WECOM:d})
"""


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of each customer. `platform`: whose accounts are spoken to; `senders`: members whom the channel
    sees, by its own ids; `used`: rows of USED; `most`: of `sent` and `booked` together; `size`: of one part."""

    platform: str
    purpose: str
    senders: Sequence[str]
    used: pa.Table
    most: int
    size: int


def ask(
    cursor: duckdb.DuckDBPyConnection, conn: sa.Connection, whom: Query | pa.Table, gate: Gate, scope: Scope
) -> pa.Table:
    """Rows of PLACED, of everybody for whom a rule holds, or who stands on a list (a table of `customer_id`, as it was
    made: who is no customer any more is told too), and whom the scope sees. A query is compiled for its instant.

    Parts come in the order of the senders, and in a part the accounts in theirs.
    """
    seen, told = customers_in_scope(scope)
    make = f"create or replace temp table outbox_audience as select customer_id from ({{}}) x where {seen}"
    if isinstance(whom, Query):
        cursor.execute(make.format(whom.sql), {**whom.params, **told} or None)
    else:
        cursor.register("_kept", whom)
        cursor.execute(make.format(NOW_CALLED), told or None)
        cursor.unregister("_kept")
    values = {
        "platform": gate.platform, "purpose": mark("purpose", gate.purpose), "most": gate.most, "size": gate.size,
        "everything": scope.everything, "mine": sorted(scope.staff),
    }  # fmt: skip
    cursor.register("_senders", pa.table({"userid": pa.array(gate.senders, pa.string())}))
    cursor.register("_used", gate.used)
    try:
        with placed(cursor, conn):
            sql = _STATEMENT.replace("$OWNERS", owners_of(conn, _WHO))
            return cursor.sql(sql, params=values).to_arrow_table().cast(PLACED)
    finally:
        cursor.unregister("_senders")
        cursor.unregister("_used")
        cursor.execute("drop table outbox_audience")


def withdrawn(cursor: duckdb.DuckDBPyConnection, accounts: Sequence[int], purpose: str) -> set[int]:
    """Those of the accounts whose customer has taken back consent for the purpose by now."""
    values = {"ids": sorted(accounts), "purpose": mark("purpose", purpose)}
    return {row[0] for row in cursor.execute(_WITHDRAWN, values).fetchall()}


class Account(msgspec.Struct, frozen=True):
    """Sums of a placing: `audience` = those of `excluded` + `proposed`. `senders`, `parts`: of the proposed."""

    audience: int
    excluded: dict[Reason, int]
    proposed: int
    senders: int
    parts: int


def account(rows: pa.Table) -> Account:
    """The sums of rows of PLACED."""
    told = rows.group_by("reason").aggregate([([], "count_all")]).to_pydict()
    counts = dict(zip(told["reason"], told["count_all"], strict=True))
    proposed = counts.pop(0, 0)
    return Account(
        audience=rows.num_rows,
        excluded={Reason(code): n for code, n in sorted(counts.items())},
        proposed=proposed,
        senders=_distinct(rows, "userid") if proposed else 0,
        parts=_distinct(rows, "part") if proposed else 0,
    )


def _distinct(rows: pa.Table, column: str) -> int:
    """Of those who are proposed."""
    chosen = rows.filter(pc.equal(rows["reason"], 0))
    return len(chosen[column].unique())
