"""Stages, ties and scores counted slowly, person by person, in plain Python: what the statements must agree with."""

import datetime as dt
from math import ceil

from tests.segments.population import Fact, Population

from yutang.ledger.catalogue import Ending, Kind, Role
from yutang.ledger.traits import Trait
from yutang.segments.lifecycle.model import AsOf, Stage, StageRules, Tie, TieRules


class Oracle:
    def __init__(self, world: Population, at: AsOf, rules: StageRules, ties: TieRules) -> None:
        self.world, self.at, self.rules, self.ties = world, at, rules, ties
        self.facts = [f for f in world.facts if f.happened < at.end and f.day <= at.day]

    def _of(self, customer: int, *kinds: Kind) -> list[Fact]:
        mine = self.world.customers
        return [f for f in self.facts if f.kind in kinds and mine.get(f.identity or 0) == customer]

    def orders(self, customer: int) -> list[tuple[dt.date, dt.datetime, int]]:
        """(day, instant, cents net of refunds) of orders that stand."""
        return [one for one in self.booked(customer) if one[0] is not None]  # type: ignore[misc]

    def booked(self, customer: int) -> list[tuple[dt.date | None, dt.datetime | None, int]]:
        """The same, and without a day what went back of no order that we know."""
        found = []
        rows = self._of(customer, Kind.ORDER_PLACED, Kind.ORDER_CHANGED, Kind.ORDER_REFUNDED)
        for mark in {f.object_id for f in rows}:
            of = [f for f in rows if f.object_id == mark]
            placed = [f for f in of if f.kind is Kind.ORDER_PLACED]
            newest = max(
                (f for f in of if f.kind is not Kind.ORDER_REFUNDED),
                key=lambda f: (f.happened, f.kind is Kind.ORDER_CHANGED, _place(self.world.facts, f)), default=None,
            )  # fmt: skip
            if newest is None or not newest.traits & Trait.CANCELLED:
                home = [f for f in of if not f.traits & Trait.FOREIGN_MONEY]
                paid = [f.amount or 0 for f in home if f.kind is Kind.ORDER_PLACED]
                back = sum(f.amount or 0 for f in home if f.kind is Kind.ORDER_REFUNDED)
                if placed:  # no more than was paid, and nothing where that was in foreign money
                    back = min(back, sum(paid))
                cents = sum(paid) - back
                day, at = (
                    min((f.day for f in placed), default=None),
                    min((f.happened for f in placed), default=None),
                )
                found.append((day, at, cents))
        return found

    def risk(self, days: list[dt.date]) -> int:
        rules = self.rules
        recent = [d for d in days if (self.at.day - d).days < rules.rhythm_window]
        if len(recent) < rules.rhythm_days:
            return rules.risk_without_rhythm
        mean = (max(recent) - min(recent)).days / (len(recent) - 1)
        return min(max(ceil(round(rules.risk_times * mean, 9)), rules.risk_floor), rules.risk_cap)

    def stage(self, customer: int) -> Stage:
        orders, said = self.orders(customer), self._of(customer, Kind.MESSAGE_SENT)
        days = sorted({o[0] for o in orders} | {f.day for f in said})
        last = max([o[1] for o in orders] + [f.happened for f in said], default=None)
        if self._gone(customer, last):
            return Stage.LOST
        stood = self._of(customer, Kind.STAGE_CHANGED)
        before = max(stood, key=lambda f: (f.happened, _place(self.facts, f))).object_id if stood else None
        if orders:
            return self._buyer(len(orders), days, before)
        word = min(((self.at.day - f.day).days for f in said), default=9_999)
        within = self.rules.interacting_stay if before == Stage.INTERACTING else self.rules.interacting
        if word <= within:
            return Stage.INTERACTING
        return Stage.AWARE if said or self._met(customer) else Stage.STRANGER

    def _buyer(self, orders: int, days: list[dt.date], before: int | None) -> Stage:
        silence, risk = (self.at.day - days[-1]).days, self.risk(days)
        stuck = silence > self.rules.back
        if silence > min(risk * self.rules.lost_times, self.rules.lost_cap) or (
            before == Stage.LOST and stuck
        ):
            return Stage.LOST
        if silence > risk or (before == Stage.AT_RISK and stuck):
            return Stage.AT_RISK
        return Stage.REPEAT if orders > 1 else Stage.BUYING

    def _gone(self, customer: int, last: dt.datetime | None) -> bool:
        mine = [r for r in self.world.relations if r.customer == customer and r.since < self.at.end]
        own = [r for r in mine if r.cause != Ending.TRANSFERRED]
        over = [
            r.ended for r in own if r.ended and r.ended < self.at.end and r.cause == Ending.CUSTOMER_DELETED
        ]
        return bool(own) and len(over) == len(own) and (last is None or last <= max(over))

    def _met(self, customer: int) -> bool:
        world, end = self.world, self.at.end
        if any(r.customer == customer and r.since < end for r in world.relations):
            return True
        told = {f.group for f in self.facts
                if f.kind is Kind.MESSAGE_SENT and world.roles[f.identity or 0] is Role.STAFF}  # fmt: skip
        return any(
            world.customers[s.identity] == customer and (s.joined is None or s.joined < end)
            and (not world.groups[s.group] or s.group in told)
            for s in world.seats
        )  # fmt: skip

    def spreading(self, customer: int) -> bool:
        since = self.at.end - dt.timedelta(self.rules.spreading)
        world = self.world
        return any(
            s.joined is not None and since <= s.joined < self.at.end and s.inviter is not None
            and world.customers[s.inviter] == customer and world.customers[s.identity] != customer
            and world.roles[s.identity] is Role.PERSON
            for s in world.seats
        )  # fmt: skip

    def tie(self, customer: int) -> Tie:
        world = self.world
        said = [f for f in self.facts if f.kind is Kind.MESSAGE_SENT and (self.at.day - f.day).days < 28]
        both, any_ = set(), False
        for f in said:
            week, private = (self.at.day - f.day).days // 7, world.groups[f.group or 0]
            staff = world.roles[f.identity or 0] is Role.STAFF
            line = sorted(
                (o for o in said if o.group == f.group), key=lambda o: (o.happened, _place(said, o))
            )
            if not staff and world.customers[f.identity or 0] == customer:
                any_ = True
                nexts = line[[o is f for o in line].index(True) + 1 :][:1]
                replied = nexts and world.roles[nexts[0].identity or 0] is Role.STAFF
                replied = replied and nexts[0].happened - f.happened <= dt.timedelta(
                    hours=self.ties.reply_hours
                )
                same = any(world.roles[o.identity or 0] is Role.STAFF and (self.at.day - o.day).days // 7 == week
                           for o in line)  # fmt: skip
                both |= {week} if (same if private else replied) else set()
            if staff and private:
                seated = any(s.group == f.group and world.customers[s.identity] == customer
                             and (s.joined is None or s.joined < self.at.end) for s in world.seats)  # fmt: skip
                any_ |= seated
        return Tie.STRONG if len(both) >= self.ties.strong_weeks else Tie.WEAK if any_ else Tie.NONE

    def scores(self) -> dict[int, tuple[int, int, int]]:
        """(recency, frequency, money) of everybody who bought."""
        bought = {c: o for c in self.world.people if (o := self.orders(c))}
        columns = [
            {c: max(x[0] for x in o) for c, o in bought.items()},
            {c: len(o) for c, o in bought.items()},
            {c: sum(x[2] for x in self.booked(c)) for c in bought},
        ]
        return {c: tuple(quintile(list(col.values()), col[c]) for col in columns) for c in bought}  # type: ignore[misc]


def _place(facts: list[Fact], one: Fact) -> int:
    return next(n for n, fact in enumerate(facts) if fact is one)  # equal facts are two


def quintile(values: list, value: object) -> int:
    """How many of the four inner cuts of the sorted values are at or below this one, plus one."""
    ordered = sorted(values)
    return 1 + sum(ordered[len(ordered) * k // 5] <= value for k in (1, 2, 3, 4))
