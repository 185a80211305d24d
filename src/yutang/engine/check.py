"""Everything that is wrong with a rule, before it runs: as values, each with its place."""

from collections.abc import Iterator

from yutang.engine.catalogue import World
from yutang.engine.checks.clashes import clashes
from yutang.engine.checks.leaves import leaf_faults
from yutang.engine.costs import MAX_CONDITIONS, MAX_COST, cost
from yutang.engine.faults import Fault
from yutang.engine.plan import put_in
from yutang.engine.rule import MAX_LEVELS, All, AnyOf, InSegment, Not, Rule
from yutang.engine.walk import leaves, nodes

MAX_FAULTS = 100


def check(rule: Rule, world: World, *, segment: int | None = None, at: str = "rule") -> list[Fault]:
    """Faults in the order of the rule, at most MAX_FAULTS; none: it may run.

    `segment`: the one whose rule this is to become, so that one which names itself is found.
    """
    shape = _shape(rule, at)
    if shape:
        return [shape]  # nothing that goes through the tree by recursion may see it
    found: list[Fault] = []
    for wrong in _faults(rule, world, segment, at):
        found.append(wrong)
        if len(found) == MAX_FAULTS:
            break
    if not any(wrong.code in ("unknown_segment", "segment_circle") for wrong in found):
        found += _too_much(rule, world, at)
    return found


def _shape(rule: Rule, at: str) -> Fault | None:
    count = 0
    for place, node, level in nodes(rule, at):
        count += not isinstance(node, All | AnyOf | Not)
        if level > MAX_LEVELS:
            return Fault(_short(place), "too_deep", {"limit": MAX_LEVELS})
        if count > MAX_CONDITIONS:
            return Fault(place, "too_many_conditions", {"limit": MAX_CONDITIONS})
    return None


def _short(place: str) -> str:
    return place if len(place) <= 400 else place[:400] + "…"


def _faults(rule: Rule, world: World, segment: int | None, at: str) -> Iterator[Fault]:
    for place, node, _ in nodes(rule, at):
        if isinstance(node, AnyOf):
            yield from [] if node.rules else [Fault(place + ".rules", "empty")]
        elif isinstance(node, All):
            yield from clashes(place, node, world)
        elif not isinstance(node, Not):
            yield from leaf_faults(place, node, world)
            if isinstance(node, InSegment) and _circles(node.segment, world, segment):
                yield Fault(place + ".segment", "segment_circle", {"name": node.segment})


def _circles(first: int, world: World, root: int | None) -> bool:
    """Whether going from segment to segment comes back to `root`, or to one on the way."""
    path: list[tuple[int, Iterator[int]]] = []
    open_, done = {root}, set[int]()

    def enter(segment: int) -> None:
        open_.add(segment)
        path.append((segment, iter(_named(segment, world))))

    if first == root:
        return True
    enter(first)
    while path:
        segment, rest = path[-1]
        following = next(rest, None)
        if following is None:
            path.pop()
            open_.discard(segment)
            done.add(segment)
        elif following in open_:
            return True
        elif following not in done:
            enter(following)
    return False


def _named(segment: int, world: World) -> list[int]:
    """The segments that a segment's rule names, kept ones too: theirs would be swept in a circle."""
    found = world.segments.get(segment)
    if found is None or found.rule is None:
        return []
    return [leaf.segment for _, leaf in leaves(found.rule) if isinstance(leaf, InSegment)]


def _too_much(rule: Rule, world: World, at: str) -> Iterator[Fault]:
    """Counted with the rules of segments in their places; stops as soon as it is too much."""
    waiting, conditions, spent = [(rule, 1)], 0, 0
    while waiting:
        node, level = waiting.pop()
        for _, inner, below in nodes(node):
            if level + below - 1 > MAX_LEVELS:
                yield Fault(at, "too_deep", {"limit": MAX_LEVELS})
                return
            if isinstance(inner, All | AnyOf | Not):
                continue
            if (
                isinstance(inner, InSegment)
                and inner.segment in world.segments
                and (put := put_in(inner, world))
            ):
                waiting.append((put, level + below - 1))
                continue
            conditions, spent = conditions + 1, spent + cost(inner)
        if conditions > MAX_CONDITIONS:
            yield Fault(at, "too_many_conditions", {"limit": MAX_CONDITIONS})
            return
        if spent > MAX_COST:
            yield Fault(at, "too_costly", {"cost": spent, "limit": MAX_COST})
            return
