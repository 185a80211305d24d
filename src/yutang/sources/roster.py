"""Who stands behind a code now. Pure: a roster, how many came to each today, an instant."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from yutang.kit.clock import micros, moment
from yutang.sources.model import Duty, DutyWhy, Hours, Mode, Seat

MOST_STAFF = 100  # of one code (WeCom page 96348)
MOST_GROUPS = 5  # of one code (41091)


def within(hours: Sequence[Hours], now: int, zone: ZoneInfo) -> bool:
    """Whether `now` lies in any of these; no hours at all: always."""
    at = moment(now, zone)
    minute = at.hour * 60 + at.minute
    return not hours or any(at.isoweekday() in h.days and h.since <= minute < h.until for h in hours)


def day_start(now: int, zone: ZoneInfo) -> int:
    """The first instant of the day: caps count from here."""
    return micros(moment(now, zone).replace(hour=0, minute=0, second=0, microsecond=0))


def decide(seats: Sequence[Seat], counts: Mapping[str, int], mode: Mode, now: int, zone: ZoneInfo) -> Duty:
    """The first of these that anybody fits: at work with room; backups at work with room; off hours with room; backups
    with room; and when all caps are reached, the backups, or everybody: a code can't lead to nobody.

    The order is the roster's. In turn, only the first of them stands behind it.
    """
    room = [seat for seat in seats if seat.cap is None or counts.get(seat.staff, 0) < seat.cap]
    here = [seat for seat in room if within(seat.hours, now, zone)]
    tries = (
        (DutyWhy.ON_DUTY, [seat for seat in here if not seat.backup]),
        (DutyWhy.BACKUP, [seat for seat in here if seat.backup]),
        (DutyWhy.OFF_HOURS, [seat for seat in room if not seat.backup]),
        (DutyWhy.OFF_HOURS, room),
        (DutyWhy.FULL, [seat for seat in seats if seat.backup]),
        (DutyWhy.FULL, list(seats)),
    )
    why, found = next((one for one in tries if one[1]), tries[-1])
    if mode is Mode.IN_TURN:
        # When all are full they share what still comes, instead of the first having all of it.
        found = found if why is DutyWhy.FULL else found[:1]
    return Duty(tuple(seat.staff for seat in found[:MOST_STAFF]), why)


def groups_behind(
    chats: Sequence[str], members: Mapping[str, int], now_behind: Sequence[str], full_at: int
) -> Duty:
    """Groups with room, at most five, in the order of the list; none has any: those that are behind it stay.

    A group that nobody knows the size of counts as empty: it is new.
    """
    room = [chat for chat in chats if members.get(chat, 0) < full_at]
    if room:
        return Duty(tuple(room[:MOST_GROUPS]), DutyWhy.ON_DUTY)
    stay = [chat for chat in now_behind if chat in chats] or list(chats)
    return Duty(tuple(stay[-MOST_GROUPS:]), DutyWhy.FULL)
