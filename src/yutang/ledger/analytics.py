# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""The analytics store (DuckDB). Derived: opened by one process only, may be deleted and rebuilt at any time."""

import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from yutang.kit.errors import AnalyticsDamaged
from yutang.kit.folder import disk_errors
from yutang.ledger.shape import DDL, FACT_COLUMNS, VERSION

# What DuckDB says of files that it can't read, and of an instance that it gave up on after such an error.
_BROKEN = (
    "corrupt database",
    "not a valid duckdb",
    "could not read enough bytes",
    "checksum",
    "failed to deserialize",
    "serialization error",
    "has been invalidated",
    "storage version",
    "database file was created with",
)
# All of it or nothing, wherever it is cut short.
_MADE = f"""begin; {"; ".join(f"create table {table} ({columns})" for table, columns in DDL.items())};
create table version (number integer not null); insert into version values ({VERSION}); commit"""


def _broken(wrong: duckdb.Error) -> bool:
    text = str(wrong).lower()
    return any(told in text for told in _BROKEN)


def _damaged(wrong: duckdb.Error) -> bool:
    """Whether an error on opening says that the file is damaged, or is not of this version's shape."""
    shape = duckdb.CatalogException | duckdb.BinderException
    broken = duckdb.SerializationException | duckdb.InternalException | duckdb.FatalException
    return isinstance(wrong, shape | broken) or _broken(wrong)


def _worn(path: Path) -> Path:
    return path.with_name(path.name + ".worn")


def worn_mb(path: Path) -> int | None:
    """How many MB the next opening copies; None: the file is not worn."""
    return path.stat().st_size >> 20 if _worn(path).exists() and path.exists() else None


def _write_anew(path: Path, config: dict[str, str | bool | int | float | list[str]]) -> None:
    """Copy what is in force into a file of its own and put that in the place of the old one: 5 M facts (120 MB) took 15
    to 22 s on two busy cores, as much with 256 MB of memory as with 1 GB.

    Whenever it is cut short, one whole file is there, and the mark: it is done again at the next start, as where it
    can't be done (a damaged file, no room).
    """
    fresh = path.with_name(path.name + ".fresh")
    Analytics.discard(fresh)
    con = duckdb.connect(":memory:", config=config | {"preserve_insertion_order": "true"})
    try:
        con.execute(f"attach {_quoted(path)} as old")
        con.execute("checkpoint old")  # what its log says is in the file by then
        con.execute(f"attach {_quoted(fresh)} as fresh")
        con.execute("copy from database old to fresh")
        con.execute("checkpoint fresh")
        con.execute("detach fresh")
        con.execute("detach old")
    except duckdb.Error:
        con.close()
        Analytics.discard(fresh)
        return
    con.close()
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    fresh.replace(path)
    _worn(path).unlink()


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


LONG_LOG_MB = 64  # while batch after batch is applied


