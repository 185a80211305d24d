"""One try to greet a newcomer: who they came by, what they are told, what the platform said to it.

A welcome code is good for 20 seconds and for one message (WeCom page 92599), so a try that is repeated after a crash
greets nobody twice: the platform answers that it was delivered.
"""

from typing import NamedTuple

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import messages
from yutang.channels.wecom.calls.messages import Attachment, Image, Link, Text
from yutang.channels.wecom.errors import NO_MEDIA, WELCOME_DELIVERED, WELCOME_ELSEWHERE
from yutang.channels.wecom.wire import Wire
from yutang.connections.inbox import Added
from yutang.kit.clock import SECOND
from yutang.kit.errors import YutangError
from yutang.sources import pictures, scans, store
from yutang.sources.desk import Desk
from yutang.sources.model import Code, Greeted, Scan, Welcome
from yutang.sources.roster import within
from yutang.sources.scans import NewScan

GOOD_FOR = 18 * SECOND  # of the platform's 20: the call takes its time
BUDGET = 5 * SECOND  # from the first try on; who is still being greeted by another app then, is
PAUSE = SECOND // 2
TOO_LATE = "41050"
NO_PICTURE = "picture"  # the words went without it, or (nothing else was to be said) nothing did
_AGAIN = (Trouble.RETRY, Trouble.THROTTLE, Trouble.REAUTH)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a newcomer who came by one of our codes. `scan`: how they stand in our books, if they do.
    `other`: of the same coming what is in our books, and is not this event: half a friend before the whole one (or,
    out of order, after), or what preceded their agreeing to the archive."""

    code: Code
    welcome: Welcome
    off_hours: bool
    scan: Scan | None
    other: Scan | None


class Tried(NamedTuple):
    """`again_at` None: that is final."""

    greeted: Greeted
    fault: str = ""
    sent_at: int | None = None
    again_at: int | None = None


def known(desk: Desk, added: Added) -> Known | None:
    """None: they came by no code of ours."""
    if not added.state and not added.agreed:
        return None
    with desk.state.read() as conn:
        code, scan, other = _found(conn, added)
        if code is None or code.connection_id != added.connection_id:
            return None
        of = store.one_source(conn, code.source_id)
        seat = next(
            (one for one in store.seats(conn, [code.id]).get(code.id, []) if one.staff == added.staff), None
        )
    welcome = code.welcome or (Welcome() if of is None else of.welcome)
    off = seat is not None and not within(seat.hours, added.happened_at, desk.zone)
    return Known(code=code, welcome=welcome, off_hours=off, scan=scan, other=other)


def _found(conn: sa.Connection, added: Added) -> tuple[Code | None, Scan | None, Scan | None]:
    """The code that they came by, and what `Known` calls `scan` and `other`."""
    if added.agreed:
        last = scans.last_of(conn, added.connection_id, added.staff, added.person, added.happened_at)
        return (None, None, None) if last is None else (store.one_code(conn, last.code_id), None, last)
    code = store.by_key(conn, added.state)
    if code is None:
        return None, None, None
    of = (code.id, added.staff, added.person, added.happened_at)
    scan = scans.known(conn, *of)
    if scan is not None and (scan.half == added.half or scan.whole_at is not None):
        return code, scan, None
    if scan is not None:  # both within one second: that is all that the platform tells
        return code, None, scan
    if added.half:
        return code, None, scans.whole_friend(conn, *of)
    half = scans.half_friend(conn, *of)
    return code, None, half if half is not None and half.happened_at < added.happened_at else None


def greet(desk: Desk, added: Added, of: Known, first_at: int) -> Tried:
    """One try. `first_at`: when the first one was."""
    if of.other is not None and of.other.greeted in (Greeted.SENT, Greeted.DELIVERED):
        return Tried(Greeted.TWICE)
    if not added.welcome_code or of.welcome.blank:
        return Tried(Greeted.NONE)
    begun, now = min(added.happened_at, added.received_at), desk.now()
    if now - begun > GOOD_FOR:
        return Tried(Greeted.LATE)
    text, picture, fault = of.welcome.said(off=of.off_hours), "", ""
    if of.welcome.picture is not None:
        picture = _handle(desk, of, now)
        fault = "" if picture else NO_PICTURE
    try:
        found = _sent(desk, added, of, text, picture)
        if picture and isinstance(found, Failure) and found.code == str(NO_MEDIA):
            _forget(desk, of, picture)
            fault = NO_PICTURE
            found = _sent(desk, added, of, text, "")
    except YutangError as wrong:  # its secrets can't be read
        return Tried(Greeted.FAILED, wrong.code)
    done = desk.now()
    if found is None:
        return Tried(Greeted.FAILED if fault else Greeted.NONE, fault)
    if not isinstance(found, Failure):
        return Tried(Greeted.SENT, fault, done)
    return _judged(found, done, until=min(begun + GOOD_FOR, first_at + BUDGET))


def _sent(desk: Desk, added: Added, of: Known, text: str, picture: str) -> Wire | Failure | None:
    """None: there is nothing to say."""
    attachments = [Attachment("image", image=Image(media_id=picture))] if picture else []
    if of.welcome.link_url:
        attachments.append(
            Attachment("link", link=Link(title=of.welcome.link_title, url=of.welcome.link_url))
        )
    if not text and not attachments:
        return None
    ask = messages.WelcomeAsk(
        welcome_code=added.welcome_code, text=Text(text) if text else UNSET, attachments=attachments or UNSET
    )
    return messages.welcome(desk.clients.of(added.connection_id), ask)


def _handle(desk: Desk, of: Known, now: int) -> str:
    """Of the picture, as the platform knows it. "": it isn't ready, which must not hold up the words."""
    if of.welcome.picture is None:
        return ""
    with desk.state.read() as conn:
        return pictures.handle(conn, of.welcome.picture, of.code.connection_id, now) or ""


