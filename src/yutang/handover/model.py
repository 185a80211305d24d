"""What a hand-over is, and the rules of it. Frozen values; no I/O, no clock. Instants: microseconds since 1970, UTC.

Numbers of the platform: wecom-api.md §2 and §4.10. A customer may refuse for 24 hours; customers and groups change
hands at most twice in 90 days; 100 of them a call.
"""

import enum
import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from yutang.kit.clock import DAY, SECOND

CALL = 100  # customers or groups of one call
TERM, TWICE = 90 * DAY, 2
DELAY = DAY  # until the new member has the customer
LOST = (
    600 * SECOND
)  # a call whose answer is lost, and of which nothing is to be seen for so long, was never made
PATIENCE = 30 * DAY  # from when it was asked: then nobody waits for the platform's word any more
UNTOLD = (
    3 * DAY
)  # from when it was asked: by then it has changed hands or won't, where the platform refuses to tell
SOON = 300 * SECOND
LOOKS = (60 * SECOND, 600 * SECOND, 3_600 * SECOND, 6 * 3_600 * SECOND)  # between two looks, ever longer
# Customers of one member: vendors only, no official page; corps may have it raised to the second.
SEATS, MORE_SEATS = 5_000, 20_000
FULL_FOR = DAY  # who was full gets nobody for so long


class HandoverState(enum.StrEnum):
    """Names for people: locales "handover.state.<code>"."""

    DRAFT = "draft"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Thing(enum.StrEnum):
    """What changes hands."""

    CUSTOMER = "customer"
    GROUP = "group"


class ItemState(enum.StrEnum):
    """How one customer or group stands. Names for people: locales "handover.item.<code>"."""

    EXCLUDED = "excluded"  # never asked: see the reason
    PLANNED = "planned"
    ASKING = "asking"  # the call is under way, or its answer was lost
    WAITING = "waiting"  # it takes over after 24 hours, unless the customer refuses
    DONE = "done"
    REFUSED = "refused"  # by the customer
    FULL = "full"  # the new member takes no more
    GONE = "gone"  # the relation ended meanwhile
    FAILED = "failed"  # the platform didn't begin: see the reason
    CANCELLED = "cancelled"


OPEN = (ItemState.PLANNED, ItemState.ASKING, ItemState.WAITING)
HELD = (ItemState.ASKING, ItemState.WAITING)
REST = (ItemState.REFUSED, ItemState.FULL, ItemState.FAILED)  # a person's task: the platform does no more


class Reason(enum.IntEnum):
    """Why not. Stored; never renumber. Names for people: locales "handover.reason.<name>"."""

    NONE = 0
    MOVING = 1
    LATELY = 2
    NO_RELATION = 3
    ERASED = 4
    NO_ROOM = 5
    UNKNOWN = 6
    RECEIVER = 7
    GIVER = 8
    GROUP_OVER = 9
    GROUP_FULL = 10
    OWNED = 11
    NO_ANSWER = 12
    OTHER = 13


class BatchState(enum.StrEnum):
    PLANNED = "planned"
    SUBMITTED = "submitted"
    HELD = "held"  # the platform has some of it, or may have
    DONE = "done"


# The platform's codes (wecom-api.md §3; groups: 96334). 40097 the giver has not left, 40098 the receiver is not active,
# 84074 60011 301002 the application does not see the receiver.
_CUSTOMER_CODES: dict[int, Reason] = {
    40096: Reason.UNKNOWN, 40097: Reason.GIVER, 40098: Reason.RECEIVER, 40099: Reason.NO_ROOM, 40100: Reason.MOVING,
    40128: Reason.LATELY, 40129: Reason.MOVING, 40130: Reason.RECEIVER, 40131: Reason.NO_RELATION,
    84061: Reason.NO_RELATION, 84083: Reason.RECEIVER, 84084: Reason.NO_RELATION,
}  # fmt: skip
_GROUP_CODES: dict[int, Reason] = {
    90500: Reason.GIVER, 90501: Reason.GROUP_OVER, 90502: Reason.GIVER, 90503: Reason.GROUP_FULL, 90504: Reason.OWNED,
    90508: Reason.LATELY,
}  # fmt: skip
OUT_OF_SIGHT = (84074, 60011, 301002)
_RECEIVER_CODES: dict[int, Reason] = dict.fromkeys(
    (*OUT_OF_SIGHT, 40003, 40031, 60111, 41054), Reason.RECEIVER
)
LATER = 45009  # of one group: its new owner got as many today as the platform allows


def reason_of(code: int, thing: Thing) -> Reason:
    """What the platform's code means."""
    known = _CUSTOMER_CODES if thing is Thing.CUSTOMER else _GROUP_CODES
    return known.get(code) or _RECEIVER_CODES.get(code, Reason.OTHER)


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """Something of the giver's: an account of a customer, or a group. `reason`: what keeps it, as far as is known."""

    id: int
    reason: Reason = Reason.NONE


