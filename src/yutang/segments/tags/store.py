"""Statements on tags and their groups. No decisions."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from yutang.segments.tags.model import Group, Tag
from yutang.segments.tags.tables import tag, tag_group


def lock(conn: sa.Connection) -> None:
    """One change of names at a time: each right by itself, two could give one name twice."""
    if conn.dialect.name == "postgresql":  # SQLite has one writer
        conn.execute(sa.text("lock table tag_group in share row exclusive mode"))


def groups(conn: sa.Connection, *, archived: bool = False) -> list[Group]:
    """In their order."""
    wanted = sa.select(tag_group).order_by(tag_group.c.position, tag_group.c.id)
    wanted = wanted if archived else wanted.where(tag_group.c.archived_at.is_(None))
    return [_group(row) for row in conn.execute(wanted).mappings()]


def tags(conn: sa.Connection, *, archived: bool = False) -> list[Tag]:
    """In the order they were made."""
    wanted = sa.select(tag).order_by(tag.c.created_at, tag.c.id)
    wanted = wanted if archived else wanted.where(tag.c.archived_at.is_(None))
    return [_tag(row) for row in conn.execute(wanted).mappings()]


def add_group(conn: sa.Connection, **values: Any) -> Group:
    made = sa.insert(tag_group).values(**values).returning(tag_group)
    return _group(conn.execute(made).mappings().one())


def set_group(conn: sa.Connection, id_: int, **values: Any) -> None:
    conn.execute(sa.update(tag_group).where(tag_group.c.id == id_).values(**values))


def add_tag(conn: sa.Connection, **values: Any) -> Tag:
    return _tag(conn.execute(sa.insert(tag).values(**values).returning(tag)).mappings().one())


def set_tags(conn: sa.Connection, ids: Iterable[int], **values: Any) -> None:
    for id_ in ids:
        conn.execute(sa.update(tag).where(tag.c.id == id_).values(**values))


def _group(row: sa.RowMapping) -> Group:
    return Group(**{name: row[name] for name in Group.__struct_fields__})


def _tag(row: sa.RowMapping) -> Tag:
    return Tag(**{name: row[name] for name in Tag.__struct_fields__})
