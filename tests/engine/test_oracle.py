"""Every id of made-up rules over made-up people, against the naive reading; the same on PostgreSQL; and the laws."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

import duckdb
import psycopg
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import EPOCH, Oracle
from tests.engine.rules import OF_FACTS, OF_PEOPLE, PLAIN, RULES, bounded, bounds
from tests.engine.shapes import NOW, ZONES, amounts, stores, world
from tests.engine.store import (
    duckdb_ids,
    fill_duckdb,
    fill_postgres,
    open_duckdb,
    open_postgres,
    postgres_ids,
)

from postgres import Postgres
from yutang.engine import check, compile_rule, count, explain, fall_off, is_in, overlap
from yutang.engine import rule as r
from yutang.engine.codec import encode, parse
from yutang.engine.normalise import digest, normalise
from yutang.engine.walk import nodes

pytestmark = pytest.mark.laws

MICROS = (NOW - EPOCH) // dt.timedelta(microseconds=1)
MANY = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
FEWER = settings(MANY, max_examples=50)


@st.composite
def cases(draw: st.DrawFn, rules: int = 10) -> tuple[Any, Any, list[Any]]:
    zone = draw(st.sampled_from(ZONES))
    return (
        draw(stores(zone)),
        world(zone, draw(PLAIN)),
        draw(st.lists(RULES, min_size=min(rules, 3), max_size=rules)),
    )


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_duckdb() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(postgres: Postgres) -> Iterator[psycopg.Connection]:
    name = f"t{uuid.uuid4().hex}"
    with open_postgres(postgres.make(name)) as opened:
        yield opened
    postgres.drop(name)


@MANY
@given(case=cases())
def test_every_id_agrees(con: duckdb.DuckDBPyConnection, case: Any) -> None:
    rows, there, rules = case
    fill_duckdb(con, rows)
    oracle = Oracle(rows, there, NOW)
    for rule in rules:
        assert duckdb_ids(con, compile_rule(rule, there, now=MICROS)) == oracle.ids(rule)


@MANY
@given(
    rows=stores(ZONES[1]),
    rules=st.lists(OF_FACTS, min_size=8, max_size=8) | st.lists(OF_PEOPLE, min_size=16, max_size=16),
)
def test_every_id_agrees_condition_by_condition(
    con: duckdb.DuckDBPyConnection, rows: Any, rules: list[Any]
) -> None:
    fill_duckdb(con, rows)
    there = world(ZONES[1])
    oracle = Oracle(rows, there, NOW)
    for rule in rules:
        assert duckdb_ids(con, compile_rule(rule, there, now=MICROS)) == oracle.ids(rule)


@MANY
@given(rules=st.lists(RULES, min_size=8, max_size=8), days=st.integers(0, 60))
def test_who_has_nothing_but_an_account_is_found_by_rules_for_strangers_alone(
    con: duckdb.DuckDBPyConnection, rules: list[Any], days: int
) -> None:
    since = (NOW - dt.timedelta(days=days)).replace(tzinfo=None)
    fill_duckdb(con, {"customer": [{"id": 7, "since": since}],
                      "identity": [{"id": 7, "customer_id": 7, "platform": "wecom"}]})  # fmt: skip
    for rule in rules:
        query = compile_rule(rule, world(ZONES[0]), now=MICROS)
        event(f"strangers: {query.reads.strangers}")
        assert query.reads.strangers or not duckdb_ids(con, query)


@FEWER
@given(case=cases())
def test_every_id_agrees_on_postgresql(server: psycopg.Connection, case: Any) -> None:
    rows, there, rules = case
    fill_postgres(server, rows)
    oracle = Oracle(rows, there, NOW)
    for rule in rules:
        query = compile_rule(rule, there, now=MICROS, dialect="postgresql")
        assert postgres_ids(server, query) == oracle.ids(rule)


@FEWER
@given(case=cases(rules=1))
def test_one_is_asked_as_all_are(con: duckdb.DuckDBPyConnection, case: Any) -> None:
    """is_in, count and the verdicts of explain say of each what the set says."""
    rows, there, (rule,) = case
    fill_duckdb(con, rows)
    query = compile_rule(rule, there, now=MICROS)
    found, oracle = duckdb_ids(con, query), Oracle(rows, there, NOW)
    assert count(con, query) == len(found)
    for row in rows["customer"]:
        who = row["id"]
        assert is_in(con, query, who) == (who in found)
        told = {one.at: one.holds for one in explain(con, rule, there, who, now=MICROS)}
        assert told == {at: oracle.holds(node, who) for at, node, _ in nodes(rule)}


@FEWER
@given(case=cases())
def test_fall_off_and_overlap_count_the_same_people(con: duckdb.DuckDBPyConnection, case: Any) -> None:
    rows, there, rules = case
    fill_duckdb(con, rows)
    oracle = Oracle(rows, there, NOW)
    sets = [oracle.ids(rule) for rule in rules]
    left = [len(oracle.ids(r.All(rules[:n]))) for n in range(len(rules) + 1)]
    assert fall_off(con, r.All(rules), there, now=MICROS) == left
    assert overlap(con, rules, there, now=MICROS) == [[len(a & b) for b in sets] for a in sets]


@MANY
@given(rule=RULES)
def test_one_form_for_rules_that_mean_the_same(rule: Any) -> None:
    plain = normalise(rule)
    assert normalise(plain) == plain
    assert digest(r.Not(r.Not(rule))) == digest(rule)
    assert digest(r.All([rule, r.All([]), rule])) == digest(rule) == digest(r.AnyOf([rule]))
    assert parse(encode(rule)) == rule


@MANY
@given(rules=st.lists(RULES, min_size=1, max_size=4), seed=st.integers(0, 9))
def test_order_does_not_matter(rules: list[Any], seed: int) -> None:
    mixed = random.Random(seed).sample(rules, len(rules))
    assert digest(r.All(rules)) == digest(r.All(mixed))
    assert digest(r.AnyOf(rules)) == digest(r.AnyOf(mixed))


@MANY
@given(rule=RULES, zone=st.sampled_from(ZONES))
def test_a_sound_rule_has_no_fault_save_that_it_contradicts_itself(rule: Any, zone: str) -> None:
    codes = {wrong.code for wrong in check(rule, world(zone))}
    assert codes <= {"contradiction", "window_backwards", "nothing_between"}


CLASHING = st.one_of(
    bounded(r.NumberIs, amounts, st.just("n")),
    bounded(r.Spending, amounts, st.sampled_from(["orders", "spent"])),
    bounded(r.Score, amounts, st.just("money")),
    bounds(amounts).map(lambda pair: r.Did(r.Fact("message.sent"), *pair)),
    bounds(amounts).map(lambda pair: r.Amount(r.Fact("order.placed"), "sum", *pair)),
    st.sampled_from("xyz").map(lambda value: r.ChoiceIs("one", [value])),
    st.just(r.Spreading()),
)


@MANY
@given(rules=st.lists(CLASHING | CLASHING.map(r.Not), min_size=2, max_size=4), rows=stores(ZONES[0]))
def test_what_is_called_a_contradiction_holds_for_nobody(rules: list[Any], rows: Any) -> None:
    there, rule = world(ZONES[0]), r.All(rules)
    rows["attribute"] = list(
        {(row["customer_id"], row["attribute_id"]): row for row in rows["attribute"]}.values()
    )
    found = any(wrong.code == "contradiction" for wrong in check(rule, there))
    event(f"contradiction: {found}")
    if found:
        assert Oracle(rows, there, NOW).ids(rule) == set()
