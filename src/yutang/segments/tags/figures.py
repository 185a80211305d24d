# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Who bears which tag, counted, for the customers that somebody sees: each a statement over all tags."""

from collections.abc import Mapping

import duckdb
import msgspec

from yutang.accounts.model import Scope
from yutang.engine import Query
from yutang.kit.clock import DAY
from yutang.ledger.catalogue import Kind
from yutang.segments.tags.model import SOURCES, Splits
from yutang.staff.scope import customers_in_scope

CHANGE_DAYS = 30

# A customer bears a tag, whether it is theirs or a relation's of theirs.
_BORNE = """
create or replace temp table borne as
select t.tag_id, t.customer_id, min(t.source) as source from tagging t semi join customer c on c.id = t.customer_id
where (t.until is null or t.until > make_timestamp($now)) and {scope} group by 1, 2
"""
_COUNTED = """
select tag_id, count(*), bit_xor(hash(customer_id)), sum(hash(customer_id)::hugeint) from borne group by 1
"""
_SOURCES = "select tag_id, source, count(*) from borne group by 1, 2 order by 1, 2"
_GROUPS = """
select tag_id, count(distinct group_id) from group_tagging
where until is null or until > make_timestamp($now) group by 1
"""
# As the folds say it (customers.folds), of what had happened by then.
_THEN = f"""
select tag_id, count(distinct customer_id) from (
  select coalesce(a.tag_id, f.object_id) as tag_id, f.customer_id, f.staff_id,
    max(f.happened) filter (f.kind = {Kind.TAG_REMOVED}) as removed,
    max(f.happened) filter (f.kind = {Kind.TAG_ADDED}) as added,
    arg_max(try_cast(json_extract_string(f.props, '$.until') as bigint), (f.happened, f.key_hi, f.key_lo))
      filter (f.kind = {Kind.TAG_ADDED} and json_extract_string(f.props, '$.until') is not null) as until,
    arg_max(json_extract_string(f.props, '$.until') is null, (f.happened, f.key_hi, f.key_lo))
      filter (f.kind = {Kind.TAG_ADDED}) as endless
  from fact f left join tag_alias a on a.mark = f.object_id semi join customer c on c.id = f.customer_id
  where f.kind in ({Kind.TAG_ADDED}, {Kind.TAG_REMOVED}) and f.group_id is null
    and f.happened <= make_timestamp($then) and {{scope}}
  group by 1, 2, 3
)
where added is not null and (removed is null or added > removed) and (endless or until > $then)
group by 1
"""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Of one tag. `sources`: customers by source; `groups`: how many groups bear it, whoever sees them."""

    count: int = 0
    before: int = 0  # CHANGE_DAYS ago
    groups: int = 0
    sources: Mapping[str, int] = {}
    splits: Splits | None = None
    same_as: int | None = None  # the other tag, the smaller id of several


def figures(cursor: duckdb.DuckDBPyConnection, scope: Scope, *, now: int) -> tuple[int, dict[int, Figures]]:
    """How many customers there are, and the figures of every tag that somebody bears or bore."""
    cursor.execute(*_borne(scope, now))
    counted = {row[0]: row[1:] for row in cursor.execute(_COUNTED).fetchall()}
    sources: dict[int, dict[str, int]] = {}
    for id_, code, count in cursor.execute(_SOURCES).fetchall():
        sources.setdefault(id_, {})[SOURCES[code]] = count
    groups = dict(cursor.execute(_GROUPS, {"now": now}).fetchall())
    held, values = customers_in_scope(scope, "f.customer_id")
    then = values | {"then": now - CHANGE_DAYS * DAY}
    before = dict(cursor.execute(_THEN.format(scope=held), then).fetchall())
    everybody = customers(cursor, scope)
    same = _same(counted)
    found = {
        id_: Figures(
            count=counted.get(id_, (0,))[0], before=before.get(id_, 0), groups=groups.get(id_, 0),
            sources=sources.get(id_, {}), same_as=same.get(id_),
            splits=splits(counted.get(id_, (0,))[0], everybody, same=id_ in same),
        )
        for id_ in {*counted, *before, *groups}
    }  # fmt: skip
    return everybody, found


def customers(cursor: duckdb.DuckDBPyConnection, scope: Scope) -> int:
    """How many customers somebody sees."""
    held, values = customers_in_scope(scope, "c.id")
    return int(
        cursor.execute(f"select count(*) from customer c where {held}", values or None).fetchall()[0][0]
    )


def splits(count: int, everybody: int, *, same: bool = False) -> Splits | None:
    """Why a tag that so many of so many bear splits nobody from anybody; None: it does."""
    if count == 0:
        return Splits.NOBODY
    if count == everybody:
        return Splits.EVERYBODY
    return Splits.SAME if same else None


def _same(counted: Mapping[int, tuple[int, int, int]]) -> dict[int, int]:
    """Tag → another of the very same bearers: equal in number and in two sums of their hashes."""
    alike: dict[tuple[int, int, int], list[int]] = {}
    for id_, told in sorted(counted.items()):
        alike.setdefault(told, []).append(id_)
    return {id_: ids[1] if id_ == ids[0] else ids[0] for ids in alike.values() if len(ids) > 1 for id_ in ids}


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a rule would give its tag."""

    count: int
    customers: int
    splits: Splits | None
    same_as: int | None


def outcome(
    cursor: duckdb.DuckDBPyConnection, query: Query, scope: Scope, *, now: int, own: int | None = None
) -> Outcome:
    """Of the customers in the scope; `own`: the tag it is for, which it may equal."""
    everybody, _ = customers(cursor, scope), cursor.execute(*_borne(scope, now))
    held, values = customers_in_scope(scope)
    told = "count(*), bit_xor(hash(customer_id)), sum(hash(customer_id)::hugeint)"
    sql = f"select {told} from ({query.sql}) x where {held}"
    count, *sums = cursor.execute(sql, {**query.params, **values} or None).fetchall()[0]
    alike = sorted(
        row[0] for row in cursor.execute(_COUNTED).fetchall() if row[1:] == (count, *sums) and row[0] != own
    )
    return Outcome(
        count=count, customers=everybody, splits=splits(count, everybody, same=bool(alike)),
        same_as=alike[0] if alike else None,
    )  # fmt: skip


def _borne(scope: Scope, now: int) -> tuple[str, dict[str, object]]:
    held, values = customers_in_scope(scope, "t.customer_id")
    return _BORNE.format(scope=held), values | {"now": now}