class Receiver(msgspec.Struct, frozen=True, kw_only=True):
    """Who may get some. `load`: customers now; `room`: how many more; `ref`: the platform's id of them."""

    id: int
    ref: str
    name: str
    load: int
    room: int
    active: bool = True


class Choice(msgspec.Struct, frozen=True, gc=False):
    """What is to become of one candidate: somebody's (`to_id`), or nobody's for a reason."""

    id: int
    to_id: int | None
    reason: Reason = Reason.NONE


def room(load: int, coming: int, *, full: bool) -> int:
    """How many more somebody takes: `coming` are on their way to them, `full`: the platform said so lately."""
    seats = SEATS if load < SEATS else MORE_SEATS
    return 0 if full else max(seats - load - coming, 0)


def shares(count: int, rooms: Sequence[int]) -> list[int]:
    """So many for each, as even as their room allows; together as many as there are, or as there is room for."""
    given, left = [0] * len(rooms), count
    by_room = sorted(range(len(rooms)), key=lambda place: rooms[place])
    for turn, place in enumerate(by_room):
        given[place] = min(max(rooms[place], 0), left // (len(rooms) - turn))
        left -= given[place]
    return given


def spread(candidates: Sequence[Candidate], receivers: Sequence[Receiver]) -> list[Choice]:
    """Who goes to whom, evenly; each candidate once, in their order."""
    able = [one for one in receivers if one.active]
    movable = [one for one in candidates if one.reason is Reason.NONE]
    left = Reason.NO_ROOM if able else Reason.RECEIVER
    found: dict[int, Choice] = {}
    at = 0
    for who, count in zip(able, shares(len(movable), [one.room for one in able]), strict=True):
        found |= {one.id: Choice(one.id, who.id) for one in movable[at : at + count]}
        at += count
    found |= {one.id: Choice(one.id, None, left) for one in movable[at:]}
    return [found.get(one.id) or Choice(one.id, None, one.reason) for one in candidates]


def digest(customers: Iterable[Choice], groups: Iterable[Choice]) -> str:
    """The same plan has the same; who confirms hands in what they looked at."""
    told = [sorted((one.id, one.to_id or 0, int(one.reason)) for one in part) for part in (customers, groups)]
    return hashlib.blake2b(msgspec.json.encode(told), digest_size=16).hexdigest()


class Told(msgspec.Struct, frozen=True, gc=False):
    """What the platform says of a hand-over: `status` (0: nothing), `at`: when it takes or took over, in seconds."""

    status: int = 0
    at: int = 0


NOTHING = Told()
_WAITING = 2
_STATES = {
    1: ItemState.DONE, _WAITING: ItemState.WAITING, 3: ItemState.REFUSED, 4: ItemState.FULL, 5: ItemState.GONE,
}  # fmt: skip
_WITHOUT_INSTANT = (ItemState.REFUSED, ItemState.FULL, ItemState.GONE)


def verdict(state: ItemState, before: Told, told: Told, *, age: int) -> ItemState | None:
    """What became of one that was asked for `age` ago; None: nothing new. PLANNED: the call was never made.

    The platform tells the last hand-over of a pair, so what it says may be of an earlier one: `before` is what it said
    right before the call. Endings without an instant can't be told apart; after a day they are taken as said, and
    nobody is asked a second time because of them. That there is no hand-over (5) ends one that was begun; of one whose
    answer was lost it tells nothing.
    """
    new = _STATES.get(told.status)
    if state is ItemState.ASKING and new is ItemState.GONE:
        new = None
    moved = new is not None and told != before
    if not moved and new in _WITHOUT_INSTANT:
        moved = age >= DELAY
        if state is ItemState.ASKING and new is ItemState.REFUSED and not moved:
            return None  # they may have refused this one, too
    if moved and (state is ItemState.ASKING or new is not ItemState.WAITING):
        return new
    if state is ItemState.ASKING:
        return ItemState.PLANNED if age >= LOST else None
    return ItemState.FAILED if age >= PATIENCE else None


def next_day(now: int) -> int:
    """The platform's next midnight, in China: what it allows a day begins anew."""
    here = 8 * 3_600 * SECOND
    return ((now + here) // DAY + 1) * DAY - here


def next_look(looks: int, takes_at: int | None, now: int) -> int:
    """When to look again: seldom, but soon after something is to take over."""
    usual = now + LOOKS[min(looks, len(LOOKS) - 1)]
    if takes_at is None or takes_at + LOOKS[0] <= now:
        return usual
    return min(usual, takes_at + LOOKS[0])
