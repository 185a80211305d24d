"""The catalogue of kinds: every sort of fact the ledger may hold, with what its columns mean."""

import enum

import msgspec


class Kind(enum.IntEnum):
    """Codes are stored; never renumber or reuse one."""

    MESSAGE_SENT = 1
    MESSAGE_RECALLED = 2
    GROUP_JOINED = 3
    GROUP_LEFT = 4
    GROUP_RENAMED = 5
    GROUP_SEEN = 6
    MEMBER_SEEN = 7
    GROUP_COUNTED = 8
    ORDER_PLACED = 9
    IDENTITY_SEEN = 10


class Role(enum.IntEnum):
    """What an account is to the brand. Only PERSON (and UNKNOWN, which is taken for one) is measured."""

    UNKNOWN = 0
    PERSON = 1
    STAFF = 2
    BOT = 3
    HOUSE = 4
    SYSTEM = 5


class KindDoc(msgspec.Struct, frozen=True):
    """What one kind's columns hold; the page docs/facts.md is printed from these."""

    kind: Kind
    name: str
    meaning: str
    columns: dict[str, str]


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
            "amount": "cents",
            "props": "items, status, currency",
        },
    ),
    KindDoc(
        Kind.IDENTITY_SEEN,
        "identity.seen",
        "a roster names an account and what it is to the brand",
        {"identity": "who", "props": "name, role"},
    ),
)
