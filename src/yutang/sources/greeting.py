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
from yutang.channels.wecom.errors import WELCOME_DELIVERED, WELCOME_ELSEWHERE
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
_AGAIN = (Trouble.RETRY, Trouble.THROTTLE, Trouble.REAUTH)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a newcomer who came by one of our codes. `scan`: how they stand in our books, if they do."""

    code: Code
    welcome: Welcome
    off_hours: bool
    scan: Scan | None
    half_before: Scan | None


class Tried(NamedTuple):
    """`again_at` None: that is final."""

    greeted: Greeted
    fault: str = ""
    sent_at: int | None = None
    again_at: int | None = None


def known(desk: Desk, added: Added) -> Known | None:
    """None: they came by no code of ours."""
    if not added.state:
        return None
    with desk.state.read() as conn:
        code = store.by_key(conn, added.state)
        if code is None or code.connection_id != added.connection_id:
            return None
        of = store.one_source(conn, code.source_id)
        seat = next(
            (one for one in store.seats(conn, [code.id]).get(code.id, []) if one.staff == added.staff), None
        )
        scan = scans.known(conn, code.id, added.staff, added.person, added.happened_at)
        half = scans.half_friend(conn, code.id, added.staff, added.person, added.happened_at)
    welcome = code.welcome or (Welcome() if of is None else of.welcome)
    off = seat is not None and not within(seat.hours, added.happened_at, desk.zone)
    before = half if half is not None and not added.half and half.happened_at < added.happened_at else None
    return Known(code=code, welcome=welcome, off_hours=off, scan=scan, half_before=before)


def greet(desk: Desk, added: Added, of: Known, first_at: int) -> Tried:
    """One try. `first_at`: when the first one was."""
    if of.half_before is not None and of.half_before.greeted in (Greeted.SENT, Greeted.DELIVERED):
        return Tried(Greeted.TWICE)
    text = of.welcome.said(off=of.off_hours)
    if not added.welcome_code or of.welcome.blank:
        return Tried(Greeted.NONE)
    begun, now = min(added.happened_at, added.received_at), desk.now()
    if now - begun > GOOD_FOR:
        return Tried(Greeted.LATE)
    attachments, fault = _attachments(desk, of, now)
    if not text and not attachments:
        return Tried(Greeted.NONE, fault)
    ask = messages.WelcomeAsk(
        welcome_code=added.welcome_code, text=Text(text) if text else UNSET, attachments=attachments or UNSET
    )
    try:
        found = messages.welcome(desk.clients.of(added.connection_id), ask)
    except YutangError as wrong:  # its secrets can't be read
        return Tried(Greeted.FAILED, wrong.code)
    done = desk.now()
    if not isinstance(found, Failure):
        return Tried(Greeted.SENT, fault, done)
    return _judged(found, done, until=min(begun + GOOD_FOR, first_at + BUDGET))


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


def _attachments(desk: Desk, of: Known, now: int) -> tuple[list[Attachment], str]:
    """And what is missing: a picture that isn't ready must not hold up the words."""
    found: list[Attachment] = []
    fault = ""
    if of.welcome.picture is not None:
        with desk.state.read() as conn:
            handle = pictures.handle(conn, of.welcome.picture, of.code.connection_id, now)
        if handle is None:
            fault = "picture"
        else:
            found.append(Attachment("image", image=Image(media_id=handle)))
    if of.welcome.link_url:
        found.append(Attachment("link", link=Link(title=of.welcome.link_title, url=of.welcome.link_url)))
    return found, fault


def note(conn: sa.Connection, added: Added, of: Known, tried: Tried) -> bool:
    """Write down what came of it. True: it is a newcomer who was not in our books."""
    if of.half_before is not None:
        scans.complete(conn, of.half_before.id)
        if tried.greeted is not Greeted.TWICE:
            scans.settle(conn, of.half_before.id, tried.greeted, sent_at=tried.sent_at, fault=tried.fault)
        return False
    new = NewScan(
        code_id=of.code.id, staff=added.staff, person=added.person, half=added.half, happened_at=added.happened_at,
        received_at=added.received_at, greeted=tried.greeted, off_hours=of.off_hours, sent_at=tried.sent_at,
        fault=tried.fault,
    )  # fmt: skip
    if scans.add(conn, new) is not None:
        return True
    there = scans.known(conn, of.code.id, added.staff, added.person, added.happened_at)
    if there is not None and there.greeted is Greeted.TRYING:
        scans.settle(conn, there.id, tried.greeted, sent_at=tried.sent_at, fault=tried.fault)
    return False
