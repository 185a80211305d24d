"""Statements on what changes hands, one row a customer or a group. No decisions."""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from yutang.customers.tables import identity
from yutang.groups.tables import customer_group
from yutang.handover.model import OPEN, Choice, HandoverState, ItemState, Reason, Thing, Told
from yutang.handover.tables import handover, handover_item

SLICE = 2_000  # rows of one INSERT


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """`ref`: as the platform calls them, today."""

    thing: Thing
    ref_id: int
    ref: str
    to_id: int | None
    batch_id: int | None
    state: ItemState
    before: Told
    takes_at: int | None


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one. `takes_at` None: as it was."""

    ref_id: int
    state: ItemState
    reason: Reason = Reason.NONE
    code: str = ""
    takes_at: int | None = None


def put(conn: sa.Connection, id_: int, thing: Thing, choices: Sequence[Choice]) -> None:
    """In the place of what was planned before."""
    item = handover_item.c
    conn.execute(sa.delete(handover_item).where(item.handover_id == id_, item.thing == thing))
    usual = {"handover_id": id_, "thing": thing, "code": "", "before_status": 0, "before_at": 0}
    rows = [
        usual | {
            "ref_id": one.id, "to_id": one.to_id, "reason": int(one.reason),
            "state": ItemState.EXCLUDED if one.to_id is None else ItemState.PLANNED,
        }
        for one in choices
    ]  # fmt: skip
    for start in range(0, len(rows), SLICE):
        conn.execute(sa.insert(handover_item), rows[start : start + SLICE])


def choices(conn: sa.Connection, id_: int, thing: Thing) -> list[Choice]:
    """As they are planned, by id."""
    item = handover_item.c
    wanted = sa.select(item.ref_id, item.to_id, item.reason).where(
        item.handover_id == id_, item.thing == thing
    )
    return [Choice(row[0], row[1], Reason(row[2])) for row in conn.execute(wanted.order_by(item.ref_id))]


def moving(conn: sa.Connection, thing: Thing, *, other_than: int = 0) -> set[int]:
    """What is on its way in a hand-over that was confirmed."""
    item = handover_item.c
    wanted = sa.select(item.ref_id).join(handover, handover.c.id == item.handover_id)
    open_ = wanted.where(handover.c.state == HandoverState.RUNNING, item.thing == thing, item.state.in_(OPEN))
    return set(conn.execute(open_.where(item.handover_id != other_than)).scalars())


def moving_of(conn: sa.Connection, giver_id: int) -> dict[Thing, int]:
    """How many of somebody's are on their way to others."""
    item = handover_item.c
    counted = sa.select(item.thing, sa.func.count()).join(handover, handover.c.id == item.handover_id)
    open_ = counted.where(
        handover.c.state == HandoverState.RUNNING, handover.c.giver_id == giver_id, item.state.in_(OPEN)
    )
    return {Thing(row[0]): row[1] for row in conn.execute(open_.group_by(item.thing))}


def coming(conn: sa.Connection) -> dict[int, int]:
    """By receiver, customers on their way to them."""
    item = handover_item.c
    counted = sa.select(item.to_id, sa.func.count()).join(handover, handover.c.id == item.handover_id)
    open_ = counted.where(handover.c.state == HandoverState.RUNNING, item.thing == Thing.CUSTOMER,
                          item.state.in_(OPEN), item.to_id.is_not(None))  # fmt: skip
    return {row[0]: row[1] for row in conn.execute(open_.group_by(item.to_id))}


def full_since(conn: sa.Connection, since: int) -> set[int]:
    """Receivers of whom the platform said from then on that they take no more."""
    item = handover_item.c
    wanted = sa.select(item.to_id).where(
        item.state == ItemState.FULL, item.at >= since, item.to_id.is_not(None)
    )
    return set(conn.execute(wanted.distinct()).scalars())


def of_batches(conn: sa.Connection, batch_ids: Sequence[int], states: Sequence[ItemState]) -> list[Item]:
    """With the platform's ids of them."""
    item = handover_item.c
    ref = sa.func.coalesce(identity.c.external_id, customer_group.c.external_id, "")
    wanted = (
        sa.select(handover_item, ref.label("ref"))
        .outerjoin(identity, sa.and_(item.thing == Thing.CUSTOMER, identity.c.id == item.ref_id))
        .outerjoin(customer_group, sa.and_(item.thing == Thing.GROUP, customer_group.c.id == item.ref_id))
        .where(item.batch_id.in_(list(batch_ids)), item.state.in_(states))
        .order_by(item.ref_id)
    )
    return [_item(row) for row in conn.execute(wanted).mappings()]


