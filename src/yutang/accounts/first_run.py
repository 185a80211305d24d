"""The way in: the first administrator, and a new password for who lost theirs (by who may read the data folder)."""

import sqlalchemy as sa

from yutang.accounts import audit, passwords, store
from yutang.accounts.model import Role
from yutang.accounts.users import renew
from yutang.accounts.words import same_login
from yutang.kit.errors import YutangError

LOGIN = "admin"


def first_run(conn: sa.Connection, now: int) -> tuple[str, str] | None:
    """Login and one-time password of the first administrator, made here; None when there is an account already."""
    if store.count(conn):
        return None
    password = passwords.one_time()
    id_ = store.add(
        conn,
        login=LOGIN,
        name=LOGIN,
        role=Role.ADMINISTRATOR,
        password=passwords.digest(password),
        created_at=now,
    )
    audit.record(conn, audit.nobody(), "first_account", now=now, subject_kind="user", subject_id=str(id_))
    return LOGIN, password


def new_password(conn: sa.Connection, login: str, now: int) -> str:
    """A new one-time password, from the command line: ends the account's sessions and its lock-out, enables it.

    Raises YutangError "unknown_login". A running server sees it after `memory.LIFE`.
    """
    known = store.known(conn, login=same_login(login))
    if known is None:
        raise YutangError("unknown_login", login=login)
    password = passwords.one_time()
    renew(conn, known.user.id, passwords.digest(password))
    store.change(conn, known.user.id, disabled=False)
    subject = {"subject_kind": "user", "subject_id": str(known.user.id)}
    audit.record(conn, audit.nobody(), "password_reset", now=now, reason="command line", **subject)
    return password
