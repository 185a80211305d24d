# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Arrow tables in and out of State, in chunks."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import sqlalchemy as sa

COLUMN_TYPES: dict[str, pa.DataType] = {
    "Text": pa.string(),
    "BigInteger": pa.int64(),
    "Integer": pa.int32(),
    "SmallInteger": pa.int16(),
    "LargeBinary": pa.binary(),
    "Boolean": pa.bool_(),
}
CHUNK = 50_000


def shape_of(columns: Iterable[sa.Column[Any]]) -> pa.Schema:
    """The Arrow shape of State's columns."""
    return pa.schema([(c.name, COLUMN_TYPES[type(c.type).__name__]) for c in columns])


def insert_rows(conn: sa.Connection, table: sa.Table, rows: pa.Table) -> None:
    """Insert by column name: tuples to the driver on SQLite (327k rows/s), Core's own way on PostgreSQL."""
    if not rows.num_rows:
        return
    if conn.dialect.name != "sqlite":
        conn.execute(sa.insert(table), rows.to_pylist())
        return
    names = ", ".join(f'"{c}"' for c in rows.column_names)
    marks = ", ".join("?" * rows.num_columns)
    columns: list[list[Any]] = [column.to_pylist() for column in rows.columns]
    conn.exec_driver_sql(
        f'insert into "{table.name}" ({names}) values ({marks})', list(zip(*columns, strict=True))
    )


def read_tables(conn: sa.Connection, query: sa.Select[Any], shape: pa.Schema) -> Iterator[pa.Table]:
    """The query's rows as tables of `shape`, at most CHUNK rows each."""
    # Of this statement only: set on the connection, PostgreSQL's later inserts of many rows would fail on it.
    result = conn.execute(query, execution_options={"yield_per": CHUNK})
    for rows in result.partitions(CHUNK):
        columns = list(zip(*rows, strict=True))
        yield pa.table([pa.array(c, type=f.type) for c, f in zip(columns, shape, strict=True)], schema=shape)
