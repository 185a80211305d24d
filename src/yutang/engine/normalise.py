"""One form for rules that mean the same: flat, without double negations and constants, in one order, cheap first."""

import hashlib
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from yutang.engine.codec import encode
from yutang.engine.costs import cost
from yutang.engine.rule import (
    EVERYBODY,
    NOBODY,
    All,
    AnyOf,
    ChoiceIs,
    Did,
    Fact,
    Known,
    Leaf,
    Not,
    NumberIs,
    Rule,
    Sample,
    SinceFact,
    TextIs,
)
from yutang.engine.walk import leaves

T = TypeVar("T", bound=msgspec.Struct)
_POSITIVE = {"is_not": "is", "contains_not": "contains"}
_NEEDED = ("values", "stages", "ties", "platforms")  # of no value at all nobody is one


def normalise(rule: Rule) -> Rule:
    """The canonical form. It holds for the same customers; a canonical rule is its own canonical form."""
    if isinstance(rule, Not):
        return _not(normalise(rule.rule))
    if isinstance(rule, All | AnyOf):
        return _joined(rule, [normalise(inner) for inner in rule.rules])
    return _leaf(_tidy(rule))


def digest(rule: Rule) -> str:
    """32 hex digits, equal for rules with one canonical form."""
    return hashlib.sha256(encode(normalise(rule))).hexdigest()[:32]


def _not(inner: Rule) -> Rule:
    if isinstance(inner, Not):
        return inner.rule
    if inner == EVERYBODY:
        return NOBODY
    return EVERYBODY if inner == NOBODY else Not(inner)


def _joined(rule: All | AnyOf, rules: list[Rule]) -> Rule:
    """Flattened, each once, in order. `all` holding r and not r is nobody, `any` is everybody."""
    same = type(rule)
    nothing, decides = (EVERYBODY, NOBODY) if same is All else (NOBODY, EVERYBODY)
    flat = [one for inner in rules for one in (inner.rules if isinstance(inner, same) else [inner])]
    kept = {encode(one): one for one in flat if one != nothing}
    if decides in flat or any(isinstance(one, Not) and encode(one.rule) in kept for one in kept.values()):
        return decides
    ordered = [one for _, one in sorted(kept.items(), key=lambda item: (_weight(item[1]), item[0]))]
    return ordered[0] if len(ordered) == 1 else same(ordered)


def _weight(rule: Rule) -> int:
    return sum(cost(leaf) for _, leaf in leaves(rule))


def _tidy(node: T) -> T:
    """Lists are sets: each value once, in order. Inside facts and windows too."""
    changed: dict[str, object] = {}
    for field in node.__struct_fields__:
        value = getattr(node, field)
        if isinstance(value, list):
            changed[field] = sorted(set(value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        elif isinstance(value, Fact | SinceFact):
            changed[field] = _tidy(value)
    return replace(node, **changed) if changed else node


def _leaf(leaf: Leaf) -> Rule:
    """A condition said in the fewest words: negations outside, bounds that bound nothing left out."""
    if isinstance(leaf, TextIs) and leaf.how in _POSITIVE:
        return _not(_leaf(replace(leaf, how=_POSITIVE[leaf.how])))
    if isinstance(leaf, ChoiceIs) and leaf.how != "one_of":
        return _choice(leaf)
    if any(getattr(leaf, field, None) == [] for field in _NEEDED):
        return NOBODY
    if isinstance(leaf, NumberIs) and leaf.at_least is None and leaf.at_most is None:
        return Known(leaf.attribute)
    if isinstance(leaf, Did):
        return _did(leaf)
    if isinstance(leaf, Sample) and leaf.start <= 0 and leaf.end >= 10_000:
        return EVERYBODY
    return leaf


def _choice(leaf: ChoiceIs) -> Rule:
    if leaf.how == "none_of":
        return _not(_leaf(replace(leaf, how="one_of")))
    each = [ChoiceIs(leaf.attribute, [value]) for value in leaf.values]
    return _joined(All([]), list[Rule](each))


def _did(leaf: Did) -> Rule:
    """At most n times is not (at least n + 1 times): so it holds for those who never did, too."""
    counted = leaf.of or ("object" if leaf.fact.kind == "order.placed" else "fact")
    least, most = leaf.at_least, leaf.at_most
    if least is None and most is None:
        least = 1
    if least is not None and least > 0:
        once = least == 1 and most is None and counted != "group"
        return replace(leaf, at_least=least, of="fact" if once else counted)
    if most is None:
        return EVERYBODY
    return _not(_did(replace(leaf, at_least=most + 1, at_most=None, of=counted))) if most >= 0 else NOBODY
