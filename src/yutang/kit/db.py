"""State's database: SQLite or PostgreSQL by URL, the same statements on both.

SQLite has one writer (a thread fed by a queue; bare BEGIN IMMEDIATE starves, see toolchain notes in
docs/decisions/0002) and any number of readers. PostgreSQL uses ordinary transactions.
"""

import queue
import sqlite3
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite

from yutang.kit.errors import StateCorrupt
from yutang.kit.folder import disk_errors

T = TypeVar("T")
metadata = sa.MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                       "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                       "fk": "fk_%(table_name)s_%(column_0_N_name)s"}
)  # fmt: skip
GROUPED = 50  # functions in one COMMIT of the writer

# A plain BigInteger makes no rowid alias on SQLite, so keys would cost a second index.
Id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upsert(conn: sa.Connection, table: sa.Table) -> Any:
    """An INSERT that knows ON CONFLICT, of the connection's dialect; both spell it alike."""
    return (sqlite if conn.dialect.name == "sqlite" else postgresql).insert(table)


class Database:
    """State. `write(function)` runs it in one transaction; `read()` gives a connection that cannot write.

    A statement's values never stand in an error's text: it ends in logs, and they are people's names and messages.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self.url = sa.engine.make_url(url)
        self.path = Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None
        if self.path:
            self._writing = _sqlite_engine(self.url, "BEGIN IMMEDIATE", durable=durable)
            self._reading = _sqlite_engine(self.url, "BEGIN", "query_only=ON", durable=durable)
            self._writer: _Writer | None = _Writer(self._writing)
        else:
            self._writing = self._reading = sa.create_engine(
                self.url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True
            )
            self._writer = None

    def write(self, function: Callable[[sa.Connection], T]) -> T:
        """Run `function(connection)` in one transaction; durable when this returns."""
        with disk_errors(self.path or Path()):
            if self._writer:
                return self._writer.submit(function).result()
            with self._writing.begin() as conn:
                return function(conn)

    @contextmanager
    def read(self) -> Generator[sa.Connection]:
        with disk_errors(self.path or Path()), self._reading.connect() as conn:
            yield conn

    @contextmanager
    def moment(self) -> Generator[sa.Connection]:
        """A connection whose statements all see one moment, however long they take."""
        with disk_errors(self.path or Path()), self._reading.connect() as conn:
            if not self.path:  # SQLite's read transaction is a snapshot as it is
                conn = conn.execution_options(isolation_level="REPEATABLE READ")  # noqa: PLW2901
            yield conn

    @contextmanager
    def schema_change(self) -> Generator[sa.Connection]:
        """A connection for migrations: foreign keys off before BEGIN, or batch mode deletes children."""
        with self._writing.connect() as conn:
            if self.path:
                raw: Any = conn.connection.dbapi_connection
                raw.execute("PRAGMA foreign_keys=OFF")
            with conn.begin():
                yield conn
                if self.path and conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise StateCorrupt("migration_orphans", path=str(self.path))
            if self.path:
                raw = conn.connection.dbapi_connection
                raw.execute("PRAGMA foreign_keys=ON")

    def blank(self) -> None:
        """Leave nothing of what was overwritten in SQLite's files: pages were blanked as they were set free, and the
        log is written into them and cut. Where somebody reads on, the log stays until the next time."""
        if self.path:
            with disk_errors(self.path), self._writing.connect() as conn:
                raw: Any = conn.connection.dbapi_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        if self._writer:
            self._writer.close()
        self._writing.dispose()
        self._reading.dispose()


def _sqlite_engine(url: sa.URL, begin: str, *more: str, durable: bool) -> sa.Engine:
    engine = sa.create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _(conn: Any, _record: object) -> None:
        conn.isolation_level = None  # the driver must not begin: its late BEGIN loses updates silently
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={'FULL' if durable else 'OFF'}",
            "foreign_keys=ON",
            "secure_delete=ON",  # who is erased is erased from free pages too; some builds leave it off
            "busy_timeout=5000",
            *more,
        ):
            conn.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(conn: sa.Connection) -> None:
        conn.exec_driver_sql(begin)

    return engine


def check_sqlite(path: Path) -> None:
    """Refuse a damaged SQLite file before anything writes to it. Reads only; raises StateCorrupt."""
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as conn:
            # A whole check reads every page; large files are checked by `yutang backup` instead.
            deep = path.stat().st_size < 256 << 20
            answer = conn.execute(
                "PRAGMA quick_check(1)" if deep else "select count(*) from sqlite_master"
            ).fetchone()
        conn.close()
    except sqlite3.OperationalError as wrong:
        with disk_errors(path):
            raise
        raise StateCorrupt("state_corrupt", path=str(path), detail=str(wrong)) from None
    except sqlite3.DatabaseError as wrong:
        raise StateCorrupt("state_corrupt", path=str(path), detail=str(wrong)) from None
    if deep and answer[0] != "ok":
        raise StateCorrupt("state_corrupt", path=str(path), detail=str(answer[0]))


class _Writer:
    """One thread writes; equal shares for all who ask (measured: worst wait 28 ms with 40 threads)."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._queue: queue.SimpleQueue[tuple[Callable[[sa.Connection], Any], Future[Any]] | None] = (
            queue.SimpleQueue()
        )
        self._thread = threading.Thread(target=self._run, name="state-writer", daemon=True)
        self._thread.start()

    def submit(self, function: Callable[[sa.Connection], T]) -> Future[T]:
        future: Future[T] = Future()
        self._queue.put((function, future))
        return future

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            batch = self._take()
            if batch:
                self._commit([b for b in batch if b is not None])
            if None in batch:
                return

    def _take(self) -> list[tuple[Callable[[sa.Connection], Any], Future[Any]] | None]:
        batch = [self._queue.get()]
        while len(batch) < GROUPED and batch[-1] is not None and not self._queue.empty():
            batch.append(self._queue.get())
        return batch

    def _commit(self, batch: list[tuple[Callable[[sa.Connection], Any], Future[Any]]]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            with self._engine.begin() as conn:
                for function, future in batch:
                    try:
                        with conn.begin_nested():
                            done.append((future, function(conn)))
                    except Exception as wrong:  # noqa: BLE001 - handed to whoever asked
                        future.set_exception(wrong)
        except Exception as wrong:  # noqa: BLE001 - the COMMIT failed: nothing of the batch is written
            for _, future in batch:
                if not future.done():
                    future.set_exception(wrong)
            return
        for future, value in done:
            future.set_result(value)
