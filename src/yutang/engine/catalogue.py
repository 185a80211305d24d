"""What a rule can ask about, as a value that the caller hands in: names, types, choices, other segments' rules.

Codes of attributes, tags, sources and purposes are marks of their names (ledger.marks), so only the names stand here.
"""

import enum
from collections.abc import Mapping

import msgspec

from yutang.engine.rule import Rule
from yutang.ledger.catalogue import Channel, Kind
from yutang.ledger.kinds import CATALOGUE
from yutang.ledger.traits import Trait


class Type(enum.StrEnum):
    """What an attribute holds. Text and place stand in `attribute.text`, a choice too, choices in a row each;
    number, money (cents) and date (days since 1970) in `attribute.number`."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    PLACE = "place"


class Attribute(msgspec.Struct, frozen=True):
    """`choices`: what may be chosen, for the two types that choose."""

    type: Type
    choices: frozenset[str] = frozenset()


class Segment(msgspec.Struct, frozen=True):
    """Another segment. Without a rule (frozen, uploaded), or `kept` up to date, its members are read as they stand;
    else its rule is put in place of it."""

    rule: Rule | None
    version: int = 1
    kept: bool = False


class Asked(msgspec.Struct, frozen=True):
    """A kind of fact: its code, and which filters its columns can answer (names of fields of `rule.Fact`)."""

    code: int
    columns: frozenset[str]


# Said of groups, or only to tell who is who: no customer did them.
_NOT_OF_PEOPLE = {
    Kind.GROUP_SEEN, Kind.GROUP_COUNTED, Kind.IDENTITY_SEEN, Kind.IDENTITY_LINKED, Kind.IDENTITY_PARTED,
    Kind.MEMBER_SEEN, Kind.CUSTOMER_ERASED,
}  # fmt: skip
_FILTERS = {
    "group": ("groups",), "staff": ("staff",), "source": ("sources",), "channel": ("channels",),
    "object": ("objects",), "traits": ("traits", "without"), "amount": ("amount",),
}  # fmt: skip
TAGGING = (Kind.TAG_ADDED, Kind.TAG_REMOVED)
MONEY = (Kind.ORDER_PLACED, Kind.ORDER_REFUNDED)


def _asked() -> dict[str, Asked]:
    found: dict[str, Asked] = {}
    for doc in CATALOGUE:
        if doc.kind not in _NOT_OF_PEOPLE:
            columns = {field for column in doc.columns for field in _FILTERS.get(column, ())}
            columns |= {"tags"} if doc.kind in TAGGING else set()
            columns -= {"sources"} if doc.kind == Kind.TIER_CHANGED else set()  # its source_id is a layer
            found[doc.name] = Asked(int(doc.kind), frozenset(columns))
    return found


KINDS: Mapping[str, Asked] = _asked()
CHANNELS: Mapping[str, int] = {one.name.lower(): int(one) for one in Channel}
TRAITS: Mapping[str, int] = {str(one.name).lower(): int(one) for one in Trait}
TAG_SOURCES: Mapping[str, int] = {"rule": 1, "staff": 2, "answer": 3, "platform": 4, "model": 5}


class World(msgspec.Struct, frozen=True):
    """Everything that a rule of this tenant may name. What is deleted stays known as such, so that it can be said.

    `zone`: the tenant's, IANA. `layers`: the tiers of each. `groups` and `staff` (ids) may be None: then they are not
    looked up. `stages` and `ties`: their codes in `standing`.
    """

    zone: str
    attributes: Mapping[str, Attribute] = {}
    tags: frozenset[str] = frozenset()
    deleted_tags: frozenset[str] = frozenset()
    segments: Mapping[int, Segment] = {}
    layers: Mapping[int, frozenset[int]] = {}
    groups: frozenset[int] | None = None
    staff: frozenset[int] | None = None
    states: frozenset[str] | None = None
    advice: frozenset[str] | None = None
    sources: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    stages: Mapping[str, int] = {}
    ties: Mapping[str, int] = {}
    kinds: Mapping[str, Asked] = msgspec.field(default_factory=lambda: KINDS)
    channels: Mapping[str, int] = msgspec.field(default_factory=lambda: CHANNELS)
