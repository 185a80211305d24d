"""Everything measured about one group, in one row: what the rules decide on. No I/O."""

import datetime as dt

import msgspec


class Situation(msgspec.Struct, frozen=True):
    """Field by field the row of `measures.rows.ROWS`. Windows: 28 days up to `as_of` unless named otherwise."""

    group_id: int
    platform: str
    external_id: str
    name: str
    line: str | None
    owner: str | None
    size_limit: int | None
    dismissed: bool
    as_of: dt.date
    born: dt.date | None  # None: began before anything that was seen
    first_day: dt.date | None  # of any evidence
    last_day: dt.date | None
    first_heard: dt.date | None  # first message or count
    last_active: dt.date | None
    active_days: int = 0
    active_7: int = 0
    active_28: int = 0
    active_before: int = 0  # the 28 days before
    active_best: int = 0  # the best of the three windows before
    messages_28: int = 0  # people's
    messages_before: int = 0
    staff_28: int = 0  # staff's and bots'
    messages_all: int = 0
    staff_all: int = 0
    day_speakers: int = 0  # most speakers on one day
    days_seen: int = 0
    messaged: bool = False  # single messages were read
    counted: bool = False  # an activity table was read
    guessed: bool = False  # … without speakers
    gaps: int = 0  # own cadence: gaps between active days, over `span` days
    span: int = 0
    speakers: int = 0
    watchers: int | None = None
    key_people: int = 0
    gini: float | None = None
    top_share: float | None = None
    retained: int = 0  # open memberships of people; read `members` instead
    inflow: int = 0
    evaporation: int = 0
    joins: int = 0
    leaves: int = 0
    last_join: dt.date | None = None
    rejoin_rate: float | None = None
    roster: bool = False  # believed complete
    told_members: int | None = None  # a count that an export gave
    unanswered: int = 0
    complaints: int = 0
    filler_share: float | None = None
    blast_share: float | None = None
    spend_90: int | None = None
    buyers_90: int = 0
    silent_buyers: int = 0
    sitters: int = 0  # operators who sit in it
    official: bool = False  # some counts are the platform's own statistics
    all_official: bool = False  # … and there are no others

    @property
    def by_statistics(self) -> bool:
        """Of its talk nothing is known but the platform's daily counts, in which staff are counted too."""
        return self.official and not self.messaged

    @property
    def members(self) -> int | None:
        return self.retained if self.roster else self.told_members

    @property
    def silent_days(self) -> int | None:
        return None if self.last_active is None else (self.as_of - self.last_active).days

    @property
    def cadence(self) -> float | None:
        """Own cadence in days, at least one; None before the second active day."""
        return None if not self.gaps else self.span / self.gaps

    @property
    def overdue(self) -> float | None:
        """Chance of a silence this long had the own rhythm gone on; None without a rhythm.

        Gaps exponential with a rate known from `gaps` gaps in `span` days: (span / (span + silence)) ^ gaps
        (Lomax, the gamma mixture of methods of group vitality); small samples are forgiving by themselves.
        """
        silent = self.silent_days
        if silent is None or not self.gaps:
            return None
        return (self.span / (self.span + silent)) ** self.gaps

    @property
    def watched_days(self) -> int:
        """Days over which talk could be seen: from the first message or count to the check-up's day."""
        return 0 if self.first_heard is None else (self.as_of - self.first_heard).days + 1

    @property
    def age(self) -> int | None:
        return None if self.born is None else (self.as_of - self.born).days

    @property
    def staff_share(self) -> float | None:
        """Of all messages; None where nobody wrote, or nobody knows who."""
        said = self.messages_28 + self.staff_28
        return self.staff_28 / said if said and not self.by_statistics else None

    @property
    def heard(self) -> int:
        """Messages the judgement rests on, people's and the brand's."""
        return self.messages_all + self.staff_all
