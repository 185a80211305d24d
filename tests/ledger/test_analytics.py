"""The derived store: made anew when it is damaged, rolled back when a step fails, and told apart from a full disk."""

import threading
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from yutang.kit.errors import AnalyticsDamaged
from yutang.ledger import analytics as module
from yutang.ledger.analytics import Analytics, append
from yutang.ledger.shape import DDL, FACT_COLUMNS


def opened(path: Path | None) -> Analytics:
    return Analytics(path, memory_mb=128, threads=1)


def one(store: Analytics, sql: str) -> object:
    return store.rows(sql)[0][0]


def test_a_new_store_has_all_tables_and_nothing_in_them(tmp_path: Path) -> None:
    store = opened(tmp_path / "a.duckdb")
    assert {name for (name,) in store.rows("select table_name from duckdb_tables()")} == {*DDL, "version"}
    assert [one(store, f"select count(*) from {table}") for table in DDL] == [0] * len(DDL)
    assert not store.recovered
    store.close()


def test_the_columns_of_a_fact_are_those_of_its_table() -> None:
    store = opened(None)
    told = [
        name
        for (name,) in store.rows(
            "select column_name from duckdb_columns() where table_name = 'fact' order by column_index"
        )
    ]
    assert tuple(told) == FACT_COLUMNS
    store.close()


def test_what_was_committed_is_there_after_opening_again(tmp_path: Path) -> None:
    store = opened(tmp_path / "a.duckdb")
    with store.transaction() as cursor:
        cursor.execute("insert into batch values (1, 5)")
    store.close()
    again = opened(tmp_path / "a.duckdb")
    assert again.rows("select * from batch") == [(1, 5)]
    assert not again.recovered
    again.close()


@pytest.mark.parametrize("wrong", [ValueError, KeyboardInterrupt])
def test_a_transaction_that_fails_leaves_nothing(wrong: type[BaseException]) -> None:
    store = opened(None)

    def fails() -> None:
        with store.transaction() as cursor:
            cursor.execute("insert into batch values (1, 5)")
            raise wrong

    with pytest.raises(wrong):
        fails()
    assert store.rows("select * from batch") == []
    with store.transaction() as cursor:  # the next one begins as if nothing had been
        cursor.execute("insert into batch values (2, 5)")
    assert store.rows("select id from batch") == [(2,)]
    store.close()


@pytest.mark.parametrize("damage", ["garbage", "shape", "column", "cut"])
def test_a_store_that_is_damaged_or_of_another_shape_is_made_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.duckdb"
    if damage == "garbage":
        path.write_bytes(b"no database at all" * 1000)
    else:
        with duckdb.connect(str(path)) as con:
            con.execute(
                "create view fact as select 1 as id" if damage == "shape" else "create table fact (id bigint)"
            )
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    store = opened(path)
    assert store.recovered
    assert one(store, "select count(*) from fact") == 0
    store.close()
    assert not opened_and_closed(path)


def opened_and_closed(path: Path) -> bool:
    store = opened(path)
    store.close()
    return store.recovered


def test_damage_seen_while_reading_has_a_name(tmp_path: Path) -> None:
    store = opened(tmp_path / "a.duckdb")

    def reads() -> None:
        with store.cursor():
            raise duckdb.IOException("Corrupt database file: computed checksum does not match")

    with pytest.raises(AnalyticsDamaged) as told:
        reads()
    assert told.value.params["path"] == str(tmp_path / "a.duckdb")
    with pytest.raises(duckdb.ParserException):  # a mistake of ours is no damage
        store.rows("selct 1")
    store.close()


def test_instants_are_in_utc_in_every_thread() -> None:
    store = opened(None)
    found: list[object] = []
    ask = "select make_timestamptz(0)::varchar"
    thread = threading.Thread(target=lambda: found.append(one(store, ask)))
    thread.start()
    thread.join()
    assert found == [one(store, ask)] == ["1970-01-01 00:00:00+00"]
    store.close()


def test_a_budget_is_given_back_also_when_it_fails() -> None:
    store = opened(None)
    limit = "select (current_setting('memory_limit'), current_setting('checkpoint_threshold'))"
    whole = one(store, limit)

    def fails() -> None:
        with store.budget(64):
            assert all(mine != usual for mine, usual in zip(one(store, limit), whole, strict=True))
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        fails()
    assert one(store, limit) == whole
    with store.budget(4096):  # never more than the setting allows
        assert one(store, limit) == whole
    store.close()


def test_a_budget_inside_another_gives_that_one_back() -> None:
    store = opened(None)
    limit = "select current_setting('memory_limit')"
    with store.budget(64):
        narrow = one(store, limit)
        with store.budget(96):
            assert one(store, limit) != narrow
        assert one(store, limit) == narrow
    store.close()


def test_rows_are_appended_by_name_in_any_order() -> None:
    store = opened(None)
    with store.transaction() as cursor:
        append(cursor, "batch", pa.table({"facts": [5, 6], "id": [1, 2]}))
        append(cursor, "payload", pa.table({"fact_id": [1], "text": ["it's"]}))
    assert store.rows("select id, facts from batch order by id") == [(1, 5), (2, 6)]
    assert store.rows("select text from payload") == [("it's",)]
    store.close()


