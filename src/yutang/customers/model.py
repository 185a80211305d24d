"""Values of customers and identities."""

import datetime as dt
import enum
from collections.abc import Collection, Mapping
from typing import Literal, Protocol

import msgspec


class Rank(enum.IntEnum):
    """Who said what an account is; a higher one wins over a lower, whenever it is said."""

    NOBODY = 0
    GUESS = 1
    FORMAT = 2
    USER = 3


# Names of stages by their code less one: segments.lifecycle.model.Stage, which stands above this package.
STAGES = ("stranger", "aware", "interacting", "buying", "repeat", "at_risk", "lost")
TIES = ("none", "weak", "strong")
Sort = Literal["since", "spend", "last_order", "last_message", "name"]


class Flowed(msgspec.Struct, frozen=True, kw_only=True):
    """Who went from a stage to another (codes; `came_from` None: was not known) between the ends of two days, or,
    `every`, at some time in between."""

    every: bool
    first: dt.date
    last: dt.date
    came_from: int | None
    went_to: int


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which customers a list shall show; all that is given must hold, of `tags` any. None and "" ask for nothing."""

    q: str = ""  # name, remark, account, tag "group/name", a phone or its last four digits, an e-mail
    tags: tuple[int, ...] = ()
    stage: str | None = None
    owner: int | None = None  # identity of a member of staff
    source: str | None = None
    group: str | None = None  # "<platform>:<external id>"
    segment: int | None = None
    tier: int | None = None
    flow: Flowed | None = None
    sort: Sort = "since"


class Names(Protocol):
    """What is called how, from packages above this one. Ids that have no name are left out."""

    def tags(self, ids: Collection[int]) -> Mapping[int, str]: ...
    def tags_like(self, text: str) -> Collection[int]: ...
    def layers(self, ids: Collection[int]) -> Mapping[int, str]: ...
    def tiers(self, ids: Collection[int]) -> Mapping[int, str]: ...
    def segments(self, ids: Collection[int]) -> Mapping[int, str]: ...
