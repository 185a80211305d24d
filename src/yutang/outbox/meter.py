"""How much of what one customer may get is used up: the ledger of caps, read for one person."""

import datetime as dt
from collections.abc import Collection
from typing import Literal

import msgspec
import sqlalchemy as sa

from yutang.kit.clock import micros, moment
from yutang.outbox import store
from yutang.outbox.model import PLATFORM_ZONE, CapRule, SendKind, TouchState, allowance
from yutang.outbox.tables import send, send_recipient

Span = Literal["day", "week", "month"]
_SPANS: dict[CapRule, Span] = {CapRule.DAY: "day", CapRule.WEEK: "week", CapRule.MONTH: "month"}


class Meter(msgspec.Struct, frozen=True, kw_only=True):
    """`used`: sent in the span, and booked. `wished`: the customer said so, the platform would allow more."""

    used: int
    most: int
    span: Span
    wished: bool = False

    @property
    def full(self) -> bool:
        return self.used >= self.most


def meter(
    conn: sa.Connection, connection_id: int, accounts: Collection[int], *, wish: int | None, now: int
) -> Meter:  # fmt: skip
    """Of a customer's accounts. `wish`: messages a week at most, as they said. The narrower of both is told."""
    rule = store.policy(conn, connection_id)
    allowed = allowance(rule, now)
    of_platform = Meter(
        used=_used(conn, accounts, allowed.since, connection_id), most=allowed.most, span=_SPANS[rule]
    )
    if wish is None:
        return of_platform
    wished = Meter(used=_used(conn, accounts, _monday(now)), most=wish, span="week", wished=True)
    return min((wished, of_platform), key=lambda one: one.most - one.used)


def _used(
    conn: sa.Connection, accounts: Collection[int], since: int, connection_id: int | None = None
) -> int:
    one = send_recipient.c
    counted = sa.or_(sa.and_(one.state == TouchState.SENT, one.at >= since), one.state == TouchState.OPEN)
    wanted = sa.select(sa.func.count()).join(send, send.c.id == one.send_id)
    wanted = wanted.where(one.identity_id.in_(sorted(accounts)), send.c.kind == SendKind.MESSAGE, counted)
    if connection_id is not None:
        wanted = wanted.where(send.c.connection_id == connection_id)
    return int(conn.execute(wanted).scalar_one())


def _monday(now: int) -> int:
    today = moment(now, PLATFORM_ZONE).date()
    return micros(dt.datetime.combine(today - dt.timedelta(days=today.weekday()), dt.time(), PLATFORM_ZONE))
