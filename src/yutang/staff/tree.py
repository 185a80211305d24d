"""The shape of the organisation: what may stand where. Pure: takes units, answers or refuses."""

import bisect
from collections.abc import Callable, Iterable

from yutang.kit.errors import YutangError
from yutang.staff.model import DEEPEST, LEVELS, MOST, Level, Unit


class Tree:
    """The units that are not archived. Archived ones are not found."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units: dict[int, Unit] = {}
        self._children: dict[int | None, list[Unit]] = {}
        for unit in sorted(units, key=_order):
            if unit.archived_at is None:
                self.units[unit.id] = unit
                self._children.setdefault(unit.parent_id, []).append(unit)

    def put(self, unit: Unit) -> None:
        """A new unit, or a known one as it is from now on: what follows in a batch is checked against it."""
        old = self.units.get(unit.id)
        if old is not None:
            self._children[old.parent_id].remove(old)
        self.units[unit.id] = unit
        bisect.insort(self._children.setdefault(unit.parent_id, []), unit, key=_order)

    def unit(self, id_: int) -> Unit:
        """Raises YutangError "not_found"."""
        if id_ not in self.units:
            raise YutangError("not_found", what="unit")
        return self.units[id_]

    def children(self, id_: int | None) -> list[Unit]:
        """In their order; of None: the roots."""
        return self._children.get(id_, [])

    def path(self, id_: int) -> list[int]:
        """Ids from the root to the unit itself."""
        found: list[int] = []
        at: int | None = id_
        while at is not None:
            found.append(at)
            at = self.units[at].parent_id
        return found[::-1]

    def ordered(self, id_: int | None = None) -> list[Unit]:
        """A unit and all below it, or all units: each before its children, siblings in their order."""
        found: list[Unit] = []
        ahead = [self.units[id_]] if id_ is not None else self.children(None)[::-1]
        while ahead:
            unit = ahead.pop()
            found.append(unit)
            ahead += self.children(unit.id)[::-1]
        return found

    def next_position(self, id_: int | None) -> int:
        """The position of a new child after its siblings."""
        here = self.children(id_)
        return here[-1].position + 1 if here else 0

    def totals(self, counts: dict[int, int]) -> dict[int, int]:
        """Counts by unit → counts of each unit and all below it."""
        found = {unit.id: counts.get(unit.id, 0) for unit in self.units.values()}
        for unit in reversed(self.ordered()):
            if unit.parent_id is not None:
                found[unit.parent_id] += found[unit.id]
        return found


def _order(unit: Unit) -> tuple[int, int]:
    return unit.position, unit.id


def check_new(tree: Tree, parent_id: int | None, level: Level) -> None:
    """Raises YutangError: not_found, unit_level, unit_too_deep, unit_limit."""
    if len(tree.units) >= MOST:
        raise YutangError("unit_limit", limit=MOST)
    above = [] if parent_id is None else tree.path(tree.unit(parent_id).id)
    if len(above) >= DEEPEST:
        raise YutangError("unit_too_deep", limit=DEEPEST)
    _fits(tree, above, level)


def check_move(tree: Tree, id_: int, parent_id: int | None) -> None:
    """Whether a unit, with all below it, may stand under another (None: as a root).

    Raises YutangError: not_found, unit_cycle, unit_too_deep, unit_level.
    """
    unit = tree.unit(id_)
    above = [] if parent_id is None else tree.path(tree.unit(parent_id).id)
    if id_ in above:
        raise YutangError("unit_cycle", name=unit.name)
    moved, start = tree.ordered(id_), len(tree.path(id_))
    height = max(len(tree.path(one.id)) for one in moved) - start + 1
    if len(above) + height > DEEPEST:
        raise YutangError("unit_too_deep", limit=DEEPEST)
    _fits(tree, above, unit.level)
    allowed = _levels(tree.units[above[0]].level if above else unit.level)
    strange = next((one for one in moved if one.level not in allowed), None)
    if strange is not None:
        raise YutangError("unit_level", level=strange.level)


def check_archive(tree: Tree, ids: Iterable[int], used: Callable[[int], bool]) -> None:
    """`used`: whether staff or accounts are still in a unit. Raises YutangError: not_found, unit_in_use {name}."""
    gone = {tree.unit(id_).id for id_ in ids}
    for id_ in gone:
        left = [child for child in tree.children(id_) if child.id not in gone]
        if left or used(id_):
            raise YutangError("unit_in_use", name=tree.units[id_].name)


def _levels(top: Level) -> tuple[Level, ...]:
    """The levels of the preset whose trees begin with `top`; none, when no tree does."""
    return next((levels for levels in LEVELS.values() if levels[0] is top), ())


def _fits(tree: Tree, above: list[int], level: Level) -> None:
    """A root begins a preset; below it come levels of the same preset, none above its parent's. Levels may be left
    out (a team right below a distributor) and repeated (a team within a team).
    """
    levels = _levels(tree.units[above[0]].level if above else level)
    lowest = levels.index(tree.units[above[-1]].level) if above else 0
    if level not in levels[lowest:]:
        raise YutangError("unit_level", level=level)
