"""What a channel can do, in its own units."""

import enum
from collections.abc import Mapping

import msgspec


class SendMode(enum.StrEnum):
    DIRECT = "direct"  # leaves when submitted
    STAFF_CONFIRMED = "staff_confirmed"  # nothing leaves until a member of staff taps
    WINDOW = "window"  # only as an answer: see Window
    TEMPLATE = "template"  # only texts that the provider approved before


class Target(enum.StrEnum):
    PERSON = "person"
    GROUP = "group"
    FEED = "feed"  # one post that many may see: Moments


class Moderation(enum.StrEnum):
    """What may be asked of `moderate`. Its target is the group's id over there; of MUTE and KICK
    "<group's>/<member's>", of CREATE the account of who makes it."""

    MUTE = "mute"
    KICK = "kick"
    POST = "post_in_group"
    RENAME = "rename_group"
    CREATE = "create_group"


class Inbound(enum.StrEnum):
    FULL = "full"  # every event arrives, in time
    HINTS = "hints"  # may be lost, doubled, out of order: reconciliation by `sync` is needed
    NONE = "none"


class Receipt(enum.StrEnum):
    """The best news there is of a message: none, it left, it arrived, it was read."""

    NONE = "none"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"


class Unit(enum.StrEnum):
    BYTES = "bytes"  # of UTF-8: a Chinese character is three
    CHARS = "chars"


class Cap(msgspec.Struct, frozen=True):
    """What one recipient may get. `times` None: as many as the month has days."""

    times: int | None
    per: str  # "day", "week", "month"


class Rate(msgspec.Struct, frozen=True):
    calls: int
    seconds: int


class Window(msgspec.Struct, frozen=True):
    """After a person spoke: so many messages, for so long."""

    messages: int
    seconds: int


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """`bytes`: of a text, besides `text` in its unit. `kinds`: of each kind of attachment, how many one message takes;
    empty = any kind. `mixes`: whether kinds go together."""

    text: int
    unit: Unit
    attachments: int
    recipients: int  # of one task
    bytes: int | None = None
    kinds: Mapping[str, int] = {}
    mixes: bool = True
    caps: tuple[Cap, ...] = ()
    rates: tuple[Rate, ...] = ()


class Capabilities(msgspec.Struct, frozen=True, kw_only=True):
    """`keyed`: the far side knows idempotency keys, so a submit may be repeated; else an
    unknown outcome is settled by polling and never sent again blindly. `media_ttl`: µs that uploads live; None = as
    long as the message."""

    name: str
    send_mode: SendMode
    limits: Mapping[Target, Limits]  # of each target that there is
    needs_sender: frozenset[Target] = frozenset()  # where a message is somebody's
    receipts: Receipt
    inbound: Inbound
    keyed: bool = False
    cancels: bool = False
    schedules: bool = False
    reminds: bool = False
    reacts: bool = False  # who likes and comments on a post of a feed is told
    entry_points: bool = False
    moderation: frozenset[str] = frozenset()  # what software may do itself; all else is a task for a person
    syncs: frozenset[str] = frozenset()
    media_ttl: int | None = None
    window: Window | None = None
