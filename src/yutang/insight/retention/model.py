"""流量 − 蒸发量 = 留量: what retained means, how people come and go, and the shapes that tell it. Pure values.

Every definition stands in docs/methods/retention.md under the same version.
"""

import datetime as dt
import enum

import msgspec

from yutang.ledger.catalogue import Kind

VERSION = 1  # of the definition: figures of two versions are not compared
DORMANT_DAYS = 90
GRACE_DAYS = (
    3  # how long somebody who is handed over still counts for who hands over, until the next one has them
)
# What a customer does of their own accord. Being written to, tagged or handed over is none of it.
CONTACT = (Kind.MESSAGE_SENT, Kind.ORDER_PLACED)
MAX_PERIODS = 200
NOBODY = 0  # the key of people without a source, a follower


class Came(enum.IntEnum):
    """How a stay in a slice begins."""

    NEW = 1  # the first time ever
    RETURNED = 2  # had evaporated before
    JOINED = 3  # was retained already, and came into this group
    MOVED_IN = 4  # was retained already, and came to this follower


class Gone(enum.IntEnum):
    """How it ends. Up to UNKNOWN it is evaporation."""

    CUSTOMER_DELETED = 11
    STAFF_DELETED = 12
    LEFT = 13  # the group; still retained, unless nobody follows people here but groups
    DORMANT = 14
    TRANSFER_REFUSED = 15
    UNKNOWN = 16  # nobody told why, or handed over and never arrived
    MOVED_OUT = 17  # still retained, by another follower


class FollowBasis(enum.StrEnum):
    """Who counts as followed: people with a live relation, or also those who are only in a group or only buy."""

    RELATION = "relation"
    ANY = "any"


class RetentionSlice(enum.StrEnum):
    WHOLE = "whole"
    SOURCE = "source"
    STAFF = "staff"
    ARRIVAL = "arrival"  # the period of the first day ever
    GROUP = "group"
    TAG = "tag"

    @property
    def overlaps(self) -> bool:
        """One person may be in several slices at once: their sum counts places, not people."""
        return self in {RetentionSlice.GROUP, RetentionSlice.TAG}


class Grain(enum.StrEnum):
    DAY = "day"
    WEEK = "week"  # from Monday
    MONTH = "month"


class RetentionDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """What makes one set of stays. `as_of`: nothing after the end of this day is seen. `zone`: an IANA name, the one
    that `fact.day` was made with."""

    as_of: dt.date
    zone: str
    dormant_days: int = DORMANT_DAYS
    basis: FollowBasis = FollowBasis.RELATION
    version: int = VERSION


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which days, cut how. `first` and `last` both count; the first and last period are cut to them. `limit`: how many
    slices are told one by one, largest first; the rest are one line."""

    first: dt.date
    last: dt.date
    period: Grain = Grain.WEEK
    dimension: RetentionSlice = RetentionSlice.WHOLE
    limit: int = 50


class RetentionFlow(msgspec.Struct, frozen=True, kw_only=True):
    """One period of one line: retained(before) + inflow − evaporation + moved_in − moved_out = retained."""

    first: dt.date
    last: dt.date
    retained: int  # at the end of `last`
    inflow: int  # new + returned + joined
    evaporation: int  # customer_deleted + … + unknown
    quick_ratio: float | None  # inflow ÷ evaporation; None: nobody evaporated
    new: int
    returned: int
    joined: int
    moved_in: int
    customer_deleted: int
    staff_deleted: int
    left: int
    dormant: int
    transfer_refused: int
    unknown: int
    moved_out: int


class RetentionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One slice over all periods. `key`: the id of the source, staff account, group or tag, the first day of the
    arrival period; None: people without one, or a line of several slices. `opening`: retained before the first day."""

    key: str | None
    name: str | None
    opening: int
    total: RetentionFlow
    flows: list[RetentionFlow]


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """`whole`: people, each once. Where slices don't overlap: whole = Σ slices + others + without, in every number.
    Where they do (groups, tags): whole = within + without, `within` counting once who is in at least one slice, and
    Σ slices + others counts places."""

    definition: RetentionDefinition
    dimension: RetentionSlice
    period: Grain
    overlaps: bool
    whole: RetentionLine
    slices: list[RetentionLine]
    others: RetentionLine | None  # slices beyond the limit, together
    within: RetentionLine | None
    without: RetentionLine | None
    slice_count: int