def test_an_append_that_fails_leaves_no_table_behind() -> None:
    store = opened(None)
    with store.cursor() as cursor:
        with pytest.raises(duckdb.Error):
            append(cursor, "batch", pa.table({"other": [1]}))
        append(cursor, "batch", pa.table({"id": [1], "facts": [0]}))
    store.close()


def test_cursors_of_threads_do_not_mix_their_answers() -> None:
    store = opened(None)
    wrong: list[int] = []

    def ask(n: int) -> None:
        wrong.extend(n for _ in range(50) if store.rows("select ? + 0", [n]) != [(n,)])

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    store.close()


def test_throwing_away_takes_the_log_too(tmp_path: Path) -> None:
    for name in ("a.duckdb", "a.duckdb.wal", "b.duckdb"):
        (tmp_path / name).touch()
    module.Analytics.discard(tmp_path / "a.duckdb")
    module.Analytics.discard(tmp_path / "a.duckdb")
    assert [path.name for path in tmp_path.iterdir()] == ["b.duckdb"]


def test_a_store_of_another_version_is_made_anew(tmp_path: Path) -> None:
    store = opened(tmp_path / "a.duckdb")
    with store.cursor() as cursor:
        cursor.execute("update version set number = number - 1")
        cursor.execute("insert into floor values ('identity', 7)")
    store.close()
    again = opened(tmp_path / "a.duckdb")
    assert again.recovered
    assert again.rows("select count(*) from floor") == [(0,)]
    again.close()
    assert not opened(tmp_path / "a.duckdb").recovered


def test_a_worn_file_is_written_anew_with_all_that_is_in_force(tmp_path: Path) -> None:
    path = tmp_path / "it's analytics.duckdb"
    store = opened(path)
    with store.transaction() as cursor:
        cursor.execute("insert into payload select n, 'secret ' || md5(n::varchar) from range(40) r(n)")
    store.close()
    store = opened(path)
    with store.cursor() as cursor:
        cursor.execute("delete from payload where fact_id >= 20")
        cursor.execute("update payload set text = 'open ' || fact_id")
    before = store.rows("select * from payload order by fact_id")
    store.wear()
    store.close()
    assert b"secret " in path.read_bytes()
    store = opened(path)
    assert store.rows("select * from payload order by fact_id") == before
    assert (store.recovered, store.trusted) == (False, True)
    store.close()
    assert b"secret " not in path.read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == [path.name]


# How the two columns lie on the disk that a search reads whole.
_COMPRESSION = """select distinct compression from pragma_storage_info('{}')
  where column_name = '{}' and segment_type = 'VARCHAR'"""


def test_a_worn_file_keeps_the_order_of_rows_and_how_each_column_is_stored(tmp_path: Path) -> None:
    """A name that is packed costs a search a third of its time: over 200,000 rows DuckDB would pack these."""
    path, columns = tmp_path / "analytics.duckdb", (("customer", "name"), ("relation", "remark"))
    store = opened(path)
    with store.transaction() as cursor:
        cursor.execute(
            "insert into customer by name select n as id, make_timestamp(0) as since, 'name ' || n % 500 as name,"
            " 1 as people from range(250000) r(n) order by hash(n)"
        )
        cursor.execute(
            "insert into relation by name select n as customer_id, n as identity_id, 1 as staff_id, 1 as how,"
            " make_timestamp(0) as since, 'remark ' || n % 500 as remark from range(250000) r(n)"
        )
    with store.cursor() as cursor:
        cursor.execute("checkpoint")
    stored = [store.rows(_COMPRESSION.format(*one)) for one in columns]
    rows = store.rows("select list(id order by rowid) from customer")
    store.wear()
    store.close()
    store = opened(path)
    assert [store.rows(_COMPRESSION.format(*one)) for one in columns] == stored == [[("Uncompressed",)]] * 2
    assert store.rows("select list(id order by rowid) from customer") == rows
    for table in DDL:
        made = "select column_name, data_type, is_nullable from duckdb_columns() where table_name = ?"
        assert store.rows(made, [table]) == opened(None).rows(made, [table])
    store.close()


@pytest.mark.parametrize("left", ["half", "log", "whole"])
def test_a_copy_that_was_cut_short_is_begun_again(tmp_path: Path, left: str) -> None:
    """Killed while it copied, or between the new file and the end of its mark."""
    path = tmp_path / "analytics.duckdb"
    store = opened(path)
    with store.transaction() as cursor:
        cursor.execute("insert into batch select n, n from range(1000) r(n)")
    store.wear()
    store.close()
    if left != "whole":
        path.with_name(path.name + ".fresh").write_bytes(path.read_bytes()[:5000])
    if left == "log":
        path.with_name(path.name + ".fresh.wal").write_bytes(b"half a log")
    assert module.worn_mb(path) == 0
    store = opened(path)
    assert (store.recovered, one(store, "select sum(facts) from batch")) == (False, 499_500)
    assert module.worn_mb(path) is None
    store.close()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_worn_file_that_is_damaged_is_made_anew_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "analytics.duckdb"
    path.write_bytes(b"no database" * 1000)
    path.with_name(path.name + ".worn").touch()
    store = opened(path)
    assert store.recovered
    store.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == [path.name]
