"""Tags as values, and what is wrong with a name. Pure; no I/O."""

import enum

import msgspec

from yutang.accounts.words import a_name
from yutang.kit.errors import YutangError
from yutang.ledger.marks import mark

LONGEST_NAME, LONGEST_TEXT = 60, 500
MOST_TAGS, MOST_GROUPS = 5_000, 500
MOST_DAYS = 3_650
SOURCES = ("unknown", "rule", "staff", "answer", "platform", "model", "import")  # by code: customers.folds
_APART = "/:："  # what stands between a group and a name in files


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Groups stand in the order of (position, id). `archived_at`: µs."""

    id: int
    name: str
    exclusive: bool
    position: int
    archived_at: int | None = None


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """`code`: the first "group/name", which rules and facts know it by for good. Instants: µs."""

    id: int
    code: str
    group_id: int
    name: str
    until_days: int | None
    description: str
    created_at: int
    archived_at: int | None = None
    merged_into: int | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A tag to make. `until_days`: how long it holds when nothing else is said; None: until it is taken off."""

    group_id: int
    name: str
    until_days: int | None = None
    description: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What to change of a tag; UNSET = leave."""

    id: int
    name: str | msgspec.UnsetType = msgspec.UNSET
    group_id: int | msgspec.UnsetType = msgspec.UNSET
    until_days: int | msgspec.UnsetType | None = msgspec.UNSET
    description: str | msgspec.UnsetType = msgspec.UNSET


class GroupChange(msgspec.Struct, frozen=True, kw_only=True):
    """What to change of a group; UNSET = leave."""

    id: int
    name: str | msgspec.UnsetType = msgspec.UNSET
    exclusive: bool | msgspec.UnsetType = msgspec.UNSET
    position: int | msgspec.UnsetType = msgspec.UNSET


class Splits(enum.StrEnum):
    """Why a tag splits nobody from anybody. Names for people: locales "tag_splits.<code>"."""

    NOBODY = "nobody"  # who bears it
    EVERYBODY = "everybody"
    SAME = "same"  # the same people as another tag


def full(group: str, name: str) -> str:
    """A tag's whole name, as files and facts say it."""
    return f"{group}/{name}"


def number(whole: str) -> int:
    """The id that facts carry for a tag of this whole name."""
    return mark("tag", whole)


def sound_name(text: str) -> str:
    """A name of a tag or group in one spelling. Raises YutangError "tag_name"."""
    try:
        name = a_name(text)
    except YutangError:
        raise YutangError("tag_name", limit=LONGEST_NAME) from None
    if len(name) > LONGEST_NAME or any(sign in name for sign in _APART):
        raise YutangError("tag_name", limit=LONGEST_NAME)
    return name


def sound_text(text: str) -> str:
    """A description. Raises YutangError "tag_description"."""
    told = text.strip()
    if len(told) > LONGEST_TEXT or "\x00" in told:
        raise YutangError("tag_description", limit=LONGEST_TEXT)
    return told


def sound_days(days: int | None) -> int | None:
    """For how long. Raises YutangError "tag_days"."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise YutangError("tag_days", limit=MOST_DAYS)
    return days
