# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Statements on customers and identities. No decisions."""

from collections.abc import Iterator

import pyarrow as pa
import sqlalchemy as sa

from yutang.customers.tables import customer, identity
from yutang.kit.arrow import insert_rows, read_tables, shape_of


def meet(conn: sa.Connection, rows: pa.Table, batch_id: int) -> None:
    """New identities, each with a customer of its own (merging people is a later, reversible fact)."""
    ids = rows["customer_id"]
    insert_rows(conn, customer, pa.table({"id": ids, "first_batch": pa.repeat(batch_id, len(ids))}))
    insert_rows(conn, identity, rows)


def update(conn: sa.Connection, rows: pa.Table) -> None:
    """Names and roles of known identities."""
    if rows.num_rows:
        statement = sa.update(identity).where(identity.c.id == sa.bindparam("one"))
        values = {c: sa.bindparam(f"new_{c}") for c in ("name", "name_at", "role", "role_rank")}
        renamed = rows.select(["id", *values]).rename_columns(["one", *(f"new_{c}" for c in values)])
        conn.execute(statement.values(**values), renamed.to_pylist())


def forget(conn: sa.Connection, ids: list[int]) -> None:
    """Accounts that nothing speaks of any more, with the customers behind them (each has one of its own)."""
    if ids:
        ones = [{"one": id_} for id_ in ids]
        conn.execute(sa.delete(identity).where(identity.c.id == sa.bindparam("one")), ones)
        conn.execute(sa.delete(customer).where(customer.c.id == sa.bindparam("one")), ones)


def identities(conn: sa.Connection) -> Iterator[pa.Table]:
    return read_tables(conn, sa.select(identity), shape_of(identity.columns))
