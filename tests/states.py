"""State with this version's schema for a test: copied, not migrated anew each time (a seventh of a second, thousands of
times). The migrations themselves are tests/kit/test_migrate.py's business."""

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

import psycopg
import sqlalchemy as sa

from yutang.kit.db import Database
from yutang.kit.migrate import migrate

TEMPLATE = "yutang_template"


def ready(url: str, *, durable: bool = True) -> Database:
    """An open State: what is there already stays, an empty or missing one gets the schema."""
    made = sa.engine.make_url(url)
    if made.get_backend_name() == "sqlite":
        path = Path(made.database or "")
        if not path.exists():
            shutil.copyfile(_file(), path)
    else:
        _fill(made)
    return Database(url, durable=durable)


@functools.cache
def _file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="yutang-state-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    state = Database(f"sqlite:///{folder / 'state.sqlite'}", durable=False)
    migrate(state)
    state.close()  # the last connection takes the WAL into the file
    return folder / "state.sqlite"


def _fill(url: sa.URL) -> None:
    """One transaction-less statement copies a database, while nobody is connected to either."""
    with psycopg.connect(url.render_as_string(hide_password=False)) as conn:
        if conn.execute("select to_regclass('alembic_version')").fetchone() != (None,):
            return
        if conn.execute(
            "select count(*) from pg_class where relnamespace = 'public'::regnamespace"
        ).fetchone() != (0,):
            raise RuntimeError(f"{url.database} holds something that is no State")
    admin = url.set(database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(admin, autocommit=True) as conn:
        if conn.execute("select 1 from pg_database where datname = %s", [TEMPLATE]).fetchone() is None:
            conn.execute(f"create database {TEMPLATE}")
            state = Database(url.set(database=TEMPLATE).render_as_string(hide_password=False))
            migrate(state)
            state.close()
        conn.execute(f"drop database {url.database}")
        conn.execute(f"create database {url.database} template {TEMPLATE} strategy file_copy")
