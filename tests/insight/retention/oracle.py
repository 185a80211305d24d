"""Retention counted slowly: each customer, each day, by the words of docs/methods/retention.md."""

import datetime as dt
from collections import Counter, defaultdict

from tests.insight.retention.world import ADDED, SINCE, START, TRANSFERRED, Relation, World, day_of

from yutang.accounts.model import Scope
from yutang.insight.retention.model import (
    CONTACT,
    GRACE_DAYS,
    FollowBasis,
    Grain,
    RetentionDefinition,
    RetentionSlice,
)

BEGIN = -10  # before anything in a world
CAUSES = {1: "customer_deleted", 2: "staff_deleted", 4: "transfer_refused"}
CODES = {"customer_deleted": 11, "staff_deleted": 12, "left": 13, "transfer_refused": 15, "unknown": 16}


class Link:
    """One thing that holds a customer: `order` says whose they are, `why` what its end is called."""

    def __init__(self, d0: int, d1: float, order: tuple, staff: int, source: int, why: str, ended) -> None:
        self.d0, self.d1, self.order, self.staff, self.source = d0, d1, order, staff, source
        self.why, self.ended = why, ended

    def holds(self, day: int) -> bool:
        return self.d0 <= day < self.d1


class Life:
    """One customer: what they were at the end of each day."""

    def __init__(self, world: World, definition: RetentionDefinition, customer: int) -> None:
        self.world, self.definition, self.customer = world, definition, customer
        self.last = (definition.as_of - START).days
        self.mine = [r for r in world.relations if r.customer == customer and self._day(r.since) <= self.last]
        self.seats = [s for s in world.seats if s.customer == customer and self._joined(s) <= self.last]
        self.contacts = self._contacts()
        self.links = [link for link in map(self._relation, self.mine) if link.d0 < link.d1]
        self.links += self._others()
        self.retained, self.staff, self.source, self.why = {}, {}, {}, {}
        self.arrived: int | None = None
        for day in range(BEGIN, self.last + 1):
            self._live(day)

    def _day(self, moment) -> int:
        return day_of(moment, self.world.zone)

    def _joined(self, seat) -> int:
        return self._day(seat.joined) if seat.joined else SINCE

    def _contacts(self) -> set[int]:
        found = {
            self._day(c.happened)
            for c in self.world.contacts
            if c.customer == self.customer and c.kind in CONTACT
        }
        found |= {self._day(r.since) for r in self.mine if r.how == ADDED and r.ended != r.since}
        if self.definition.basis is FollowBasis.ANY:
            found |= {self._joined(s) for s in self.seats}
        return {day for day in found if day <= self.last}

    def _end(self, relation: Relation) -> float:
        """The first day on which it holds no more."""
        if relation.ended is None:
            return float("inf")
        end = self._day(relation.ended)
        if relation.cause != 3 or end > self.last:
            return end
        nexts = [
            self._day(r.since)
            for r in self.mine
            if r.how == TRANSFERRED
            and r.since > relation.since
            and abs(self._day(r.since) - end) <= GRACE_DAYS
        ]
        return max(end, min([*nexts, end + GRACE_DAYS]))

    def _relation(self, r: Relation) -> Link:
        order = (0, r.since, r.staff, r.source or 0)
        return Link(self._day(r.since), self._end(r), order, r.staff, r.source or 0,
                    CAUSES.get(r.cause or 0, "unknown"), r.ended)  # fmt: skip

    def _others(self) -> list[Link]:
        if self.definition.basis is FollowBasis.RELATION:
            return []
        found = [
            Link(self._joined(s), self._day(s.left) if s.left else float("inf"), (1, str(s.joined or "")), 0, 0,
                 "left", s.left)
            for s in self.seats
        ]  # fmt: skip
        found = [link for link in found if link.d0 < link.d1]
        met = min(self.contacts, default=float("inf"))
        held = min((link.d0 for link in self.links + found), default=float("inf"))
        return found + ([Link(met, held, (2,), 0, 0, "unknown", None)] if met < held else [])

    def _live(self, day: int) -> None:
        holding = [link for link in self.links if link.holds(day)]
        awake = any(0 <= day - c <= self.definition.dormant_days for c in self.contacts)
        self.retained[day] = bool(holding) and awake
        before = self.retained.get(day - 1, False)
        if self.retained[day]:
            first = min(holding, key=lambda link: link.order)
            self.staff[day] = first.staff
            self.source[day] = self.source[day - 1] if before else first.source
            self.arrived = day if self.arrived is None else self.arrived
        elif before:
            ended = [link for link in self.links if link.d1 == day and link.d0 < day]
            self.why[day] = "dormant"
            if not holding:
                last = max(link.ended for link in ended)
                self.why[day] = min((link.why for link in ended if link.ended == last), key=CODES.__getitem__)

    def groups(self, day: int) -> set[int]:
        return {
            s.group
            for s in self.seats
            if self._joined(s) <= day and (s.left is None or day < self._day(s.left))
        }

    def tags(self) -> set[int]:
        last = self.last
        return {
            t.tag
            for t in self.world.tags
            if t.customer == self.customer and self._day(t.since) <= last
            and (t.until is None or self._day(t.until) > last)
        }  # fmt: skip


