# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Who will see a Moment, through whom, and why everybody else won't: one instant, sets alone.

Asked is a segment, or all customers of the chosen staff. Who publishes: the chosen staff, of a segment the owners of
its people (among the chosen, if there are any). Who sees: whoever one of them follows now, and, if there are tags, to
whom that member gave one of them on the platform. Those are all in the audience, also who was not asked for.
"""

from collections.abc import Sequence

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.customers.folds import SOURCES
from yutang.customers.queries.owners import owners_of, placed
from yutang.engine import Query
from yutang.ledger.catalogue import Channel, Ending, Role
from yutang.ledger.erase import NOBODY
from yutang.ledger.marks import mark
from yutang.outbox.audience import PLACED
from yutang.outbox.model import Reason
from yutang.outbox.moments.model import A_DAY, Notice, Publisher
from yutang.segments.saved.mirror import NOW_CALLED
from yutang.staff.scope import customers_in_scope

SEEN = pa.schema([("identity_id", pa.int64()), ("today", pa.int64())])
_PLATFORM_TAG = SOURCES.index("platform") + 1
_HOUSE = ", ".join(str(int(one)) for one in (Role.STAFF, Role.BOT, Role.HOUSE, Role.SYSTEM))
_LIVE = (
    """relation r join identity i on i.id = r.identity_id and i.platform = $platform and r.ended is null"""
)

_ASKED_OF_STAFF = f"""
select distinct r.customer_id from {_LIVE} join customer c on c.id = r.customer_id
where r.staff_id in (select unnest($staff::bigint[]))
"""
_CHOSEN = """
create or replace temp table moment_staff as
select i.id as staff_id, i.external_id as userid from identity i
where i.platform = $platform and i.external_id in (select userid from _senders)
  and ($everything or i.id in (select unnest($mine::bigint[]))) and {which}
"""
_PAIRS = f"""
create or replace temp table moment_pair as
select r.customer_id, r.staff_id, s.userid, min(r.identity_id) as identity_id,
  len($tags::bigint[]) = 0 or bool_or(g.tag_id is not null) as shown
from {_LIVE} join customer c on c.id = r.customer_id join moment_staff s on s.staff_id = r.staff_id
left join tagging g on g.customer_id = r.customer_id and g.staff_id = r.staff_id and g.source = {_PLATFORM_TAG}
  and g.tag_id in (select coalesce(a.tag_id, t.tag_id) from (select unnest($tags::bigint[]) as tag_id) t
                   left join tag_alias a on a.mark = t.tag_id)
group by all
"""
_ALL = """
create or replace temp table moment_audience as
select customer_id from moment_asked union select customer_id from moment_pair where shown
"""
_WHO = "select customer_id from moment_audience"
_KNOWN = f"""
  select i.customer_id, min(i.id) as any_id, bool_or(i.role in ({_HOUSE})) as house,
    bool_and(starts_with(i.external_id, '{NOBODY}')) as erased, bool_or(i.platform = $platform) as reached
  from identity i where i.customer_id in ({_WHO}) group by 1
"""
_PAST = f"""
  select customer_id, bool_or(cause = {Ending.CUSTOMER_DELETED:d}) as blocked from (
    select customer_id, arg_max(cause, ended) as cause from relation
    where customer_id in ({_WHO}) and ended is not null group by customer_id, staff_id
  ) group by 1
"""
_PLACED = f"""
create or replace temp table moment_placed as
with known as ({_KNOWN}), past as ({_PAST}), owned as ($OWNERS), live as (
  select distinct r.customer_id from {_LIVE} where r.customer_id in ({_WHO})
), sight as (
  select p.customer_id, arg_min({{'staff': p.staff_id, 'userid': p.userid, 'who': p.identity_id}},
    (p.staff_id is distinct from o.owner_id, p.staff_id)) as one
  from moment_pair p left join owned o using (customer_id) where p.shown group by 1
)
select a.customer_id, coalesce(s.one.who, k.any_id) as identity_id, coalesce(s.one.staff, o.owner_id) as staff_id,
  s.one.userid as userid,
  case when s.one is not null then 0
    when k.customer_id is null or k.erased then {Reason.ERASED:d}
    when c.id is null then case when k.house then {Reason.HOUSE:d} else {Reason.ERASED:d} end
    when not k.reached then {Reason.NO_ACCOUNT:d}
    when l.customer_id is null then case when p.blocked then {Reason.BLOCKED:d} else {Reason.NO_RELATION:d} end
    when a.customer_id in (select customer_id from moment_pair) then {Reason.NO_TAG:d}
    when not $segment then {Reason.SENDER_UNSEEN:d}
    when o.owner_id is null then {Reason.NO_OWNER:d}
    when not ($everything or o.owner_id in (select unnest($mine::bigint[]))) then {Reason.NOT_YOURS:d}
    when len($staff::bigint[]) > 0 and o.owner_id not in (select unnest($staff::bigint[])) then {Reason.NOT_CHOSEN:d}
    else {Reason.SENDER_UNSEEN:d} end::smallint as reason,
  case when s.one is not null then 0 end::bigint as part
