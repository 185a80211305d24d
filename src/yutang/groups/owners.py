"""Who of the staff may own groups: to link an account to, and to name in lists."""

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.accounts.store import in_scope
from yutang.customers.tables import identity
from yutang.groups.tables import customer_group
from yutang.ledger.catalogue import Role


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """A chat account of the brand's staff."""

    id: int  # identity
    name: str
    platform: str
    external_id: str
    groups: int  # that they own


def members(conn: sa.Connection, scope: Scope, *, text: str = "", limit: int = 50) -> list[Member]:
    """Identities in the scope that are staff or own a group, most groups first; `text` stands in their name or id."""
    owned = _owned()
    one = identity.c
    count = sa.func.coalesce(owned.c.groups, 0)
    wanted = (
        sa.select(one.id, one.name, one.platform, one.external_id, count.label("groups"))
        .outerjoin(owned, owned.c.owner_id == one.id)
        .where(sa.or_(one.role == Role.STAFF, owned.c.groups > 0), in_scope(one.id, scope))
        .order_by(count.desc(), one.name, one.id)
        .limit(limit)
    )
    if text:
        wanted = wanted.where(sa.or_(one.name.icontains(text, autoescape=True),
                                     one.external_id.icontains(text, autoescape=True)))  # fmt: skip
    return [
        Member(
            id=r.id,
            name=r.name or r.external_id,
            platform=r.platform,
            external_id=r.external_id,
            groups=r.groups,
        )
        for r in conn.execute(wanted)
    ]


def are_members(conn: sa.Connection, ids: Iterable[int]) -> set[int]:
    """Those of `ids` that are staff or own a group, in whatever scope."""
    owns = sa.exists().where(customer_group.c.owner_id == identity.c.id)
    one = identity.c
    found = sa.select(one.id).where(one.id.in_(list(ids)), sa.or_(one.role == Role.STAFF, owns))
    return set(conn.execute(found).scalars())


def is_member(conn: sa.Connection, identity_id: int) -> bool:
    """Whether the identity is staff or owns a group."""
    return bool(are_members(conn, [identity_id]))


def names(conn: sa.Connection, ids: set[int]) -> dict[int, str]:
    """Name (or external id) by identity."""
    found = sa.select(identity.c.id, identity.c.name, identity.c.external_id).where(identity.c.id.in_(ids))
    return {r.id: r.name or r.external_id for r in conn.execute(found)}


def _owned() -> sa.Subquery:
    counted = sa.select(customer_group.c.owner_id, sa.func.count().label("groups"))
    return (
        counted.where(customer_group.c.owner_id.is_not(None)).group_by(customer_group.c.owner_id).subquery()
    )
