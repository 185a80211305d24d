"""Conditions that can't hold together: inside one `all`, bounds that leave nothing, and a rule beside its opposite."""

from collections.abc import Iterator

from msgspec.structs import replace

from yutang.engine import rule as r
from yutang.engine.catalogue import Type, World
from yutang.engine.codec import encode
from yutang.engine.faults import Fault
from yutang.engine.normalise import normalise
from yutang.engine.rule import All, Not, Rule


def clashes(at: str, rule: All, world: World) -> Iterator[Fault]:
    """One fault at the second of two that clash."""
    bounds: dict[bytes, tuple[int | None, int | None]] = {}
    chosen: dict[str, set[str]] = {}
    seen: set[bytes] = set()
    for n, inner in enumerate(rule.rules):
        place, told = f"{at}.rules[{n}]", normalise(inner)
        opposite = told.rule if isinstance(told, Not) else Not(told)
        seen.add(encode(told))
        if encode(opposite) in seen or _bounded(told, bounds) or _chose(told, chosen, world):
            yield Fault(place, "contradiction")


_BOUNDED = r.NumberIs | r.Amount | r.Spending | r.Score | r.Did


def _bounded(told: Rule, bounds: dict[bytes, tuple[int | None, int | None]]) -> bool:
    """Whether the bounds of one measure, taken together, leave nothing."""
    inner = told.rule if isinstance(told, Not) else told
    if not isinstance(inner, _BOUNDED) or (isinstance(told, Not) and not isinstance(inner, r.Did)):
        return False
    least, most = inner.at_least, inner.at_most
    if isinstance(told, Not):  # did at most so often is told as not (at least once more)
        if most is not None or least is None:
            return False
        least, most = None, least - 1
    if least is not None and most is not None and least > most:
        return False  # told as a fault of its own
    key = encode(_measure(inner))
    low, high = bounds.get(key, (None, None))
    low = max((n for n in (low, least) if n is not None), default=None)
    high = min((n for n in (high, most) if n is not None), default=None)
    bounds[key] = low, high
    return low is not None and high is not None and low > high


def _measure(leaf: r.NumberIs | r.Amount | r.Spending | r.Score | r.Did) -> Rule:
    return replace(leaf, at_least=None, at_most=None)


def _chose(told: Rule, chosen: dict[str, set[str]], world: World) -> bool:
    """Whether a choice that is one of a kind would have to be two."""
    found = world.attributes.get(told.attribute) if isinstance(told, r.ChoiceIs) else None
    if not isinstance(told, r.ChoiceIs) or found is None or found.type is not Type.CHOICE:
        return False
    chosen[told.attribute] = chosen.get(told.attribute, set(told.values)) & set(told.values)
    return not chosen[told.attribute]
