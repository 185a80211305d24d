"""Statements on users, and the rule of what is in a scope. No decisions."""

from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts.limits import Guard
from yutang.accounts.model import Role, Scope, User, Viewer
from yutang.accounts.tables import user_account

_PUBLIC = [user_account.c[name] for name in User.__struct_fields__]

# Identity ids of the staff of a unit and of all units below it. The organisation stands above this package: who
# proves people (`web.identify`) hands in its answer. Asked when the account is read, and kept with it.
Reach = Callable[[sa.Connection, int], frozenset[int]]


class Known(msgspec.Struct, frozen=True):
    """An account with what only the sign-in may look at."""

    user: User
    password: str  # its hash
    guard: Guard


def user(conn: sa.Connection, id_: int) -> User | None:
    row = conn.execute(sa.select(*_PUBLIC).where(user_account.c.id == id_)).mappings().one_or_none()
    return None if row is None else user_of(row)


def users(conn: sa.Connection) -> list[User]:
    """All accounts, by login."""
    rows = conn.execute(sa.select(*_PUBLIC).order_by(user_account.c.login)).mappings()
    return [user_of(row) for row in rows]


def count(conn: sa.Connection) -> int:
    return conn.execute(sa.select(sa.func.count()).select_from(user_account)).scalar_one()


def known(conn: sa.Connection, *, login: str | None = None, id_: int | None = None) -> Known | None:
    """By login or id, locked until the transaction ends: what is decided from it is written to it."""
    which = user_account.c.login == login if id_ is None else user_account.c.id == id_
    found = sa.select(user_account).where(which).with_for_update()
    row = conn.execute(found).mappings().one_or_none()
    if row is None:
        return None
    guard = Guard(row["wrong"], row["wrong_since"], row["locks"], row["locked_at"])
    return Known(user_of(row), row["password"], guard)


def with_administrators(conn: sa.Connection, id_: int) -> tuple[User | None, set[int]]:
    """The account, and the ids of the administrators that may sign in; all locked, always in the same order.

    Locked, because two administrators who demote each other at the same moment would leave none.
    """
    who = sa.or_(user_account.c.role == Role.ADMINISTRATOR, user_account.c.id == id_)
    query = sa.select(user_account).where(who).order_by(user_account.c.id).with_for_update()
    found = {row["id"]: user_of(row) for row in conn.execute(query).mappings()}
    able = {u.id for u in found.values() if u.role is Role.ADMINISTRATOR and not u.disabled}
    return found.get(id_), able


def add(conn: sa.Connection, **values: Any) -> int:
    """A new account's id. Raises IntegrityError when the login is taken."""
    fresh = {**msgspec.structs.asdict(Guard()), "disabled": False, "must_change": True, **values}
    return conn.execute(sa.insert(user_account).values(**fresh).returning(user_account.c.id)).scalar_one()


def change(conn: sa.Connection, id_: int, **values: Any) -> None:
    conn.execute(sa.update(user_account).where(user_account.c.id == id_).values(**values))


def set_guard(conn: sa.Connection, id_: int, guard: Guard) -> None:
    change(conn, id_, **msgspec.structs.asdict(guard))


def taken(conn: sa.Connection, login: str) -> bool:
    query = sa.select(user_account.c.id).where(user_account.c.login == login)
    return conn.execute(query).first() is not None


def user_of(row: sa.RowMapping) -> User:
    values: dict[str, Any] = {name: row[name] for name in User.__struct_fields__}
    values["role"] = Role(row["role"])
    return User(**values)


def alone(_conn: sa.Connection, _unit_id: int) -> frozenset[int]:
    """The reach of a unit where nobody knows an organisation: no staff at all."""
    return frozenset()


def viewer_of(conn: sa.Connection, row: sa.RowMapping, reach: Reach, **more: Any) -> Viewer:
    """The viewer an account's row makes. The row holds the columns of `VIEWER`."""
    viewer = Viewer(
        user_id=row["user_id"], login=row["login"], name=row["user_name"], role=Role(row["role"]),
        staff_id=row["staff_id"], unit_id=row["unit_id"], **more,
    )  # fmt: skip
    if viewer.unit_id is None or not viewer.answers_for_a_unit:
        return viewer
    return msgspec.structs.replace(viewer, unit_staff=reach(conn, viewer.unit_id))


def in_scope(column: sa.ColumnElement[Any], scope: Scope) -> sa.ColumnElement[bool]:
    """Whether the identity in `column` is in the scope: AND it to a query.

    The ids stand in the statement as numbers: a supervisor may answer for more staff than a statement takes values
    (SQLite 32,766, PostgreSQL 65,535).
    """
    if scope.everything:
        return sa.true()
    seen = sa.bindparam(
        "seen", sorted(scope.staff), sa.BigInteger, unique=True, expanding=True, literal_execute=True
    )
    return column.in_(seen)


VIEWER = [
    user_account.c.id.label("user_id"), user_account.c.login, user_account.c.name.label("user_name"),
    user_account.c.role, user_account.c.staff_id, user_account.c.unit_id, user_account.c.disabled,
    user_account.c.must_change,
]  # fmt: skip


def relink(conn: sa.Connection, old: int, new: int) -> None:
    """Who works as the identity `old` works as `new`, unless somebody does already."""
    one = user_account.c.staff_id
    taken = sa.select(one).where(one == new).exists()
    conn.execute(sa.update(user_account).where(one == old, sa.not_(taken)).values(staff_id=new))
