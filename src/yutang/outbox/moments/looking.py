"""What came of a Moment: whether it was made, who published it, to whom it was shown. No event tells; it is asked.

Who published is asked for by a cadence that grows slow; to whom it was shown, once a member, right after they did.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from yutang.channels.contract.channel import Channel
from yutang.channels.contract.outcomes import Failure, Polled, Reached, Refused, State, Trouble
from yutang.kit.errors import YutangError
from yutang.outbox import recipients
from yutang.outbox.looking import given_up, to_close
from yutang.outbox.model import (
    MINUTE,
    SOON,
    UNSETTLED,
    PartState,
    Reason,
    SendState,
    TouchState,
    Wish,
    next_look,
)
from yutang.outbox.moments import members
from yutang.outbox.moments.audience import followed_by
from yutang.outbox.moments.members import Member
from yutang.outbox.moments.model import CHASE_AFTER, MemberState
from yutang.outbox.moments.settling import Of, Turn, settle
from yutang.outbox.moments.submitting import end
from yutang.outbox.placing import Desk
from yutang.outbox.recipients import News, Open

HELD = (PartState.WAITING, *UNSETTLED)
_CANCELLED = (TouchState.CANCELLED, Reason.CANCELLED, PartState.CANCELLED)
_EXPIRED = (TouchState.EXPIRED, Reason.EXPIRED, PartState.EXPIRED)
_PASSES = {Trouble.CONFIG, Trouble.REAUTH, Trouble.BUG, Trouble.DATA}


class _Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Of who published since the last look. `to`: the platform's id of a customer → the first member who showed it;
    `by`: those members of whom that is known; `blind`: those of them of whom it never will be, for it is refused;
    `failed`: of another it could not be asked now."""

    to: dict[str, int]
    by: tuple[int, ...]
    blind: frozenset[int] = frozenset()
    failed: Failure | None = None


def look(desk: Desk, of: Of) -> None:
    """One that is due and held by the platform, or sought there."""
    send, part = of
    try:
        channel = desk.channel_of(send.connection_id)
    except YutangError as wrong:
        settle(desk, of, HELD, due_at=desk.now() + SOON, fault=wrong.code)
        return
    if to_close(send, part, desk.now()) and _close(desk, channel, of):
        return
    told = channel.poll(part.ref)
    if isinstance(told, Failure):
        _later(desk, of, told)
    elif told.refused:
        end(desk, of, HELD, TouchState.REFUSED, Reason.REJECTED, PartState.REFUSED, told.refused)
    elif not told.ref:
        # It was never made, and never will be by that call: it may go out again.
        settle(desk, of, HELD, state=PartState.PLANNED, ref="", due_at=desk.now(), fault="never_made")
    elif part.state is not PartState.WAITING and told.ref == part.ref:
        settle(desk, of, UNSETTLED, state=PartState.UNKNOWN, due_at=desk.now() + MINUTE)
    else:
        _follow(desk, channel, of, told)


def _follow(desk: Desk, channel: Channel, of: Of, told: Polled) -> None:
    (send, part), now = of, desk.now()
    with desk.ledger.state.read() as conn:
        staff = members.listed(conn, send.id)
    shown, refused = _shown(channel, told, staff), _refused(told, staff)
    left = _left(staff, {*shown.by, *refused})
    over = told.final and not left and shown.failed is None
    news = _news(desk, of, shown, left, over=over) if shown.by or refused or over else []
    late = 0
    if left and not part.reminded and now >= (send.confirmed_at or now) + CHASE_AFTER:
        late = len(left)
    values: dict[str, Any] = {
        "state": PartState.DONE if over else PartState.WAITING, "ref": told.ref, "looked_at": now,
        "fault": shown.failed.code if shown.failed else "",
        # Nobody is told of yet while the platform is making it.
        "due_at": next_look(part.submitted_at or now, now) if told.confirmed else now + MINUTE,
    }  # fmt: skip
    if over:
        values["confirmed_at"] = now
    if late:
        values["reminded"] = [now]
    settle(desk, of, HELD, Turn(news=news, published=shown.by, refused=refused, chased=late), **values)


def _shown(channel: Channel, told: Polled, staff: Sequence[Member]) -> _Shown:
    """A member whose answer fails for now is asked at the next look: they are not known to have published before."""
    to: dict[str, int] = {}
    by: list[int] = []
    blind: set[int] = set()
    for one in staff:
        userid = one.told_as(told.confirmed)
        if one.state is not MemberState.OPEN or not told.confirmed.get(userid):
            continue
        found = channel.reached(told.ref, userid)
        if isinstance(found, Failure) and found.trouble is not Trouble.DATA:
            return _Shown(to=to, by=tuple(by), blind=frozenset(blind), failed=found)
        by.append(one.staff_id)
        if isinstance(found, Reached):
            for who in found.recipients:
                to.setdefault(who, one.staff_id)
        else:
            blind.add(one.staff_id)
    return _Shown(to=to, by=tuple(by), blind=frozenset(blind))


