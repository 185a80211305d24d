"""Sends as the API tells them. Instants are milliseconds since 1970, UTC; ids of customers and staff are strings."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

from yutang.channels.contract.message import Attachment
from yutang.outbox.listing import Member, Recipient, Whole
from yutang.outbox.model import CapRule, Reason, SendKind, SendState
from yutang.outbox.store import Send
from yutang.web.api.moment_shapes import MomentStaff, MomentTag, SendUpload
from yutang.web.api.segment_shapes import LARGEST_ID, RuleGiven

Title = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_ID)]
StaffId = Annotated[str, msgspec.Meta(pattern="^[0-9]{1,15}$")]


class SendRow(msgspec.Struct, frozen=True, kw_only=True):
    """`states`: how many recipients are how (locales "send.touch.<state>"), of those whom the viewer sees."""

    id: int
    kind: SendKind
    name: str
    state: SendState
    states: dict[str, int]
    made_by_name: str
    made_at: int
    confirmed_at: int | None
    deadline_at: int | None
    ended_at: int | None


class SendRows(msgspec.Struct, frozen=True):
    """`next`: hand it in as `before`; null: that was all."""

    items: list[SendRow]
    next: int | None


class SendDoor(msgspec.Struct, frozen=True, kw_only=True):
    """A connection that can send. `cap_rule`: how many messages a customer may get."""

    id: int
    name: str
    state: str
    cap_rule: CapRule


class SendLimits(msgspec.Struct, frozen=True, kw_only=True):
    """`text` in `unit`: bytes or chars; `bytes`: of UTF-8, besides. `kinds`: of each kind of attachment, how many;
    empty: any. `mixes`: whether kinds go together."""

    text: int
    unit: str
    bytes: int | None
    attachments: int
    kinds: dict[str, int]
    mixes: bool


class SendDoors(msgspec.Struct, frozen=True):
    """`limits` by target: person, feed."""

    items: list[SendDoor]
    limits: dict[str, SendLimits]


class SendPolicy(msgspec.Struct, frozen=True):
    cap_rule: CapRule


class SendDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A message to a saved segment or to whom a rule says (tags and staff stand in the rule); a Moment to all customers
    of `staff`, or to a segment or rule through the owners of its people (among `staff`, if there are any), shown to who
    bears one of `tags` (the platform's ids; none: to all). `purpose`: what consent is asked for. Uploads in attachments
    are named by their `ref` ("picture:<id>")."""

    connection_id: Id
    kind: SendKind = SendKind.MESSAGE
    name: Title
    purpose: Title
    segment_id: Id | None = None
    rule: RuleGiven = None
    staff: Annotated[list[StaffId], msgspec.Meta(max_length=10_000)] = []
    tags: Annotated[list[Annotated[str, msgspec.Meta(max_length=64)]], msgspec.Meta(max_length=100)] = []
    text: Annotated[str, msgspec.Meta(max_length=10_000)] = ""
    attachments: Annotated[list[Attachment], msgspec.Meta(max_length=20)] = []


class SendMade(msgspec.Struct, frozen=True, kw_only=True):
    """`turn`: of the content; hand it in when changing or confirming."""

    id: int
    turn: int


class SendMember(msgspec.Struct, frozen=True, kw_only=True):
    """One member of staff. `states`: of what was laid before them (locales "send.part.<state>"); `faults`: the
    channel's codes of what keeps it."""

    staff_id: str
    name: str
    people: int
    sent: int
    refused: int
    open: int
    states: list[str]
    confirmed_at: int | None
    reminded: int
    may_remind: bool
    late: bool
    faults: list[str]
    likes: int
    comments: int


class SendDetail(msgspec.Struct, frozen=True, kw_only=True):
    """`excluded`, `refused`: by reason (locales "send.reason.<name>"). `tags`: of the platform, with those names it has
    now. `uploads`: what the attachments name."""

    row: SendRow
    turn: int
    connection_id: int
    purpose: str
    segment_id: int | None
    rule: Any
    staff: list[str]
    tags: list[MomentTag]
    uploads: list[SendUpload]
    text: str
    attachments: list[Attachment]
    confirmed_by_name: str | None
    excluded: dict[str, int]
    refused: dict[str, int]
    members: list[SendMember]


class SendAccount(msgspec.Struct, frozen=True, kw_only=True):
    """audience = the sum of `excluded` + `proposed`. `wrong`: why the message can't go (locales "send.wrong.<code>").
    `digest`: hand it in when confirming. Of a Moment: `notices`, of the proposed, whom the platform can't leave out
    (locales "send.notice.<code>"), and who publishes it; each of the proposed stands under one of those."""

    audience: int
    excluded: dict[str, int]
    proposed: int
    senders: int
    parts: int
    notices: dict[str, int]
    publishers: list[MomentStaff]
    digest: str
    wrong: list[str]


class SendConfirm(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at."""

    turn: Id
    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]


class SendConfirmed(msgspec.Struct, frozen=True, kw_only=True):
    audience: int
    proposed: int
    senders: int


class SendReminded(msgspec.Struct, frozen=True):
    parts: int


class SendRecipient(msgspec.Struct, frozen=True, kw_only=True):
    """`name` null: nobody knows it, or they are gone. `state`: locales "send.touch.<state>"."""

    customer_id: str
    name: str | None
    staff: str | None
    state: str
    reason: str | None
    at: int | None


class SendRecipients(msgspec.Struct, frozen=True):
    """`next`: hand it in as `after`; null: that was all."""

    items: list[SendRecipient]
    next: str | None


def by_name(counts: dict[Reason, int]) -> dict[str, int]:
    return {reason.name.lower(): n for reason, n in counts.items()}


def row(one: Send, states: dict[str, int]) -> SendRow:
    return SendRow(
        id=one.id, kind=one.kind, name=one.name, state=one.state, states=states, made_by_name=one.made_by_name,
        made_at=one.made_at // 1000, confirmed_at=_millis(one.confirmed_at), deadline_at=_millis(one.deadline_at),
        ended_at=_millis(one.ended_at),
    )  # fmt: skip


def detail(found: Whole, tags: Sequence[MomentTag], uploads: Sequence[SendUpload]) -> SendDetail:
    one = found.send
    return SendDetail(
        row=row(one, found.states), turn=one.turn, connection_id=one.connection_id, purpose=one.purpose,
        segment_id=one.audience.segment, rule=one.audience.rule, text=one.message.text,
        staff=[str(id_) for id_ in one.audience.staff], tags=list(tags), uploads=list(uploads),
        attachments=list(one.message.attachments), confirmed_by_name=one.confirmed_by_name,
        excluded=by_name(found.excluded), refused=by_name(found.refused),
        members=[_member(each) for each in found.members],
    )  # fmt: skip


def recipient(one: Recipient) -> SendRecipient:
    return SendRecipient(
        customer_id=str(one.customer_id), name=one.name, staff=one.staff, state=one.state,
        reason=None if one.reason is None else one.reason.name.lower(), at=_millis(one.at),
    )  # fmt: skip


def _member(one: Member) -> SendMember:
    values: dict[str, Any] = msgspec.structs.asdict(one)
    values |= {"staff_id": str(one.staff_id), "confirmed_at": _millis(one.confirmed_at)}
    values["states"] = [str(state) for state in one.states]
    return SendMember(**values)


def _millis(at: int | None) -> int | None:
    return None if at is None else at // 1000
