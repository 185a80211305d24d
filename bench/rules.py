"""Rules beside the statement that somebody would write by hand, on 1 M customers with 50 M facts.

The floor of a segment is the hand-written statement of its five conditions on the same store, returning ids too.
"""

import math
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import rules_data as data
from row import Row, busy

from yutang.engine import World, check, compile_rule, fall_off, ids, is_in, parse
from yutang.engine import compile as compiled
from yutang.engine import rule as r
from yutang.engine.catalogue import Attribute, Type
from yutang.engine.codec import encode
from yutang.ledger.marks import mark

WORLD = World(
    "UTC",
    attributes={"region": Attribute(Type.CHOICE, frozenset(str(n + 1) for n in range(data.REGIONS)))},
    tags=frozenset(f"组/{n + 1}" for n in range(data.TAGS)),
    stages={"aware": 1, "buying": 3},
    ties={"strong": 2},
)
SAID, LEFT, BOUGHT = r.Fact("message.sent"), r.Fact("group.left"), r.Fact("order.placed")
SEGMENT = r.All([
    r.ChoiceIs("region", ["1", "2", "3"]),
    r.HasTag("组/3"),
    r.Did(SAID, 3, window=r.Last(30)),
    r.Not(r.Did(LEFT, window=r.Last(14))),
    r.Amount(BOUGHT, "sum", 10_000, 300_000, r.Last(90)),
])  # fmt: skip
BY_HAND = f"""select customer_id from attribute where attribute_id = {data.REGION} and text in ('1', '2', '3')
  and customer_id in (select customer_id from tagging where tag_id = {mark("tag", "组/3")})
  and customer_id in (select customer_id from fact where kind = {data.MESSAGE}
    and happened >= timestamp '2026-11-01' - interval 30 day group by customer_id having count(*) >= 3)
  and customer_id not in (select customer_id from fact where kind = {data.LEFT}
    and happened >= timestamp '2026-11-01' - interval 14 day)
  and customer_id in (select customer_id from fact where kind = {data.ORDER}
    and happened >= timestamp '2026-11-01' - interval 90 day
    group by customer_id having sum(amount) between 10000 and 300000)"""
TWELVE: list[r.Rule] = [
    SEGMENT,
    r.All([r.KnownSince(r.Last(7))]),
    r.All([r.Did(SAID, window=r.Last(90)), r.Not(r.Did(SAID, window=r.Last(30)))]),
    r.Did(BOUGHT, 1, 1),
    r.Amount(BOUGHT, "sum", at_least=300_000, window=r.Last(180)),
    r.All([r.Did(SAID, 5, window=r.Last(30)), r.Did(BOUGHT, window=r.Last(30))]),
    r.Time(BOUGHT, "last", r.Between(r.Moment(days_ago=90), r.Moment(days_ago=31))),
    r.AnyOf([r.HasTag("组/5"), r.HasTag("组/7"), r.Tie(["strong"])]),
    r.All([r.InStage(["buying"]), r.Spending("average", at_least=9_000)]),
    r.All([r.Owner([n + 1 for n in range(50)]), r.Not(r.Did(LEFT))]),
    r.Amount(BOUGHT, "average", at_least=20_000, window=r.Last(90)),
    r.All([r.Sample("spring", 0, 5_000), r.ChoiceIs("region", ["1"]), r.Did(SAID, at_most=2, window=r.Last(14))]),
]  # fmt: skip


def rows(scale: float, only: str) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        n = max(1_000, int(1_000_000 * scale))
        con, people = data.store(Path(folder) / "rules.duckdb", n)
        found = _segment(con)
        found += _people(con, n)
        found += _twelve(con, people)
        con.close()
        if "rules.growth".startswith(only) or only.startswith("rules.growth"):
            found.append(
                _growth(
                    Path(folder), n, next(row.value for row in found if row.name == "rules.segment.cached")
                )
            )
    return found


