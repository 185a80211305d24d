"""Made-up people and made-up rules about them, for hypothesis: small numbers, so that things meet."""

import datetime as dt
import random
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from tests.engine.oracle import EPOCH, KINDS
from tests.engine.store import Rows

from yutang.engine import World
from yutang.engine import rule as r
from yutang.engine.catalogue import Attribute, Segment, Type
from yutang.ledger.marks import mark

NOW = EPOCH + dt.timedelta(
    days=20_513, minutes=150
)  # 1 March 2026, 10:30 in Shanghai, still 28 February in New York
ZONES = ("Asia/Shanghai", "America/New_York")
PEOPLE, GROUPS, STAFF, OBJECTS = (1, 2, 3, 4, 5), (11, 12, 13), (21, 22), (31, 32, 33)
TAGS, WORDS, CHOICES, SOURCE = (
    ("组/甲", "组/乙"),
    ("广东/深圳", "广东", "a%_b", ""),
    ("x", "y", "z"),
    ("code-1", "shop"),
)
STAGES, TIES = {"aware": 1, "buying": 3, "lost": 6}, {"weak": 1, "strong": 2}
STATES, ADVICE, PLATFORMS, PURPOSES = (
    ("alive", "dead"),
    ("keep", "stop"),
    ("wecom", "phone"),
    ("marketing", "survey"),
)
TYPES = {
    "word": Type.TEXT, "place": Type.PLACE, "n": Type.NUMBER, "cents": Type.MONEY, "born": Type.DATE,
    "one": Type.CHOICE, "many": Type.CHOICES,
}  # fmt: skip
ASKED = ("message.sent", "order.placed", "order.refunded", "tag.added", "relation.begun", "consent.given")
LONG = 2_000  # hypothesis examples: facts happen within so many hours before now


