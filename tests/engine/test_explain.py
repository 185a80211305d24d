"""One customer, condition by condition, with the numbers found."""

import datetime as dt
from collections.abc import Iterator

import duckdb
import pytest
from tests.engine.oracle import EPOCH, KINDS
from tests.engine.shapes import NOW, world
from tests.engine.store import fill_duckdb, open_duckdb

from yutang.engine import explain
from yutang.engine import rule as r
from yutang.engine.explain import Verdict
from yutang.ledger.marks import mark

WORLD = world("Asia/Shanghai", r.Spreading())
MICROS = (NOW - EPOCH) // dt.timedelta(microseconds=1)
SAID, BOUGHT = r.Fact("message.sent"), r.Fact("order.placed")
TAG = {"tag_id": mark("tag", "组/甲"), "source": 1, "confidence": 80}


def ago(days: int) -> dt.datetime:
    return NOW - dt.timedelta(days=days)


def stamp(days: int) -> int:
    return MICROS // 1000 - days * 86_400_000


def fact(number: int, kind: str, days: int, **more: int) -> dict:
    return {
        "id": number,
        "kind": KINDS[kind],
        "happened": ago(days),
        "day": ago(days).date(),
        "customer_id": 1,
        **more,
    }


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    rows = {
        "customer": [{"id": 1, "since": ago(50), "people": 1}],
        "fact": [
            fact(1, "message.sent", 1), fact(2, "message.sent", 5), fact(3, "message.sent", 40),
            fact(4, "order.placed", 3, amount=500, object_id=7), fact(5, "order.placed", 3, amount=250, object_id=7),
            fact(6, "order.placed", 9, amount=100, object_id=8),
        ],
        "attribute": [
            {"customer_id": 1, "attribute_id": mark("attribute", "n"), "number": 7, "set_at": NOW},
            {"customer_id": 1, "attribute_id": mark("attribute", "place"), "text": "广东", "set_at": NOW},
        ],
        "tagging": [{"customer_id": 1, "since": ago(4), **TAG}],
        "spending": [{"customer_id": 1, "orders": 2, "cents": 850}],
        "consent": [
            {"customer_id": 1, "purpose_id": mark("purpose", "survey"), "channel": 4, "given": True, "since": ago(9)},
            {"customer_id": 1, "purpose_id": mark("purpose", "survey"), "given": False, "since": ago(6)},
        ],
    }  # fmt: skip
    with open_duckdb() as opened:
        fill_duckdb(opened, rows)
        yield opened


CASES = [
    (r.Did(SAID, 3, window=r.Last(30)), False, {"times": 2, "first_at": stamp(5), "last_at": stamp(1)}),
    (r.Did(SAID, at_most=2), False, {"times": 3, "first_at": stamp(40), "last_at": stamp(1)}),
    (r.Did(BOUGHT, 2), True, {"times": 2, "first_at": stamp(9), "last_at": stamp(3)}),
    (r.Did(SAID, window=r.SinceFact(BOUGHT)), True, {"times": 1, "first_at": stamp(1), "last_at": stamp(1)}),
    (r.Amount(BOUGHT, "sum", at_most=900), True,
     {"total": 850, "times": 3, "first_at": stamp(9), "last_at": stamp(3)}),
    (r.Amount(BOUGHT, "average", at_least=284), False,
     {"total": 850, "times": 3, "first_at": stamp(9), "last_at": stamp(3)}),
    (r.Amount(BOUGHT, "first", at_least=101), False, {"amount": 100, "last_at": stamp(9)}),
    (r.Amount(BOUGHT, "last", at_least=250), True, {"amount": 250, "last_at": stamp(3)}),
    (r.Time(BOUGHT, "first", r.Last(7)), False, {"times": 3, "first_at": stamp(9), "last_at": stamp(3)}),
    (r.Sequence(BOUGHT, SAID, 100), True, {"times": 2, "first_at": stamp(9), "last_at": stamp(1)}),
    (r.NumberIs("n", 8), False, {"number": 7}),
    (r.TextIs("place", ["广西"], "is_not"), True, {"text": "广东"}),
    (r.HasTag("组/甲", confidence=81), False, {"since": stamp(4), "confidence": 80}),
    (r.HasTag("组/甲"), True, {"since": stamp(4), "confidence": 80}),
    (r.HasTag("组/乙"), False, {"since": None, "confidence": None}),
    (r.Consent("survey", "sms"), False, {"since": stamp(9)}),
    (r.Consent("survey", "sms", given=False), True, {"since": stamp(6)}),
    (r.Spending("orders", at_least=3), False, {"orders": 2, "spent": 850, "refunded": 0}),
    (r.KnownSince(r.Last(60)), True, {"since": stamp(50)}),
    (r.KnownSince(r.Last(40)), False, {"since": stamp(50)}),
    (r.InSegment(1), False, {}),
]  # fmt: skip


@pytest.mark.parametrize(("leaf", "holds", "numbers"), CASES)
def test_numbers_of_a_condition(
    con: duckdb.DuckDBPyConnection, leaf: r.Rule, holds: bool, numbers: dict
) -> None:
    (found,) = explain(con, leaf, WORLD, 1, now=MICROS)
    told = {name: value for name, value in found.numbers.items() if value is not None or name in numbers}
    assert (found.at, found.op, found.holds) == ("rule", leaf.__struct_config__.tag, holds)
    assert told == numbers


def test_every_node_is_told_with_its_place(con: duckdb.DuckDBPyConnection) -> None:
    rule = r.All([r.Not(r.Did(SAID)), r.AnyOf([r.Spreading(), r.HasTag("组/甲")])])
    assert [(one.at, one.op, one.holds) for one in explain(con, rule, WORLD, 1, now=MICROS)] == [
        ("rule", "all", False),
        ("rule.rules[0]", "not", False),
        ("rule.rules[0].rule", "did", True),
        ("rule.rules[1]", "any", True),
        ("rule.rules[1].rules[0]", "spreading", False),
        ("rule.rules[1].rules[1]", "tag", True),
    ]


def test_for_who_is_no_customer_nothing_holds(con: duckdb.DuckDBPyConnection) -> None:
    found = explain(con, r.Not(r.Spreading()), WORLD, 99, now=MICROS)
    assert found == [
        Verdict("rule", "not", False),
        Verdict("rule.rule", "spreading", False, {"spreading": None}),
    ]
