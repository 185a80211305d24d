"""What a program may post: one type a kind of fact. The types are the rules; docs/facts.md says what a kind means."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from yutang.importers import postable_people
from yutang.importers.postable_base import Actor, Base, Count, Instant, Name, Ref, Text
from yutang.importers.postable_people import PEOPLE, Currency
from yutang.ledger.catalogue import Kind

MOST = 10_000  # facts in one request

How = Literal["joined", "invited", "link", "scan", "left", "removed"]


class MessageProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    media: Annotated[str, Meta(pattern="^[a-z_]{1,20}$")] | None = None


class MoveProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    how: How | None = None


class GroupProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """`owner`: the account's id; `line`: the line of business; `members`: how many there are."""

    private: bool | None = None
    owner: Ref | None = None
    line: Name | None = None
    created: Instant | None = None
    dismissed: Instant | None = None
    members: Count | None = None
    size_limit: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None


class CountProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    speakers: Count | None = None
    members: Count | None = None


class OrderProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    items: Count | None = None
    status: Name | None = None
    currency: Currency | None = None


class MessageSent(Base, tag="message.sent", kw_only=True):
    """`object`: the platform's id of the message; `related`: of the message it answers."""

    group: Ref
    actor: Actor
    object: Ref | None = None
    related: Ref | None = None
    text: Text | None = None
    props: MessageProps | None = None


class MessageRecalled(Base, tag="message.recalled", kw_only=True):
    """`related`: the platform's id of the message that was taken back."""

    group: Ref
    related: Ref
    actor: Actor | None = None


class GroupJoined(Base, tag="group.joined", kw_only=True):
    """`related`: the account that invited."""

    group: Ref
    actor: Actor
    related: Ref | None = None
    props: MoveProps | None = None


class GroupLeft(Base, tag="group.left", kw_only=True):
    """`related`: the account that removed them."""

    group: Ref
    actor: Actor
    related: Ref | None = None
    props: MoveProps | None = None


class GroupRenamed(Base, tag="group.renamed", kw_only=True):
    group: Ref
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    actor: Actor | None = None


class GroupSeen(Base, tag="group.seen", kw_only=True):
    group: Ref
    name: Name | None = None
    props: GroupProps | None = None


class MemberSeen(Base, tag="member.seen", kw_only=True):
    group: Ref
    actor: Actor


class GroupCounted(Base, tag="group.counted", kw_only=True):
    """`amount`: messages that day, of the whole group or of `actor`."""

    group: Ref
    amount: Count
    actor: Actor | None = None
    props: CountProps | None = None


class OrderPlaced(Base, tag="order.placed", kw_only=True):
    """`amount`: cents; `object`: the platform's id of the order."""

    actor: Actor
    amount: Count
    group: Ref | None = None
    object: Ref | None = None
    props: OrderProps | None = None


class IdentitySeen(Base, tag="identity.seen", kw_only=True):
    actor: Actor


Fact = (
    MessageSent | MessageRecalled | GroupJoined | GroupLeft | GroupRenamed | GroupSeen | MemberSeen | GroupCounted
    | OrderPlaced | IdentitySeen | PEOPLE
)  # fmt: skip
KINDS: dict[type[Any], Kind] = {
    MessageSent: Kind.MESSAGE_SENT, MessageRecalled: Kind.MESSAGE_RECALLED, GroupJoined: Kind.GROUP_JOINED,
    GroupLeft: Kind.GROUP_LEFT, GroupRenamed: Kind.GROUP_RENAMED, GroupSeen: Kind.GROUP_SEEN,
    MemberSeen: Kind.MEMBER_SEEN, GroupCounted: Kind.GROUP_COUNTED, OrderPlaced: Kind.ORDER_PLACED,
    IdentitySeen: Kind.IDENTITY_SEEN,
} | postable_people.KINDS  # fmt: skip


class Facts(msgspec.Struct, forbid_unknown_fields=True):
    """A batch."""

    facts: Annotated[list[Fact], Meta(max_length=MOST)]
