"""A run of named statements: order, times, places, stopping."""

import threading
import time

import duckdb
import pytest

from yutang.engine.steps import Cancelled, Step, places, run


def steps(*pairs: tuple[str, str]) -> list[Step]:
    return [Step(name, sql) for name, sql in pairs]


def test_steps_run_in_order_and_each_is_timed():
    with duckdb.connect() as con:
        seconds = run(
            con,
            steps(
                ("a", "create temp table t as select $n::int as x"),
                ("b", "insert into t select x + $m from t"),
            ),
            {"n": 1, "m": 2, "unused": 3},
        )
        assert list(seconds) == ["a", "b"]
        assert con.execute("select x from t order by x").fetchall() == [(1,), (3,)]


def test_one_name_twice_adds_up():
    with duckdb.connect() as con:
        assert list(run(con, steps(("a", "select 1"), ("a", "select 2")), {})) == ["a"]


def test_places_are_names_and_not_paths():
    assert places("select $day, x ->> '$.name' from t where n > $least_1") == {"day", "least_1"}


def test_a_missing_value_stops_before_anything_runs():
    with duckdb.connect() as con, pytest.raises(KeyError, match="gone"):
        run(con, steps(("a", "create table t (x int)"), ("b", "select $gone")), {})
    with duckdb.connect() as con:
        assert con.execute("select count(*) from duckdb_tables()").fetchall() == [(0,)]


def test_cancelled_between_steps():
    with duckdb.connect() as con:
        asked = iter((False, True))
        with pytest.raises(Cancelled, match="b"):
            run(con, steps(("a", "create table t (x int)"), ("b", "drop table t")), {}, lambda: next(asked))
        assert con.execute("select count(*) from t").fetchall() == [(0,)]


def test_interrupted_inside_a_statement():
    with duckdb.connect() as con:
        stop = threading.Event()

        def press() -> None:
            while not stop.is_set():
                time.sleep(0.05)
                con.interrupt()

        thread = threading.Thread(target=press)
        thread.start()
        try:
            with pytest.raises(Cancelled, match="long"):
                run(
                    con,
                    steps(
                        (
                            "long",
                            "select count(*) from range(1000000000) a, range(1000) b where a.range + b.range = 7",
                        )
                    ),
                    {},
                )
        finally:
            stop.set()
            thread.join()


def test_wrong_sql_is_no_cancellation():
    with duckdb.connect() as con, pytest.raises(duckdb.ParserException):
        run(con, steps(("a", "selekt 1")), {})
