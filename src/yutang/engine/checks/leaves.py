"""What is wrong with one condition."""

from collections.abc import Callable
from typing import Any

from yutang.engine import rule as r
from yutang.engine.catalogue import TAG_SOURCES, Type, World
from yutang.engine.checks import parts
from yutang.engine.checks.parts import Faults
from yutang.engine.faults import Fault
from yutang.engine.times import MAX_DAYS

_TEXTS, _NUMBERS, _DATES, _CHOICES = (
    (Type.TEXT, Type.PLACE),
    (Type.NUMBER, Type.MONEY),
    (Type.DATE,),
    (Type.CHOICE, Type.CHOICES),
)


def _attribute(code: str, types: tuple[Type, ...], world: World) -> Faults:
    found = world.attributes.get(code)
    if found is None:
        yield Fault(".attribute", "unknown_attribute", {"name": code[:80]})
    elif types and found.type not in types:
        yield Fault(".attribute", "wrong_type", {"name": code, "type": str(found.type)})


def _known(leaf: r.Known, world: World) -> Faults:
    yield from _attribute(leaf.attribute, (), world)


def _text(leaf: r.TextIs, world: World) -> Faults:
    yield from _attribute(leaf.attribute, _TEXTS, world)
    yield from parts.texts(".values", leaf.values)


def _number(leaf: r.NumberIs, world: World) -> Faults:
    yield from _attribute(leaf.attribute, _NUMBERS, world)
    yield from parts.bounds(leaf.at_least, leaf.at_most)


def _date(leaf: r.DateIs, world: World) -> Faults:
    yield from _attribute(leaf.attribute, _DATES, world)
    yield from parts.between("", leaf.since, leaf.until, ahead=True)


def _anniversary(leaf: r.Anniversary, world: World) -> Faults:
    yield from _attribute(leaf.attribute, _DATES, world)
    if not 0 <= leaf.within <= 366:
        yield Fault(".within", "days_out_of_range", {"least": 0, "most": 366})


def _choice(leaf: r.ChoiceIs, world: World) -> Faults:
    yield from _attribute(leaf.attribute, _CHOICES, world)
    yield from parts.texts(".values", leaf.values)
    found = world.attributes.get(leaf.attribute)
    if found and found.type in _CHOICES:
        yield from parts.names(".values", "unknown_choice", leaf.values, found.choices)
        if leaf.how == "all_of" and found.type is Type.CHOICE and len(set(leaf.values)) > 1:
            yield Fault(".how", "contradiction")


def _tag(leaf: r.HasTag, world: World) -> Faults:
    yield from parts.tag(".tag", leaf.tag, world)
    yield from parts.names(".sources", "unknown_tag_source", leaf.sources, TAG_SOURCES)
    yield from parts.names(".staff", "unknown_staff", leaf.staff, world.staff)
    yield from parts.ids(".staff", leaf.staff)
    yield from parts.window(".added", leaf.added, world)
    if leaf.confidence is not None and not 0 <= leaf.confidence <= 100:
        yield Fault(".confidence", "bad_confidence")


def _consent(leaf: r.Consent, world: World) -> Faults:
    yield from parts.one(".purpose", "unknown_purpose", leaf.purpose, world.purposes)
    if leaf.channel is not None:
        yield from parts.one(".channel", "unknown_channel", leaf.channel, world.channels)


_OF = {"object": "objects", "group": "groups"}


def _did(leaf: r.Did, world: World) -> Faults:
    yield from parts.fact(".fact", leaf.fact, world)
    yield from parts.bounds(leaf.at_least, leaf.at_most, needed=False, floor=0)
    yield from parts.window(".window", leaf.window, world)
    asked, column = world.kinds.get(leaf.fact.kind), _OF.get(leaf.of or "")
    if asked and column and column not in asked.columns:
        yield Fault(".of", "no_such_filter", {"kind": leaf.fact.kind, "filter": column})


def _amount(leaf: r.Amount, world: World) -> Faults:
    yield from parts.fact(".fact", leaf.fact, world)
    yield from parts.bounds(leaf.at_least, leaf.at_most)
    yield from parts.window(".window", leaf.window, world)
    asked = world.kinds.get(leaf.fact.kind)
    if asked and "amount" not in asked.columns:
        yield Fault(".fact.kind", "no_such_filter", {"kind": leaf.fact.kind, "filter": "amount"})


