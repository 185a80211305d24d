"""What became of a part and its recipients: kept in one transaction with the facts that say so, and with staff's tasks.

Every change asks for the state and the attempt that it was decided on: of two who answer, the first counts.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from yutang.ledger.catalogue import Channel, Kind
from yutang.ledger.record import acts  # pyright: ignore[reportUnknownVariableType]
from yutang.outbox import recipients, store
from yutang.outbox.model import ENDED, PartState, TouchState
from yutang.outbox.placing import Desk
from yutang.outbox.recipients import News
from yutang.outbox.store import Part, Send
from yutang.tasks import sends as task


class _Quicker(Exception):
    """Somebody else changed the part meanwhile: nothing of this is kept."""


def settle(
    desk: Desk, of: tuple[Send, Part], news: Sequence[News], states: Sequence[PartState], **values: Any
) -> bool:
    """Change the part while it is in one of `states`, with what is new of its recipients. False: it was changed."""
    send, part = of
    now = desk.now()

    def also(conn: sa.Connection) -> None:
        if not store.change_part(conn, part.id, states, part.attempt, **values):
            raise _Quicker
        recipients.tell(conn, send.id, [_dated(one, now) for one in news])
        if part.staff_id is not None:
            _level_task(conn, send.id, part.staff_id, now)
        store.close_if_over(conn, send.id, now=now)

    try:
        if news:
            rows: Any = acts([_fact(send, one, now) for one in news])  # pyright: ignore[reportUnknownVariableType]
            desk.ledger.record(rows, origin=f"send {send.id}", now=now, also=also)  # pyright: ignore[reportUnknownMemberType]
        else:
            desk.ledger.state.write(also)
    except _Quicker:
        return False
    return True


def _dated(one: News, now: int) -> News:
    return one if one.at is not None else News(one.who, one.state, one.reason, now)


def _fact(send: Send, one: News, now: int) -> dict[str, Any]:
    sent = one.state is TouchState.SENT
    return {
        "kind": int(Kind.TOUCH_SENT if sent else Kind.TOUCH_REFUSED), "happened": one.at if one.at is not None else now,
        "identity_id": one.who.identity_id, "staff_id": one.who.staff_id, "channel": int(Channel.WECOM),
        "object_id": send.id, "amount": None if one.reason is None else int(one.reason),
    }  # fmt: skip


def _level_task(conn: sa.Connection, send_id: int, staff_id: int, now: int) -> None:
    """A member's task ends when nothing is left for them to confirm."""
    mine = [one for one in store.parts(conn, send_id) if one.staff_id == staff_id]
    if not all(one.confirmed_at is not None or one.state in ENDED for one in mine):
        return
    if any(one.confirmed_at is not None for one in mine):
        task.done(conn, send_id, [staff_id], now=now)
    else:
        task.dropped(conn, send_id, [staff_id], viewer=task.OURSELVES, now=now)