def _timed(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _asked(con: duckdb.DuckDBPyConnection, rule: r.Rule, now: int = data.MICROS) -> set[int]:
    return set(ids(con, compile_rule(rule, WORLD, now=now))["customer_id"].to_pylist())


def _hand(con: duckdb.DuckDBPyConnection) -> Any:
    return con.sql(BY_HAND).to_arrow_table()


def _ours(con: duckdb.DuckDBPyConnection) -> Any:
    return ids(con, compile_rule(SEGMENT, WORLD, now=data.MICROS))


def _anew(con: duckdb.DuckDBPyConnection) -> Any:
    """As a first request does: read, checked, compiled, asked; nothing kept."""
    compiled.forget()
    rule = parse(encode(SEGMENT))
    faults = check(rule, WORLD)
    assert not faults, faults
    return ids(con, compile_rule(rule, WORLD, now=data.MICROS))


def _segment(con: duckdb.DuckDBPyConnection) -> list[Row]:
    """In turns, so that a busy machine weighs on all three."""
    assert set(_hand(con)["customer_id"].to_pylist()) == _asked(con, SEGMENT)
    turns = [tuple(_timed(lambda work=work: work(con)) for work in (_hand, _ours, _anew)) for _ in range(9)]
    hand, ours, anew = (statistics.median(column) for column in zip(*turns, strict=True))
    note = f"five conditions, {_ours(con).num_rows:,} ids; floor: by hand · {busy()}"
    return [
        Row("rules.segment.cached", ours, "s", hand, note),
        Row(
            "rules.compile",
            _compile() * 1000,
            "ms of CPU",
            None,
            "the same segment with other windows, none kept",
        ),
        Row("rules.segment.uncached", anew, "s", hand, "JSON read, checked, compiled; floor: by hand"),
    ]


def _compile() -> float:
    """Median seconds of CPU."""
    taken = []
    for days in range(1, 61):
        said, left = r.Did(SAID, 3, window=r.Last(days)), r.Not(r.Did(LEFT, window=r.Last(days)))
        rule = r.All([*SEGMENT.rules[:2], said, left, SEGMENT.rules[4]])
        begun = time.process_time()
        compile_rule(rule, WORLD, now=data.MICROS)
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def _people(con: duckdb.DuckDBPyConnection, n: int) -> list[Row]:
    random = np.random.default_rng(3)
    query = compile_rule(SEGMENT, WORLD, now=data.MICROS)
    inside = _asked(con, SEGMENT)
    chosen = [int(who) for who in random.integers(1, n + 1, 30)] + sorted(inside)[:10]
    one = []
    for who in chosen:
        one.append(_timed(lambda who=who: is_in(con, query, who)))
        assert is_in(con, query, who) == (who in inside)
    typed = [r.All(SEGMENT.rules[:k]) for k in range(1, 6)] * 4
    preview = [_timed(lambda rule=rule: fall_off(con, rule, WORLD, now=data.MICROS)) for rule in typed]
    return [
        Row("rules.one_person", _p95(one) * 1000, "ms p95", None, f"{len(one)} people · {busy()}"),
        Row("rules.preview", _p95(preview) * 1000, "ms p95", None, "count with fall-off, 1 to 5 conditions"),
    ]


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]


def _twelve(con: duckdb.DuckDBPyConnection, people: data.Population) -> list[Row]:
    def all_of(now: int) -> float:
        return sum(_timed(lambda rule=rule: ids(con, compile_rule(rule, WORLD, now=now))) for rule in TWELVE)

    def once(now: int) -> tuple[float, float]:
        return _timed(lambda: ids(con, compile_rule(SEGMENT, WORLD, now=now))), all_of(now)

    found = []
    for name, now in (("rules.twelve", data.MICROS), ("rules.twelve.next_day", data.MICROS + data.MICRO_DAY)):
        if now > data.MICROS:
            data.add_day(con, people, people.customers * data.FACTS_EACH // data.DAYS, data.MICROS)
        turns = [once(now) for _ in range(4)][1:]
        one, twelve = (statistics.median(column) for column in zip(*turns, strict=True))
        found.append(
            Row(name, twelve, "s", one, f"twelve mixed segments; floor: the first of them · {busy()}")
        )
    return found


def _growth(folder: Path, n: int, largest: float) -> Row:
    """The exponent of time over customers, a straight line through the logarithms of three sizes."""
    sizes, seconds = [n // 100, n // 10, n], []
    for size in sizes[:2]:
        con, _ = data.store(folder / f"{size}.duckdb", size)
        seconds.append(statistics.median(_timed(lambda con=con: _ours(con)) for _ in range(9)))
        con.close()
    seconds.append(largest)
    slope = np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
    told = ", ".join(f"{size:,}: {1000 * one:.1f} ms" for size, one in zip(sizes, seconds, strict=True))
    return Row("rules.growth", float(slope), "exponent", None, told)
