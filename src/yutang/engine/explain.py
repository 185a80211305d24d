"""One customer against a rule, condition by condition: whether it holds, and the numbers found."""

import datetime as dt
from collections.abc import Mapping

import duckdb
import msgspec

from yutang.engine.catalogue import World
from yutang.engine.compile import predicate
from yutang.engine.conditions.table import rows
from yutang.engine.dialects import DIALECTS
from yutang.engine.emit import Emit
from yutang.engine.normalise import normalise
from yutang.engine.plan import inlined, put_in
from yutang.engine.rule import All, AnyOf, InSegment, Leaf, Not, Rule
from yutang.engine.steps import places
from yutang.engine.walk import children, leaves, nodes
from yutang.kit.clock import micros

Number = int | str | None


class Verdict(msgspec.Struct, frozen=True):
    """Of one node of a rule. `numbers` of a condition, by name: counts, sums, values; times (…_at, since) in
    milliseconds since 1970. They are of the rows looked at, whether the condition holds or not."""

    at: str
    op: str
    holds: bool
    numbers: Mapping[str, Number] = {}


def explain(
    cursor: duckdb.DuckDBPyConnection, rule: Rule, world: World, customer_id: int, *, now: int
) -> list[Verdict]:
    """Every node of the rule as written, the root first; all False for who is no customer. One statement for the
    conditions' verdicts (each as in the statement of `is_in`), one for each condition's numbers."""
    told = list(leaves(rule))
    emit = Emit(world, DIALECTS["duckdb"], narrow=True)
    marks = [
        f"{predicate(normalise(inlined(leaf, world)), emit)} as h{n}" for n, (_, leaf) in enumerate(told)
    ]
    sql = f"select {', '.join(['c.id', *marks])} from customer c where {emit.one('c.id')[0]}"
    found = cursor.execute(sql, _params(emit, now, customer_id, sql)).fetchall()
    held = dict(zip((at for at, _ in told), found[0][1:], strict=True)) if found else {}
    return [
        Verdict(at, str(node.__struct_config__.tag), bool(found) and _holds(at, node, held),
                _numbers(cursor, node, world, customer_id, now))
        for at, node, _ in nodes(rule)
    ]  # fmt: skip


def _holds(at: str, node: Rule, held: Mapping[str, bool]) -> bool:
    """From the verdicts of the conditions below."""
    if isinstance(node, Not):
        return not _holds(at + ".rule", node.rule, held)
    if isinstance(node, All | AnyOf):
        each = (_holds(at + end, inner, held) for end, inner in children(node))
        return all(each) if isinstance(node, All) else any(each)
    return bool(held[at])


def _numbers(
    cursor: duckdb.DuckDBPyConnection, node: Rule, world: World, customer_id: int, now: int
) -> dict[str, Number]:
    leaf = _asked(node, world)
    if leaf is None:
        return {}
    emit = Emit(world, DIALECTS["duckdb"], narrow=True)
    made = rows(leaf, emit)
    if not made.numbers:
        return {}
    (values,) = cursor.execute(made.tell(), _params(emit, now, customer_id, made.tell())).fetchall()
    return {name: _number(value) for (name, _), value in zip(made.numbers, values, strict=True)}


def _asked(node: Rule, world: World) -> Leaf | None:
    """The condition whose rows are told: a node that is one, without what negates it."""
    if isinstance(node, All | AnyOf | Not) or (isinstance(node, InSegment) and put_in(node, world)):
        return None
    plain = normalise(node)
    plain = plain.rule if isinstance(plain, Not) else plain
    return None if isinstance(plain, All | AnyOf | Not) else plain


def _number(value: object) -> Number:
    if isinstance(value, dt.datetime):
        return micros(value.replace(tzinfo=dt.UTC)) // 1000
    return value if value is None or isinstance(value, str) else int(value)  # pyright: ignore[reportArgumentType]


def _params(emit: Emit, now: int, customer_id: int, sql: str) -> dict[str, object]:
    """Those that `sql` names: numbers are told without the bounds they are compared with."""
    lates = {name: late.value(now, emit.world.zone) for name, late in emit.lates.items()}
    every = {**emit.values, **lates, "only": customer_id}
    return {name: every[name] for name in places(sql)}