from moment_audience a left join customer c on c.id = a.customer_id left join known k using (customer_id)
left join past p using (customer_id) left join owned o using (customer_id) left join live l using (customer_id)
left join sight s using (customer_id)
"""
_ROWS = "select {} from moment_placed order by part nulls last, userid, identity_id, customer_id"
_PUBLISHERS = """
select s.staff_id, s.userid, count(p.customer_id) as people from moment_staff s
left join moment_placed p on p.staff_id = s.staff_id and p.reason = 0
where s.staff_id in (select staff_id from moment_pair where shown) group by all order by s.userid
"""
_NOTICES = f"""
select count(*) filter ($segment and customer_id not in (select customer_id from moment_asked)),
  count(*) filter (customer_id in (
    select customer_id from consent where not given and purpose_id = $purpose
      and (channel is null or channel = {Channel.MOMENTS:d}))),
  count(*) filter (identity_id in (select identity_id from _today where today >= {A_DAY}))
from moment_placed where reason = 0
"""
_ELSEWHERE = """
select distinct customer_id from relation where ended is null
  and customer_id in (select unnest($customers::bigint[])) and staff_id in (select unnest($staff::bigint[]))
"""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """`segment`: whom it is for; None: all customers of `staff`. `staff`: who shall publish (of a segment: [] = its
    owners). `senders`: members whom the channel sees. `tags`: "group/name" of the platform's. `today`: rows of SEEN."""

    platform: str
    purpose: str
    senders: Sequence[str]
    staff: Sequence[int]
    tags: Sequence[str]
    segment: Query | pa.Table | None
    today: pa.Table


class Sight(msgspec.Struct, frozen=True):
    """`rows`: of audience.PLACED."""

    rows: pa.Table
    publishers: tuple[Publisher, ...]
    notices: dict[Notice, int]


def look(cursor: duckdb.DuckDBPyConnection, conn: sa.Connection, ask: Ask, scope: Scope) -> Sight:
    """A query of `ask` is compiled for its instant. Each customer stands under one member who shows it to them: their
    owner, if the owner does."""
    values: dict[str, object] = {
        "platform": ask.platform, "everything": scope.everything, "mine": sorted(scope.staff),
        "staff": sorted(ask.staff), "tags": [mark("tag", one) for one in ask.tags],
        "segment": ask.segment is not None, "purpose": mark("purpose", ask.purpose),
    }  # fmt: skip
    cursor.register("_senders", pa.table({"userid": pa.array(ask.senders, pa.string())}))
    cursor.register("_today", ask.today)
    try:
        _asked(cursor, ask, values, scope)
        with placed(cursor, conn):
            _run(cursor, _chosen(conn, ask), values)
            _run(cursor, _PAIRS, values)
            cursor.execute(_ALL)
            _run(cursor, _PLACED.replace("$OWNERS", owners_of(conn, _WHO)), values)
        rows = cursor.sql(_ROWS.format(", ".join(PLACED.names))).to_arrow_table().cast(PLACED)
        publishers = tuple(Publisher(*row) for row in cursor.execute(_PUBLISHERS).fetchall())
        told = _run(cursor, _NOTICES, values)[0]
        return Sight(rows, publishers, {one: n for one, n in zip(Notice, told, strict=True) if n})
    finally:
        cursor.unregister("_senders")
        cursor.unregister("_today")
        for table in ("asked", "staff", "pair", "audience", "placed"):
            cursor.execute(f"drop table if exists moment_{table}")


def followed_by(
    cursor: duckdb.DuckDBPyConnection, customers: Sequence[int], staff: Sequence[int]
) -> set[int]:
    """Those of the customers whom one of the staff follows now."""
    if not customers or not staff:
        return set()
    values = {"customers": sorted(customers), "staff": sorted(staff)}
    return {row[0] for row in cursor.execute(_ELSEWHERE, values).fetchall()}


def _asked(cursor: duckdb.DuckDBPyConnection, ask: Ask, values: dict[str, object], scope: Scope) -> None:
    seen, told = customers_in_scope(scope)
    make = f"create or replace temp table moment_asked as select customer_id from ({{}}) x where {seen}"
    if ask.segment is None:
        _run(cursor, make.format(_ASKED_OF_STAFF), values | told)
    elif isinstance(ask.segment, Query):
        cursor.execute(make.format(ask.segment.sql), {**ask.segment.params, **told} or None)
    else:
        cursor.register("_kept", ask.segment)
        cursor.execute(make.format(NOW_CALLED), told or None)
        cursor.unregister("_kept")


def _chosen(conn: sa.Connection, ask: Ask) -> str:
    among = "(len($staff::bigint[]) = 0 or i.id in (select unnest($staff::bigint[])))"
    if ask.segment is None:
        return _CHOSEN.format(which="i.id in (select unnest($staff::bigint[]))")
    owners = owners_of(conn, "select customer_id from moment_asked")
    return _CHOSEN.format(which=f"{among} and i.id in (select owner_id from ({owners}))")


def _run(cursor: duckdb.DuckDBPyConnection, sql: str, values: dict[str, object]) -> list[tuple[int, ...]]:
    """With the values that the statement names: DuckDB refuses others."""
    used = {name: value for name, value in values.items() if f"${name}" in sql}
    return cursor.execute(sql, used or None).fetchall()
