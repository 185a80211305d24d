"""What became of a Moment: its part, who publishes and who sees it, kept in one transaction with the facts of it.

As in `outbox.settling`, a change asks for the state and the attempt that it was decided on.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.ledger.catalogue import Channel, Kind
from yutang.ledger.record import acts  # pyright: ignore[reportUnknownVariableType]
from yutang.outbox import recipients, store
from yutang.outbox.model import ENDED, PartState, TouchState
from yutang.outbox.moments import feeds, members
from yutang.outbox.moments.model import READ_FOR, MemberState, next_reading
from yutang.outbox.placing import Desk
from yutang.outbox.recipients import News
from yutang.outbox.store import Part, Send
from yutang.tasks import actions as tasks
from yutang.tasks import sends as task

Of = tuple[Send, Part]


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """What is new. `published`, `refused`: members; `chased`: so many are late, and a person shall ask them."""

    news: Sequence[News] = ()
    published: Sequence[int] = ()
    refused: Sequence[int] = ()
    chased: int = 0


NOTHING = Turn()


class _Quicker(Exception):
    """Somebody else changed the part meanwhile: nothing of this is kept."""


def settle(desk: Desk, of: Of, states: Sequence[PartState], turn: Turn = NOTHING, **values: Any) -> bool:
    """False: it was changed since, and nothing is kept."""
    send, part = of
    now = desk.now()
    news = [one if one.at is not None else News(one.who, one.state, one.reason, now) for one in turn.news]

    def also(conn: sa.Connection) -> None:
        if not store.change_part(conn, part.id, states, part.attempt, **values):
            raise _Quicker
        recipients.tell(conn, send.id, [part.id], news)
        members.mark(conn, send.id, turn.published, MemberState.SENT, now)
        members.mark(conn, send.id, turn.refused, MemberState.REFUSED, now)
        if turn.published:
            until = (send.confirmed_at or now) + READ_FOR
            feeds.begin(conn, send.id, values["ref"], due_at=next_reading(now, now), until=until)
        if turn.chased:
            late = task.chase(send.id, send.name, turn.chased, assignee_id=send.made_by, now=now)
            tasks.create(conn, [late], viewer=task.OURSELVES, now=now)
        members.level_tasks(conn, send.id, over=values.get("state") in ENDED, now=now)
        store.close_if_over(conn, send.id, now=now)

    try:
        if news:
            rows: Any = acts([_fact(send, one) for one in news])  # pyright: ignore[reportUnknownVariableType]
            desk.ledger.record(rows, origin=f"send {send.id}", now=now, also=also)  # pyright: ignore[reportUnknownMemberType]
        else:
            desk.ledger.state.write(also)
    except _Quicker:
        return False
    return True


def _fact(send: Send, one: News) -> dict[str, Any]:
    kind = Kind.TOUCH_SENT if one.state is TouchState.SENT else Kind.TOUCH_REFUSED
    return {
        "kind": int(kind), "happened": one.at, "identity_id": one.who.identity_id, "staff_id": one.who.staff_id,
        "channel": int(Channel.MOMENTS), "object_id": send.id,
        "amount": None if one.reason is None else int(one.reason),
    }  # fmt: skip
