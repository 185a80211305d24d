"""What screens show of customers. Ids are strings (some are beyond what JavaScript counts), instants milliseconds
since 1970, UTC, money cents. Codes, never sentences. Pure values.
"""

from typing import Any, Literal

import msgspec

Why = Literal["assigned", "only", "first", "last", "unit", "kept", "shared", "ask", "open"]
StageName = Literal["stranger", "aware", "interacting", "buying", "repeat", "at_risk", "lost"]
TieName = Literal["none", "weak", "strong"]
ContactKind = Literal["phone", "email"]
TagSource = Literal["unknown", "rule", "staff", "answer", "platform", "model", "import"]
ChannelName = Literal["wecom", "group", "moments", "sms", "email", "call", "webhook", "mini_program"]


class Named(msgspec.Struct, frozen=True):
    """A thing and what it is called. `name` is null where nobody defined it, or it was deleted."""

    id: str
    name: str | None


class BorneTag(msgspec.Struct, frozen=True, kw_only=True):
    """A tag in force. `name`: "group/name"."""

    id: str
    name: str | None
    since_at: int
    until_at: int | None
    source: TagSource
    confidence: int  # 0 to 100


class CustomerTag(BorneTag, frozen=True, kw_only=True):
    """`staff`: whose relation has it, null where the person has it."""

    staff: Named | None = None


class CustomerTier(msgspec.Struct, frozen=True, kw_only=True):
    """Where a customer stands in a layer."""

    layer: Named
    tier: Named
    since_at: int


class CustomerContact(msgspec.Struct, frozen=True, kw_only=True):
    """A phone or an e-mail. `shown` is masked, unless it was asked for in full."""

    account_id: str
    kind: ContactKind
    shown: str


class CustomerOwner(msgspec.Struct, frozen=True, kw_only=True):
    """Who owns a customer, and why (locales "owner_why.<why>"). `staff` null: nobody yet, somebody must decide.
    `clash`: staff of different units follow them."""

    staff: Named | None
    why: Why
    clash: bool


class CustomerRow(msgspec.Struct, frozen=True, kw_only=True):
    """One customer in the list. `since_at` null: nothing of them has a date."""

    id: str
    name: str
    stage: StageName | None
    tiers: list[CustomerTier]
    tags: list[CustomerTag]  # of the person, not of relations
    owner: CustomerOwner | None  # null: nobody follows them
    sources: list[str]
    orders: int
    spend_cents: int
    refunded_cents: int
    last_order_at: int | None
    last_message_at: int | None
    since_at: int | None
    relations: int  # members of staff who follow them now
    contacts: list[CustomerContact]
    remark: str | None  # the newest of the staff in the viewer's scope who follow them


class CustomerList(msgspec.Struct, frozen=True, kw_only=True):
    """`total`: of the whole search, not of the page."""

    items: list[CustomerRow]
    next: str | None
    total: int


class CustomerAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account of a customer. Of a phone or an e-mail `external_id` is null: it is in the contacts."""

    id: str
    platform: str
    external_id: str | None
    name: str | None


class NextStep(msgspec.Struct, frozen=True):
    """What to do next: locales "next_step.<code>" with the parameters."""

    code: str
    params: dict[str, Any] = {}


class CustomerAttribute(msgspec.Struct, frozen=True, kw_only=True):
    """A value in force. `code` and `type` are null where nobody defined the attribute: then `value` is text.

    Values by type: text and place a string, number a number, money cents, date "YYYY-MM-DD", choice a string,
    choices a list of strings.
    """

    id: str
    code: str | None
    type: str | None
    value: Any
    source: str | None
    set_at: int


class CustomerRelation(msgspec.Struct, frozen=True, kw_only=True):
    """Who follows or followed them. `cause`: why it ended. `tags`: of the relation, on the newest span of each member
    of staff. `yours`: the viewer answers for the member of staff, sees the remark and may change the tags."""

    staff: Named
    account_id: str
    since_at: int | None
    ended_at: int | None
    cause: Literal["customer_deleted", "staff_deleted", "transferred", "transfer_refused"] | None
    how: Literal["added", "transferred"]
    source: str | None
    remark: str | None
    tags: list[BorneTag]
    yours: bool


class CustomerGroup(msgspec.Struct, frozen=True, kw_only=True):
    """A group they are in, or were. `id`: as in the check-up; `visible`: the viewer may open it."""

    id: str
    name: str | None
    joined_at: int | None
    left_at: int | None
    how: str | None
    how_left: str | None
    visible: bool


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    items: str | None
    cents: int


class CustomerOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order with its rows. `foreign`: in another currency than the tenant's, in no total. `placed_at` null: a
    refund of an order that is not known."""

    id: str
    placed_at: int | None
    cents: int
    refunded_cents: int
    status: str | None
    cancelled: bool
    foreign: bool
    currency: str | None
    lines: list[OrderLine]


class CustomerSpending(msgspec.Struct, frozen=True, kw_only=True):
    """Orders that were not cancelled, in the tenant's currency. `average_cents`: of an order, rounded."""

    orders: int
    spend_cents: int
    refunded_cents: int
    average_cents: int | None
    first_order_at: int | None
    last_order_at: int | None


class CustomerConsent(msgspec.Struct, frozen=True, kw_only=True):
    """The last word on a purpose. `channel` null: all of them. `in_force`: given, and not run out."""

    channel: ChannelName | None
    purpose: str
    given: bool
    in_force: bool
    since_at: int
    until_at: int | None
    notice: str | None


class ActedKind(msgspec.Struct, frozen=True):
    """How often they did a thing ("message.sent", "group.joined", "order.placed" …)."""

    kind: str
    times: int


class PreferredActivity(msgspec.Struct, frozen=True, kw_only=True):
    """When and what they do most, in the tenant's zone. `blocks`: acts in each three hours of a day from 0 o'clock;
    `weekdays`: from Monday. `block`, `weekday`: the fullest; null where there are fewer than five acts."""

    acts: int
    blocks: list[int]
    weekdays: list[int]
    kinds: list[ActedKind]
    block: int | None
    weekday: int | None


class CustomerNeed(msgspec.Struct, frozen=True, kw_only=True):
    """What they seem to want: a tag with what was said for it."""

    tag: Named
    source: TagSource
    confidence: int
    at: int
    evidence: str


class CustomerTouch(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to reach them. `state`: proposed (waits for staff), sent, refused (nothing came of it). `reason`: why
    it was refused (locales "send.reason.<name>"); null where nobody said."""

    id: str
    at: int
    channel: ChannelName
    state: str
    reason: str | None


class CustomerNote(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    at: int
    by: str | None
    text: str


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about one customer but the timeline. `orders`, `touches`: the newest 50."""

    id: str
    name: str
    since_at: int | None
    accounts: list[CustomerAccount]
    contacts: list[CustomerContact]
    may_reveal: bool  # the contacts in full, on a request that the audit log keeps
    stage: StageName | None
    spreading: bool
    tie: TieName | None
    recency: int | None  # 1 to 5, as are the next two
    frequency: int | None
    money: int | None
    tiers: list[CustomerTier]
    owner: CustomerOwner | None
    sources: list[str]
    next_step: NextStep | None
    attributes: list[CustomerAttribute]
    tags: list[CustomerTag]
    relations: list[CustomerRelation]
    groups: list[CustomerGroup]
    spending: CustomerSpending
    orders: list[CustomerOrder]
    consents: list[CustomerConsent]
    frequency_wish: int | None  # messages a week at most; null: they said nothing
    activity: PreferredActivity
    needs: list[CustomerNeed]
    touches: list[CustomerTouch]
    segments: list[Named]
    notes: list[CustomerNote]
