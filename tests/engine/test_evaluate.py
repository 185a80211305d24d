"""Who, how many, is she; with a scope; fall-off in the order given; overlap; a draw that is fair."""

from collections.abc import Iterator

import duckdb
import pytest
from tests.engine.oracle import drawn
from tests.engine.shapes import NOW, world
from tests.engine.store import fill_duckdb, open_duckdb

from yutang.engine import Query, Scope, compile_rule, count, fall_off, ids, is_in, overlap
from yutang.engine import rule as r

WORLD = world("Asia/Shanghai")
MICROS = 1_790_000_000_000_000
SPREADS, STRONG, MINE = r.Spreading(), r.Tie(["strong"]), r.Owner([21])


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    """A hundred customers: every second spreads, every third has a strong tie, every fourth is followed by 21."""
    rows = {
        "customer": [{"id": n, "people": 1, "since": NOW} for n in range(100)],
        "standing": [
            {"customer_id": n, "spreading": n % 2 == 0, "tie": 2 * (n % 3 == 0)} for n in range(100)
        ],
        "relation": [{"customer_id": n, "staff_id": 21 + n % 4, "since": NOW} for n in range(100)],
    }
    with open_duckdb() as opened:
        fill_duckdb(opened, rows)
        yield opened


def query(rule: r.Rule) -> Query:
    return compile_rule(rule, WORLD, now=MICROS)


def test_ids_are_one_column(con: duckdb.DuckDBPyConnection) -> None:
    found = ids(con, query(r.All([SPREADS, STRONG])))
    assert found.schema.names == ["customer_id"]
    assert sorted(found["customer_id"].to_pylist()) == list(range(0, 100, 6))
    assert ids(con, query(r.AnyOf([]))).num_rows == 0


def test_a_scope_narrows_every_answer(con: duckdb.DuckDBPyConnection) -> None:
    scope = Scope(
        "customer_id in (select customer_id from relation where staff_id = $scope_staff)", {"scope_staff": 21}
    )
    asked = query(SPREADS)
    assert sorted(ids(con, asked, scope)["customer_id"].to_pylist()) == list(range(0, 100, 4))
    assert (count(con, asked), count(con, asked, scope)) == (50, 25)
    assert [is_in(con, asked, n, scope) for n in (0, 1, 2, 4)] == [True, False, False, True]
    assert is_in(con, asked, 2)
    assert fall_off(con, SPREADS, WORLD, now=MICROS, scope=scope) == [25, 25]
    assert overlap(con, [SPREADS, STRONG], WORLD, now=MICROS, scope=scope) == [[25, 9], [9, 9]]


def test_fall_off_keeps_the_order_given(con: duckdb.DuckDBPyConnection) -> None:
    rule = r.All([SPREADS, STRONG, MINE, r.Not(SPREADS)])
    assert fall_off(con, rule, WORLD, now=MICROS) == [100, 50, 17, 9, 0]
    assert fall_off(con, r.All(rule.rules[::-1]), WORLD, now=MICROS) == [100, 50, 0, 0, 0]
    assert fall_off(con, STRONG, WORLD, now=MICROS) == [100, 34]
    assert fall_off(con, r.All([]), WORLD, now=MICROS) == [100]


def test_overlap_is_even_and_its_diagonal_counts(con: duckdb.DuckDBPyConnection) -> None:
    found = overlap(con, [SPREADS, STRONG, MINE], WORLD, now=MICROS)
    assert found == [[50, 17, 25], [17, 34, 9], [25, 9, 25]]


def test_nobody_is_in_who_is_no_customer(con: duckdb.DuckDBPyConnection) -> None:
    assert not is_in(con, query(r.Not(SPREADS)), 12_345)
    assert not is_in(con, query(r.All([])), 12_345)


def test_a_draw_is_fair_and_salts_are_strangers() -> None:
    """10,000 people in a tenth: 1,000 ± 90 is three standard deviations; two salts share a hundredth."""
    chosen = [{who for who in range(10_000) if drawn(salt, who) < 1_000} for salt in ("spring", "autumn")]
    assert all(910 <= len(one) <= 1_090 for one in chosen)
    assert 70 <= len(chosen[0] & chosen[1]) <= 130
    neighbours = sum(who + 1 in chosen[0] for who in chosen[0])
    assert 70 <= neighbours <= 130


def test_a_draw_in_sql_is_the_draw(con: duckdb.DuckDBPyConnection) -> None:
    found = ids(con, query(r.Sample("spring", 0, 3_000)))["customer_id"].to_pylist()
    assert sorted(found) == [who for who in range(100) if drawn("spring", who) < 3_000]