class Analytics:
    """The open store. A `cursor()` per call or thread: one connection in two threads returns wrong rows."""

    def __init__(self, path: Path | None, *, memory_mb: int, threads: int) -> None:
        """Open or create at `path` (None: in memory). `recovered`: a damaged file was thrown away."""
        self.path = path
        self.recovered = False
        self._memory_mb = self._budget_mb = memory_mb
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": f"{memory_mb}MB",
            "preserve_insertion_order": "false",
        }
        if threads:
            config["threads"] = str(threads)
        if path:
            config["temp_directory"] = str(path.with_name("spill"))
        with disk_errors(path or Path()):
            if path and _worn(path).exists():
                _write_anew(path, config)
            self._con = self._open(str(path) if path else ":memory:", config)

    def _open(
        self, name: str, config: dict[str, str | bool | int | float | list[str]]
    ) -> duckdb.DuckDBPyConnection:
        con, new = None, not self.path or not self.path.exists()
        try:
            con = duckdb.connect(name, config=config)
            self._make_tables(con, new=new)
        except duckdb.Error as wrong:
            if con is not None:
                con.close()  # or DuckDB gives the same broken instance again for the same name
            if not self.path or not _damaged(wrong):
                raise
            self.recovered = True
            self.discard(self.path)
            con = duckdb.connect(name, config=config)
            self._make_tables(con, new=True)
        return con

    @staticmethod
    def _make_tables(con: duckdb.DuckDBPyConnection, *, new: bool) -> None:
        """`new`: nothing is there, so nothing is asked: the questions cost more than the tables."""
        con.execute("set global TimeZone = 'UTC'")
        asked = "select 1 from duckdb_tables() where table_name in ('fact', 'version')"
        if new or not con.execute(asked).fetchall():
            con.execute(_MADE)
        elif con.execute("select number from version").fetchall() != [(VERSION,)]:
            raise duckdb.CatalogException("analytics of another version")
        else:
            con.execute(f"select {', '.join(FACT_COLUMNS)} from fact limit 0").fetchall()
            con.execute(f"select 1 from {', '.join(DDL)} limit 0").fetchall()

    @staticmethod
    def discard(path: Path) -> None:
        """Throw the files away: everything in them is derived."""
        for file in (path, path.with_name(path.name + ".wal"), _worn(path)):
            file.unlink(missing_ok=True)

    def wear(self) -> None:
        """Have the file written anew at the next start: DuckDB blanks nothing, so what was taken out of it still lies
        in blocks that it holds to be free, for whoever reads the bytes."""
        if self.path:
            _worn(self.path).touch()

    @contextlib.contextmanager
    def budget(self, memory_mb: int) -> Generator[None]:
        """Less memory while a block runs: applying batches needs little, and a reader works beside it.

        A block inside may have more again, though never more than the setting allows. The log may grow to as much
        before it goes into the file: else it goes there at every second batch.
        """
        before, self._budget_mb = self._budget_mb, min(memory_mb, self._memory_mb)
        try:
            self._limit()
            yield
        finally:
            self._budget_mb = before
            self._limit()

    def _limit(self) -> None:
        log = f"set checkpoint_threshold = '{LONG_LOG_MB}MB'"
        with self.cursor() as cursor:
            cursor.execute(f"set memory_limit = '{self._budget_mb}MB'")
            cursor.execute(log if self._budget_mb < self._memory_mb else "reset checkpoint_threshold")

    @contextlib.contextmanager
    def cursor(self) -> Generator[duckdb.DuckDBPyConnection]:
        """A cursor. Raises AnalyticsDamaged when the file turns out to be so: DuckDB checks blocks as it reads them."""
        with disk_errors(self.path or Path()):
            cursor = self._con.cursor()
            try:
                yield cursor
            except duckdb.Error as wrong:
                if _broken(wrong):
                    raise AnalyticsDamaged("analytics_damaged", path=str(self.path)) from wrong
                raise
            finally:
                cursor.close()

    @contextlib.contextmanager
    def transaction(self) -> Generator[duckdb.DuckDBPyConnection]:
        """A cursor inside BEGIN … COMMIT; rolled back when anything is raised."""
        with self.cursor() as cursor:
            cursor.execute("begin")
            try:
                yield cursor
            except BaseException:
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("rollback")
                raise
            cursor.execute("commit")

    @contextlib.contextmanager
    def distrusted(self) -> Generator[None]:
        """While a block changes what facts say: whatever cuts it short has the file made anew at the next start."""
        with self.cursor() as cursor:
            cursor.execute("update version set number = 0")
        yield
        self.trust()

    def trust(self) -> None:
        with self.cursor() as cursor:
            cursor.execute("update version set number = ?", [VERSION])

    @property
    def trusted(self) -> bool:
        """False: a change of what facts say was cut short, and everything must be made anew."""
        return self.rows("select number from version") == [(VERSION,)]

    def rows(self, sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
        with self.cursor() as cursor:
            return cursor.execute(sql, params or []).fetchall()

    def close(self) -> None:
        self._con.close()


_PARSED: dict[str, duckdb.Statement] = {}


def parsed(cursor: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """A statement that comes again and again, parsed once: it is a good part of the work of a small batch."""
    found = _PARSED.get(sql)
    if found is None:
        (found,) = cursor.extract_statements(sql)
        if len(_PARSED) >= 300:  # rules are written into some
            _PARSED.clear()
        _PARSED[sql] = found
    return found


def append(cursor: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Insert `rows` by column name. `executemany` would do 841 rows/s; Arrow does half a million."""
    cursor.register("_arrow_rows", rows)
    try:
        cursor.execute(f"insert into {table} by name select * from _arrow_rows")
    finally:
        cursor.unregister("_arrow_rows")
