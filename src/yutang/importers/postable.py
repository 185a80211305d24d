"""What a program may post: one type a kind of fact. The types are the rules; docs/facts.md says what a kind means."""

import datetime as dt
import re
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from yutang.ledger.catalogue import Kind
from yutang.ledger.facts import TEXT_CAP

MOST = 10_000  # facts in one request
LARGEST = 1 << 40

Instant = Annotated[
    Annotated[dt.datetime, Meta(tz=True)] | Annotated[int, Meta(ge=0, le=4_102_444_800_000)],
    Meta(description="RFC 3339 with a zone, or milliseconds since 1970, UTC"),
]
Ref = Annotated[str, Meta(min_length=1, max_length=200)]
# Its form is checked once a platform and not once a fact (`good_platform`): msgspec asks Python's `re` for each.
PLATFORM = "^[a-z][a-z0-9_]{0,31}$"
Platform = Annotated[str, Meta(min_length=1, max_length=32, extra_json_schema={"pattern": PLATFORM})]
Name = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=TEXT_CAP)]
Count = Annotated[int, Meta(ge=0, le=LARGEST)]
RoleName = Literal["unknown", "person", "staff", "bot", "house", "system"]
How = Literal["joined", "invited", "link", "scan", "left", "removed"]


@lru_cache(1024)
def good_platform(name: str) -> bool:
    return re.search(PLATFORM, name) is not None and not name.endswith("\n")


class Actor(msgspec.Struct, forbid_unknown_fields=True):
    """An account of the platform. `role`: what it is to the brand, when the platform knows."""

    id: Ref
    name: Name | None = None
    role: RoleName = "unknown"


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
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] | None = None


class _Fact(msgspec.Struct, tag_field="kind", kw_only=True, forbid_unknown_fields=True):
    happened: Instant
    platform: Platform


class MessageSent(_Fact, tag="message.sent", kw_only=True):
    """`object`: the platform's id of the message; `related`: of the message it answers."""

    group: Ref
    actor: Actor
    object: Ref | None = None
    related: Ref | None = None
    text: Text | None = None
    props: MessageProps | None = None


class MessageRecalled(_Fact, tag="message.recalled", kw_only=True):
    """`related`: the platform's id of the message that was taken back."""

    group: Ref
    related: Ref
    actor: Actor | None = None


class GroupJoined(_Fact, tag="group.joined", kw_only=True):
    """`related`: the account that invited."""

    group: Ref
    actor: Actor
    related: Ref | None = None
    props: MoveProps | None = None


class GroupLeft(_Fact, tag="group.left", kw_only=True):
    """`related`: the account that removed them."""

    group: Ref
    actor: Actor
    related: Ref | None = None
    props: MoveProps | None = None


class GroupRenamed(_Fact, tag="group.renamed", kw_only=True):
    group: Ref
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    actor: Actor | None = None


class GroupSeen(_Fact, tag="group.seen", kw_only=True):
    group: Ref
    name: Name | None = None
    props: GroupProps | None = None


class MemberSeen(_Fact, tag="member.seen", kw_only=True):
    group: Ref
    actor: Actor


class GroupCounted(_Fact, tag="group.counted", kw_only=True):
    """`amount`: messages that day, of the whole group or of `actor`."""

    group: Ref
    amount: Count
    actor: Actor | None = None
    props: CountProps | None = None


class OrderPlaced(_Fact, tag="order.placed", kw_only=True):
    """`amount`: cents; `object`: the platform's id of the order."""

    actor: Actor
    amount: Count
    group: Ref | None = None
    object: Ref | None = None
    props: OrderProps | None = None


class IdentitySeen(_Fact, tag="identity.seen", kw_only=True):
    actor: Actor


Fact = (
    MessageSent | MessageRecalled | GroupJoined | GroupLeft | GroupRenamed | GroupSeen | MemberSeen | GroupCounted
    | OrderPlaced | IdentitySeen
)  # fmt: skip
KINDS: dict[type[Any], Kind] = {
    MessageSent: Kind.MESSAGE_SENT, MessageRecalled: Kind.MESSAGE_RECALLED, GroupJoined: Kind.GROUP_JOINED,
    GroupLeft: Kind.GROUP_LEFT, GroupRenamed: Kind.GROUP_RENAMED, GroupSeen: Kind.GROUP_SEEN,
    MemberSeen: Kind.MEMBER_SEEN, GroupCounted: Kind.GROUP_COUNTED, OrderPlaced: Kind.ORDER_PLACED,
    IdentitySeen: Kind.IDENTITY_SEEN,
}  # fmt: skip


class Facts(msgspec.Struct, forbid_unknown_fields=True):
    """A batch."""

    facts: Annotated[list[Fact], Meta(max_length=MOST)]
