# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""A few people with the values that a rule's conditions found: one statement a condition, whoever they are."""

import datetime as dt
from collections.abc import Mapping, Sequence

import duckdb

from yutang.engine import Rule, World
from yutang.engine.conditions.table import rows
from yutang.engine.dialects import DIALECTS
from yutang.engine.emit import Emit
from yutang.engine.explain import Number
from yutang.engine.normalise import normalise
from yutang.engine.plan import put_in
from yutang.engine.rule import All, AnyOf, InSegment, Leaf, Not
from yutang.engine.steps import places
from yutang.engine.walk import leaves
from yutang.kit.clock import micros

MOST = 8  # conditions that are told: more than a line can show


def values(
    cursor: duckdb.DuckDBPyConnection, rule: Rule, world: World, ids: Sequence[int], *, now: int
) -> dict[int, dict[str, Mapping[str, Number]]]:
    """Customer → place of a condition → name → number; times are milliseconds. Conditions without numbers are left
    out, and of a long rule those behind the first MOST."""
    found: dict[int, dict[str, Mapping[str, Number]]] = {id_: {} for id_ in ids}
    told = 0
    for place, leaf in leaves(rule):
        plain = _plain(leaf, world)
        if plain is None or told == MOST or not ids:
            continue
        told += 1
        for id_, numbers in _asked(cursor, plain, world, ids, now).items():
            found[id_][place] = numbers
    return found


def _plain(leaf: Leaf, world: World) -> Leaf | None:
    if isinstance(leaf, InSegment) and put_in(leaf, world):
        return None
    inner = normalise(leaf)
    inner = inner.rule if isinstance(inner, Not) else inner
    return None if isinstance(inner, All | AnyOf | Not) else inner


def _asked(
    cursor: duckdb.DuckDBPyConnection, leaf: Leaf, world: World, ids: Sequence[int], now: int
) -> dict[int, dict[str, Number]]:
    emit = Emit(world, DIALECTS["duckdb"])
    made = rows(leaf, emit)
    if not made.numbers:
        return {}
    names = [name for name, _ in made.numbers]
    columns = ", ".join(sql for _, sql in made.numbers)
    held = " and ".join([*made.where, f"{made.customer} in (select unnest($those::bigint[]))"])
    sql = f"select {made.customer}, {columns} from {made.source} where {held} group by {made.customer}"
    lates = {name: late.value(now, world.zone) for name, late in emit.lates.items()}
    every = {**emit.values, **lates, "those": list(ids)}
    found = cursor.execute(sql, {name: every[name] for name in places(sql)}).fetchall()
    return {row[0]: dict(zip(names, map(_number, row[1:]), strict=True)) for row in found}


def _number(value: object) -> Number:
    if isinstance(value, dt.datetime):
        return micros(value.replace(tzinfo=dt.UTC)) // 1000
    return value if value is None or isinstance(value, str) else int(value)  # pyright: ignore[reportArgumentType]
