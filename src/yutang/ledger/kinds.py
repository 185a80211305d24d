"""What every sort of fact holds in its columns."""

import msgspec

from yutang.ledger.catalogue import Kind


class KindDoc(msgspec.Struct, frozen=True):
    """What one kind's columns hold; the page docs/facts.md is printed from these.

    `ours`: Yutang itself says it; no program can post it.
    """

    kind: Kind
    name: str
    meaning: str
    columns: dict[str, str]
    ours: bool = False


CATALOGUE: tuple[KindDoc, ...] = (
    KindDoc(
        Kind.MESSAGE_SENT,
        "message.sent",
        "somebody wrote in a chat",
        {
            "identity": "who wrote",
            "group": "where",
            "object": "fingerprint of the first link or of the normalised text; null when too short",
            "traits": "bits of ledger.traits.Trait",
        },
    ),
    KindDoc(
        Kind.MESSAGE_RECALLED,
        "message.recalled",
        "a message was taken back",
        {"identity": "who took it back", "group": "where", "object": "low half of the message's key"},
    ),
    KindDoc(
        Kind.GROUP_JOINED,
        "group.joined",
        "a person came into a group",
        {"identity": "who came", "group": "where", "object": "identity of the inviter", "props": "how"},
    ),
    KindDoc(
        Kind.GROUP_LEFT,
        "group.left",
        "a person left a group, or was removed",
        {"identity": "who left", "group": "where", "object": "identity of the remover", "props": "how"},
    ),
    KindDoc(
        Kind.GROUP_RENAMED,
        "group.renamed",
        "a group got a new name",
        {"identity": "who renamed it", "group": "which", "props": "name"},
    ),
    KindDoc(
        Kind.GROUP_SEEN,
        "group.seen",
        "an export or roster names a group",
        {"group": "which", "props": "name, private, owner, line, created, dismissed, members"},
    ),
    KindDoc(
        Kind.MEMBER_SEEN,
        "member.seen",
        "a roster lists a member without saying when they joined",
        {"identity": "who", "group": "where", "props": "role"},
    ),
    KindDoc(
        Kind.GROUP_COUNTED,
        "group.counted",
        "an activity table gives a day's count for a group, or for one member of it",
        {
            "group": "which",
            "identity": "null for the whole group",
            "amount": "messages that day",
            "props": "speakers, members",
        },
    ),
    KindDoc(
        Kind.ORDER_PLACED,
        "order.placed",
        "a customer bought",
        {
            "identity": "who",
            "group": "where, if known",
            "object": "the order; a row of it each",
            "amount": "cents",
            "traits": "FOREIGN_MONEY: not in the tenant's currency; CANCELLED: the order's status says so",
            "props": "items, status, currency",
        },
    ),
    KindDoc(
        Kind.IDENTITY_SEEN,
        "identity.seen",
        "a roster names an account and what it is to the brand",
        {"identity": "who", "props": "name, role, department"},
    ),
    KindDoc(
        Kind.IDENTITY_LINKED,
        "identity.linked",
        "two accounts belong to one person",
        {
            "identity": "one account",
            "object": "the other",
            "amount": "1: surely, so they are one customer; 0: perhaps, so a person is asked",
            "props": "by, evidence",
        },
    ),
    KindDoc(
        Kind.IDENTITY_PARTED,
        "identity.parted",
        "somebody says that two accounts are two people",
        {"identity": "one account", "object": "the other", "props": "by"},
    ),
    KindDoc(
        Kind.ATTRIBUTE_SET,
        "attribute.set",
        "something about a customer became known, or was taken back",
        {
            "identity": "whom",
            "object": "mark of the attribute's code",
            "amount": "the value as a number: cents of money, days since 1970 of a date, 1 or 0",
            "props": "value (null: taken back), source",
        },
    ),
    KindDoc(
        Kind.TAG_ADDED,
        "tag.added",
        "a customer, a relation or a group got a tag",
        {
            "identity": "whom; null for a group",
            "group": "which group got it",
            "staff": "whose relation got it; null for the person",
            "object": "mark of group and name of the tag",
            "props": "source, confidence, until, evidence; tag: the name, where it came from outside",
        },
    ),
    KindDoc(
        Kind.TAG_REMOVED,
        "tag.removed",
        "a tag was taken off",
        {"identity": "as tag.added", "group": "as tag.added", "staff": "as tag.added", "object": "the tag"},
    ),
    KindDoc(
        Kind.RELATION_BEGUN,
        "relation.begun",
        "a member of staff and a customer became contacts",
        {
            "identity": "the customer",
            "staff": "who follows them",
            "source": "mark of the source they came from",
            "props": "source, state, remark, how (added, transferred); undated: true where nobody says since when",
        },
    ),
    KindDoc(
        Kind.RELATION_ENDED,
        "relation.ended",
        "they are contacts no more",
        {
            "identity": "the customer",
            "staff": "who followed them",
            "amount": "why: 1 the customer deleted us, 2 the member of staff deleted them, 3 handed over, "
            "4 refused to be handed over; null: nobody said",
            "props": "undated: true where nobody says when",
        },
    ),
    KindDoc(
        Kind.CONSENT_GIVEN,
        "consent.given",
        "a customer allows something",
        {
            "identity": "who",
            "channel": "where",
            "object": "mark of the purpose",
            "props": "purpose, channel, notice (its version), until",
        },
    ),
    KindDoc(
        Kind.CONSENT_WITHDRAWN,
        "consent.withdrawn",
        "a customer allows it no more",
        {"identity": "who", "channel": "where", "object": "mark of the purpose", "props": "purpose, channel"},
    ),
    KindDoc(
        Kind.NOTE_WRITTEN,
        "note.written",
        "a member of staff noted something about a customer",
        {"identity": "about whom", "staff": "who wrote, if a member of staff", "props": "by"},
        ours=True,
    ),
    KindDoc(
        Kind.ORDER_REFUNDED,
        "order.refunded",
        "money of an order went back",
        {
            "identity": "who",
            "object": "the order",
            "amount": "cents that went back",
            "traits": "FOREIGN_MONEY",
            "props": "currency; so_far: true where the amount is all that has gone back until then; of: of which line",
        },
    ),
    KindDoc(
        Kind.ORDER_CHANGED,
        "order.changed",
        "an order has another status",
        {"identity": "who", "object": "the order", "traits": "CANCELLED", "props": "status"},
    ),
    KindDoc(
        Kind.SEGMENT_ENTERED,
        "segment.entered",
        "a customer came into a segment",
        {"identity": "who", "object": "the segment", "amount": "the rule's version", "props": "watermark"},
        ours=True,
    ),
    KindDoc(
        Kind.SEGMENT_LEFT,
        "segment.left",
        "a customer left a segment",
        {"identity": "who", "object": "the segment", "amount": "the rule's version", "props": "watermark"},
        ours=True,
    ),
    KindDoc(
        Kind.TIER_CHANGED,
        "tier.changed",
        "a customer is in another tier of a layer",
        {"identity": "who", "source": "the layer", "object": "the tier", "amount": "the tier before"},
        ours=True,
    ),
    KindDoc(
        Kind.STAGE_CHANGED,
        "stage.changed",
        "a customer is at another stage of the lifecycle",
        {"identity": "who", "object": "the stage", "amount": "the stage before"},
        ours=True,
    ),
    KindDoc(
        Kind.CUSTOMER_ERASED,
        "customer.erased",
        "a customer was erased: nothing says any more who it was",
        {"object": "how many accounts they had"},
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_PROPOSED,
        "touch.proposed",
        "a message to a customer was laid before a member of staff",
        {"identity": "who gets it", "staff": "who sends it", "channel": "where", "object": "the send"},
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_SENT,
        "touch.sent",
        "a customer got a message",
        {"identity": "who", "staff": "who sent it", "channel": "where", "object": "the send"},
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_REFUSED,
        "touch.refused",
        "a customer got no message, and why",
        {
            "identity": "who",
            "staff": "who was to send it, if that was known",
            "channel": "where",
            "object": "the send",
            "amount": "why: 1 erased, 2 an account of the brand's own, 3 no account there, 4 deleted us, "
            "5 nobody follows them, 6 nobody decided whose they are, 7 another unit's, 8 who follows them is out of "
            "sight, 9 took consent back, 10 got all that is allowed, 11 other sends use that up, "
            "12 no member who publishes the Moment follows them, 13 they have none of its tags, "
            "20 deleted the sender, 21 the platform's cap, 22 invalid, 23 the platform refused the send, "
            "24 left out by the platform, 25 another reason, 26 cancelled, 27 nobody confirmed it in time, "
            "28 the platform did not show them what was published",
        },
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_LIKED,
        "touch.liked",
        "a customer liked a post",
        {"identity": "who", "staff": "whose post", "channel": "where", "object": "the send"},
        ours=True,
    ),
    KindDoc(
        Kind.TOUCH_COMMENTED,
        "touch.commented",
        "a customer commented on a post",
        {"identity": "who", "staff": "whose post", "channel": "where", "object": "the send"},
        ours=True,
    ),
    KindDoc(
        Kind.NOTE_WITHDRAWN,
        "note.withdrawn",
        "a note was taken back: its words are shown no more",
        {"identity": "as note.written", "object": "low half of the note's key", "props": "by"},
        ours=True,
    ),
    KindDoc(
        Kind.CHAT_STARTED,
        "chat.started",
        "a customer wrote to a member of staff for the first time, as the platform says of its links; no words of it",
        {"identity": "the customer", "staff": "to whom"},
        ours=True,
    ),
)
