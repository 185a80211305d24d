"""What came of a part that was submitted: asked for, by a cadence that grows slow, and ended where that is wished.

A part whose answer was lost is looked for by its trace until it is found, or it is sure that it was never made.
"""

from collections.abc import Sequence
from typing import Any

from yutang.channels.contract.channel import Channel
from yutang.channels.contract.outcomes import NOT_OFFERED, Failure, Polled, Refused, State, Trouble
from yutang.kit.errors import YutangError
from yutang.outbox import recipients, store
from yutang.outbox.model import (
    MINUTE,
    SOON,
    STOPPING,
    UNSETTLED,
    PartState,
    Reason,
    SendState,
    TouchState,
    Wish,
    may_lag,
    may_remind,
    next_look,
    platform_reason,
)
from yutang.outbox.placing import Desk
from yutang.outbox.recipients import News, Open
from yutang.outbox.settling import note, settle
from yutang.outbox.store import Part, Send

Of = tuple[Send, Part]
HELD = (PartState.WAITING, *UNSETTLED)
_CANCELLED = (TouchState.CANCELLED, Reason.CANCELLED, PartState.CANCELLED)
_EXPIRED = (TouchState.EXPIRED, Reason.EXPIRED, PartState.EXPIRED)


def look(desk: Desk, part_id: int) -> None:
    """One part that is due."""
    with desk.ledger.state.read() as conn:
        part = store.part(conn, part_id)
        send = None if part is None else store.one(conn, part.send_id)
        if part is None or send is None or part.state not in HELD:
            return
        people = recipients.open_of(conn, part.id)
    of = (send, part)
    try:
        channel = desk.channel_of(send.connection_id)
    except YutangError as wrong:
        settle(desk, of, [], HELD, due_at=desk.now() + SOON, fault=wrong.code)
        return
    if to_close(send, part, desk.now()) and _close(desk, channel, of, people):
        return
    if part.wish is Wish.REMIND and part.state is PartState.WAITING:
        _remind(desk, channel, of)
    _poll(desk, channel, of, people, channel.poll(part.ref))


def to_close(send: Send, part: Part, now: int) -> bool:
    """Whether what the platform holds of it is to be stopped."""
    return part.wish is Wish.CANCEL or send.state is SendState.CANCELLING or now >= (send.deadline_at or 0)


def given_up(send: Send, told: Failure, now: int) -> bool:
    """Whether a failure to stop it, or to tell what came of it, is taken for its end: it has been refused so long."""
    return told.trouble is Trouble.DATA and now >= (send.deadline_at or 0) + STOPPING


def _remind(desk: Desk, channel: Channel, of: Of) -> None:
    """Counted before it is asked for: one that may have come is not sent once more. Who cancels meanwhile is not
    overwritten, and nobody is reminded then."""
    part, now = of[1], desk.now()
    told = [*part.reminded, now] if may_remind(part.reminded, now) else part.reminded
    values = {"wished": Wish.REMIND, "wish": Wish.NONE, "reminded": told}
    if settle(desk, of, [], (PartState.WAITING,), **values) and told != part.reminded:
        channel.remind(part.ref)


def _poll(desk: Desk, channel: Channel, of: Of, people: list[Open], told: Polled | Failure) -> None:
    part, now = of[1], desk.now()
    if isinstance(told, Failure):
        _later(desk, of, told)
    elif not told.ref:
        # It was never made, and never will be by that call: it may go out again.
        settle(desk, of, [], HELD, state=PartState.PLANNED, ref="", due_at=now, fault="never_made")
    elif part.state is not PartState.WAITING and told.ref == part.ref:
        settle(desk, of, [], UNSETTLED, state=PartState.UNKNOWN, due_at=now + MINUTE)
    else:
        confirmed_at = _confirmed_at(part, told, now)
        over = told.final and not may_lag(confirmed_at, now)
        news = _news(people, told, over=over)
        done = over or (told.final and len(news) == len(people))
        values: dict[str, Any] = {"state": PartState.DONE if done else PartState.WAITING, "ref": told.ref,
                  "looked_at": now, "fault": "", "confirmed_at": confirmed_at,
                  "due_at": next_look(part.submitted_at or now, now)}  # fmt: skip
        note(desk, of, news, HELD, **values)


