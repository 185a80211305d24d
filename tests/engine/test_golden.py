"""The statement of each condition, as it was read and found good (golden.json), and that it runs as it stands."""

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from tests.engine.shapes import world
from tests.engine.store import open_duckdb, open_postgres, postgres_ids

from postgres import Postgres
from yutang.engine import Fault, compile_rule, parse
from yutang.engine import rule as r
from yutang.engine.conditions.table import rows
from yutang.engine.dialects import DIALECTS
from yutang.engine.emit import Emit
from yutang.engine.normalise import normalise
from yutang.engine.walk import leaves

NOW = 1_780_000_000_000_000  # 29 May 2026, 04:26:40 in Shanghai
WORLD = world("Asia/Shanghai", r.Spreading())
GOLDEN: dict[str, Any] = json.loads(Path(__file__).with_name("golden.json").read_text("utf-8"))

# Those that hold for somebody of whom nothing is known.
NOTHING_KNOWN = {
    "everybody",
    "text contains not",
    "did at most once",
    "sum with nothing",
    "never bought",
    "sample",
}


def read(rule: Any) -> r.Rule:
    found = parse(json.dumps(rule))
    assert not isinstance(found, Fault)
    return found


def plain(value: object) -> object:
    return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value


@pytest.mark.parametrize("name", GOLDEN)
def test_the_statement_is_the_one_that_was_read(name: str) -> None:
    query = compile_rule(read(GOLDEN[name]["rule"]), WORLD, now=NOW)
    assert query.sql == GOLDEN[name]["sql"]
    assert {key: plain(value) for key, value in query.params.items()} == GOLDEN[name]["params"]
    with open_duckdb() as con:
        con.execute("insert into customer (id, since, people) values (7, '2020-01-01', 1)")
        found = con.execute(query.sql, query.params or None).fetchall()
    assert (found == [(7,)]) == (name in NOTHING_KNOWN)


def test_every_statement_runs_on_postgresql(postgres: Postgres) -> None:
    name = f"t{uuid.uuid4().hex}"
    with open_postgres(postgres.make(name)) as server:
        server.execute("insert into customer (id, since, people) values (7, '2020-01-01', 1)")
        found = {
            case: postgres_ids(server, compile_rule(read(told["rule"]), WORLD, now=NOW, dialect="postgresql"))
            for case, told in GOLDEN.items()
        }
    postgres.drop(name)
    assert {case for case, those in found.items() if those} == NOTHING_KNOWN


def test_every_condition_has_one() -> None:
    told = {type(leaf) for case in GOLDEN.values() for _, leaf in leaves(read(case["rule"]))}
    assert told == set(r.Leaf.__args__)


@pytest.mark.parametrize("name", GOLDEN)
def test_one_customer_stands_in_every_condition(name: str) -> None:
    """Each set is narrowed inside, before it is counted, ranked or joined."""
    for _, leaf in leaves(normalise(read(GOLDEN[name]["rule"]))):
        made = rows(leaf, Emit(WORLD, DIALECTS["duckdb"], narrow=True)).select()
        assert (
            made.count("$only") == made.count("from fact") + made.count("from customer")
            or made.count("$only") == 1
        )


def test_no_statement_uses_what_only_one_database_has() -> None:
    words = (
        "qualify",
        "arg_max",
        "asof",
        "md5",
        "::",
        "list_",
        "now()",
        "current_",
        " ilike ",
        "distinct on",
    )
    assert [(name, word) for name, case in GOLDEN.items() for word in words if word in case["sql"]] == []