class RetentionCell(enum.StrEnum):
    """What names can be asked of."""

    RETAINED = "retained"  # at the end of the last day
    INFLOW = "inflow"
    EVAPORATION = "evaporation"
    NEW = "new"
    RETURNED = "returned"
    JOINED = "joined"
    MOVED_IN = "moved_in"
    CUSTOMER_DELETED = "customer_deleted"
    STAFF_DELETED = "staff_deleted"
    LEFT = "left"
    DORMANT = "dormant"
    TRANSFER_REFUSED = "transfer_refused"
    UNKNOWN = "unknown"
    MOVED_OUT = "moved_out"

    @property
    def codes(self) -> tuple[Came | Gone, ...]:
        """The comings and goings in it; none of those who are retained."""
        if self is RetentionCell.INFLOW:
            return Came.NEW, Came.RETURNED, Came.JOINED
        if self is RetentionCell.EVAPORATION:
            return tuple(code for code in Gone if code is not Gone.MOVED_OUT)
        return tuple(code for code in (*Came, *Gone) if code.name == self.name)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The cell that names are asked of. `key`: an id; of arrivals, days since 1970; NOBODY: people without one (of
    groups and tags: in none); None: everybody."""

    dimension: RetentionSlice = RetentionSlice.WHOLE
    key: int | None = None
    first: dt.date
    last: dt.date
    cell: RetentionCell = RetentionCell.RETAINED
    period: Grain = Grain.WEEK  # of arrivals


class Mark(msgspec.Struct, frozen=True):
    """Where a page of people ended: the next one begins behind it."""

    day: dt.date
    customer_id: int
    code: int


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One coming or going, or somebody who is retained. `day`: of the coming or going; else since when, in this slice.
    `staff_id`: whose they were then."""

    customer_id: int
    name: str | None
    staff_id: int | None
    staff: str | None
    day: dt.date
    cell: RetentionCell


class People(msgspec.Struct, frozen=True, kw_only=True):
    """A page in the order of days. `total`: of the whole cell, the very number that the cell shows."""

    items: list[Person]
    total: int
    next: Mark | None


class CohortAge(msgspec.Struct, frozen=True, kw_only=True):
    """A cohort when its people have been here for `age` periods of 7 or 30 days, each from their own first day.

    `at_risk`: those who are old enough; `stayed`: those of them who never evaporated; `retained`: with those who came
    back. `censored`: not all are old enough yet; then `expected` says how many of the whole cohort will have stayed.
    """

    age: int
    at_risk: int
    stayed: int
    retained: int
    censored: bool
    expected: float | None


class Cohort(msgspec.Struct, frozen=True, kw_only=True):
    """Those whose first day ever lies in a period. `whole_to`: the last age that all of them have reached."""

    first: dt.date
    last: dt.date
    size: int
    whole_to: int
    ages: list[CohortAge]


class CohortTriangle(msgspec.Struct, frozen=True, kw_only=True):
    """`a`, `b`: of the shifted beta-geometric model fitted to all cohorts together; None: too little to tell, and no
    cell has an expectation. `rates`: what share of those who stayed so far stays through age 1, 2, …: it rises."""

    definition: RetentionDefinition
    period: Grain
    days: int
    cohorts: list[Cohort]
    a: float | None
    b: float | None
    rates: list[float]


class WaterfallBar(msgspec.Struct, frozen=True, kw_only=True):
    """One bar of the waterfall, from `start` to `end`; `amount` = end − start, except of the two stocks, which begin
    at nothing."""

    code: str
    amount: int
    start: int
    end: int
