"""Conditions on facts, each as a set of customers."""

from yutang.engine.emit import Emit, Rows
from yutang.engine.rule import Amount, Did, Fact, Sequence, Time
from yutang.engine.times import edges
from yutang.ledger.catalogue import Kind

_COUNTED = {
    "fact": "count(*)",
    # A fact without an object is one by itself.
    "object": "count(distinct coalesce(f.object_id, -f.id))",
    "day": "count(distinct f.day)",
    "group": "count(distinct f.group_id)",
}
_ORDERS = {"order.placed"}
_SINGLE = {"happened": "f.happened", "by": "f.happened"}
_TOLD = (("first_at", "min(f.happened)"), ("last_at", "max(f.happened)"))


def did(leaf: Did, emit: Emit) -> Rows:
    """At least once is a plain set; more is counted. `of` and `at_least` are there: the rule is normalised."""
    source, where = emit.facts(leaf.fact, leaf.window)
    count = _COUNTED[leaf.of or "fact"]
    once = leaf.of == "fact" and leaf.at_least == 1 and leaf.at_most is None
    having = "" if once else " and ".join(emit.within(count, leaf.at_least, leaf.at_most))
    return Rows(source, "f.customer_id", where, having, numbers=(("times", count), *_TOLD))


def amount(leaf: Amount, emit: Emit) -> Rows:
    source, where = emit.facts(leaf.fact, leaf.window)
    if leaf.measure in ("first", "last"):
        return _placed(leaf, emit, source, where)
    measure = leaf.measure
    if measure == "sum":
        return _sum(leaf, emit, source, where)
    if measure == "average":
        having = _average(leaf, emit)
        told = (("total", "sum(f.amount)"), ("times", "count(f.amount)"))
    else:
        value = f"{measure}(f.amount)"
        having = emit.within(value, leaf.at_least, leaf.at_most)
        told = (("amount", value), ("times", "count(f.amount)"))
    return Rows(
        source,
        "f.customer_id",
        where,
        " and ".join(having or ("count(f.amount) > 0",)),
        numbers=(*told, *_TOLD),
    )


def _average(leaf: Amount, emit: Emit) -> tuple[str, ...]:
    """Without a division: the average is at least n when what goes beyond n sums up to 0 or more."""
    low = () if leaf.at_least is None else (f"sum(f.amount - {emit.bind(leaf.at_least)}) >= 0",)
    high = () if leaf.at_most is None else (f"sum(f.amount - {emit.bind(leaf.at_most)}) <= 0",)
    return low + high


def _sum(leaf: Amount, emit: Emit, source: str, where: tuple[str, ...]) -> Rows:
    """The sum of nothing is 0: where 0 will do, the set is of those whose sum will not."""
    total = "coalesce(sum(f.amount), 0)"
    numbers = (("total", total), ("times", "count(*)"), *_TOLD)
    if zero_will_do(leaf.at_least, leaf.at_most):
        having = emit.outside(total, leaf.at_least, leaf.at_most)
        return Rows(source, "f.customer_id", where, having, absent=True, numbers=numbers)
    having = " and ".join(emit.within(total, leaf.at_least, leaf.at_most))
    return Rows(source, "f.customer_id", where, having, numbers=numbers)


def zero_will_do(least: int | None, most: int | None) -> bool:
    return (least is None or least <= 0) and (most is None or most >= 0)


def _placed(leaf: Amount, emit: Emit, source: str, where: tuple[str, ...]) -> Rows:
    """The amount of the first or last fact; of two in one microsecond the one with the smaller id is earlier."""
    order = "f.happened, f.id" if leaf.measure == "first" else "f.happened desc, f.id desc"
    inner = (
        "(select f.customer_id, f.amount, f.happened, row_number() over (partition by f.customer_id"
        f" order by {order}) as place from {source} where {' and '.join(where)}) r"
    )
    bounds = emit.within("r.amount", leaf.at_least, leaf.at_most) or ("r.amount is not null",)
    told = (("amount", "max(r.amount)"), ("last_at", "max(r.happened)"))
    return Rows(inner, "r.customer_id", ("r.place = 1",), test=bounds, numbers=told)


def time(leaf: Time, emit: Emit) -> Rows:
    source, where = emit.facts(leaf.fact, None)
    moment = f"{'min' if leaf.which == 'first' else 'max'}(f.happened)"
    begin, end = edges(leaf.window)
    low = (f"{moment} >= {emit.moment(begin)}",) if begin else ()
    high = (f"{moment} < {emit.moment(end)}",) if end else ()
    told = (("times", "count(*)"), *_TOLD)
    return Rows(source, "f.customer_id", where, " and ".join(low + high) or "count(*) > 0", numbers=told)


def sequence(leaf: Sequence, emit: Emit) -> Rows:
    """Looked at from each `then`: the last `first` before it is the one that matters, and the last `without` must not
    be later than that. Facts of one microsecond are one row, so the rows before are those truly earlier.
    """
    first = " and ".join((*emit.fact(leaf.first, "f"), *emit.window("f.happened", leaf.window)))
    then = " and ".join(emit.fact(leaf.then, "f"))
    without = " and ".join(emit.fact(leaf.without, "f")) if leaf.without else "1 = 0"
    kinds = sorted({emit.world.kinds[fact.kind].code for fact in _facts(leaf)})
    begin, _ = edges(leaf.window)
    before = "over (partition by s.customer_id order by s.happened rows between unbounded preceding and 1 preceding)"
    where = (
        f"f.kind in ({', '.join(map(str, kinds))})",
        # What comes before the window can be neither `first` nor after it.
        *([f"f.happened >= {emit.moment(begin)}"] if begin else []),
        *emit.window("f.happened", None),
        *emit.only("f.customer_id"),
    )
    rows = (
        f"select f.customer_id, {{happened}}, max(case when {first} then 1 else 0 end) as is_first,"
        f" max(case when {then} then 1 else 0 end) as is_then,"
        f" max(case when {without} then 1 else 0 end) as is_without"
        f" from fact f where {' and '.join(where)} group by f.customer_id, {{by}}"
    )
    rows = _whole(rows) if {leaf.first.kind, leaf.then.kind} == _ORDERS else rows.format(**_SINGLE)
    seen = (
        "(select s.customer_id, s.happened, s.is_then,"
        f" max(case when s.is_first = 1 then s.happened end) {before} as began,"
        f" max(case when s.is_without = 1 then s.happened end) {before} as broken from ({rows}) s) q"
    )
    held = (
        "q.is_then = 1",
        f"q.began >= q.happened - {emit.dialect.hours(leaf.within_hours)}",
        "(q.broken is null or q.broken <= q.began)",
    )
    told = (("times", "count(*)"), ("first_at", "min(q.began)"), ("last_at", "max(q.happened)"))
    return Rows(seen, "q.customer_id", held, numbers=told)


def _whole(rows: str) -> str:
    """An order whose rows lie a minute apart is no order after an order: its rows are one, at the first of them."""
    order, mark = f"f.kind = {Kind.ORDER_PLACED:d}", "coalesce(f.object_id, -f.id)"
    by = f"case when {order} then {mark} end, case when {order} then null else f.happened end"
    once = rows.format(happened="min(f.happened) as happened", by=by)
    held = ", ".join(f"max(o.{name}) as {name}" for name in ("is_first", "is_then", "is_without"))
    return f"select o.customer_id, o.happened, {held} from ({once}) o group by o.customer_id, o.happened"


def _facts(leaf: Sequence) -> list[Fact]:
    return [leaf.first, leaf.then, *([leaf.without] if leaf.without else [])]
