"""Statements on hand-overs. No decisions, but one rule AND-ed for viewers: whose hand-overs they may see."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.accounts.store import in_scope
from yutang.handover.model import OPEN, BatchState, HandoverState, Thing
from yutang.handover.tables import handover, handover_batch, handover_item


class Handover(msgspec.Struct, frozen=True, kw_only=True):
    """`customers`, `groups`: those that were chosen; None: all."""

    id: int
    connection_id: int
    giver_id: int
    giver_ref: str
    giver_left: bool
    receivers: list[int]
    customers: list[int] | None
    groups: list[int] | None
    message: str
    state: HandoverState
    digest: str
    made_by: int | None
    made_by_name: str
    made_at: int
    confirmed_at: int | None
    confirmed_by: int | None
    cancelled_at: int | None
    ended_at: int | None


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    handover_id: int
    thing: Thing
    to_id: int
    to_ref: str
    state: BatchState
    attempt: int
    due_at: int
    submitted_at: int | None
    looks: int
    fault: str


def add(conn: sa.Connection, values: dict[str, Any]) -> int:
    made = sa.insert(handover).values(**_row(values)).returning(handover.c.id)
    return int(conn.execute(made).scalar_one())


def change(conn: sa.Connection, id_: int, states: Sequence[HandoverState], **values: Any) -> bool:
    """Only while it is in one of these states. False: it is not."""
    which = sa.update(handover).where(handover.c.id == id_, handover.c.state.in_(states))
    return bool(conn.execute(which.values(**_row(values))).rowcount)


def remove(conn: sa.Connection, id_: int) -> None:
    """Of a draft: nothing came of it."""
    conn.execute(sa.delete(handover_item).where(handover_item.c.handover_id == id_))
    conn.execute(sa.delete(handover).where(handover.c.id == id_, handover.c.state == HandoverState.DRAFT))


def one(conn: sa.Connection, id_: int) -> Handover | None:
    row = conn.execute(sa.select(handover).where(handover.c.id == id_)).mappings().one_or_none()
    return None if row is None else _handover(row)


def seen(scope: Scope, user_id: int) -> sa.ColumnElement[bool]:
    """The scope rule: those of staff in the scope, and one's own."""
    if scope.everything:
        return sa.true()
    return sa.or_(handover.c.made_by == user_id, in_scope(handover.c.giver_id, scope))


def listed(
    conn: sa.Connection, scope: Scope, user_id: int, *, giver: int | None = None, before: int | None = None,
    limit: int = 50,
) -> list[Handover]:  # fmt: skip
    """Newest first."""
    wanted = sa.select(handover).where(seen(scope, user_id)).order_by(handover.c.id.desc()).limit(limit)
    if giver is not None:
        wanted = wanted.where(handover.c.giver_id == giver)
    if before is not None:
        wanted = wanted.where(handover.c.id < before)
    return [_handover(row) for row in conn.execute(wanted).mappings()]


def hanging(conn: sa.Connection, connection_id: int) -> int:
    """How many run on a connection."""
    mine = (handover.c.connection_id == connection_id, handover.c.state == HandoverState.RUNNING)
    return int(conn.execute(sa.select(sa.func.count()).select_from(handover).where(*mine)).scalar_one())


def add_batch(conn: sa.Connection, values: dict[str, Any], ref_ids: Sequence[int]) -> None:
    """With its items. ≤ 100 of them."""
    usual = {"state": BatchState.PLANNED, "attempt": 0, "looks": 0, "fault": ""}
    made = sa.insert(handover_batch).values(**usual, **values).returning(handover_batch.c.id)
    id_ = conn.execute(made).scalar_one()
    item = handover_item.c
    which = (
        item.handover_id == values["handover_id"],
        item.thing == values["thing"],
        item.ref_id.in_(list(ref_ids)),
    )
    conn.execute(sa.update(handover_item).where(*which).values(batch_id=id_))


def batch(conn: sa.Connection, id_: int) -> Batch | None:
    row = conn.execute(sa.select(handover_batch).where(handover_batch.c.id == id_)).mappings().one_or_none()
    return None if row is None else _batch(row)


