"""Accounts, by administrators: make, change, reset. The last administrator stays one; nobody raises themself."""

from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from yutang.accounts import audit, passwords, sessions, store
from yutang.accounts.limits import Guard
from yutang.accounts.memory import memory_of
from yutang.accounts.model import PERMISSIONS, Role, User, Viewer
from yutang.accounts.words import a_login, a_name
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

MOST = 10_000


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What to change of an account; UNSET = leave."""

    name: str | msgspec.UnsetType = msgspec.UNSET
    role: Role | msgspec.UnsetType = msgspec.UNSET
    staff_id: int | msgspec.UnsetType | None = msgspec.UNSET
    unit_id: int | msgspec.UnsetType | None = msgspec.UNSET
    disabled: bool | msgspec.UnsetType = msgspec.UNSET


def create_user(  # noqa: PLR0913 - fixed by everybody who calls it
    state: Database, viewer: Viewer, login: str, name: str, role: Role, staff_id: int | None, *, now: int,
    unit_id: int | None = None,
) -> tuple[User, str]:  # fmt: skip
    """A new account, and its one-time password, which is nowhere else.

    Raises YutangError: not_for_tokens, login_bad, name_bad, role_above_own, login_taken, user_limit.
    """
    _a_person(viewer)
    login, name = a_login(login), a_name(name)
    _within_own(viewer, role)
    password = passwords.one_time()
    hashed = passwords.digest(password)

    def write(conn: sa.Connection) -> User:
        if store.taken(conn, login):
            raise YutangError("login_taken", login=login)
        if store.count(conn) >= MOST:
            raise YutangError("user_limit", limit=MOST)
        values = {"login": login, "name": name, "role": role, "staff_id": staff_id}
        values |= {} if unit_id is None else {"unit_id": unit_id}
        id_ = store.add(conn, **values, password=hashed, created_at=now)
        _note(conn, viewer, "user_created", id_, now, after=values)
        made = store.user(conn, id_)
        if made is None:
            raise YutangError("not_found", what="user")
        return made

    try:
        return state.write(write), password
    except IntegrityError:  # two at once on PostgreSQL: the unique login decides
        raise YutangError("login_taken", login=login) from None


def change_user(state: Database, viewer: Viewer, id_: int, wanted: Change, *, now: int) -> User:
    """Change an account; a disabled one is signed out everywhere, and its tokens fall silent.

    Raises YutangError: not_for_tokens, not_found, name_bad, own_account, role_above_own, last_administrator.
    """
    _a_person(viewer)
    values = {k: v for k, v in msgspec.structs.asdict(wanted).items() if v is not msgspec.UNSET}
    if isinstance(wanted.name, str):
        values["name"] = a_name(wanted.name)

    def write(conn: sa.Connection) -> User:
        old, administrators = store.with_administrators(conn, id_)
        if old is None:
            raise YutangError("not_found", what="user")
        changed = {k: v for k, v in values.items() if v != getattr(old, k)}
        _decide(viewer, old, changed, administrators)
        if not changed:
            return old
        store.change(conn, id_, **changed)
        if changed.get("disabled"):
            sessions.end_all(conn, id_)
        before = {k: getattr(old, k) for k in changed}
        _note(conn, viewer, "user_changed", id_, now, before=before, after=changed)
        return msgspec.structs.replace(old, **changed)

    user = state.write(write)
    memory_of(state).proved.forget()
    return user


def _decide(viewer: Viewer, old: User, changed: dict[str, Any], administrators: set[int]) -> None:
    """Raises what stands against the change."""
    role: Role = changed.get("role", old.role)
    if old.id == viewer.user_id and {"role", "disabled"} & set(changed):
        raise YutangError("own_account")
    if "role" in changed:
        _within_own(viewer, role)
        _within_own(viewer, old.role)
    still = role is Role.ADMINISTRATOR and not changed.get("disabled", old.disabled)
    if administrators == {old.id} and not still:
        raise YutangError("last_administrator")


def reset_password(state: Database, viewer: Viewer, id_: int, *, now: int) -> str:
    """A new one-time password; the account's sessions end, and its lock-out.

    Raises YutangError: not_for_tokens, not_found, own_account (one's own is changed, with the old one).
    """
    _a_person(viewer)
    if id_ == viewer.user_id:
        raise YutangError("own_account")
    password = passwords.one_time()
    hashed = passwords.digest(password)

    def write(conn: sa.Connection) -> None:
        user = store.user(conn, id_)
        if user is None:
            raise YutangError("not_found", what="user")
        _within_own(viewer, user.role)
        renew(conn, id_, hashed)
        _note(conn, viewer, "password_reset", id_, now)

    state.write(write)
    memory_of(state).proved.forget()
    return password


def renew(conn: sa.Connection, id_: int, hashed: str) -> None:
    """A one-time password's hash in place of the old one."""
    store.change(conn, id_, password=hashed, must_change=True, **msgspec.structs.asdict(Guard()))
    sessions.end_all(conn, id_)


def _a_person(viewer: Viewer) -> None:
    """A token with the scope users.manage could make itself an administrator without scopes."""
    if viewer.token_id is not None:
        raise YutangError("not_for_tokens")


def _within_own(viewer: Viewer, role: Role) -> None:
    if not PERMISSIONS[role] <= PERMISSIONS[viewer.role]:
        raise YutangError("role_above_own")


def _note(conn: sa.Connection, viewer: Viewer, act: str, id_: int, now: int, **what: Any) -> None:
    audit.record(conn, viewer, act, now=now, subject_kind="user", subject_id=str(id_), **what)