def _time(leaf: r.Time, world: World) -> Faults:
    yield from parts.fact(".fact", leaf.fact, world)
    yield from parts.window(".window", leaf.window, world)


def _sequence(leaf: r.Sequence, world: World) -> Faults:
    yield from parts.fact(".first", leaf.first, world)
    yield from parts.fact(".then", leaf.then, world)
    if leaf.without:
        yield from parts.fact(".without", leaf.without, world)
    yield from parts.window(".window", leaf.window, world)
    if not 1 <= leaf.within_hours <= 24 * MAX_DAYS:
        yield Fault(".within_hours", "hours_out_of_range", {"n": leaf.within_hours, "most": 24 * MAX_DAYS})


def _segment(leaf: r.InSegment, world: World) -> Faults:
    yield from parts.one(".segment", "unknown_segment", leaf.segment, world.segments)


def _group(leaf: r.InGroup, world: World) -> Faults:
    yield from parts.names(".groups", "unknown_group", leaf.groups, world.groups)
    yield from parts.ids(".groups", leaf.groups)
    yield from parts.names(".states", "unknown_state", leaf.states, world.states)
    yield from parts.names(".advice", "unknown_advice", leaf.advice, world.advice)
    yield from parts.tags(".tags", leaf.tags, world)
    yield from parts.window(".joined", leaf.joined, world)


def _owner(leaf: r.Owner, world: World) -> Faults:
    yield from parts.names(".staff", "unknown_staff", leaf.staff, world.staff)
    yield from parts.ids(".staff", leaf.staff)


def _source(leaf: r.FromSource, world: World) -> Faults:
    yield from parts.names(".sources", "unknown_source", leaf.sources, world.sources)


def _stage(leaf: r.InStage, world: World) -> Faults:
    yield from parts.texts(".stages", leaf.stages)
    yield from parts.names(".stages", "unknown_stage", leaf.stages, world.stages)


def _tie(leaf: r.Tie, world: World) -> Faults:
    yield from parts.texts(".ties", leaf.ties)
    yield from parts.names(".ties", "unknown_tie", leaf.ties, world.ties)


def _score(leaf: r.Score, world: World) -> Faults:
    yield from parts.bounds(leaf.at_least, leaf.at_most, floor=1)


def _tier(leaf: r.InTier, world: World) -> Faults:
    yield from parts.one(".layer", "unknown_layer", leaf.layer, world.layers)
    if leaf.layer in world.layers:
        yield from parts.names(".tiers", "unknown_tier", leaf.tiers, world.layers[leaf.layer])


def _spending(leaf: r.Spending, world: World) -> Faults:
    yield from parts.bounds(leaf.at_least, leaf.at_most, floor=0 if leaf.measure == "orders" else None)


def _known_since(leaf: r.KnownSince, world: World) -> Faults:
    yield from parts.window(".window", leaf.window, world)


def _identity(leaf: r.HasIdentity, world: World) -> Faults:
    yield from parts.texts(".platforms", leaf.platforms)


def _sample(leaf: r.Sample, world: World) -> Faults:
    yield from parts.texts(".salt", [leaf.salt])
    if not 0 <= leaf.start < leaf.end <= 10_000:
        yield Fault(".start", "bad_sample", {"start": leaf.start, "end": leaf.end})


def _nothing(leaf: r.Spreading, world: World) -> Faults:
    yield from ()


CHECKS: dict[type, Callable[[Any, World], Faults]] = {
    r.Known: _known, r.TextIs: _text, r.NumberIs: _number, r.DateIs: _date, r.Anniversary: _anniversary,
    r.ChoiceIs: _choice, r.HasTag: _tag, r.Consent: _consent, r.Did: _did, r.Amount: _amount, r.Time: _time,
    r.Sequence: _sequence, r.InSegment: _segment, r.InGroup: _group, r.Owner: _owner, r.FromSource: _source,
    r.InStage: _stage, r.Tie: _tie, r.Score: _score, r.InTier: _tier, r.Spending: _spending,
    r.KnownSince: _known_since, r.HasIdentity: _identity, r.Sample: _sample, r.Spreading: _nothing,
}  # fmt: skip


def leaf_faults(at: str, leaf: r.Leaf, world: World) -> Faults:
    for wrong in CHECKS[type(leaf)](leaf, world):
        yield Fault(at + wrong.at, wrong.code, wrong.params)
