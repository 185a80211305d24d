# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Statements on groups and memberships. No decisions."""

from collections.abc import Iterator

import pyarrow as pa
import sqlalchemy as sa

from yutang.groups.tables import customer_group, membership
from yutang.kit.arrow import insert_rows, read_tables, shape_of

_MEMBERSHIP = [c for c in membership.columns if c.name != "id"]


def open_groups(conn: sa.Connection, rows: pa.Table) -> None:
    insert_rows(conn, customer_group, rows)


def update_groups(conn: sa.Connection, rows: pa.Table) -> None:
    if not rows.num_rows:
        return
    names = [c for c in rows.column_names if c not in ("id", "platform", "external_id")]
    statement = (
        sa.update(customer_group)
        .where(customer_group.c.id == sa.bindparam("one"))
        .values({name: sa.bindparam(f"new_{name}") for name in names})
    )
    renamed = rows.select(["id", *names]).rename_columns(["one", *(f"new_{name}" for name in names)])
    conn.execute(statement, renamed.to_pylist())


def replace_memberships(conn: sa.Connection, pairs: pa.Table, intervals: pa.Table) -> None:
    """The intervals of the given (group, identity) pairs become exactly `intervals`."""
    conn.execute(
        sa.delete(membership).where(
            membership.c.group_id == sa.bindparam("g"), membership.c.identity_id == sa.bindparam("i")
        ),
        pairs.rename_columns(["g", "i"]).to_pylist(),
    )
    insert_rows(conn, membership, intervals)


def groups(conn: sa.Connection) -> Iterator[pa.Table]:
    return read_tables(conn, sa.select(customer_group), shape_of(customer_group.columns))


def memberships(conn: sa.Connection) -> Iterator[pa.Table]:
    return read_tables(conn, sa.select(*_MEMBERSHIP), shape_of(_MEMBERSHIP))
