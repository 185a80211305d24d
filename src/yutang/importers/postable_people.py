"""What a program may post of people: links between accounts, attributes, tags, relations, consents, refunds."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from yutang.importers.postable_base import Actor, Base, Count, Instant, Name, Platform, Ref
from yutang.ledger.catalogue import Kind

Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
ChannelName = Literal["wecom", "group", "moments", "sms", "email", "call", "webhook", "mini_program"]
Code = Annotated[str, Meta(min_length=1, max_length=60)]
TagName = Annotated[str, Meta(min_length=1, max_length=200)]
Number = Annotated[int, Meta(ge=-(1 << 40), le=1 << 40)]
Said = Annotated[str, Meta(max_length=2_000)]


class Other(msgspec.Struct, forbid_unknown_fields=True):
    """Another account of the same person, on this platform or on another."""

    id: Ref
    platform: Platform | None = None


class LinkProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    by: Name | None = None
    evidence: Said | None = None


class IdentityLinked(Base, tag="identity.linked", kw_only=True):
    """`surely`: they are one customer; else a person is asked. Phones and e-mails are imported, not posted."""

    actor: Actor
    other: Other
    surely: bool
    props: LinkProps | None = None


class IdentityParted(Base, tag="identity.parted", kw_only=True):
    """Two accounts are two people."""

    actor: Actor
    other: Other
    props: LinkProps | None = None


class AttributeProps(msgspec.Struct, forbid_unknown_fields=True):
    """`value`: text, number, or texts; null takes it back."""

    value: Said | Number | float | bool | Annotated[list[Code], Meta(max_length=500)] | None
    source: Name | None = None


class AttributeSet(Base, tag="attribute.set", kw_only=True):
    """`object`: the attribute's code; `amount`: the value as a number (cents; days since 1970 of a date)."""

    actor: Actor
    object: Code
    props: AttributeProps
    amount: Number | None = None


class TagProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    source: Literal["rule", "staff", "answer", "platform", "model", "import"] | None = None
    confidence: Annotated[int, Meta(ge=0, le=100)] | None = None
    until: Instant | None = None
    evidence: Said | None = None


class TagAdded(Base, tag="tag.added", kw_only=True):
    """`object`: "group/name". `actor`: who got it, or `group`: which group; `related`: the member of staff whose
    relation with the actor got it."""

    object: TagName
    actor: Actor | None = None
    group: Ref | None = None
    related: Ref | None = None
    props: TagProps | None = None


class TagRemoved(Base, tag="tag.removed", kw_only=True):
    """As tag.added."""

    object: TagName
    actor: Actor | None = None
    group: Ref | None = None
    related: Ref | None = None


class RelationProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    source: Name | None = None
    state: Name | None = None
    remark: Name | None = None
    how: Literal["added", "transferred"] | None = None


class RelationBegun(Base, tag="relation.begun", kw_only=True):
    """`related`: the member of staff."""

    actor: Actor
    related: Ref
    props: RelationProps | None = None


class RelationEnded(Base, tag="relation.ended", kw_only=True):
    """`related`: the member of staff; `amount`: why (docs/facts.md)."""

    actor: Actor
    related: Ref
    amount: Annotated[int, Meta(ge=1, le=4)]


class ConsentProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    channel: ChannelName | None = None
    notice: Name | None = None
    until: Instant | None = None


class ConsentGiven(Base, tag="consent.given", kw_only=True):
    """`object`: the purpose. Without a channel: on all of them."""

    actor: Actor
    object: Code
    props: ConsentProps | None = None


class WithdrawnProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    channel: ChannelName | None = None


class ConsentWithdrawn(Base, tag="consent.withdrawn", kw_only=True):
    """`object`: the purpose."""

    actor: Actor
    object: Code
    props: WithdrawnProps | None = None


class RefundProps(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    currency: Currency | None = None


class OrderRefunded(Base, tag="order.refunded", kw_only=True):
    """`object`: the platform's id of the refund; `related`: of the order; `amount`: cents that went back."""

    actor: Actor
    object: Ref
    related: Ref
    amount: Count
    props: RefundProps | None = None


class StatusProps(msgspec.Struct, forbid_unknown_fields=True):
    status: Name


class OrderChanged(Base, tag="order.changed", kw_only=True):
    """`object`: the platform's id of the order."""

    actor: Actor
    object: Ref
    props: StatusProps


PEOPLE = (
    IdentityLinked | IdentityParted | AttributeSet | TagAdded | TagRemoved | RelationBegun | RelationEnded
    | ConsentGiven | ConsentWithdrawn | OrderRefunded | OrderChanged
)  # fmt: skip
KINDS: dict[type[Any], Kind] = {
    IdentityLinked: Kind.IDENTITY_LINKED, IdentityParted: Kind.IDENTITY_PARTED, AttributeSet: Kind.ATTRIBUTE_SET,
    TagAdded: Kind.TAG_ADDED, TagRemoved: Kind.TAG_REMOVED, RelationBegun: Kind.RELATION_BEGUN,
    RelationEnded: Kind.RELATION_ENDED, ConsentGiven: Kind.CONSENT_GIVEN, ConsentWithdrawn: Kind.CONSENT_WITHDRAWN,
    OrderRefunded: Kind.ORDER_REFUNDED, OrderChanged: Kind.ORDER_CHANGED,
}  # fmt: skip