TICK = dt.timedelta(microseconds=1)
_MIDNIGHTS = [
    dt.datetime.combine(NOW.date() - dt.timedelta(days=n), dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
    for zone in ZONES
    for n in (0, 1, 2, 7, 30)
]
# Where windows begin and end, to the microsecond.
EDGES = [time.replace(tzinfo=None) + k * TICK for time in (*_MIDNIGHTS, NOW) for k in (-1, 0, 1)]
amounts = st.integers(-3, 12)


def days() -> st.SearchStrategy[dt.datetime]:
    return st.integers(-LONG, 60).map(lambda n: NOW + dt.timedelta(hours=n)) | st.sampled_from(EDGES)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


class Store:
    """Rows drawn from a seed: hypothesis would need a tenth of a second for so many choices, and can't shrink them."""

    def __init__(self, seed: int, zone: str) -> None:
        self.random, self.zone = random.Random(seed), ZoneInfo(zone)
        self.met: list[dt.datetime] = []

    def time(self) -> dt.datetime:
        """Often one that was drawn before, or now to the microsecond: things that meet are where rules go wrong."""
        self.met.append(self.new_time())
        return self.random.choice(self.met[:6]) if self.random.random() < 0.4 else self.met[-1]

    def new_time(self) -> dt.datetime:
        if self.random.random() < 0.2:
            return NOW + self.random.choice((-TICK, 0 * TICK, TICK))
        near = self.random.choice((-LONG, -60))
        return self.random.choice(
            (self.random.choice(EDGES), NOW + dt.timedelta(hours=self.random.randint(near, 60)))
        )

    def maybe(self, value: Any) -> Any:
        return value if self.random.random() < 0.7 else None

    def one(self, values: Any) -> Any:
        return self.random.choice(values)

    def upto(self, most: int) -> range:
        return range(self.random.randint(0, most))

    def some(self) -> list[int]:
        return [one for one in PEOPLE if self.random.random() < 0.7]

    def number(self) -> int:
        return self.random.randint(-3, 12)

    def until(self) -> dict[str, Any]:
        return {"since": self.time(), "until": self.maybe(self.time())}

    def fact(self, number: int) -> dict[str, Any]:
        happened = self.time()
        kind = self.one((*ASKED, *ASKED[:2], "order.placed", *["order.changed"] * 2))
        traits = [0, 256] if kind == "order.changed" else [0, 0, 0, 0, 0, 1, 65, 128, 256]
        return {
            "id": number, "kind": KINDS[kind], "happened": happened,
            "day": happened.replace(tzinfo=dt.UTC).astimezone(self.zone).date(),
            "customer_id": self.maybe(self.one(PEOPLE)), "group_id": self.maybe(self.one(GROUPS)),
            "staff_id": self.maybe(self.one(STAFF)), "channel": self.maybe(self.random.randint(1, 3)),
            "source_id": self.maybe(mark("source", self.one(SOURCE))),
            "object_id": self.maybe(self.one([*OBJECTS, *(mark("tag", one) for one in TAGS)])),
            "amount": self.maybe(self.number()), "traits": self.one(traits),
            "key_hi": self.random.randint(-1, 0), "key_lo": self.random.randint(-99, 99) * 100 + number,
        }  # fmt: skip

    def facts(self) -> list[dict[str, Any]]:
        """Changes are mostly of an order that was placed, as they would seldom meet one."""
        found = [self.fact(n + 1) for n in self.upto(50)]
        placed = [one for one in found if one["kind"] == KINDS["order.placed"]]
        for one in found:
            if one["kind"] == KINDS["order.changed"] and placed and self.random.random() < 0.8:
                order = self.one(placed)
                one |= {"customer_id": order["customer_id"], "object_id": order["object_id"]}
        return found

    def attribute(self) -> dict[str, Any]:
        code = self.one(sorted(TYPES))
        text = {Type.TEXT: WORDS, Type.PLACE: WORDS, Type.CHOICE: CHOICES, Type.CHOICES: CHOICES}.get(
            TYPES[code]
        )
        # 29 February 2024, 28 February and 1 March 2025, or any day
        born = self.one((19_782, 20_147, 20_148, self.random.randint(-30_000, 21_000)))
        number = born if TYPES[code] is Type.DATE else self.number()
        return {
            "customer_id": self.one(PEOPLE), "attribute_id": mark("attribute", code), "set_at": NOW,
            "number": None if text else self.maybe(number), "text": self.maybe(self.one(text)) if text else None,
        }  # fmt: skip

    def tag(self) -> dict[str, Any]:
        return {"tag_id": mark("tag", self.one(TAGS)), "source": self.random.randint(1, 5),
                "confidence": self.random.randint(0, 100), **self.until()}  # fmt: skip

    def standing(self, who: int) -> dict[str, Any]:
        scores = {name: self.maybe(self.random.randint(1, 5)) for name in ("recency", "frequency", "money")}
        return {"customer_id": who, "stage": self.one([1, 3, 6, 9]), "spreading": self.one([True, False]),
                "tie": self.random.randint(0, 2), **scores}  # fmt: skip

    def consents(self) -> list[dict[str, Any]]:
        """One word on each purpose and channel."""
        keys = {
            (self.one(PEOPLE), self.maybe(self.random.randint(1, 3)), self.one(PURPOSES))
            for _ in self.upto(12)
        }
        return [
            {"customer_id": who, "channel": channel, "purpose_id": mark("purpose", purpose),
             "given": self.one([True, True, False]), **self.until()}
            for who, channel, purpose in sorted(keys, key=str)
        ]  # fmt: skip

    def rows(self) -> Rows:
        one, maybe, upto = self.one, self.maybe, self.upto
        return {
            "customer": [{"id": who, "since": self.time(), "people": 1} for who in self.some()],
            "fact": self.facts(),
            "attribute": [self.attribute() for _ in upto(25)],
            "tagging": [{"customer_id": one(PEOPLE), "staff_id": maybe(one(STAFF)), **self.tag()} for _ in upto(9)],
            "group_tagging": [{"group_id": one(GROUPS), **self.tag()} for _ in upto(4)],
            "relation": [{"customer_id": one(PEOPLE), "identity_id": 1, "staff_id": one(STAFF), "how": 1,
                          "since": self.time(), "ended": maybe(self.time()),
                          "source_id": maybe(mark("source", one(SOURCE)))} for _ in upto(8)],
            "consent": self.consents(),
            "spending": [{"customer_id": who, "orders": self.random.randint(0, 4), "cents": self.random.randint(0, 30),
                          "refunded": self.random.randint(0, 9)} for who in self.some()],
            "identity": [{"id": 100 + n, "customer_id": maybe(one(PEOPLE)), "platform": one(PLATFORMS)}
                         for n in upto(6)],
            "membership": [{"group_id": one(GROUPS), "identity_id": 100 + self.random.randint(0, 6),
                            "joined": maybe(self.time()), "left": maybe(self.time())} for _ in upto(8)],
            "group_state": [{"group_id": group, "state": one(STATES), "advice": one(ADVICE)}
                            for group in GROUPS if self.random.random() < 0.7],
            "segment_member": [{"segment_id": n, "customer_id": who} for n in (2, 3) for who in self.some()],
            "standing": [self.standing(who) for who in self.some()],
            "tier_member": [{"layer_id": 1, "tier_id": self.random.randint(1, 3), "customer_id": who,
                             "since": self.time()} for who in self.some()],
        }  # fmt: skip


def stores(zone: str) -> st.SearchStrategy[Rows]:
    return st.integers(0, 1 << 32).map(lambda seed: Store(seed, zone).rows())


def world(zone: str, first: r.Rule = r.EVERYBODY) -> World:
    """Segment 1 has the rule `first`, 2 only members, 3 a rule and members that are kept."""
    return World(
        zone=zone,
        attributes={
            code: Attribute(kind, frozenset(CHOICES) if kind in (Type.CHOICE, Type.CHOICES) else frozenset())
            for code, kind in TYPES.items()
        },
        tags=frozenset(TAGS),
        deleted_tags=frozenset({"组/丙"}),
        segments={1: Segment(first), 2: Segment(None), 3: Segment(r.Spreading(), kept=True)},
        layers={1: frozenset({1, 2, 3})},
        groups=frozenset(GROUPS),
        staff=frozenset(STAFF),
        states=frozenset(STATES),
        advice=frozenset(ADVICE),
        sources=frozenset(SOURCE),
        purposes=frozenset(PURPOSES),
        stages=STAGES,
        ties=TIES,
    )