def lives(world: World, definition: RetentionDefinition) -> list[Life]:
    return [Life(world, definition, customer) for customer in range(1, world.customers + 1)]


def period_start(day: int, period: Grain) -> dt.date:
    date = START + dt.timedelta(day)
    if period is Grain.DAY:
        return date
    return date - dt.timedelta(date.weekday()) if period is Grain.WEEK else date.replace(day=1)


class Oracle:
    """`flows[key][day]` counts by name, `stock[key][day]`; keys as in a RetentionLine, "" for people without one, "whole",
    and "within" for those in any."""

    def __init__(self, lives: list[Life], dimension: RetentionSlice, period: Grain, scope: Scope) -> None:
        self.dimension, self.period, self.scope = dimension, period, scope
        self.flows: dict[str, dict[int, Counter]] = defaultdict(lambda: defaultdict(Counter))
        self.stock: dict[str, Counter] = defaultdict(Counter)
        self.names: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        for life in lives:
            for day in range(BEGIN + 1, life.last + 1):
                self._day(life, day)

    def _mine(self, life: Life, day: int) -> bool:
        held = life.retained.get(day, False)
        return held and (self.scope.everything or life.staff[day] in self.scope.staff)

    def _keys(self, life: Life, day: int) -> set[str]:
        if not self._mine(life, day):
            return set()
        if self.dimension.overlaps:
            places = life.tags() if self.dimension is RetentionSlice.TAG else life.groups(day)
            if self.dimension is RetentionSlice.GROUP and not self.scope.everything:
                places = {g for g in places if 100 + g in self.scope.staff}
            return {"whole", *(map(str, places)), *(["within"] if places else [""])}
        key = {
            RetentionSlice.WHOLE: lambda: None,
            RetentionSlice.SOURCE: lambda: str(life.source[day] or ""),
            RetentionSlice.STAFF: lambda: str(life.staff[day] or ""),
            RetentionSlice.ARRIVAL: lambda: period_start(life.arrived, self.period).isoformat(),
        }[self.dimension]()
        return {"whole"} if key is None else {"whole", key}

    def _day(self, life: Life, day: int) -> None:
        before, now = self._keys(life, day - 1), self._keys(life, day)
        for key in now:
            self.stock[key][day] += 1
        for key in now - before:
            self._tell(key, day, self._came(life, day), life)
        for key in before - now:
            self._tell(key, day, self._gone(life, day), life)

    def _tell(self, key: str, day: int, what: str, life: Life) -> None:
        self.flows[key][day][what] += 1
        self.names[key, day, what].append(life.customer)

    def _came(self, life: Life, day: int) -> str:
        if not life.retained.get(day - 1, False):
            return "new" if life.arrived == day else "returned"
        if not self._mine(life, day - 1) or self.dimension is RetentionSlice.STAFF:
            return "moved_in"
        return "joined"

    def _gone(self, life: Life, day: int) -> str:
        if not life.retained[day]:
            return life.why[day]
        if not self._mine(life, day) or self.dimension is RetentionSlice.STAFF:
            return "moved_out"
        return "left"
