# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Segments as lists and pages show them: members counted within the viewer's scope, the last sweep, who uses them."""

from collections.abc import Sequence

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.engine import Rule, World, compile_rule
from yutang.engine import Scope as Narrow
from yutang.engine import ids as engine_ids
from yutang.segments.saved import store
from yutang.segments.saved.model import Segment, Standing, Use
from yutang.segments.saved.uses import Asking, nothing, uses
from yutang.staff.scope import customers_in_scope


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """`standing`: None before the first sweep. `members`: of those whom the viewer sees."""

    segment: Segment
    standing: Standing | None
    members: int
    used_by: list[Use]


class Member(msgspec.Struct, frozen=True):
    """`since`: first heard of, milliseconds since 1970; None: nobody knows when."""

    id: int
    name: str | None
    since: int | None


def listed(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, scope: Scope, ids: list[int] | None = None,
    also: Asking = nothing,
) -> list[Listed]:  # fmt: skip
    """Segments in use, by name. `also`: who else asks for them."""
    counts, standings, asked = _counts(cursor, scope, ids), store.standings(conn, ids), uses(conn, also)
    return [
        Listed(segment=one, standing=standings.get(one.id), members=counts.get(one.id, 0),
               used_by=asked.get(one.id, []))
        for one in store.segments(conn, ids)
    ]  # fmt: skip


def _counts(cursor: duckdb.DuckDBPyConnection, scope: Scope, ids: list[int] | None) -> dict[int, int]:
    seen, params = customers_in_scope(scope)
    some = "" if ids is None else " and segment_id in (select unnest($segments::bigint[]))"
    params |= {} if ids is None else {"segments": ids}
    sql = f"select segment_id, count(*) from segment_member where {seen}{some} group by 1"
    return dict(cursor.execute(sql, params or None).fetchall())


def members(
    cursor: duckdb.DuckDBPyConnection, segment_id: int, scope: Scope, *, after: int, limit: int, text: str = ""
) -> list[Member]:  # fmt: skip
    """Members by id, those behind `after`. `text`: a part of their name, whatever the case."""
    seen, params = customers_in_scope(scope, "m.customer_id")
    named = " and contains(lower(c.name), lower($text))" if text else ""
    rows = cursor.execute(
        "select c.id, c.name, case when c.since > make_timestamp(0) then epoch_ms(c.since) end"
        " from segment_member m join customer c on c.id = m.customer_id"
        f" where m.segment_id = $segment and m.customer_id > $after and {seen}{named} order by c.id limit $limit",
        {"segment": segment_id, "after": after, "limit": limit, **params} | ({"text": text} if text else {}),
    ).fetchall()
    return [Member(*row) for row in rows]


def matrix(cursor: duckdb.DuckDBPyConnection, ids: Sequence[int], scope: Scope) -> list[list[int]]:
    """How many are in both the i-th and the j-th segment, as last swept; in the diagonal, how many in one."""
    seen, params = customers_in_scope(scope, "m.customer_id")
    rows = cursor.execute(
        "with m as (select * from segment_member m where m.segment_id in (select unnest($segments::bigint[]))"
        f" and {seen}) select a.segment_id, b.segment_id, count(*) from m a join m b using (customer_id) group by all",
        {"segments": list(ids), **params},
    ).fetchall()
    found = {(row[0], row[1]): int(row[2]) for row in rows}
    return [[found.get((a, b), 0) for b in ids] for a in ids]


def qualifying(
    cursor: duckdb.DuckDBPyConnection, rule: Rule, world: World, scope: Scope, *, now: int
) -> list[int]:
    """Ids of those in the scope for whom a rule holds, sorted."""
    query = compile_rule(rule, world, now=now)
    found = engine_ids(cursor, query, Narrow(*customers_in_scope(scope)))
    return sorted(found["customer_id"].to_pylist())


def sees(cursor: duckdb.DuckDBPyConnection, scope: Scope, customer_id: int) -> bool:
    """Whether this is a customer of the scope."""
    seen, params = customers_in_scope(scope, "c.id")
    sql = f"select 1 from customer c where c.id = $one and {seen}"
    return bool(cursor.execute(sql, {"one": customer_id, **params}).fetchall())