def _confirmed_at(part: Part, told: Polled, now: int) -> int | None:
    """When it was first seen that the sender tapped; None: they did not."""
    return part.confirmed_at or (now if _tapped(told) else None)


def _tapped(told: Polled) -> bool:
    """A part has one sender; whose account has another id since may be told under either."""
    return any(told.confirmed.values())


def _news(people: Sequence[Open], told: Polled, *, over: bool) -> list[News]:
    """Of those of whom something is known for good. When nothing will change any more (`over`), of all. That everybody
    tapped is told before what each recipient got: whoever is missing then is looked for again, and stays booked."""
    open_ = {one.ref: one for one in people}
    found: list[News] = []
    for each in told.standings:
        who = open_.get(each.recipient)
        if who is None:
            continue
        if each.state is State.SENT:
            found.append(News(who, TouchState.SENT, at=each.at))
        elif each.state is State.FAILED:
            found.append(News(who, TouchState.REFUSED, platform_reason(each.reason)))
        elif not (over and each.state is State.UNKNOWN):
            continue
        else:
            found.append(News(who, TouchState.REFUSED, Reason.OTHER))
        del open_[each.recipient]
    if over:
        found += [News(one, TouchState.REFUSED, Reason.LEFT_OUT) for one in open_.values()]
    return found


def _close(desk: Desk, channel: Channel, of: Of, people: list[Open]) -> bool:
    """Stop it over there, then see who got it before; the rest got nothing, and nobody can send it to them any more.
    False: the platform would not stop it. Then it is looked at like any other, and stopped at a later look."""
    send, part = of
    told = channel.cancel(part.ref)
    if isinstance(told, Failure):
        if given_up(send, told, desk.now()):
            _end(desk, of, people, Polled(ref=part.ref))
        elif told.trouble is Trouble.DATA:
            return False
        else:
            _later(desk, of, told)
    elif isinstance(told, Refused):
        if told.reason == NOT_OFFERED.reason:
            return False
        _end(desk, of, people, Polled(ref=""))
    else:
        found = channel.poll(told.ref or part.ref)
        if isinstance(found, Polled):
            _end(desk, of, people, found)
        elif given_up(send, found, desk.now()):
            _end(desk, of, people, Polled(ref=part.ref))
        else:
            _later(desk, of, found)
    return True


def _end(desk: Desk, of: Of, people: list[Open], told: Polled) -> None:
    (send, part), now = of, desk.now()
    cancelled = part.wish is Wish.CANCEL or send.state is SendState.CANCELLING
    state, reason, end = _CANCELLED if cancelled else _EXPIRED
    confirmed_at = _confirmed_at(part, told, now)
    lags = _tapped(told) and may_lag(confirmed_at, now)
    news = _news(people, told, over=told.final and not lags)
    known = {one.who.ref for one in news}
    rest = [News(one, state, reason) for one in people if one.ref not in known]
    values = {"ref": told.ref, "looked_at": now, "fault": "", "confirmed_at": confirmed_at}
    if rest and lags:  # they tapped before it was stopped: the rest may have got it
        later = next_look(part.submitted_at or now, now)
        note(desk, of, news, HELD, state=PartState.WAITING, due_at=later, **values)
        return
    values |= {"state": end if rest else PartState.DONE, "wish": Wish.NONE}
    note(desk, of, news + rest, HELD, **values)


def _later(desk: Desk, of: Of, told: Failure) -> None:
    """It could not be asked now. A call that was under way is taken for lost."""
    part, now = of[1], desk.now()
    wait = SOON if told.trouble in {Trouble.CONFIG, Trouble.REAUTH, Trouble.BUG, Trouble.DATA} else MINUTE
    state = PartState.UNKNOWN if part.state in UNSETTLED else part.state
    settle(desk, of, [], HELD, state=state, due_at=max(told.until or 0, now + wait), fault=told.code)
