"""What screens show of staff and of hand-overs. Ids of accounts, customers and staff are strings, instants milliseconds
since 1970, UTC. Codes, never sentences. Pure values.
"""

from typing import Annotated, Any, Literal

import msgspec

from yutang.handover.directory import Check, Held, Member
from yutang.handover.listing import Line, Shown
from yutang.handover.listing import Sums as Counted
from yutang.handover.model import Reason, Receiver
from yutang.handover.planning import LONGEST_MESSAGE, Wish

LARGEST_ID = (1 << 53) - 1
MOST_RECEIVERS, MOST_CHOSEN = 100, 10_000
Ref = Annotated[str, msgspec.Meta(pattern="^[1-9][0-9]{0,15}$")]
Chosen = Annotated[list[Ref], msgspec.Meta(max_length=MOST_CHOSEN)]
StandingName = Literal["active", "left", "unseated"]
ItemName = Literal[
    "excluded", "planned", "asking", "waiting", "done", "refused", "full", "gone", "failed", "cancelled"
]
HandoverStateName = Literal["draft", "running", "done", "cancelled"]


class StaffLine(msgspec.Struct, frozen=True, kw_only=True):
    """`load`: per cent of the customers that one member of staff takes. `waiting`: customers of somebody who left, whom
    nobody has got yet. `tasks`: open ones. `new_week`: customers added in the last seven days. `department`: of their
    company, as WeCom or a list said it last."""

    id: str
    name: str
    standing: StandingName
    unit_id: int | None
    unit: str | None
    department: str | None
    customers: int
    groups: int
    new_week: int
    tasks: int
    load: int
    waiting: int


class StaffDirectory(msgspec.Struct, frozen=True, kw_only=True):
    """By name; at most two thousand of `all`. `seats`: customers that one member of staff takes."""

    items: list[StaffLine]
    all: int
    seats: int


class StaffLink(msgspec.Struct, frozen=True):
    id: str
    name: str


class StaffCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the leaver's checklist: locales "staff.check.<code>". `count`: what is left; 0: done."""

    code: str
    count: int
    moving: int
    links: list[StaffLink]


class HandoverSums(msgspec.Struct, frozen=True, kw_only=True):
    """all = the sum of `states`; its "excluded" = the sum of `excluded`. Reasons: locales "handover.reason.<code>"."""

    all: int
    states: dict[str, int]
    excluded: dict[str, int]
    failed: dict[str, int]


class HandoverRow(msgspec.Struct, frozen=True, kw_only=True):
    """`open`: customers and groups under way."""

    id: int
    giver: StaffLink
    receivers: list[StaffLink]
    state: HandoverStateName
    cancelling: bool
    customers: HandoverSums
    groups: HandoverSums
    open: int
    made_by_name: str
    made_at: int
    confirmed_at: int | None
    ended_at: int | None


class HandoverRows(msgspec.Struct, frozen=True):
    """`next`: hand it in as `before`; null: that was all."""

    items: list[HandoverRow]
    next: int | None


class HandoverDetail(msgspec.Struct, frozen=True, kw_only=True):
    """`digest`: hand it in when confirming. `fault`: the platform's code of what keeps some of it from going. `left`:
    the giver works there no more. `everything`: all customers, all groups, or those chosen."""

    row: HandoverRow
    left: bool
    message: str
    digest: str
    fault: str
    all_customers: bool
    all_groups: bool


class StaffPage(msgspec.Struct, frozen=True, kw_only=True):
    line: StaffLine
    checks: list[StaffCheck]
    handovers: list[HandoverRow]


class StaffHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A customer or a group of somebody's. `id`: an account, or a group; hand it in when choosing. `moving`: on its way
    to somebody else already."""

    id: str
    customer_id: str | None
    name: str | None
    since_at: int | None
    moving: bool


class StaffHoldings(msgspec.Struct, frozen=True):
    """`next`: hand it in as `after`; null: that was all."""

    items: list[StaffHeld]
    next: str | None


class StaffReceiver(msgspec.Struct, frozen=True, kw_only=True):
    """`room`: how many customers more they take."""

    id: str
    name: str
    customers: int
    room: int


class StaffReceivers(msgspec.Struct, frozen=True):
    """Who has the fewest customers first."""

    items: list[StaffReceiver]


class HandoverDraft(msgspec.Struct, frozen=True, kw_only=True):
    """`customers`, `groups`: null: all; []: none. `message`: what customers of somebody present are told."""

    giver_id: Ref
    receiver_ids: Annotated[list[Ref], msgspec.Meta(min_length=1, max_length=MOST_RECEIVERS)]
    customers: Chosen | None = None
    groups: Chosen | None = None
    message: Annotated[str, msgspec.Meta(max_length=LONGEST_MESSAGE)] = ""


class HandoverMade(msgspec.Struct, frozen=True):
    id: int


class HandoverConfirm(msgspec.Struct, frozen=True):
    """What was looked at."""

    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class HandoverItem(msgspec.Struct, frozen=True, kw_only=True):
    """`name` null: nobody knows it, they are gone, or out of sight. `code`: the platform's. `takes_at`: when the new
    member has it, or got it."""

    id: str
    customer_id: str | None
    name: str | None
    to: str | None
    state: ItemName
    reason: str | None
    code: str
    takes_at: int | None
    at: int | None


class HandoverItems(msgspec.Struct, frozen=True):
    """`next`: hand it in as `after`; null: that was all."""

    items: list[HandoverItem]
    next: str | None


def wish(draft: HandoverDraft) -> Wish:
    return Wish(
        giver=int(draft.giver_id), receivers=tuple(dict.fromkeys(map(int, draft.receiver_ids))),
        customers=None if draft.customers is None else tuple(dict.fromkeys(map(int, draft.customers))),
        groups=None if draft.groups is None else tuple(dict.fromkeys(map(int, draft.groups))),
        message=draft.message.strip(),
    )  # fmt: skip


def line(one: Member) -> StaffLine:
    values: dict[str, Any] = msgspec.structs.asdict(one)
    values |= {"id": str(one.id), "standing": one.standing.value}
    return StaffLine(**values)


def check(one: Check) -> StaffCheck:
    links = [StaffLink(each.id, each.name) for each in one.links]
    return StaffCheck(code=one.code, count=one.count, moving=one.moving, links=links)


def held(one: Held) -> StaffHeld:
    return StaffHeld(
        id=str(one.id), customer_id=None if one.customer_id is None else str(one.customer_id), name=one.name,
        since_at=_millis(one.since), moving=one.moving,
    )  # fmt: skip


def receiver(one: Receiver) -> StaffReceiver:
    return StaffReceiver(id=str(one.id), name=one.name, customers=one.load, room=one.room)


def row(one: Line) -> HandoverRow:
    of = one.handover
    return HandoverRow(
        id=of.id, giver=StaffLink(str(of.giver_id), one.giver),
        receivers=[StaffLink(str(id_), name) for id_, name in one.receivers.items()], state=of.state.value,
        cancelling=of.cancelled_at is not None and of.ended_at is None, customers=_sums(one.customers),
        groups=_sums(one.groups), open=one.open, made_by_name=of.made_by_name, made_at=of.made_at // 1000,
        confirmed_at=_millis(of.confirmed_at), ended_at=_millis(of.ended_at),
    )  # fmt: skip


def detail(one: Line) -> HandoverDetail:
    of = one.handover
    return HandoverDetail(
        row=row(one), left=of.giver_left, message=of.message, digest=of.digest, fault=one.fault,
        all_customers=of.customers is None, all_groups=of.groups is None,
    )  # fmt: skip


def item(one: Shown) -> HandoverItem:
    return HandoverItem(
        id=str(one.ref_id), customer_id=None if one.customer_id is None else str(one.customer_id), name=one.name,
        to=one.to, state=one.state.value, reason=None if one.reason is Reason.NONE else one.reason.name.lower(),
        code=one.code, takes_at=_millis(one.takes_at), at=_millis(one.at),
    )  # fmt: skip


def _sums(one: Counted) -> HandoverSums:
    return HandoverSums(all=one.all, states=one.states, excluded=one.excluded, failed=one.failed)


def _millis(at: int | None) -> int | None:
    return None if at is None else at // 1000
