"""A part is handed to its channel, once.

The intent is durable before the call, with a trace by which the message can be found: killed at any moment, the part is
`submitted` and will be looked for (`looking`), never submitted again before it is known that it was not made.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.message import Message, Task
from yutang.channels.contract.outcomes import (
    AwaitingStaff,
    Failure,
    Refused,
    Result,
    RetryAfter,
    Sent,
)
from yutang.kit.clock import DAY, SECOND
from yutang.kit.errors import YutangError
from yutang.ledger.erase import NOBODY
from yutang.outbox import recipients, store
from yutang.outbox.attaching import as_result, judged, with_handles
from yutang.outbox.audience import withdrawn
from yutang.outbox.model import (
    LOST,
    MINUTE,
    SOON,
    UNSETTLED,
    PartState,
    Reason,
    SendState,
    TouchState,
    platform_reason,
)
from yutang.outbox.placing import Desk
from yutang.outbox.recipients import News, Open
from yutang.outbox.settling import note, settle
from yutang.outbox.store import Part, Send

Of = tuple[Send, Part]
_PLANNED = (PartState.PLANNED,)


def submit(desk: Desk, part_id: int) -> None:
    """One part that is due. What keeps it from going is noted with it, and it is due again."""
    now = desk.now()
    with desk.ledger.state.read() as conn:
        part = store.part(conn, part_id)
        send = None if part is None else store.one(conn, part.send_id)
        if part is None or send is None or part.state is not PartState.PLANNED:
            return
        people = recipients.open_of(conn, part.id)
        waits = store.unsettled_sender(conn, send.connection_id, part.sender)
        known = store.refs_of_sender(conn, send.connection_id, part.sender, now - DAY)
    of = (send, part)
    if send.state is SendState.CANCELLING:
        ended = [News(one, TouchState.CANCELLED, Reason.CANCELLED) for one in people]
        note(desk, of, ended, _PLANNED, state=PartState.CANCELLED)
    elif now >= (send.deadline_at or 0):
        ended = [News(one, TouchState.EXPIRED, Reason.EXPIRED) for one in people]
        note(desk, of, ended, _PLANNED, state=PartState.EXPIRED)
    elif waits:
        _postpone(desk, of, now + MINUTE, "unsettled")
    else:
        people = _still_welcome(desk, of, people)
        if people:
            _hand_over(desk, of, people, known)


def key_of(send: Send, part: Part) -> str:
    """The same for each attempt."""
    return f"send:{send.id}:{part.number}"


def task_of(send: Send, part: Part, people: Sequence[Open], message: Message) -> Task:
    refs = tuple(one.ref for one in people)
    return Task(target=Target.PERSON, recipients=refs, message=message, sender=part.sender)


def _still_welcome(desk: Desk, of: Of, people: list[Open]) -> list[Open]:
    """Who was erased since it was confirmed, or took back consent, gets nothing: a part may have waited for days."""
    with desk.ledger.analytics.cursor() as cursor:
        no = withdrawn(cursor, [one.identity_id for one in people], of[0].purpose)
    gone: list[News] = []
    left: list[Open] = []
    for one in people:
        erased = one.ref.startswith(NOBODY)
        if erased or one.identity_id in no:
            gone.append(News(one, TouchState.REFUSED, Reason.ERASED if erased else Reason.NO_CONSENT))
        else:
            left.append(one)
    if gone or not left:
        settle(desk, of, gone, _PLANNED, state=PartState.PLANNED if left else PartState.DONE)
    return left


def _hand_over(desk: Desk, of: Of, people: list[Open], known: list[str]) -> None:
    send, part = of
    try:
        channel = desk.channel_of(send.connection_id)
    except YutangError as wrong:
        _postpone(desk, of, desk.now() + SOON, wrong.code)
        return
    message = with_handles(desk.ledger.state, channel, send, now=desk.now())
    if isinstance(message, Refused | Failure):
        _not_done(desk, of, people, _PLANNED, as_result(message, desk.now()))
        return
    task, now = task_of(send, part, people, message), desk.now()
    claimed = msgspec.structs.replace(part, attempt=part.attempt + 1)
    intent: dict[str, Any] = {
        "state": PartState.SUBMITTED, "attempt": claimed.attempt, "submitted_at": now, "due_at": now + LOST,
        "ref": channel.trace(task, key_of(send, part), now, known), "fault": "",
    }  # fmt: skip
    if desk.ledger.state.write(
        lambda conn: store.change_part(conn, part.id, _PLANNED, part.attempt, **intent)
    ):
        _answered(desk, (send, claimed), people, channel.submit(task, key_of(send, part)))


def _answered(desk: Desk, of: Of, people: list[Open], told: Result) -> None:
    """That it was made, and how it is called, is kept at once; what became of some already, soon: were that lost, those
    would be asked for."""
    now = desk.now()
    if isinstance(told, Sent | AwaitingStaff):
        waits = isinstance(told, AwaitingStaff)
        failed = [one for one in people if one.ref in told.failed]
        news = [News(one, TouchState.REFUSED, platform_reason(told.failed[one.ref])) for one in failed]
        if not waits:
            news += [News(one, TouchState.SENT) for one in people if one.ref not in told.failed]
        if settle(desk, of, [], UNSETTLED, state=PartState.WAITING, ref=told.ref, due_at=now + SOON) and news:
            state = PartState.DONE if len(news) == len(people) else PartState.WAITING
            note(desk, of, news, (PartState.WAITING,), state=state)
    elif isinstance(told, RetryAfter | Refused):
        _not_done(desk, of, people, UNSETTLED, judged(desk.ledger.state, *of, told, now=now))
    else:
        settle(desk, of, [], UNSETTLED, state=PartState.UNKNOWN, due_at=now + MINUTE, fault=told.reason)


def _not_done(
    desk: Desk, of: Of, people: list[Open], states: Sequence[PartState], told: RetryAfter | Refused
) -> None:
    """Nothing was made: it may be tried again later, or never will be."""
    now = desk.now()
    if isinstance(told, Refused) and told.permanent:
        news = [News(one, TouchState.REFUSED, Reason.REJECTED) for one in people]
        note(desk, of, news, states, state=PartState.REFUSED, ref="", fault=told.reason)
        return
    until = max(told.until, now + SECOND) if isinstance(told, RetryAfter) else now + SOON
    settle(desk, of, [], states, state=PartState.PLANNED, ref="", due_at=until, fault=told.reason)


def _postpone(desk: Desk, of: Of, until: int, fault: str) -> None:
    settle(desk, of, [], _PLANNED, due_at=until, fault=fault)
