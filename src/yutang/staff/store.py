"""Statements on staff, house accounts and the organisation. No decisions."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.accounts.store import in_scope
from yutang.accounts.tables import user_account
from yutang.kit.db import upsert
from yutang.ledger.catalogue import Role
from yutang.staff.model import Level, OwnerRules, Unit
from yutang.staff.tables import house_account, org_unit, owner_rule, ownership, staff, staff_unit

GONE = -1  # the role of an identity that was taken back


def set_roles(conn: sa.Connection, moved: list[tuple[int, int]], batch_id: int) -> None:
    """(identity, role) pairs: in the table of that role, and in no other. Who is gone has no place any more."""
    for table, role in ((staff, Role.STAFF), (house_account, Role.HOUSE)):
        here = [{"identity_id": id_, "first_batch": batch_id} for id_, r in moved if r == role]
        gone = [{"one": id_} for id_, r in moved if r != role]
        if gone:
            conn.execute(sa.delete(table).where(table.c.identity_id == sa.bindparam("one")), gone)
        if here:
            conn.execute(upsert(conn, table).on_conflict_do_nothing(), here)
    away = [{"one": id_} for id_, r in moved if r == GONE]
    if away:
        conn.execute(sa.delete(staff_unit).where(staff_unit.c.identity_id == sa.bindparam("one")), away)


def lock(conn: sa.Connection) -> None:
    """One change of the tree at a time: two moves, each right by itself, could close a circle."""
    if conn.dialect.name == "postgresql":  # SQLite has one writer
        conn.execute(sa.text("lock table org_unit in share row exclusive mode"))


def units(conn: sa.Connection) -> list[Unit]:
    """All that are not archived."""
    rows = conn.execute(sa.select(org_unit).where(org_unit.c.archived_at.is_(None))).mappings()
    return [_unit(row) for row in rows]


def names(conn: sa.Connection, ids: Iterable[int]) -> dict[int, str]:
    """Name by unit, of those that are not archived."""
    here = sa.select(org_unit.c.id, org_unit.c.name).where(org_unit.c.id.in_(list(ids)))
    return {row.id: row.name for row in conn.execute(here.where(org_unit.c.archived_at.is_(None)))}


def reach(conn: sa.Connection, unit_id: int) -> frozenset[int]:
    """The staff (identity ids) of a unit and of all units below it; none of an archived one."""
    one = org_unit.c
    below = sa.select(one.id).where(one.id == unit_id, one.archived_at.is_(None)).cte("below", recursive=True)
    step = sa.select(one.id).join(below, one.parent_id == below.c.id).where(one.archived_at.is_(None))
    within = sa.select(below.union(step).c.id)  # a union, not all: it ends even where the rows are a circle
    found = sa.select(staff_unit.c.identity_id).where(staff_unit.c.unit_id.in_(within))
    return frozenset(conn.execute(found).scalars())


def counts(conn: sa.Connection) -> dict[int, int]:
    """Staff by unit."""
    counted = sa.select(staff_unit.c.unit_id, sa.func.count().label("staff")).group_by(staff_unit.c.unit_id)
    return {row.unit_id: row.staff for row in conn.execute(counted)}


def placed(conn: sa.Connection, scope: Scope, *, unit_id: int | None = None) -> list[tuple[int, int, int]]:
    """(identity, unit, since) of the staff in the scope; `unit_id`: those of one unit alone."""
    one = staff_unit.c
    wanted = sa.select(one.identity_id, one.unit_id, one.since).where(in_scope(one.identity_id, scope))
    wanted = wanted if unit_id is None else wanted.where(one.unit_id == unit_id)
    return [
        (row.identity_id, row.unit_id, row.since) for row in conn.execute(wanted.order_by(one.identity_id))
    ]


def unit_by_staff(conn: sa.Connection) -> dict[int, int]:
    """Unit by member of staff, of all that have one."""
    found = sa.select(staff_unit.c.identity_id, staff_unit.c.unit_id)
    return {row.identity_id: row.unit_id for row in conn.execute(found)}


def units_of(conn: sa.Connection, staff_ids: Iterable[int]) -> dict[int, int]:
    """Unit by member of staff, of those that have one."""
    wanted = sa.select(staff_unit.c.identity_id, staff_unit.c.unit_id)
    found = wanted.where(staff_unit.c.identity_id.in_(list(staff_ids)))
    return {row.identity_id: row.unit_id for row in conn.execute(found)}


def account_units(conn: sa.Connection) -> set[int]:
    """Units that an account which is not disabled answers for."""
    tied = sa.select(user_account.c.unit_id).where(user_account.c.unit_id.is_not(None))
    return set(conn.execute(tied.where(sa.not_(user_account.c.disabled))).scalars())


def add_unit(conn: sa.Connection, **values: Any) -> Unit:
    return _unit(conn.execute(sa.insert(org_unit).values(**values).returning(org_unit)).mappings().one())


def set_unit(conn: sa.Connection, id_: int, **values: Any) -> None:
    conn.execute(sa.update(org_unit).where(org_unit.c.id == id_).values(**values))


def place(conn: sa.Connection, staff_ids: Sequence[int], unit_id: int | None, *, now: int) -> None:
    """Into a unit, or out of any."""
    if not staff_ids:
        return
    if unit_id is None:
        one = staff_unit.c.identity_id == sa.bindparam("one")
        conn.execute(sa.delete(staff_unit).where(one), [{"one": id_} for id_ in staff_ids])
        return
    rows = [{"identity_id": id_, "unit_id": unit_id, "since": now} for id_ in staff_ids]
    new = upsert(conn, staff_unit)
    there = new.on_conflict_do_update(
        index_elements=["identity_id"], set_={"unit_id": new.excluded.unit_id, "since": new.excluded.since}
    )
    conn.execute(there, rows)


def rules(conn: sa.Connection) -> OwnerRules:
    kept = {row.name: row.value for row in conn.execute(sa.select(owner_rule))}
    return msgspec.convert(kept, OwnerRules)


def set_rules(conn: sa.Connection, wanted: OwnerRules) -> None:
    rows = [{"name": name, "value": str(value)} for name, value in msgspec.structs.asdict(wanted).items()]
    new = upsert(conn, owner_rule)
    conn.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": new.excluded.value}), rows)


def assigned(conn: sa.Connection, ids: Iterable[int] | None = None) -> list[tuple[int, int, int]]:
    """(identity, staff, when) of what was decided by hand; `ids`: of these identities alone."""
    one = ownership.c
    wanted = sa.select(one.identity_id, one.staff_id, one.decided_at).order_by(one.identity_id)
    wanted = wanted if ids is None else wanted.where(one.identity_id.in_(list(ids)))
    return [(row.identity_id, row.staff_id, row.decided_at) for row in conn.execute(wanted)]


def assign(conn: sa.Connection, ids: Sequence[int], staff_id: int, *, by: int, now: int) -> None:
    rows = [{"identity_id": i, "staff_id": staff_id, "decided_by": by, "decided_at": now} for i in ids]
    new = upsert(conn, ownership)
    changed = {name: new.excluded[name] for name in ("staff_id", "decided_by", "decided_at")}
    if rows:
        conn.execute(new.on_conflict_do_update(index_elements=["identity_id"], set_=changed), rows)


def renumber(conn: sa.Connection, old: int, new: int) -> None:
    """An identity of staff stands where another stood, unless it has a place already, and owns what that one owned."""
    one = staff_unit.c.identity_id
    placed_ = sa.select(one).where(one == new).exists()
    conn.execute(sa.update(staff_unit).where(one == old, sa.not_(placed_)).values(identity_id=new))
    conn.execute(sa.update(ownership).where(ownership.c.staff_id == old).values(staff_id=new))


def unassign(conn: sa.Connection, ids: Sequence[int]) -> None:
    """What was decided by hand of these identities is undone; also when a person is erased."""
    if ids:
        gone = sa.delete(ownership).where(ownership.c.identity_id == sa.bindparam("one"))
        conn.execute(gone, [{"one": id_} for id_ in ids])


def _unit(row: sa.RowMapping) -> Unit:
    values: dict[str, Any] = {name: row[name] for name in Unit.__struct_fields__}
    values["level"] = Level(row["level"])
    return Unit(**values)
