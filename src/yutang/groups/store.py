# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Statements on groups and memberships. No decisions."""

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa
import sqlalchemy as sa

from yutang.accounts import store as accounts
from yutang.accounts.model import Scope
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


def close_groups(conn: sa.Connection, ids: list[int]) -> None:
    """Groups that nothing speaks of any more; their memberships are gone already."""
    if ids:
        gone = sa.delete(customer_group).where(customer_group.c.id == sa.bindparam("one"))
        conn.execute(gone, [{"one": id_} for id_ in ids])


def unname(conn: sa.Connection, refs: Mapping[int, str]) -> None:
    """These groups are referred to otherwise from now on, and have no name."""
    if refs:
        other = sa.update(customer_group).where(customer_group.c.id == sa.bindparam("one"))
        conn.execute(
            other.values(external_id=sa.bindparam("ref"), name=None, name_at=None),
            [{"one": id_, "ref": ref} for id_, ref in refs.items()],
        )


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


def in_scope(scope: Scope) -> sa.ColumnElement[bool]:
    """The rule on `customer_group` that says which rows somebody sees: AND it to every query."""
    return accounts.in_scope(customer_group.c.owner_id, scope)


def visible_refs(conn: sa.Connection, scope: Scope) -> frozenset[str] | None:
    """Refs ("platform:external id") of the groups in the scope; None = every group, without asking for a row."""
    if scope.everything:
        return None
    found = sa.select(customer_group.c.platform, customer_group.c.external_id).where(in_scope(scope))
    return frozenset(f"{platform}:{external}" for platform, external in conn.execute(found))


def owned(
    conn: sa.Connection, ids: Iterable[int], scope: Scope, *, lock: bool = False
) -> dict[int, int | None]:
    """Owner (identity id, or None) by group id, of those of `ids` that are in the scope.

    `lock`: for a change in this transaction, so that two who decide on a group at once do it one after the other
    (PostgreSQL; SQLite has one writer, and no such clause).
    """
    one = customer_group.c
    found = sa.select(one.id, one.owner_id).where(one.id.in_(list(ids)), in_scope(scope)).order_by(one.id)
    if lock:
        found = found.with_for_update(key_share=True)
    return {row.id: row.owner_id for row in conn.execute(found)}


def private_chats(conn: sa.Connection, scope: Scope) -> int:
    """How many private chats are in the scope."""
    counted = sa.select(sa.func.count()).select_from(customer_group).where(customer_group.c.private)
    return conn.execute(counted.where(in_scope(scope))).scalar_one()
