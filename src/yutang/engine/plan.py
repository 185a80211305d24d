"""What a rule reads: it need be asked again only when something of that has moved."""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from yutang.engine import rule as r
from yutang.engine.catalogue import World
from yutang.engine.conditions.facts import zero_will_do
from yutang.engine.rule import All, AnyOf, Fact, InSegment, Leaf, Not, Rule
from yutang.engine.times import NOW, Late
from yutang.engine.walk import leaves
from yutang.ledger.catalogue import Kind

# Who is a customer, and which: every rule reads that. Who is new needs none of them: see `Reads.strangers`.
_WHO = (Kind.IDENTITY_SEEN, Kind.IDENTITY_LINKED, Kind.IDENTITY_PARTED, Kind.CUSTOMER_ERASED)
# What the tables of people's states are made of.
_MADE_OF: Mapping[str, tuple[Kind, ...]] = {
    "fact": (),
    "customer": (),
    "identity": (),
    "attribute": (Kind.ATTRIBUTE_SET,),
    "tagging": (Kind.TAG_ADDED, Kind.TAG_REMOVED),
    "group_tagging": (Kind.TAG_ADDED, Kind.TAG_REMOVED),
    "consent": (Kind.CONSENT_GIVEN, Kind.CONSENT_WITHDRAWN),
    "relation": (Kind.RELATION_BEGUN, Kind.RELATION_ENDED),
    "membership": (Kind.GROUP_JOINED, Kind.GROUP_LEFT, Kind.MEMBER_SEEN),
    "group_state": (),
    "spending": (Kind.ORDER_PLACED, Kind.ORDER_REFUNDED, Kind.ORDER_CHANGED),
    "segment_member": (Kind.SEGMENT_ENTERED, Kind.SEGMENT_LEFT),
    "tier_member": (Kind.TIER_CHANGED,),
    "standing": (Kind.STAGE_CHANGED,),
}
_TABLES: Mapping[type, str] = {
    **dict.fromkeys((r.Known, r.TextIs, r.NumberIs, r.DateIs, r.Anniversary, r.ChoiceIs), "attribute"),
    **dict.fromkeys((r.Did, r.Amount, r.Time, r.Sequence), "fact"),
    **dict.fromkeys((r.Owner, r.FromSource), "relation"),
    **dict.fromkeys((r.InStage, r.Spreading, r.Tie, r.Score), "standing"),
    **dict.fromkeys((r.KnownSince, r.Sample), "customer"),
    r.HasTag: "tagging",
    r.Consent: "consent",
    r.InSegment: "segment_member",
    r.InGroup: "membership",
    r.InTier: "tier_member",
    r.Spending: "spending",
    r.HasIdentity: "identity",
}
_EXPIRES = frozenset({"tagging", "group_tagging", "consent"})
_FROM_NOTHING = frozenset({"sum", "orders", "spent", "refunded"})  # measures that are 0 of no rows
# Told by what everybody has, be it one message: an account, a number, a day since when.
_OF_ANYBODY = (r.KnownSince, r.HasIdentity, r.Sample)


class Reads(msgspec.Struct, frozen=True):
    """`kinds` of facts that can change the answer, `tables`, `attributes` and `segments` (read as they stand) by name.

    `edges`: of windows, which move with the tenant's day. `expires`: something read may run out by its `until`.
    `strangers`: it can hold for who is known by facts of other kinds alone, or asks since when somebody is known: then
    the table `customer` is read, which any fact can change.
    Of "standing" and "group_state" not every change is a fact: ask again when their job has run.
    """

    kinds: frozenset[int]
    tables: frozenset[str]
    attributes: frozenset[str]
    segments: frozenset[int]
    edges: frozenset[Late]
    expires: bool
    strangers: bool

    def moved(self, before: int, now: int, zone: str) -> bool:
        """Whether an edge of a window lies elsewhere than it did."""
        return any(edge.value(before, zone) != edge.value(now, zone) for edge in self.edges)


def reads(rule: Rule, world: World, lates: Iterable[Late]) -> Reads:
    """Of a canonical rule and what its statement binds late."""
    told = [leaf for _, leaf in leaves(rule)]
    tables = {"customer"} | {table for leaf in told for table in _tables(leaf)}
    kinds = {int(kind) for table in tables for kind in _MADE_OF[table]} | {int(kind) for kind in _WHO}
    return Reads(
        kinds=frozenset(kinds | {world.kinds[fact.kind].code for leaf in told for fact in facts(leaf)}),
        tables=frozenset(tables),
        attributes=frozenset(str(code) for leaf in told if (code := getattr(leaf, "attribute", None))),
        segments=frozenset(leaf.segment for leaf in told if isinstance(leaf, InSegment)),
        edges=frozenset(late for late in lates if late != Late("instant", NOW)),
        expires=bool(tables & _EXPIRES),
        strangers=_may_be(rule, sense=True) or any(isinstance(leaf, r.KnownSince) for leaf in told),
    )


def _may_be(rule: Rule, *, sense: bool) -> bool:
    """Whether a canonical rule can hold (or, `sense` false, fail) for somebody of whom it finds nothing."""
    if isinstance(rule, Not):
        return _may_be(rule.rule, sense=not sense)
    if isinstance(rule, All | AnyOf):
        each = (_may_be(inner, sense=sense) for inner in rule.rules)
        return all(each) if isinstance(rule, All) is sense else any(each)
    return isinstance(rule, _OF_ANYBODY) or _holds_of_nothing(rule) is sense


def _holds_of_nothing(leaf: Leaf) -> bool:
    """As `emit.Rows.absent`: of who has no row at all, 0 is asked and 0 will do."""
    if not isinstance(leaf, r.Amount | r.Spending) or leaf.measure not in _FROM_NOTHING:
        return False
    return zero_will_do(leaf.at_least, leaf.at_most)


def _tables(leaf: Leaf) -> Iterator[str]:
    yield _TABLES[type(leaf)]
    if isinstance(leaf, r.InGroup):
        yield "identity"
        yield from ["group_state"] if leaf.states or leaf.advice else []
        yield from ["group_tagging"] if leaf.tags else []


def facts(leaf: Leaf) -> list[Fact]:
    """The facts that a condition names, its window's anchor too."""
    told = [getattr(leaf, field, None) for field in ("fact", "first", "then", "without")]
    anchor = getattr(leaf, "window", None)
    told.append(anchor.fact if isinstance(anchor, r.SinceFact) else None)
    return [fact for fact in told if isinstance(fact, Fact)]


def inlined(rule: Rule, world: World) -> Rule:
    """Segments' rules in their places, save those whose members are read. Segments in a circle: RecursionError."""
    if isinstance(rule, All | AnyOf):
        return type(rule)([inlined(inner, world) for inner in rule.rules])
    if isinstance(rule, Not):
        return Not(inlined(rule.rule, world))
    if isinstance(rule, InSegment) and (inner := put_in(rule, world)):
        return inlined(inner, world)
    return rule


def put_in(leaf: InSegment, world: World) -> Rule | None:
    """The rule that stands for a segment; None: its members are read."""
    segment = world.segments[leaf.segment]
    return None if segment.kept else segment.rule
