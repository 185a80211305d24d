"""What every sort of fact holds in its columns."""

from yutang.ledger.catalogue import Kind, KindDoc
from yutang.ledger.own_kinds import OWN

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
    *OWN,
)
