"""A slow, naive reading of the rule language: one customer at a time, plain Python over rows. It decides who is right.

Written from the docstrings of engine.rule, and shares no code with the engine but the tree's classes and marks.
"""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.engine.store import Rows

from yutang.engine import World
from yutang.engine import rule as r
from yutang.ledger.catalogue import Channel, Kind
from yutang.ledger.kinds import CATALOGUE
from yutang.ledger.marks import mark
from yutang.ledger.traits import Trait

KINDS = {doc.name: int(doc.kind) for doc in CATALOGUE}
SOURCES = {"rule": 1, "staff": 2, "answer": 3, "platform": 4, "model": 5}
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - timestamps of the store are UTC without a zone


class Oracle:
    """`now`: naive UTC datetime."""

    def __init__(self, rows: Rows, world: World, now: dt.datetime) -> None:
        self.rows, self.world, self.now = rows, world, now
        self.zone = ZoneInfo(world.zone)
        self.today = now.replace(tzinfo=dt.UTC).astimezone(self.zone).date()

    def ids(self, rule: r.Rule) -> set[int]:
        return {row["id"] for row in self.rows.get("customer", []) if self.holds(rule, row["id"])}

    def holds(self, rule: r.Rule, who: int) -> bool:
        match rule:
            case r.All(rules):
                return all(self.holds(inner, who) for inner in rules)
            case r.AnyOf(rules):
                return any(self.holds(inner, who) for inner in rules)
            case r.Not(inner):
                return not self.holds(inner, who)
        return bool(getattr(self, "_" + str(rule.__struct_config__.tag))(rule, who))

    # rows and times

    def of(self, table: str, who: int) -> list[dict]:
        return [row for row in self.rows.get(table, []) if row["customer_id"] == who]

    def begin(self, day: dt.date) -> dt.datetime:
        local = dt.datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return local.astimezone(dt.UTC).replace(tzinfo=None)

    def day(self, moment: r.Moment) -> dt.date:
        if moment.day:
            return dt.date.fromisoformat(moment.day)
        if moment.days_ago is not None:
            return self.today - dt.timedelta(days=moment.days_ago)
        instant = EPOCH + dt.timedelta(milliseconds=moment.instant)
        return instant.replace(tzinfo=dt.UTC).astimezone(self.zone).date()

    def inside(self, time: dt.datetime | None, window: r.Last | r.Between | None) -> bool:
        if time is None or time > self.now:
            return False
        if isinstance(window, r.Last):
            return time >= self.begin(self.today - dt.timedelta(days=window.days))
        if window is None:
            return True
        since, until = window.since, window.until
        if since is not None:
            exact = since.instant is not None
            first = EPOCH + dt.timedelta(milliseconds=since.instant) if exact else self.begin(self.day(since))
            if time < first:
                return False
        if until is not None:
            if until.instant is not None:
                return time < EPOCH + dt.timedelta(milliseconds=until.instant)
            return time < self.begin(self.day(until) + dt.timedelta(days=1))
        return True

    def in_force(self, until: dt.datetime | None) -> bool:
        return until is None or until > self.now

    def facts(self, fact: r.Fact, window: r.AnySpan | None, who: int) -> list[dict]:
        """In the order they happened."""
        found = [row for row in self.of("fact", who) if row["happened"] <= self.now and self.fits(row, fact)]
        found.sort(key=lambda row: (row["happened"], row["id"]))
        if isinstance(window, r.SinceFact):
            anchors = self.facts(window.fact, None, who)
            if not anchors:
                return []
            anchor = anchors[0 if window.which == "first" else -1]["happened"]
            return [row for row in found if row["happened"] > anchor]
        return [row for row in found if self.inside(row["happened"], window)]

    def fits(self, row: dict, fact: r.Fact) -> bool:
        bits = Trait(row["traits"])
        asked = {Trait[name.upper()] for name in fact.traits}
        barred = {Trait[name.upper()] for name in fact.without}
        if fact.kind in ("order.placed", "order.refunded"):
            barred |= {Trait.CANCELLED, Trait.FOREIGN_MONEY} - asked
        objects = {*fact.objects, *(mark("tag", name) for name in fact.tags)}
        low, high, amount = fact.amount_at_least, fact.amount_at_most, row["amount"]
        return (
            row["kind"] == KINDS[fact.kind]
            and (not fact.channels or row["channel"] in {Channel[name.upper()] for name in fact.channels})
            and (not fact.groups or row["group_id"] in fact.groups)
            and (not fact.staff or row["staff_id"] in fact.staff)
            and (not fact.sources or row["source_id"] in {mark("source", name) for name in fact.sources})
            and (not objects or row["object_id"] in objects)
            and all(bit in bits for bit in asked)
            and not any(bit in bits for bit in barred)
            and (low is None or (amount is not None and amount >= low))
            and (high is None or (amount is not None and amount <= high))
        )

    @staticmethod
    def between(value: Fraction | int | None, leaf: r.Rule) -> bool:
        low, high = leaf.at_least, leaf.at_most
        return value is not None and (low is None or value >= low) and (high is None or value <= high)

    # conditions

    def attribute(self, code: str, who: int) -> list[dict]:
        return [row for row in self.of("attribute", who) if row["attribute_id"] == mark("attribute", code)]

    def _known(self, leaf: r.Known, who: int) -> bool:
        return bool(self.attribute(leaf.attribute, who))

    def _text(self, leaf: r.TextIs, who: int) -> bool:
        texts = [row["text"] for row in self.attribute(leaf.attribute, who) if row["text"] is not None]
        tests = {
            "is": lambda text: text in leaf.values,
            "contains": lambda text: any(value in text for value in leaf.values),
            "begins": lambda text: any(text.startswith(value) for value in leaf.values),
        }
        positive = leaf.how.replace("is_not", "is").replace("contains_not", "contains")
        return any(tests[positive](text) for text in texts) != (positive != leaf.how)

    def _choice(self, leaf: r.ChoiceIs, who: int) -> bool:
        chosen = {row["text"] for row in self.attribute(leaf.attribute, who)}
        if leaf.how == "all_of":
            return set(leaf.values) <= chosen
        return bool(chosen & set(leaf.values)) == (leaf.how == "one_of")

    def _number(self, leaf: r.NumberIs, who: int) -> bool:
        if leaf.at_least is None and leaf.at_most is None:
            return self._known(r.Known(leaf.attribute), who)
        return any(self.between(row["number"], leaf) for row in self.attribute(leaf.attribute, who))

    def dates(self, code: str, who: int) -> list[dt.date]:
        numbers = [row["number"] for row in self.attribute(code, who)]
        return [dt.date(1970, 1, 1) + dt.timedelta(days=number) for number in numbers if number is not None]

    def _date(self, leaf: r.DateIs, who: int) -> bool:
        return any(
            (leaf.since is None or date >= self.day(leaf.since))
            and (leaf.until is None or date <= self.day(leaf.until))
            for date in self.dates(leaf.attribute, who)
        )

    def _anniversary(self, leaf: r.Anniversary, who: int) -> bool:
        days = [self.today + dt.timedelta(days=n) for n in range(leaf.within + 1)]

        def kept(born: dt.date, day: dt.date) -> bool:
            try:
                return born.replace(year=day.year) == day
            except ValueError:
                return (day.month, day.day) == (2, 28)

        return any(kept(born, day) for born in self.dates(leaf.attribute, who) for day in days)

    def _tag(self, leaf: r.HasTag, who: int) -> bool:
        return any(
            row["tag_id"] == mark("tag", leaf.tag)
            and self.in_force(row["until"])
            and (not leaf.sources or row["source"] in {SOURCES[name] for name in leaf.sources})
            and (leaf.confidence is None or row["confidence"] >= leaf.confidence)
            and (leaf.added is None or self.inside(row["since"], leaf.added))
            and (not leaf.staff or row["staff_id"] in leaf.staff)
            for row in self.of("tagging", who)
        )

    def _consent(self, leaf: r.Consent, who: int) -> bool:
        rows = [row for row in self.of("consent", who) if row["purpose_id"] == mark("purpose", leaf.purpose)]
        asked = {Channel[leaf.channel.upper()]} if leaf.channel else {row["channel"] for row in rows}
        return any(self.last_word(rows, channel, given=leaf.given) for channel in asked)

    def last_word(self, rows: list[dict], channel: int | None, *, given: bool) -> bool:
        """Of what was said of the channel and of all of them; a withdrawal of the same microsecond is the later."""
        heard = [row for row in rows if row["channel"] in (channel, None)]
        last = [row for row in heard if row["since"] == max(one["since"] for one in heard)]
        if not given:
            return any(not row["given"] for row in last)
        return bool(last) and all(row["given"] and self.in_force(row["until"]) for row in last)

    def _did(self, leaf: r.Did, who: int) -> bool:
        found = self.facts(leaf.fact, leaf.window, who)
        of = leaf.of or ("object" if leaf.fact.kind == "order.placed" else "fact")
        single = [row["id"] for row in found if row["object_id"] is None]
        count = {
            "fact": len(found),
            "object": len({row["object_id"] for row in found} - {None}) + len(single),
            "day": len({row["day"] for row in found}),
            "group": len({row["group_id"] for row in found} - {None}),
        }[of]
        return count >= 1 if leaf.at_least is None and leaf.at_most is None else self.between(count, leaf)

    def _amount(self, leaf: r.Amount, who: int) -> bool:
        found = [row["amount"] for row in self.facts(leaf.fact, leaf.window, who)]
        if leaf.measure in ("first", "last"):
            return self.between(found[0 if leaf.measure == "first" else -1] if found else None, leaf)
        told = [amount for amount in found if amount is not None]
        if leaf.measure == "sum":
            return self.between(sum(told), leaf)
        if not told:
            return False
        return self.between(
            {"max": max(told), "min": min(told), "average": Fraction(sum(told), len(told))}[leaf.measure],
            leaf,
        )

    def _time(self, leaf: r.Time, who: int) -> bool:
        found = self.facts(leaf.fact, None, who)
        return bool(found) and self.inside(found[0 if leaf.which == "first" else -1]["happened"], leaf.window)

    def _sequence(self, leaf: r.Sequence, who: int) -> bool:
        at = self._moments(leaf, who)
        between = [at(row) for row in self.facts(leaf.without, None, who)] if leaf.without else []
        return any(
            at(a) < at(b) <= at(a) + dt.timedelta(hours=leaf.within_hours)
            and not any(at(a) < c < at(b) for c in between)
            for a in self.facts(leaf.first, leaf.window, who)
            for b in self.facts(leaf.then, None, who)
        )

    def _moments(self, leaf: r.Sequence, who: int) -> Callable[[dict], dt.datetime]:
        """When a row happened; of orders after orders, its order's first row that is not before the window."""
        if {leaf.first.kind, leaf.then.kind} != {"order.placed"}:
            return lambda row: row["happened"]
        since = r.Between(leaf.window.since) if isinstance(leaf.window, r.Between) else leaf.window
        orders = [row for row in self.of("fact", who) if row["kind"] == Kind.ORDER_PLACED]
        seen = [row for row in orders if self.inside(row["happened"], since)]

        def at(row: dict) -> dt.datetime:
            if row["kind"] != Kind.ORDER_PLACED or row.get("object_id") is None:
                return row["happened"]
            rows = (one["happened"] for one in seen if one.get("object_id") == row["object_id"])
            return min(rows, default=row["happened"])

        return at

    def _segment(self, leaf: r.InSegment, who: int) -> bool:
        segment = self.world.segments[leaf.segment]
        if segment.rule is None or segment.kept:
            return any(row["segment_id"] == leaf.segment for row in self.of("segment_member", who))
        return self.holds(segment.rule, who)

    def _group(self, leaf: r.InGroup, who: int) -> bool:
        mine = {row["id"] for row in self.of("identity", who)}
        return any(
            row["identity_id"] in mine
            and (not leaf.groups or row["group_id"] in leaf.groups)
            and (leaf.when == "ever" or self.in_force(row["left"]))
            and (leaf.joined is None or self.inside(row["joined"], leaf.joined))
            and self.group(row["group_id"], leaf)
            for row in self.rows.get("membership", [])
        )

    def group(self, group: int, leaf: r.InGroup) -> bool:
        states = [row for row in self.rows.get("group_state", []) if row["group_id"] == group]
        tags = {mark("tag", name) for name in leaf.tags}
        tagged = [row for row in self.rows.get("group_tagging", []) if row["group_id"] == group]
        return (
            (not leaf.states or any(row["state"] in leaf.states for row in states))
            and (not leaf.advice or any(row["advice"] in leaf.advice for row in states))
            and (not tags or any(row["tag_id"] in tags and self.in_force(row["until"]) for row in tagged))
        )

    def _owner(self, leaf: r.Owner, who: int) -> bool:
        return any(
            (leaf.when == "ever" or self.in_force(row["ended"]))
            and (not leaf.staff or row["staff_id"] in leaf.staff)
            for row in self.of("relation", who)
        )

    def _source(self, leaf: r.FromSource, who: int) -> bool:
        marks = {mark("source", name) for name in leaf.sources}
        return any(
            (leaf.when == "ever" or self.in_force(row["ended"]))
            and (row["source_id"] in marks if marks else row["source_id"] is not None)
            for row in self.of("relation", who)
        )

    def _stage(self, leaf: r.InStage, who: int) -> bool:
        return any(
            row["stage"] in {self.world.stages[one] for one in leaf.stages}
            for row in self.of("standing", who)
        )

    def _spreading(self, leaf: r.Spreading, who: int) -> bool:
        return any(row["spreading"] for row in self.of("standing", who))

    def _tie(self, leaf: r.Tie, who: int) -> bool:
        return any(
            row["tie"] in {self.world.ties[one] for one in leaf.ties} for row in self.of("standing", who)
        )

    def _score(self, leaf: r.Score, who: int) -> bool:
        return any(self.between(row[leaf.of], leaf) for row in self.of("standing", who))

    def _tier(self, leaf: r.InTier, who: int) -> bool:
        return any(
            row["layer_id"] == leaf.layer and (not leaf.tiers or row["tier_id"] in leaf.tiers)
            for row in self.of("tier_member", who)
        )

    def _spending(self, leaf: r.Spending, who: int) -> bool:
        rows = self.of("spending", who)
        orders, cents, refunded = (sum(row[name] for row in rows) for name in ("orders", "cents", "refunded"))
        average = Fraction(cents, orders) if orders else None
        told = {"orders": orders, "spent": cents, "refunded": refunded, "average": average}
        return self.between(told[leaf.measure], leaf)

    def _known_since(self, leaf: r.KnownSince, who: int) -> bool:
        (row,) = (row for row in self.rows["customer"] if row["id"] == who)
        return self.inside(row["since"], leaf.window)

    def _identity(self, leaf: r.HasIdentity, who: int) -> bool:
        return any(row["platform"] in leaf.platforms for row in self.of("identity", who))

    def _sample(self, leaf: r.Sample, who: int) -> bool:
        return leaf.start <= drawn(leaf.salt, who) < leaf.end


def drawn(salt: str, who: int) -> int:
    """The number of 0 to 9,999 that a salt gives somebody."""
    import hashlib

    prime = 2**31 - 1
    told = hashlib.sha256(salt.encode()).digest()
    a, b, c, d = (int.from_bytes(told[n : n + 8], "big") for n in (0, 8, 16, 24))
    x = (who * (1 + a % (prime - 1)) + b % prime) % prime
    return (pow(x, 5, prime) * (1 + c % (prime - 1)) + d % prime) % prime % 10_000
