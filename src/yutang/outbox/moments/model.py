"""A Moment's own values and rules. Pure.

The platform takes who publishes and which of its tags their customers must bear; it leaves no single customer out. So
a Moment's audience is what those two say, and what they cannot say is told beside it (`Notice`).
"""

import datetime as dt
import enum
from collections import Counter
from zoneinfo import ZoneInfo

import msgspec

from yutang.kit.clock import DAY, micros, moment
from yutang.outbox.model import HOUR, MINUTE, PATIENCE

A_DAY = 3  # Moments that a customer sees of a corp (vendors only; no official number: wecom-api.md §2)
READ_FOR = PATIENCE + 14 * DAY  # since it was confirmed: likes come late, and then no more
CHASE_AFTER = DAY  # who has not published by then is asked by a person: the platform has no reminder


class Notice(enum.StrEnum):
    """What the platform can't express, of those who will see it. Names for people: locales "send.notice.<code>"."""

    BEYOND = "beyond"  # not in the segment; they see it all the same
    NO_CONSENT = "no_consent"  # took consent back; nobody can be left out by name
    SEEN_ENOUGH = "seen_enough"  # had as many today as the platform is said to show


class MemberState(enum.StrEnum):
    """Of who is to publish, as it is kept. People see of an open one what the Moment's part is."""

    OPEN = "open"
    SENT = "sent"
    REFUSED = "refused"  # the platform takes no Moment from them


class What(enum.StrEnum):
    LIKE = "like"
    COMMENT = "comment"


class Publisher(msgspec.Struct, frozen=True, gc=False):
    """`people`: of whom they are told as the one who shows it: each customer stands under one member."""

    staff_id: int
    userid: str
    people: int


class Heard(msgspec.Struct, frozen=True, gc=False):
    """A customer's like or comment. `mark`: what tells two of theirs apart (outbox.tables.send_reaction)."""

    staff_id: int
    identity_id: int
    what: What
    mark: int
    at: int


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Between what is kept and what was read."""

    new: tuple[Heard, ...] = ()
    gone: tuple[Heard, ...] = ()
    back: tuple[Heard, ...] = ()


def next_reading(since: int, now: int) -> int:
    """Often in the first hours, when most is said; then four times a day."""
    return now + min(6 * HOUR, max(10 * MINUTE, (now - since) // 4))


def numbered(staff_id: int, what: What, said: list[tuple[int, int]]) -> list[Heard]:
    """(identity, instant) of one member's likes or comments, each with its mark. Of two comments of one second neither
    is lost; a like is there once, as it was first."""
    found: dict[tuple[int, int], Heard] = {}
    for identity_id, at in sorted(said):
        mark = 0 if what is What.LIKE else at
        while what is What.COMMENT and (identity_id, mark) in found:
            mark += 1
        found.setdefault((identity_id, mark), Heard(staff_id, identity_id, what, mark, at))
    return list(found.values())


def changed(kept: dict[Heard, bool], read: list[Heard], asked: set[int]) -> Change:
    """`kept`: whether each is still there; `asked`: members whose posts were read, all others stay as they are.

    A like that is there keeps its first instant: the same customer liking again is the same like.
    """
    known = {_key(one): (one, there) for one, there in kept.items()}
    told = {_key(one): one for one in read}
    return Change(
        new=tuple(one for key, one in told.items() if key not in known),
        gone=tuple(one for key, (one, there) in known.items() if there and key not in told and one.staff_id in asked),
        back=tuple(one for key, (one, there) in known.items() if not there and key in told),
    )  # fmt: skip


def spread(likes: list[int], comments: list[int], zone: str) -> tuple[bool, list[tuple[int, int, int]]]:
    """(by the hour?, (begin, likes, comments) without a gap), in the tenant's time: hours while all of it lies within
    two days, days then."""
    all_ = [*likes, *comments]
    if not all_:
        return True, []
    where, by_hour = ZoneInfo(zone), max(all_) - min(all_) < 2 * DAY
    counts = [Counter(_begin(at, where, by_hour=by_hour) for at in told) for told in (likes, comments)]
    at, last = _begin(min(all_), where, by_hour=by_hour), _begin(max(all_), where, by_hour=by_hour)
    found: list[tuple[int, int, int]] = []
    while at <= last:
        found.append((micros(at), counts[0][at], counts[1][at]))
        # In the zone's own time a day is a day, also where clocks are put on.
        at = (
            (at.astimezone(dt.UTC) + dt.timedelta(hours=1)).astimezone(where)
            if by_hour
            else at + dt.timedelta(days=1)
        )
    return by_hour, found


def _begin(at: int, where: ZoneInfo, *, by_hour: bool) -> dt.datetime:
    told = moment(at, where).replace(minute=0, second=0, microsecond=0)
    return told if by_hour else told.replace(hour=0)


def _key(one: Heard) -> tuple[int, int, What, int]:
    return one.staff_id, one.identity_id, one.what, one.mark
