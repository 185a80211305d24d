"""The organisation as values: levels, presets, units, and how an owner is decided. Pure; no I/O."""

import enum

import msgspec

DEEPEST = 8  # units on the way from a root to a leaf
MOST = 20_000  # units that are not archived


class Level(enum.StrEnum):
    """What a unit is. Names for people: locales "level.<code>"."""

    SUPPLIER = "supplier"
    BRAND = "brand"
    COMPANY = "company"
    DISTRIBUTOR = "distributor"
    BUSINESS = "business"
    SHOP = "shop"
    TEAM = "team"


class Preset(enum.StrEnum):
    """A business model: which levels its organisation has. Names for people: locales "preset.<code>"."""

    S2B2C = "s2b2c"
    B2B2C = "b2b2c"
    B2C = "b2c"


# From the top down. The first level of each belongs to no other: a root says which preset its tree follows.
LEVELS: dict[Preset, tuple[Level, ...]] = {
    Preset.S2B2C: (Level.SUPPLIER, Level.DISTRIBUTOR, Level.SHOP, Level.TEAM),
    Preset.B2B2C: (Level.BRAND, Level.BUSINESS, Level.TEAM),
    Preset.B2C: (Level.COMPANY, Level.TEAM),
}


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as State holds it. Siblings stand in the order of (position, id)."""

    id: int
    parent_id: int | None
    name: str
    level: Level
    position: int
    archived_at: int | None = None  # microseconds, UTC


class NewUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit to make: a root, below `parent_id`, or below the unit at the place `within` of the same batch."""

    name: str
    level: Level
    parent_id: int | None = None
    within: int | None = None
    position: int | None = None  # None: after its siblings


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What to change of a unit; UNSET = leave."""

    id: int
    name: str | msgspec.UnsetType = msgspec.UNSET
    position: int | msgspec.UnsetType = msgspec.UNSET


class OwnerRule(enum.StrEnum):
    """Which of the staff who follow a customer owns them. Names for people: locales "owner_rule.<code>"."""

    FIRST = "first"  # who was there first
    LAST = "last"  # who came last
    UNIT = "unit"  # who stands first in the order of the organisation
    HAND = "hand"  # nobody, where several follow, until somebody decides


class ClashRule(enum.StrEnum):
    """What holds where staff of different units follow one customer. Locales "clash_rule.<code>"."""

    KEEP = "keep"  # who was there first keeps, whatever the owner rule says
    SHARE = "share"  # the owner rule decides, the others follow on
    ASK = "ask"  # as share, and the owner is only proposed


class OwnerRules(msgspec.Struct, frozen=True, kw_only=True):
    owner: OwnerRule = OwnerRule.FIRST
    clash: ClashRule = ClashRule.KEEP


class Why(enum.StrEnum):
    """Why somebody owns a customer. Locales "owner_why.<code>"."""

    ASSIGNED = "assigned"  # decided by hand, and still following
    ONLY = "only"
    FIRST = "first"
    LAST = "last"
    UNIT = "unit"
    KEPT = "kept"  # a clash: who was first
    SHARED = "shared"  # a clash
    ASK = "ask"  # a clash, proposed
    OPEN = "open"  # nobody's, until somebody decides
