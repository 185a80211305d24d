"""Rows of analytics tables put into DuckDB and PostgreSQL, tables of the same shape in both."""

import re
from collections.abc import Iterable
from typing import Any

import duckdb
import psycopg
import pyarrow as pa

from yutang.engine import Query
from yutang.ledger.shape import DDL

TABLES = (
    "fact", "identity", "membership", "customer", "attribute", "tagging", "group_tagging", "relation", "consent",
    "spending", "segment_member", "standing", "tier_member", "group_state",
)  # fmt: skip
Rows = dict[str, list[dict[str, Any]]]
_ARROW = {
    "bigint": pa.int64(), "integer": pa.int32(), "smallint": pa.int16(), "tinyint": pa.int8(), "varchar": pa.string(),
    "boolean": pa.bool_(), "timestamp": pa.timestamp("us"), "date": pa.date32(),
}  # fmt: skip
DUCKDB_ONLY = " using compression uncompressed"
_COLUMN = re.compile(r'"?(\w+)"? (\w+)( not null)?')


def columns(table: str) -> list[tuple[str, str, bool]]:
    """(name, type, never null) of the columns."""
    parts = re.sub(r"\s+", " ", DDL[table].replace(DUCKDB_ONLY, "")).split(", ")
    return [(m[1], m[2], bool(m[3])) for part in parts if (m := _COLUMN.fullmatch(part.strip()))]


FILL = {"bigint": 0, "integer": 0, "smallint": 0, "tinyint": 0, "varchar": "", "boolean": False}


def whole(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row with all columns: what a test leaves out is null, or 0 where null is not allowed."""
    assert set(row) <= {name for name, _, _ in columns(table)}, (table, row)
    return {
        name: row.get(name, FILL[kind] if must and name not in row else None)
        for name, kind, must in columns(table)
    }


def open_duckdb() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(config={"threads": "1"})
    for table in TABLES:
        con.execute(f"create table {table} ({DDL[table]})")
    return con


def fill_duckdb(con: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Only these rows are there afterwards."""
    for table in TABLES:
        con.execute(f"delete from {table}")
        if rows.get(table):
            shape = pa.schema([(name, _ARROW[kind]) for name, kind, _ in columns(table)])
            arrow = pa.Table.from_pylist([whole(table, row) for row in rows[table]], schema=shape)
            con.register("_rows", arrow)
            con.execute(f"insert into {table} select * from _rows")
            con.unregister("_rows")


def open_postgres(url: str) -> psycopg.Connection:
    con = psycopg.connect(url, autocommit=True)
    for table in TABLES:
        con.execute(
            f"create table {table} ({DDL[table].replace('tinyint', 'smallint').replace(DUCKDB_ONLY, '')})"
        )
    return con


def fill_postgres(con: psycopg.Connection, rows: Rows) -> None:
    for table in TABLES:
        con.execute(f"truncate {table}")
        names = [name for name, _, _ in columns(table)]
        listed = ", ".join(f'"{name}"' for name in names)
        if rows.get(table):
            with con.cursor().copy(f"copy {table} ({listed}) from stdin") as copy:
                for row in rows[table]:
                    copy.write_row([whole(table, row)[name] for name in names])


def postgres_ids(con: psycopg.Connection, query: Query) -> set[int]:
    return _unique(con.execute(query.sql, query.params).fetchall())


def duckdb_ids(con: duckdb.DuckDBPyConnection, query: Query) -> set[int]:
    return _unique(con.execute(query.sql, query.params or None).fetchall())


def _unique(rows: Iterable[tuple[int]]) -> set[int]:
    listed = [number for (number,) in rows]
    assert len(listed) == len(set(listed)), "a customer twice"
    return set(listed)