def held_of_pair(conn: sa.Connection, of: Batch) -> list[Batch]:
    """What the platform has of this hand-over for one receiver: it tells of all of it at once."""
    one_ = handover_batch.c
    pair = (one_.handover_id == of.handover_id, one_.thing == of.thing, one_.to_id == of.to_id)
    states = (BatchState.SUBMITTED, BatchState.HELD)
    rows = conn.execute(sa.select(handover_batch).where(*pair, one_.state.in_(states)).order_by(one_.id))
    return [_batch(row) for row in rows.mappings()]


def due(conn: sa.Connection, states: Sequence[BatchState], now: int, *, limit: int) -> list[int]:
    """In which something is to be done by now, what waits longest first."""
    one_ = handover_batch.c
    wanted = sa.select(one_.id).where(one_.state.in_(states), one_.due_at <= now)
    return list(conn.execute(wanted.order_by(one_.due_at, one_.id).limit(limit)).scalars())


def change_batch(conn: sa.Connection, of: Batch, **values: Any) -> bool:
    """Only as it was seen. False: somebody else was quicker."""
    one_ = handover_batch.c
    which = (one_.id == of.id, one_.state == of.state, one_.attempt == of.attempt)
    changed = sa.update(handover_batch).where(*which).values(**(values or {"fault": of.fault}))
    return bool(conn.execute(changed).rowcount)


def renumber(conn: sa.Connection, connection_id: int, old: str, new: str) -> None:
    """A member of staff is called so from now on, whoever gives or gets. Another attempt than who is about to ask for
    what is planned has seen: they would still say the old id."""
    giver = (handover.c.connection_id == connection_id, handover.c.giver_ref == old)
    one_ = handover_batch.c
    of = sa.select(handover.c.id).where(handover.c.connection_id == connection_id)
    gives = sa.select(handover.c.id).where(*giver)
    theirs = sa.or_(one_.handover_id.in_(gives), sa.and_(one_.handover_id.in_(of), one_.to_ref == old))
    planned = sa.update(handover_batch).where(theirs, one_.state == BatchState.PLANNED)
    conn.execute(planned.values(attempt=one_.attempt + 1))
    gets = sa.update(handover_batch).where(one_.handover_id.in_(of), one_.to_ref == old)
    conn.execute(gets.values(to_ref=new))
    conn.execute(sa.update(handover).where(*giver).values(giver_ref=new))


def is_over(conn: sa.Connection, batch_id: int) -> bool:
    found = batch(conn, batch_id)
    return found is None or found.state is BatchState.DONE


def end_batches(conn: sa.Connection, id_: int) -> None:
    """Those of a hand-over of which nothing is open any more."""
    item = handover_item.c
    going = sa.select(item.batch_id).where(
        item.handover_id == id_, item.state.in_(OPEN), item.batch_id.is_not(None)
    )
    over = sa.update(handover_batch).where(
        handover_batch.c.handover_id == id_, handover_batch.c.id.not_in(going)
    )
    conn.execute(over.values(state=BatchState.DONE))


def faults(conn: sa.Connection, ids: Sequence[int]) -> dict[int, str]:
    """By hand-over, the newest code of what keeps some of it from going."""
    one_ = handover_batch.c
    wanted = sa.select(one_.handover_id, one_.fault).where(
        one_.handover_id.in_(list(ids)), one_.state != BatchState.DONE, one_.fault != ""
    )
    return {row[0]: row[1] for row in conn.execute(wanted.order_by(one_.id))}


def _row(values: dict[str, Any]) -> dict[str, Any]:
    """With JSON for what is no column; null stays null."""
    lists = ("receivers", "customers", "groups")
    told = {
        name: msgspec.json.encode(values[name]).decode()
        for name in lists if values.get(name) is not None
    }  # fmt: skip
    return values | told


def _handover(row: sa.RowMapping) -> Handover:
    values: dict[str, Any] = {name: row[name] for name in Handover.__struct_fields__}
    for name in ("receivers", "customers", "groups"):
        values[name] = None if values[name] is None else msgspec.json.decode(values[name])
    return msgspec.convert(values, Handover)


def _batch(row: sa.RowMapping) -> Batch:
    return msgspec.convert({name: row[name] for name in Batch.__struct_fields__}, Batch)