def intend(conn: sa.Connection, batch_id: int, before: Sequence[tuple[int, Told]]) -> None:
    """They are about to be asked for, and that is what the platform says of them until then."""
    item = handover_item.c
    which = (item.batch_id == batch_id, item.ref_id == sa.bindparam("one"), item.state == ItemState.PLANNED)
    asking = sa.update(handover_item).where(*which).values(
        state=ItemState.ASKING, before_status=sa.bindparam("status"), before_at=sa.bindparam("instant")
    )  # fmt: skip
    if before:
        conn.execute(
            asking, [{"one": id_, "status": told.status, "instant": told.at} for id_, told in before]
        )


def tell(conn: sa.Connection, id_: int, thing: Thing, news: Iterable[News], *, now: int) -> None:
    """What became of some that were open."""
    item = handover_item.c
    open_ = sa.or_(*(item.state == state for state in OPEN))  # no IN: there are many rows of values
    which = (item.handover_id == id_, item.thing == thing, item.ref_id == sa.bindparam("one"), open_)
    told = sa.update(handover_item).where(*which).values(
        state=sa.bindparam("new"), reason=sa.bindparam("why"), code=sa.bindparam("said"), at=now,
        takes_at=sa.func.coalesce(sa.bindparam("takes", type_=sa.BigInteger), item.takes_at),
    )  # fmt: skip
    rows = [
        {"one": one.ref_id, "new": one.state, "why": int(one.reason), "said": one.code, "takes": one.takes_at}
        for one in news
    ]
    if rows:
        conn.execute(told, rows)


def cancel_planned(conn: sa.Connection, id_: int, *, now: int) -> None:
    """What the platform knows nothing of; batches that have nothing else are over (`store.end_batches`)."""
    item = handover_item.c
    which = (item.handover_id == id_, item.state == ItemState.PLANNED)
    conn.execute(sa.update(handover_item).where(*which).values(state=ItemState.CANCELLED, at=now))


def is_open(conn: sa.Connection, id_: int) -> bool:
    item = handover_item.c
    open_ = sa.select(item.ref_id).where(item.handover_id == id_, item.state.in_(OPEN)).limit(1)
    return conn.execute(open_).first() is not None


def owned(conn: sa.Connection, ids: Sequence[int], ref: str) -> set[int]:
    """Groups among these that are somebody's, by the platform's id of them, as we know it."""
    mine = sa.select(customer_group.c.id).join(identity, identity.c.id == customer_group.c.owner_id)
    wanted = mine.where(customer_group.c.id.in_(list(ids)), identity.c.external_id == ref)
    return set(conn.execute(wanted).scalars())


def giver_name(conn: sa.Connection, giver_id: int) -> str:
    found = sa.select(sa.func.coalesce(identity.c.name, identity.c.external_id)).where(
        identity.c.id == giver_id
    )
    return conn.execute(found).scalar() or ""


def counts(
    conn: sa.Connection, ids: Sequence[int]
) -> dict[int, dict[Thing, dict[tuple[ItemState, Reason], int]]]:
    """Of each hand-over, how many customers and groups are how, and why."""
    item = handover_item.c
    wanted = sa.select(item.handover_id, item.thing, item.state, item.reason, sa.func.count())
    found: dict[int, dict[Thing, dict[tuple[ItemState, Reason], int]]] = {
        id_: {thing: {} for thing in Thing} for id_ in ids
    }
    by = (item.handover_id, item.thing, item.state, item.reason)
    for row in conn.execute(wanted.where(item.handover_id.in_(list(ids))).group_by(*by)):
        found[row[0]][Thing(row[1])][(ItemState(row[2]), Reason(row[3]))] = row[4]
    return found


def _item(row: sa.RowMapping) -> Item:
    return Item(
        thing=Thing(row["thing"]), ref_id=row["ref_id"], ref=row["ref"], to_id=row["to_id"], batch_id=row["batch_id"],
        state=ItemState(row["state"]), before=Told(row["before_status"], row["before_at"]), takes_at=row["takes_at"],
    )  # fmt: skip
