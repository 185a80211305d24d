# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Statements on customers and identities. No decisions."""

from collections.abc import Iterator

import pyarrow as pa
import sqlalchemy as sa

from yutang.contacts import store as contacts
from yutang.customers.tables import identity
from yutang.kit.arrow import insert_rows, read_tables, shape_of


def meet(conn: sa.Connection, rows: pa.Table) -> None:
    """New identities."""
    insert_rows(conn, identity, rows)


def update(conn: sa.Connection, rows: pa.Table) -> None:
    """Names and roles of known identities."""
    if rows.num_rows:
        statement = sa.update(identity).where(identity.c.id == sa.bindparam("one"))
        values = {c: sa.bindparam(f"new_{c}") for c in ("name", "name_at", "role", "role_rank")}
        renamed = rows.select(["id", *values]).rename_columns(["one", *(f"new_{c}" for c in values)])
        conn.execute(statement.values(**values), renamed.to_pylist())


def forget(conn: sa.Connection, ids: list[int]) -> None:
    """Accounts that nothing speaks of any more, with what was sealed of them."""
    if ids:
        conn.execute(
            sa.delete(identity).where(identity.c.id == sa.bindparam("one")), [{"one": i} for i in ids]
        )


def keep_contacts(conn: sa.Connection, rows: pa.Table) -> None:
    """Sealed phones and e-mails (columns of contacts.store.ROWS); what is kept already of an account stays."""
    if rows.num_rows:
        contacts.put_many(conn, rows)


def identities(conn: sa.Connection) -> Iterator[pa.Table]:
    return read_tables(conn, sa.select(identity), shape_of(identity.columns))
