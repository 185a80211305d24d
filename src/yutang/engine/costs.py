"""What a condition costs to answer for everybody, in rough hundredths of a second per ten million facts of its kind."""

from yutang.engine.rule import Amount, Did, Fact, InGroup, InSegment, Leaf, Sequence, SinceFact, Time

MAX_COST = 2_000
MAX_CONDITIONS = 200
_PEOPLE, _GROUPS, _FACTS, _GROUPED, _ORDERED = 1, 2, 4, 8, 30


def cost(leaf: Leaf) -> int:
    """Small tables of people and their states first; then scans, counts of facts, and facts in their order."""
    if isinstance(leaf, Sequence):
        return 2 * _ORDERED
    if isinstance(leaf, Amount) and leaf.measure in ("first", "last"):
        return _ORDERED + _anchor(leaf)
    if isinstance(leaf, Did):
        return (_FACTS if _once(leaf) else _GROUPED) + _wide(leaf.fact) + _anchor(leaf)
    if isinstance(leaf, Amount):
        return _GROUPED + _anchor(leaf)
    if isinstance(leaf, Time):
        return _GROUPED
    return _GROUPS if isinstance(leaf, InGroup | InSegment) else _PEOPLE


def _once(did: Did) -> bool:
    return did.at_most is None and (did.at_least or 1) == 1


def _wide(fact: Fact) -> int:
    """A message is ten times as frequent as anything else."""
    return 4 if fact.kind == "message.sent" else 0


def _anchor(leaf: Did | Amount) -> int:
    return _GROUPED if isinstance(leaf.window, SinceFact) else 0
