# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Who is in, how many, is she: each one statement on one cursor of DuckDB.

A scope narrows an answer to the customers that the asker may see: SQL on the column `customer_id` with `$name` places,
and their values. It is AND-ed here, below every caller.
"""

from collections.abc import Mapping, Sequence

import duckdb
import msgspec
import pyarrow as pa

from yutang.engine.catalogue import World
from yutang.engine.compile import Query, of_one, predicate
from yutang.engine.dialects import DIALECTS
from yutang.engine.emit import Emit
from yutang.engine.normalise import normalise
from yutang.engine.plan import inlined
from yutang.engine.rule import All, Rule


class Scope(msgspec.Struct, frozen=True):
    """`sql`: a condition on `customer_id`; its parameters' names must not be p…, t… with digits, nor `only`."""

    sql: str
    params: Mapping[str, object] = {}


EVERYONE = Scope("true")


def ids(cursor: duckdb.DuckDBPyConnection, query: Query, scope: Scope = EVERYONE) -> pa.Table:
    """A table of one column, customer_id bigint, in no order."""
    sql = query.sql if scope == EVERYONE else f"select customer_id from ({query.sql}) x where {scope.sql}"
    return cursor.sql(sql, params={**query.params, **scope.params} or None).to_arrow_table()


def count(cursor: duckdb.DuckDBPyConnection, query: Query, scope: Scope = EVERYONE) -> int:
    sql = f"select count(*) from ({query.sql}) x where {scope.sql}"
    return int(cursor.execute(sql, {**query.params, **scope.params} or None).fetchall()[0][0])


def is_in(cursor: duckdb.DuckDBPyConnection, query: Query, customer_id: int, scope: Scope = EVERYONE) -> bool:
    """Whether one customer is in: the id stands in every condition, so that little is read."""
    made = of_one(query)
    params = {**made.params(query.now, query.world.zone), **scope.params, "only": customer_id}
    return bool(cursor.execute(f"select 1 from ({made.sql}) x where {scope.sql}", params).fetchall())


def fall_off(
    cursor: duckdb.DuckDBPyConnection, rule: Rule, world: World, *, now: int, scope: Scope = EVERYONE
) -> list[int]:
    """How many there are, and how many are left after each rule of the topmost `all`, in the order given.

    `n + 1` numbers; a rule that is no `all` counts as one of one.
    """
    listed = rule.rules if isinstance(rule, All) else [rule]
    told = ["count(*)"]
    told += [f"count(case when {_both(n + 1)} then 1 end)" for n in range(len(listed))]
    return list(_marked(cursor, listed, world, now, scope, told))


def overlap(
    cursor: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    world: World,
    *,
    now: int,
    scope: Scope = EVERYONE,
) -> list[list[int]]:
    """How many are in both the i-th and the j-th rule; in the diagonal, how many in one."""
    size = range(len(rules))
    pairs = [(i, j) for i in size for j in size if i <= j]
    told = [f"count(case when h{i} and h{j} then 1 end)" for i, j in pairs]
    found = dict(zip(pairs, _marked(cursor, rules, world, now, scope, told), strict=True))
    return [[found[min(i, j), max(i, j)] for j in size] for i in size]


def _both(n: int) -> str:
    return " and ".join(f"h{k}" for k in range(n))


def _marked(
    cursor: duckdb.DuckDBPyConnection,
    rules: Sequence[Rule],
    world: World,
    now: int,
    scope: Scope,
    told: Sequence[str],
) -> tuple[int, ...]:
    """Aggregates over all customers marked h0, h1 …: for whom each rule holds. Every rule is answered once."""
    emit = Emit(world, DIALECTS["duckdb"])
    marks = [f"{predicate(normalise(inlined(rule, world)), emit)} as h{n}" for n, rule in enumerate(rules)]
    columns = ", ".join(["c.id as customer_id", *marks])
    sql = f"select {', '.join(told)} from (select {columns} from customer c) x where {scope.sql}"
    lates = {name: late.value(now, world.zone) for name, late in emit.lates.items()}
    return cursor.execute(sql, {**emit.values, **lates, **scope.params} or None).fetchall()[0]
