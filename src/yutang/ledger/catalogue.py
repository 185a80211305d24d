"""The sorts of facts the ledger may hold, and the codes in their columns. What each column means: ledger.kinds."""

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
    IDENTITY_LINKED = 11
    IDENTITY_PARTED = 12
    ATTRIBUTE_SET = 13
    TAG_ADDED = 14
    TAG_REMOVED = 15
    RELATION_BEGUN = 16
    RELATION_ENDED = 17
    CONSENT_GIVEN = 18
    CONSENT_WITHDRAWN = 19
    NOTE_WRITTEN = 20
    ORDER_REFUNDED = 21
    ORDER_CHANGED = 22
    SEGMENT_ENTERED = 23
    SEGMENT_LEFT = 24
    TIER_CHANGED = 25
    STAGE_CHANGED = 26
    CUSTOMER_ERASED = 27
    TOUCH_PROPOSED = 28
    TOUCH_SENT = 29
    TOUCH_REFUSED = 30
    TOUCH_LIKED = 31
    TOUCH_COMMENTED = 32
    NOTE_WITHDRAWN = 33
    CHAT_STARTED = 34


class KindDoc(msgspec.Struct, frozen=True):
    """What one kind's columns hold; the page docs/facts.md is printed from these.

    `ours`: Yutang itself says it; no program can post it.
    """

    kind: Kind
    name: str
    meaning: str
    columns: dict[str, str]
    ours: bool = False


class Role(enum.IntEnum):
    """What an account is to the brand. Only PERSON (and UNKNOWN, which is taken for one) is measured."""

    UNKNOWN = 0
    PERSON = 1
    STAFF = 2
    BOT = 3
    HOUSE = 4
    SYSTEM = 5


class Channel(enum.IntEnum):
    """Where we speak to somebody. Codes are stored; never renumber or reuse one."""

    WECOM = 1  # one to one
    GROUP = 2
    MOMENTS = 3
    SMS = 4
    EMAIL = 5
    CALL = 6
    WEBHOOK = 7
    MINI_PROGRAM = 8


class Ending(enum.IntEnum):
    """Why a relation ended."""

    CUSTOMER_DELETED = 1
    STAFF_DELETED = 2
    TRANSFERRED = 3
    TRANSFER_REFUSED = 4


class Refusal(enum.IntEnum):
    """Why somebody got nothing: the amount of touch.refused. Never renumber or reuse one. Below NOT_FRIEND they are the
    gate's, up to BOOKED in the order in which it asks. Names for people: locales "send.reason.<name>"."""

    ERASED = 1
    HOUSE = 2  # an account of the brand's own
    NO_ACCOUNT = 3
    BLOCKED = 4  # nobody follows them any more, and they deleted us
    NO_RELATION = 5  # nobody follows them
    NO_OWNER = 6  # several follow them, and whose they are is not decided
    NOT_YOURS = 7  # their owner is outside of the composer's scope
    SENDER_UNSEEN = 8  # the connection doesn't see who follows them
    NO_CONSENT = 9
    CAPPED = 10
    BOOKED = 11  # other sends that are under way use up what the caps allow
    NOT_CHOSEN = 12  # of a Moment: none of who publishes it follows them
    NO_TAG = 13  # of a Moment: they have none of its tags
    NOT_FRIEND = 20  # the platform's: they deleted the sender meanwhile
    PLATFORM_CAPPED = 21
    INVALID = 22
    REJECTED = 23  # the platform refused the whole part
    LEFT_OUT = 24  # the platform told of everybody else, and not of them
    OTHER = 25
    CANCELLED = 26
    EXPIRED = 27
    NOT_SHOWN = 28  # of a Moment: it was published, and the platform did not show it to them
