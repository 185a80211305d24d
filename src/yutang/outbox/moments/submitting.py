"""A Moment is handed to its channel, once, with everybody who is to publish it.

As in `outbox.submitting`: the intent is durable before the call, with a trace; killed at any moment, the Moment is
looked for among those that were made (by instant and text), and never made again before it is known that it wasn't.
"""

from typing import Any

import msgspec

from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.channel import Channel
from yutang.channels.contract.message import Message, Task
from yutang.channels.contract.outcomes import AwaitingStaff, Failure, Refused, Result, RetryAfter, Sent
from yutang.kit.clock import DAY, SECOND
from yutang.kit.errors import YutangError
from yutang.outbox import recipients, store
from yutang.outbox.attaching import as_result, judged, with_handles
from yutang.outbox.model import LOST, MINUTE, SOON, UNSETTLED, PartState, Reason, SendState, TouchState
from yutang.outbox.moments import members
from yutang.outbox.moments.settling import Of, Turn, settle
from yutang.outbox.placing import Desk
from yutang.outbox.recipients import News

_PLANNED = (PartState.PLANNED,)


def submit(desk: Desk, of: Of) -> None:
    """One that is due and planned."""
    send, now = of[0], desk.now()
    if send.state is SendState.CANCELLING:
        end(desk, of, _PLANNED, TouchState.CANCELLED, Reason.CANCELLED, PartState.CANCELLED)
    elif now >= (send.deadline_at or 0):
        end(desk, of, _PLANNED, TouchState.EXPIRED, Reason.EXPIRED, PartState.EXPIRED)
    else:
        with desk.ledger.state.read() as conn:
            waits = store.unsettled_sender(conn, send.connection_id, "")
            known = store.refs_of_sender(conn, send.connection_id, "", now - DAY)
            senders = members.userids(conn, send.id)
        if waits:
            # Else the one could be taken for the other.
            settle(desk, of, _PLANNED, due_at=now + MINUTE, fault="unsettled")
        else:
            _hand_over(desk, of, senders, known)


def end(
    desk: Desk, of: Of, states: tuple[PartState, ...], state: TouchState, reason: Reason, part: PartState,
    fault: str = "",
) -> None:  # fmt: skip
    """Everybody who is open ends so."""
    with desk.ledger.state.read() as conn:
        people = recipients.open_of(conn, of[1].id)
    news = [News(one, state, reason) for one in people]
    settle(desk, of, states, Turn(news=news), state=part, fault=fault)


def task_of(of: Of, senders: tuple[str, ...], message: Message) -> Task:
    return Task(target=Target.FEED, recipients=senders, message=message, tags=tuple(of[0].audience.tags))


def _hand_over(desk: Desk, of: Of, senders: tuple[str, ...], known: list[str]) -> None:
    send = of[0]
    try:
        channel = desk.channel_of(send.connection_id)
    except YutangError as wrong:
        settle(desk, of, _PLANNED, due_at=desk.now() + SOON, fault=wrong.code)
        return
    message = with_handles(desk.ledger.state, channel, send, now=desk.now())
    if isinstance(message, Refused | Failure):
        _not_done(desk, of, _PLANNED, as_result(message, desk.now()))
        return
    _call(desk, channel, of, task_of(of, senders, message), known)


def _call(desk: Desk, channel: Channel, of: Of, task: Task, known: list[str]) -> None:
    (send, part), now = of, desk.now()
    key = f"send:{send.id}:{part.number}"
    claimed = msgspec.structs.replace(part, attempt=part.attempt + 1)
    intent: dict[str, Any] = {
        "state": PartState.SUBMITTED, "attempt": claimed.attempt, "submitted_at": now, "due_at": now + LOST,
        "ref": channel.trace(task, key, now, known), "fault": "",
    }  # fmt: skip
    if desk.ledger.state.write(
        lambda conn: store.change_part(conn, part.id, _PLANNED, part.attempt, **intent)
    ):
        _answered(desk, (send, claimed), channel.submit(task, key))


def _answered(desk: Desk, of: Of, told: Result) -> None:
    now = desk.now()
    if isinstance(told, Sent | AwaitingStaff):
        settle(desk, of, UNSETTLED, state=PartState.WAITING, ref=told.ref, due_at=now + MINUTE)
    elif isinstance(told, RetryAfter | Refused):
        _not_done(desk, of, UNSETTLED, judged(desk.ledger.state, *of, told, now=now))
    else:
        settle(desk, of, UNSETTLED, state=PartState.UNKNOWN, due_at=now + MINUTE, fault=told.reason)


def _not_done(desk: Desk, of: Of, states: tuple[PartState, ...], told: RetryAfter | Refused) -> None:
    """Nothing was made: it may be tried again later, or never will be."""
    now = desk.now()
    if isinstance(told, Refused) and told.permanent:
        end(desk, of, states, TouchState.REFUSED, Reason.REJECTED, PartState.REFUSED, told.reason)
        return
    until = max(told.until, now + SECOND) if isinstance(told, RetryAfter) else now + SOON
    settle(desk, of, states, state=PartState.PLANNED, ref="", due_at=until, fault=told.reason)
