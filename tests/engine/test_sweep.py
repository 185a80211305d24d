"""Who entered and who left a segment since its members were kept."""

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.shapes import NOW, world
from tests.engine.store import fill_duckdb, open_duckdb

from yutang.engine import Query, compile_rule, diff
from yutang.engine import rule as r

WORLD = world("Asia/Shanghai")


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with open_duckdb() as opened:
        yield opened


def query(rule: r.Rule) -> Query:
    return compile_rule(rule, WORLD, now=1_790_000_000_000_000)


def listed(con: duckdb.DuckDBPyConnection, table: str) -> list[int]:
    return [n for (n,) in con.execute(f"select customer_id from {table} order by 1").fetchall()]


def fill(
    con: duckdb.DuckDBPyConnection, people: set[int], spreads: set[int], kept: set[int], number: int = 4
) -> None:
    fill_duckdb(con, {
        "customer": [{"id": n, "since": NOW, "people": 1} for n in people],
        "standing": [{"customer_id": n, "spreading": True} for n in spreads],
        "segment_member": [{"segment_id": number, "customer_id": n} for n in kept],
    })  # fmt: skip


def test_entered_and_left(con: duckdb.DuckDBPyConnection) -> None:
    fill(con, {1, 2, 3, 4}, {1, 2}, {2, 3, 99})
    moved = diff(con, query(r.Spreading()), 4)
    assert (moved.entered_count, moved.left_count) == (1, 2)
    assert listed(con, moved.entered) == [1]
    assert listed(con, moved.left) == [3, 99]  # 99 is a customer no more
    assert listed(con, "segment_member") == [2, 3, 99]


def test_another_segments_members_are_not_touched(con: duckdb.DuckDBPyConnection) -> None:
    fill(con, {1, 2}, {1}, {2}, number=5)
    moved = diff(con, query(r.Spreading()), 4)
    assert (listed(con, moved.entered), listed(con, moved.left)) == ([1], [])


def test_first_and_last_sweep(con: duckdb.DuckDBPyConnection) -> None:
    fill(con, {1, 2}, set(), set())
    assert diff(con, query(r.All([])), 4)[2:] == (2, 0)
    fill(con, {1, 2}, set(), {1, 2})
    assert diff(con, query(r.AnyOf([])), 4)[2:] == (0, 2)


PEOPLE = st.sets(st.integers(1, 9))


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE, before=PEOPLE, after=PEOPLE)
def test_a_sweep_is_a_rebuild_and_twice_is_once(
    con: duckdb.DuckDBPyConnection, people: set[int], before: set[int], after: set[int]
) -> None:
    fill(con, people, after, before)
    moved = diff(con, query(r.Spreading()), 4)
    entered, left = set(listed(con, moved.entered)), set(listed(con, moved.left))
    assert (before | entered) - left == people & after
    assert not entered & before
    assert left <= before
    fill(con, people, after, (before | entered) - left)
    assert diff(con, query(r.Spreading()), 4)[2:] == (0, 0)
