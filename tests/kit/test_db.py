"""State's database: no update is lost, a failure writes nothing, the schema is the models'."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import yutang.importers.tables
import yutang.main  # noqa: F401 - registers every table
from yutang.kit.db import Database, check_sqlite, metadata, upsert
from yutang.kit.errors import StateCorrupt, YutangError
from yutang.kit.migrate import migrate
from yutang.ledger.tables import ledger_meta


def _set(conn: sa.Connection, value: int) -> None:
    statement = upsert(conn, ledger_meta).values(name="n", value=str(value))
    conn.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"value": statement.excluded.value})
    )


def _get(conn: sa.Connection) -> int:
    # On PostgreSQL the row is locked, as every read-then-write of ours must.
    query = sa.select(ledger_meta.c.value).where(ledger_meta.c.name == "n").with_for_update()
    return int(conn.execute(query).scalar_one())


def test_no_update_is_lost_among_threads(database: Database) -> None:
    database.write(lambda conn: _set(conn, 0))
    with ThreadPoolExecutor(4) as pool:
        for _ in range(200):
            pool.submit(database.write, lambda conn: _set(conn, _get(conn) + 1))
    with database.read() as conn:
        assert conn.execute(sa.select(ledger_meta.c.value)).scalar_one() == "200"


def test_a_failure_writes_nothing_and_reaches_who_asked(database: Database) -> None:
    def half(conn: sa.Connection) -> None:
        _set(conn, 1)
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        database.write(half)
    with database.read() as conn:
        assert conn.execute(sa.select(ledger_meta)).all() == []


def test_no_value_stands_in_an_error_of_a_statement(database: Database) -> None:
    """It ends in logs, and is searched for a full disk; values are people's names and what they wrote."""

    def twice(conn: sa.Connection) -> None:
        for _ in range(2):
            conn.execute(sa.insert(ledger_meta).values(name="n", value="李小明: disk is full"))

    with pytest.raises(sa.exc.IntegrityError) as told:
        database.write(twice)
    assert "李小明" not in str(told.value)
    assert "ledger_meta" in str(told.value)


def test_readers_cannot_write(tmp_path: Path) -> None:
    state = Database(f"sqlite:///{tmp_path / 's.sqlite'}")
    migrate(state)
    with state.read() as conn, pytest.raises(sa.exc.OperationalError, match="readonly"):
        conn.execute(sa.insert(ledger_meta).values(name="x", value="y"))
    state.close()


def test_models_are_the_migrations(database: Database) -> None:
    with database.read() as conn:
        context = MigrationContext.configure(
            conn, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_does_nothing(database: Database) -> None:
    assert migrate(database) is False


def test_a_newer_schema_is_refused(database: Database) -> None:
    database.write(lambda conn: conn.exec_driver_sql("update alembic_version set version_num = '9999'"))
    with pytest.raises(YutangError, match="state_newer"):
        migrate(database)


@pytest.mark.parametrize("damage", ["garbage", "middle"])
def test_a_damaged_file_is_refused_and_left_untouched(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "state.sqlite"
    state = Database(f"sqlite:///{path}")
    migrate(state)
    state.write(lambda conn: [_set(conn, n) for n in range(9)])
    state.close()
    data = bytearray(path.read_bytes())
    place = slice(0, 100) if damage == "garbage" else slice(5000, 9000)
    data[place] = b"\xff" * len(data[place])
    path.write_bytes(data)
    with pytest.raises(StateCorrupt):
        check_sqlite(path)
    assert path.read_bytes() == bytes(data)


def test_a_good_file_and_none_at_all_pass(tmp_path: Path) -> None:
    check_sqlite(tmp_path / "none")
    (tmp_path / "empty").touch()
    check_sqlite(tmp_path / "empty")
