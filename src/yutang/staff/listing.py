"""The organisation as a viewer sees it: all of it, or their unit and what is below."""

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Viewer
from yutang.staff import store
from yutang.staff.model import Unit
from yutang.staff.tree import Tree


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A unit in a list. `parent_id` is None also where the parent is out of sight."""

    unit: Unit
    staff: int  # in the unit itself
    staff_below: int  # in the unit and all below it


def organisation(conn: sa.Connection, viewer: Viewer) -> list[Shown]:
    """Each unit before those below it, siblings in their order."""
    tree = Tree(store.units(conn))
    counts = store.counts(conn)
    totals = tree.totals(counts)
    seen = _visible(tree, viewer)
    ids = {unit.id for unit in seen}
    return [
        Shown(
            unit=unit if unit.parent_id in ids else msgspec.structs.replace(unit, parent_id=None),
            staff=counts.get(unit.id, 0), staff_below=totals[unit.id],
        )
        for unit in seen
    ]  # fmt: skip


def sees_unit(conn: sa.Connection, viewer: Viewer, unit_id: int) -> bool:
    return any(unit.id == unit_id for unit in _visible(Tree(store.units(conn)), viewer))


def _visible(tree: Tree, viewer: Viewer) -> list[Unit]:
    if viewer.scope.everything:
        return tree.ordered()
    if viewer.answers_for_a_unit and viewer.unit_id in tree.units:
        return tree.ordered(viewer.unit_id)
    return []
