# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Statements on recipients: everybody of an audience, once. Also the ledger of caps, for what is open is booked and
what was sent is used up. No decisions."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.accounts.store import in_scope
from yutang.customers.tables import identity
from yutang.outbox import tallies
from yutang.outbox.audience import USED
from yutang.outbox.model import Reason, SendKind, TouchState
from yutang.outbox.tables import send, send_part, send_recipient

AT_ONCE = 5_000  # rows handed to the driver together
_r = send_recipient.c


class Open(msgspec.Struct, frozen=True, gc=False):
    """A recipient of whom nothing is known yet. `ref`: as the channel calls them."""

    customer_id: int
    identity_id: int
    staff_id: int
    ref: str


class News(msgspec.Struct, frozen=True, gc=False):
    """What became of one. `at`: when, if the channel told."""

    who: Open
    state: TouchState
    reason: Reason | None = None
    at: int | None = None


class Which(msgspec.Struct, frozen=True, kw_only=True):
    """Of a list. `state`: as it is shown (tallies.SHOWN); None: any."""

    state: str | None = None
    reason: int | None = None
    part_id: int | None = None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a list. `part`: its part's state, of an open one."""

    customer_id: int
    identity_id: int | None
    staff_id: int | None
    state: TouchState
    part: str | None
    reason: Reason | None
    at: int | None


def put(conn: sa.Connection, send_id: int, rows: pa.Table, part_ids: Sequence[int]) -> None:
    """Rows of audience.PLACED as recipients; `part_ids` by the number of the part."""
    insert = sa.insert(send_recipient)
    for batch in rows.to_batches(AT_ONCE):
        conn.execute(
            insert,
            [
                {
                    "send_id": send_id, "customer_id": row["customer_id"], "identity_id": row["identity_id"],
                    "staff_id": row["staff_id"], "reason": row["reason"], "at": None,
                    "part_id": None if row["part"] is None else part_ids[row["part"]],
                    "state": TouchState.EXCLUDED if row["reason"] else TouchState.OPEN,
                }
                for row in batch.to_pylist()
            ],
        )  # fmt: skip
    tallies.count_all(conn, send_id)


def used(conn: sa.Connection, connection_id: int, since: int) -> pa.Table:
    """What counts against the caps of a connection's customers: rows of audience.USED."""
    counted = (sa.and_(_r.state == TouchState.SENT, _r.at >= since), _r.state == TouchState.OPEN)
    numbers = [sa.func.sum(sa.case((which, 1), else_=0)) for which in counted]
    wanted = sa.select(_r.identity_id, *numbers).join(send, send.c.id == _r.send_id)
    wanted = wanted.where(
        send.c.connection_id == connection_id, send.c.kind == SendKind.MESSAGE, sa.or_(*counted)
    )
    found = conn.execute(wanted.group_by(_r.identity_id)).all()
    columns = [[int(row[n]) for row in found] for n in range(3)]
    return pa.Table.from_arrays([pa.array(column, pa.int64()) for column in columns], schema=USED)


def open_of(conn: sa.Connection, part_id: int) -> list[Open]:
    """Of a part, in the order of their accounts."""
    wanted = sa.select(_r.customer_id, _r.identity_id, _r.staff_id, identity.c.external_id)
    wanted = wanted.join(identity, identity.c.id == _r.identity_id)
    wanted = wanted.where(_r.part_id == part_id, _r.state == TouchState.OPEN).order_by(_r.identity_id)
    return [Open(*row) for row in conn.execute(wanted)]


def tell(conn: sa.Connection, send_id: int, part_ids: Collection[int], news: Sequence[News]) -> None:
    """What became of some who are open, of these parts; of others it is known already."""
    if not news:
        return
    which = (_r.send_id == send_id, _r.customer_id == sa.bindparam("who"), _r.state == TouchState.OPEN)
    values = {"state": sa.bindparam("now_state"), "reason": sa.bindparam("why"), "at": sa.bindparam("when")}
    rows = [
        {"who": of.who.customer_id, "now_state": of.state, "why": int(of.reason or 0), "when": of.at}
        for of in news
    ]
    conn.execute(sa.update(send_recipient).where(*which).values(**values), rows)
    tallies.count(conn, send_id, part_ids)


def page(
    conn: sa.Connection, send_id: int, scope: Scope, which: Which, *, after: int = 0, limit: int = 100
) -> list[Shown]:
    """By customer, behind `after`."""
    called = sa.case((_r.state == TouchState.OPEN, tallies.SHOWN), else_=_r.state)
    columns = (
        _r.customer_id,
        _r.identity_id,
        _r.staff_id,
        _r.state,
        tallies.SHOWN.label("part"),
        _r.reason,
        _r.at,
    )
    wanted = sa.select(*columns).outerjoin(send_part, send_part.c.id == _r.part_id)
    wanted = wanted.where(_r.send_id == send_id, _r.customer_id > after, in_scope(_r.staff_id, scope))
    for column, value in ((called, which.state), (_r.reason, which.reason), (_r.part_id, which.part_id)):
        wanted = wanted if value is None else wanted.where(column == value)
    return [_shown(row) for row in conn.execute(wanted.order_by(_r.customer_id).limit(limit)).mappings()]


def _shown(row: sa.RowMapping) -> Shown:
    values: dict[str, Any] = dict(row)
    values["state"] = TouchState(values["state"])
    values["reason"] = Reason(values["reason"]) if values["reason"] else None
    return Shown(**values)
