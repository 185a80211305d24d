"""Accounts and tasks for the tests of tasks: two operators, a supervisor, an analyst."""

from typing import Any

import sqlalchemy as sa

from yutang.accounts.model import Role, Viewer
from yutang.accounts.tables import user_account
from yutang.customers.tables import identity
from yutang.tasks.model import NewTask, Why

NOW = 1_772_000_000_000_000  # 2026-02-25 14:13:20 in Shanghai
HOUR = 3_600_000_000
DAY = 24 * HOUR


def account(conn: sa.Connection, login: str, role: Role, staff_id: int | None = None, **more: Any) -> Viewer:
    """An account, and the viewer it acts as."""
    row = {
        "login": login, "name": login.title(), "role": role, "staff_id": staff_id, "disabled": False,
        "password": "-", "must_change": False, "created_at": 0, "wrong": 0, "wrong_since": 0, "locks": 0,
    }  # fmt: skip
    id_ = conn.execute(sa.insert(user_account).values(**row | more).returning(user_account.c.id)).scalar_one()
    return Viewer(user_id=id_, login=login, name=login.title(), role=role, staff_id=staff_id)


def staff(conn: sa.Connection, id_: int, name: str) -> int:
    """An identity of a member of staff."""
    values = {
        "id": id_,
        "platform": "wecom",
        "external_id": f"s{id_}",
        "name": name,
        "role": 1,
        "role_rank": 3,
    }
    conn.execute(sa.insert(identity).values(**values))
    return id_


def wanted(source_id: str = "1", **more: Any) -> NewTask:
    values: dict[str, Any] = {
        "kind": "stop_group", "subject_kind": "group", "subject_id": f"wecom:{source_id}",
        "subject_name": f"群 {source_id}", "due_at": NOW + DAY, "harm": 50, "source": "advice",
        "source_id": source_id, "why": Why("dead_long", {"days": 90}),
    }  # fmt: skip
    return NewTask(**values | more)
