"""What a send is, and the rules of its way: values and pure functions. Instants: microseconds since 1970, UTC.

A send goes out in parts, one call of the channel each. Every customer of its audience is in it once: left out with a
reason, or a recipient of one part. A recipient is `open` until it is known what came of them: sent, refused with a
reason, cancelled, expired. An open recipient is booked: it counts against the caps as if it had been sent.
"""

import datetime as dt
import enum
from zoneinfo import ZoneInfo

import msgspec

from yutang.kit.clock import DAY, SECOND, micros, moment
from yutang.ledger.catalogue import Refusal as Reason

MINUTE, HOUR = 60 * SECOND, 3_600 * SECOND
PLATFORM_ZONE = ZoneInfo("Asia/Shanghai")  # caps are of the platform's days, wherever the tenant is
SOON, SELDOM = 5 * MINUTE, HOUR  # between two looks: at first, and in the end
PATIENCE = 2 * DAY  # what nobody confirmed by then expires
STOPPING = 7 * DAY  # beyond it: who refuses for so long to stop it does not know it any more
LOST = 2 * MINUTE  # a call under way for longer was cut off: it is looked for
LAGGING = 30 * MINUTE  # from when the tap was seen: so long the results of each recipient may be behind it
REMINDERS, REMINDED_IN = 3, DAY


class SendKind(enum.StrEnum):
    MESSAGE = "message"  # to each customer, by who follows them
    MOMENT = "moment"  # one post by each member of staff, that their customers may see


class SendState(enum.StrEnum):
    """Names for people: locales "send.state.<code>"."""

    DRAFT = "draft"
    RUNNING = "running"
    CANCELLING = "cancelling"  # asked for; what the platform holds is being stopped
    CANCELLED = "cancelled"
    DONE = "done"


class PartState(enum.StrEnum):
    """Names for people: locales "send.part.<code>"."""

    PLANNED = "planned"
    SUBMITTED = "submitted"  # the call is under way
    UNKNOWN = "unknown"  # its answer was lost: it is looked for, and never sent again before it is known
    WAITING = "waiting"  # for a member of staff
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


UNSETTLED = (PartState.SUBMITTED, PartState.UNKNOWN)
ENDED = (PartState.DONE, PartState.REFUSED, PartState.CANCELLED, PartState.EXPIRED)


class Wish(enum.StrEnum):
    """What is to be done to a part that the platform holds."""

    NONE = ""
    CANCEL = "cancel"
    REMIND = "remind"


class TouchState(enum.StrEnum):
    """Of a customer of the audience, as it is kept. People see of an open one what its part is (`tallies.SHOWN`)."""

    EXCLUDED = "excluded"
    OPEN = "open"
    SENT = "sent"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


CONFIRMED = "confirmed"  # as people see it: their member tapped, and what they got is not told yet


# Of `Reason`: why somebody got nothing. The ledger has the codes: they stand in facts, and a customer's page says them.
GATE = tuple(one for one in Reason if one < Reason.NOT_FRIEND)
_OF_PLATFORM = {"not_friend": Reason.NOT_FRIEND, "capped": Reason.PLATFORM_CAPPED, "invalid": Reason.INVALID}


def platform_reason(told: str) -> Reason:
    """Of a channel's `Standing.reason`."""
    return _OF_PLATFORM.get(told, Reason.OTHER)


class CapRule(enum.StrEnum):
    """How many mass messages a customer may get: the corp chooses among these in 群发助手 (WeCom page 92135)."""

    MONTH = "days_of_month"
    WEEK = "seven_a_week"
    DAY = "one_a_day"


class Allowance(msgspec.Struct, frozen=True):
    """Since when messages count, and how many there may be."""

    since: int
    most: int


def allowance(rule: CapRule, now: int) -> Allowance:
    """Natural months, weeks from Monday, days: page 92135 names no other."""
    today = moment(now, PLATFORM_ZONE).date()
    first, most = today, 1
    if rule is CapRule.MONTH:
        first = today.replace(day=1)
        most = ((first + dt.timedelta(days=31)).replace(day=1) - first).days
    elif rule is CapRule.WEEK:
        first, most = today - dt.timedelta(days=today.weekday()), 7
    return Allowance(micros(dt.datetime.combine(first, dt.time(), PLATFORM_ZONE)), most)


def next_look(submitted_at: int, now: int) -> int:
    """Often at first, when staff are about to tap; then ever more seldom."""
    return now + min(SELDOM, max(SOON, (now - submitted_at) // 2))


def may_lag(confirmed_at: int | None, now: int) -> bool:
    """Whether a result that is not there may yet come. `confirmed_at`: when the tap was seen."""
    return confirmed_at is not None and now < confirmed_at + LAGGING


def may_remind(reminded: list[int], now: int) -> bool:
    """The platform takes three reminders in 24 hours (WeCom page 97610); one that may have failed counts."""
    return sum(at > now - REMINDED_IN for at in reminded) < REMINDERS