def _forget(desk: Desk, of: Known, handle: str) -> None:
    """The platform lost it before its time: the keeper uploads it anew."""
    picture, connection = of.welcome.picture, of.code.connection_id
    if picture is not None:
        desk.state.write(lambda conn: pictures.lost(conn, picture, connection, handle))


def _judged(found: Failure, now: int, *, until: int) -> Tried:
    if found.code == str(WELCOME_DELIVERED):
        return Tried(Greeted.DELIVERED, found.code)
    if found.code == TOO_LATE:
        return Tried(Greeted.LATE, found.code)
    again_at = max(now + PAUSE, found.until or 0)
    passes = found.trouble in _AGAIN or found.unsure or found.code == str(WELCOME_ELSEWHERE)
    if passes and again_at < until:
        return Tried(Greeted.TRYING, found.code, again_at=again_at)
    return Tried(Greeted.FAILED, found.code)


def note(conn: sa.Connection, added: Added, of: Known, tried: Tried) -> bool:
    """Write down what came of it. True: it is a newcomer who was not in our books."""
    if of.other is not None:
        if not added.agreed:
            times = sorted((of.other.happened_at, added.happened_at))
            scans.join(conn, of.other.id, *times)
        # Without a code nothing was tried: what came of it before is still all that came of it.
        if tried.greeted not in (Greeted.TWICE, Greeted.NONE):
            scans.settle(conn, of.other.id, tried.greeted, sent_at=tried.sent_at, fault=tried.fault)
        return False
    new = NewScan(
        code_id=of.code.id, staff=added.staff, person=added.person, half=added.half, happened_at=added.happened_at,
        received_at=added.received_at, greeted=tried.greeted, off_hours=of.off_hours, sent_at=tried.sent_at,
        fault=tried.fault,
    )  # fmt: skip
    if of.scan is None and scans.add(conn, new) is not None:
        return True
    there = scans.known(conn, of.code.id, added.staff, added.person, added.happened_at)
    if there is not None and there.greeted is Greeted.TRYING:
        scans.settle(conn, there.id, tried.greeted, sent_at=tried.sent_at, fault=tried.fault)
    return False
