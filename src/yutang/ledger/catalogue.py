"""The sorts of facts the ledger may hold, and the codes in their columns. What each column means: ledger.kinds."""

import enum


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
