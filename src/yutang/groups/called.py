"""Groups by name, for whom somebody picks one: those of the scope."""

from collections.abc import Collection

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.groups.store import in_scope
from yutang.groups.tables import customer_group


class Called(msgspec.Struct, frozen=True):
    """`name`: the external id of a group that never had one."""

    id: int
    name: str


def called(
    conn: sa.Connection, scope: Scope, *, text: str = "", ids: Collection[int] | None = None, limit: int = 50
) -> list[Called]:  # fmt: skip
    """Groups in the scope by name: those of `ids` if given, else those whose name holds `text`, whatever the case."""
    name = sa.func.coalesce(customer_group.c.name, customer_group.c.external_id)
    wanted = sa.select(customer_group.c.id, name.label("name")).where(in_scope(scope))
    if ids is not None:
        wanted = wanted.where(customer_group.c.id.in_(list(ids)))
    elif text:
        wanted = wanted.where(name.icontains(text, autoescape=True))
    rows = conn.execute(wanted.order_by(name, customer_group.c.id).limit(limit))
    return [Called(row.id, row.name) for row in rows]
