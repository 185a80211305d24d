"""An organisation for tests: a supplier, two distributors with shops and teams, staff in each."""

import sqlalchemy as sa

from yutang.accounts.model import Role, Viewer
from yutang.kit.db import Database
from yutang.staff import actions, store
from yutang.staff.model import Level, NewUnit
from yutang.staff.tree import Tree

NOW = 1_790_000_000_000_000
BOSS = Viewer(user_id=1, login="boss", name="Boss", role=Role.ADMINISTRATOR)
#            supplier
#       north         south
#    n1      n2         s1
#   n1a n1b            s1a
UNITS = {
    "supplier": (None, Level.SUPPLIER),
    "north": ("supplier", Level.DISTRIBUTOR),
    "south": ("supplier", Level.DISTRIBUTOR),
    "n1": ("north", Level.SHOP),
    "n2": ("north", Level.SHOP),
    "s1": ("south", Level.SHOP),
    "n1a": ("n1", Level.TEAM),
    "n1b": ("n1", Level.TEAM),
    "s1a": ("s1", Level.TEAM),
}
STAFF = {11: "north", 12: "n1", 13: "n1a", 14: "n1a", 15: "n1b", 16: "n2", 17: "s1", 18: "s1a"}


def build(state: Database, viewer: Viewer = BOSS) -> dict[str, int]:
    """Makes UNITS and places STAFF; unit id by name."""
    names = list(UNITS)
    drafts = [
        NewUnit(name=name, level=level, within=None if above is None else names.index(above))
        for name, (above, level) in UNITS.items()
    ]
    made = actions.create_units(state, viewer, drafts, now=NOW)
    ids = {unit.name: unit.id for unit in made}
    for unit, id_ in ids.items():
        here = [one for one, where in STAFF.items() if where == unit]
        if here:
            actions.place_staff(state, viewer, here, id_, now=NOW)
    return ids


def tree(state: Database) -> Tree:
    with state.read() as conn:
        return Tree(store.units(conn))


def below(conn: sa.Connection, ids: dict[str, int], unit: str) -> frozenset[int]:
    return store.reach(conn, ids[unit])
