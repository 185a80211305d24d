# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Differences as sightings, and into the ledger with them: a batch as any other."""

import secrets
from collections.abc import Callable, Mapping, Sequence

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from yutang.importers.contract import SIGHTING
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger

PLATFORM = "wecom"
ROWS = 500_000  # facts in one batch
Write = Callable[[sa.Connection], None]


def rows(kind: Kind, source: str, happened: str, **told: str) -> str:
    """A SELECT of sightings of one kind: SQL by name of column; `source`: FROM what, and WHERE."""
    given = {"kind": str(int(kind)), "happened": happened, "actor_role": "0"} | told
    columns = ", ".join(f"{given.get(name, 'null')} as {name}" for name in SIGHTING.names)
    return f"select {columns} from {source}"


def collected(cursor: duckdb.DuckDBPyConnection, parts: Sequence[str]) -> pa.Table:
    """What these SELECTs say, as rows of SIGHTING."""
    casts = ", ".join(f"{field.name}::{_TYPE[field.type]} as {field.name}" for field in SIGHTING)
    found = cursor.sql(f"select {casts} from ({' union all '.join(parts)})").to_arrow_table()
    return pa.Table.from_arrays(found.columns, schema=SIGHTING)


def tell(ledger: Ledger, connection_id: int, found: pa.Table, *, now: int, also: Write | None = None) -> int:
    """Apply them; how many were new. `also` runs in the transaction that keeps the last of them, or alone."""
    origin, new = f"connection {connection_id}", 0
    starts = range(0, found.num_rows, ROWS)
    for start in starts:
        part = found.slice(start, ROWS)
        part = part.append_column("ordinal", pa.array(range(part.num_rows), pa.int64()))
        part = part.append_column("file_no", pa.array([0] * part.num_rows, pa.int32()))
        key = f"{origin} {secrets.token_hex(16)}"  # doubles are known by their facts, not by their batch
        last = also if start == starts[-1] else None
        new += ledger.take(key, origin, PLATFORM, part, now=now, also=last) or 0
    if also is not None and not starts:
        ledger.state.write(also)
    return new


def register(cursor: duckdb.DuckDBPyConnection, tables: Mapping[str, pa.Table]) -> None:
    """As temporary tables: they are read several times, and DuckDB knows their sizes then."""
    for name, table in tables.items():
        cursor.register("_given", table)
        cursor.execute(f"create or replace temp table {name} as from _given")
        cursor.unregister("_given")


def refs(names: Sequence[str]) -> pa.Table:
    """A table of one column `ref`."""
    return pa.table({"ref": pa.array(list(names), pa.string())})


_TYPE = {pa.int8(): "tinyint", pa.int16(): "smallint", pa.int64(): "bigint", pa.string(): "varchar"}