def _refused(told: Polled, staff: Sequence[Member]) -> tuple[int, ...]:
    """Whom the platform takes no Moment from: it says so, or everybody it waited for has published without them."""
    bad = {each.recipient for each in told.standings if each.state is State.FAILED}
    if told.final:
        bad |= {one.told_as(told.confirmed) for one in staff} - told.confirmed.keys()
    return tuple(one.staff_id for one in staff if one.told_as(bad) in bad and one.state is MemberState.OPEN)


def _left(staff: Sequence[Member], known: set[int]) -> list[int]:
    return [one.staff_id for one in staff if one.state is MemberState.OPEN and one.staff_id not in known]


def _news(desk: Desk, of: Of, shown: _Shown, left: Sequence[int], *, over: bool) -> list[News]:
    """Who was shown it; and who wasn't though their member published, unless somebody else may yet show it to them."""
    with desk.ledger.state.read() as conn:
        people = recipients.open_of(conn, of[1].id)
        done = {one.staff_id for one in members.listed(conn, of[0].id) if one.state is MemberState.SENT}
    done |= set(shown.by)
    news = [
        News(msgspec.structs.replace(one, staff_id=shown.to[one.ref]), TouchState.SENT)
        for one in people
        if one.ref in shown.to
    ]
    rest = [one for one in people if one.ref not in shown.to]
    if not over:
        rest = [one for one in rest if one.staff_id in done]
        with desk.ledger.analytics.cursor() as cursor:
            hope = followed_by(cursor, [one.customer_id for one in rest], left)
        rest = [one for one in rest if one.customer_id not in hope]
    told = done - shown.blind
    return news + [News(one, TouchState.REFUSED, _why(one, told)) for one in rest]


def _why(one: Open, told: set[int]) -> Reason:
    return Reason.NOT_SHOWN if one.staff_id in told else Reason.LEFT_OUT


def _close(desk: Desk, channel: Channel, of: Of) -> bool:
    """Stop it over there, then see who published before; nobody can publish it any more. False: the platform would not
    stop it. Then it is looked at like any other, and stopped at a later look."""
    send, part = of
    cancelled = part.wish is Wish.CANCEL or send.state is SendState.CANCELLING
    ended = _CANCELLED if cancelled else _EXPIRED
    told = channel.cancel(part.ref)
    if isinstance(told, Refused) or (isinstance(told, Failure) and given_up(send, told, desk.now())):
        end(desk, of, HELD, *ended)
    elif isinstance(told, Failure):
        if told.trouble is Trouble.DATA:
            return False
        _later(desk, of, told)
    else:
        _stopped(desk, channel, of, channel.poll(told.ref or part.ref), ended)
    return True


def _stopped(
    desk: Desk, channel: Channel, of: Of, found: Polled | Failure, ended: tuple[TouchState, Reason, PartState]
) -> None:
    if isinstance(found, Failure):
        if given_up(of[0], found, desk.now()):
            end(desk, of, HELD, *ended)
        else:
            _later(desk, of, found)
        return
    with desk.ledger.state.read() as conn:
        staff = members.listed(conn, of[0].id)
    shown = _shown(channel, found, staff)
    if shown.failed is not None:
        _later(desk, of, shown.failed)
    else:
        _end(desk, of, found, shown, ended)


def _end(
    desk: Desk, of: Of, told: Polled, shown: _Shown, ended: tuple[TouchState, Reason, PartState]
) -> None:
    state, reason, end_ = ended
    news = _news(desk, of, shown, (), over=False)
    known = {one.who.customer_id for one in news}
    with desk.ledger.state.read() as conn:
        people = recipients.open_of(conn, of[1].id)
    rest = [News(one, state, reason) for one in people if one.customer_id not in known]
    values = {"state": end_ if rest else PartState.DONE, "wish": Wish.NONE, "ref": told.ref,
              "looked_at": desk.now(), "fault": ""}  # fmt: skip
    settle(desk, of, HELD, Turn(news=[*news, *rest], published=shown.by), **values)


def _later(desk: Desk, of: Of, told: Failure) -> None:
    """It could not be asked now. A call that was under way is taken for lost."""
    part, now = of[1], desk.now()
    wait = SOON if told.trouble in _PASSES else MINUTE
    state = PartState.UNKNOWN if part.state in UNSETTLED else part.state
    settle(desk, of, HELD, state=state, due_at=max(told.until or 0, now + wait), fault=told.code)
