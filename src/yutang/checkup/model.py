"""What a check-up says: states, advice, reasons, and the report of each group. Frozen values, no I/O.

The JSON of `yutang checkup --format json` is these structs, field for field (schema: `yutang checkup --schema`).
"""

import datetime as dt
import enum

import msgspec


class State(enum.StrEnum):
    ALIVE = "alive"
    FADING = "fading"
    DORMANT = "dormant"
    DEAD = "dead"
    FORMING = "forming"
    UNKNOWN = "unknown"


class Advice(enum.StrEnum):
    KEEP = "keep"
    REVIVE = "revive"
    MERGE = "merge"
    STOP = "stop"
    UNKNOWN = "unknown"


class Confidence(enum.StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Reason(msgspec.Struct, frozen=True):
    """One reason: a code of the locales ("reason.<code>") and its numbers. Never a sentence."""

    code: str
    params: dict[str, str | int | float] = {}


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a judgement rests on. `sources` ⊆ messages, counts, statistics (the platform's own), roster, clicks, orders;
    days are inclusive."""

    sources: list[str]
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    messages: int = 0
    joins: int = 0
    leaves: int = 0
    members: int | None = None  # None: no roster


class Structure(msgspec.Struct, frozen=True, kw_only=True):
    """Participation over the last 28 days among the group's people. Shares of people, 0 … 1, sum to 1."""

    creators: int  # smallest set of people that makes half of the messages… never more than the speakers
    active: int  # the other speakers
    watchers: int | None  # silent members; None without a roster
    top_share: float | None  # share of messages by the busiest 1 % (at least one person)
    gini: float | None  # over members where a roster exists, else over speakers; `gini_over` says which
    gini_over: str = "speakers"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to speak to 1:1 or to watch. `why` is a code of the locales ("person.<code>")."""

    id: str  # platform's id
    name: str
    why: str  # key_person, silent_buyer, co_builder
    messages: int = 0
    spend_cents: int = 0


class Blast(msgspec.Struct, frozen=True, kw_only=True):
    """The same link or text put into many groups."""

    sample: str  # at most 80 characters
    is_link: bool
    groups: int
    messages: int
    first_day: dt.date
    near: bool = False  # near-same wording, not the same


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A lasting change of a group's level (PELT, free of weekdays), in people's messages a day."""

    day: dt.date  # the first of the new level
    before: float
    after: float


class GroupReport(msgspec.Struct, frozen=True, kw_only=True):
    id: str  # "<platform>:<external id>"
    name: str
    platform: str
    line: str | None  # line of business, if the roster says
    owner: str | None  # who runs it
    state: State
    p_active_28d: float | None  # probability of an active day in the next 28 days; None when unknown
    advice: Advice
    first_move: str | None  # code of the locales ("move.<code>"): what to do first
    reasons: list[Reason]  # the first is the one sentence why
    evidence: Evidence
    confidence: Confidence
    last_active_day: dt.date | None  # active: ≥ 2 distinct speakers
    days_silent: int | None  # since the last active day, as of the check-up
    cadence_days: float | None  # own cadence: mean days between active days
    silence_ratio: float | None  # days_silent / cadence_days
    active_days_7d: int
    active_days_28d: int
    speakers_28d: int
    messages_28d: int
    trend: float | None  # messages of the last 28 days over those of the 28 before, as a ratio
    spark: list[int]  # people's messages per day, oldest first, the last 28 days
    structure: Structure | None
    gini: float | None
    key_people: int  # fewest people who make half of the messages (28 days, else 90)
    people: list[Person]  # whom to watch, or carry to 1:1 first
    response_minutes: (
        float | None
    )  # Kaplan-Meier median over questions and openings, unanswered ones censored
    unanswered_28d: int
    inflow_28d: int
    evaporation_28d: int
    net_28d: int
    retained: int | None  # members now: exact where a roster or all joins are known
    rejoin_rate: float | None
    staff_share_28d: float | None  # share of all messages by staff and bots
    filler_share_28d: float | None
    blast_share_28d: float | None  # share of all messages whose link or text went to ≥ 3 groups
    spend_cents_90d: int | None
    hours_freed_per_week: float  # 0 unless merge or stop
    merge_with: str | None  # id of the group to guide people into
    merge_name: str | None
    decay: list[float] = []  # P(an active day within the next 1, 7, 14, 28, 56 days), for the curve
    changes: list[Change] = []  # of the last 180 days, oldest first; looked for where the state changed


class OperatorReport(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    groups: int  # sat in
    owned: int
    unread_per_day: float  # mean of messages by others in their groups, last 28 days
    hours_per_week: float
    alive: int
    hours_freed_per_week: float
    reading_hours_per_week: float = 0.0  # of hours_per_week; the rest is looking after groups


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    groups: int
    private_chats: int
    states: dict[str, int]  # by State
    advice: dict[str, int]  # by Advice
    active_each_of_7_days: int
    staff_only: int  # only staff or bots spoke in the last 28 days
    people: int
    messages_28d: int
    inflow_28d: int
    evaporation_28d: int
    retained: int | None
    hours_freed_per_week: float
    with_messages: int = 0  # groups whose chats were read
    by_statistics: int = 0  # groups judged from the platform's official statistics, without any chat content


class Checkup(msgspec.Struct, frozen=True, kw_only=True):
    as_of: dt.date
    zone: str
    evidence: Evidence
    totals: Totals
    groups: list[GroupReport]  # stop first, then merge, revive, keep, unknown; busiest first inside
    operators: list[OperatorReport]
    blasts: list[Blast]
    assumptions: dict[str, float]  # the settings that hours are computed from
    timings: dict[str, float] = {}  # seconds by step; empty in files
