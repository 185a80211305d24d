"""Statements on attributes as the tenant defines them. No decisions."""

import json
from typing import Any

import sqlalchemy as sa

from yutang.customers.attributes import AttributeType, Definition
from yutang.customers.tables import attribute_definition as table


def listed(conn: sa.Connection) -> list[Definition]:
    """In their order, archived ones last."""
    archived = table.c.archived_at.is_not(None)
    return [
        _definition(row)
        for row in conn.execute(sa.select(table).order_by(archived, table.c.position, table.c.code))
    ]


def one(conn: sa.Connection, code: str) -> Definition | None:
    row = conn.execute(sa.select(table).where(table.c.code == code)).one_or_none()
    return None if row is None else _definition(row)


def add(conn: sa.Connection, wanted: Definition) -> None:
    """sqlalchemy's IntegrityError: there is one of that code."""
    conn.execute(sa.insert(table).values(_values(wanted)))


def change(conn: sa.Connection, wanted: Definition) -> None:
    conn.execute(sa.update(table).where(table.c.code == wanted.code).values(_values(wanted)))


def delete(conn: sa.Connection, code: str) -> None:
    conn.execute(sa.delete(table).where(table.c.code == code))


def _values(of: Definition) -> dict[str, Any]:
    return {
        "code": of.code, "name_zh": of.name_zh, "name_en": of.name_en, "type": str(of.type),
        "choices": json.dumps(of.choices, ensure_ascii=False), "sensitive": of.sensitive, "position": of.position,
        "created_at": of.created_at, "archived_at": of.archived_at,
    }  # fmt: skip


def _definition(row: Any) -> Definition:
    return Definition(
        code=row.code, name_zh=row.name_zh, name_en=row.name_en, type=AttributeType(row.type),
        choices=tuple(json.loads(row.choices)), sensitive=row.sensitive, position=row.position,
        created_at=row.created_at, archived_at=row.archived_at,
    )  # fmt: skip
