"""The organisation as each sees it."""

import pytest

from staff.orgworld import BOSS, STAFF, UNITS, build
from yutang.accounts.model import Role, Viewer
from yutang.kit.db import Database
from yutang.staff import listing


def viewer(role: Role, unit_id: int | None = None) -> Viewer:
    return Viewer(user_id=2, login="x", name="X", role=role, unit_id=unit_id)


def shown(state: Database, who: Viewer) -> list[listing.Shown]:
    with state.read() as conn:
        return listing.organisation(conn, who)


def test_the_whole_tree_with_its_staff(database: Database) -> None:
    build(database)
    seen = shown(database, BOSS)
    assert [one.unit.name for one in seen] == [
        "supplier",
        "north",
        "n1",
        "n1a",
        "n1b",
        "n2",
        "south",
        "s1",
        "s1a",
    ]
    by_name = {one.unit.name: (one.staff, one.staff_below) for one in seen}
    assert by_name["supplier"] == (0, len(STAFF))
    assert by_name["north"] == (1, 6)
    assert by_name["n1"] == (1, 4)
    assert by_name["n1a"] == (2, 2)


def test_a_units_supervisor_sees_it_and_what_is_below(database: Database) -> None:
    ids = build(database)
    chief = viewer(Role.SUPERVISOR, ids["n1"])
    seen = shown(database, chief)
    assert [(one.unit.name, one.unit.parent_id, one.staff_below) for one in seen] == [
        ("n1", None, 4), ("n1a", ids["n1"], 2), ("n1b", ids["n1"], 1),
    ]  # fmt: skip
    with database.read() as conn:
        visible = {name for name in UNITS if listing.sees_unit(conn, chief, ids[name])}
    assert visible == {"n1", "n1a", "n1b"}


@pytest.mark.parametrize(
    ("role", "tied", "sees"),
    [
        (Role.ADMINISTRATOR, True, True),
        (Role.ANALYST, True, True),
        (Role.SUPERVISOR, False, True),
        (Role.OPERATOR, True, False),
        (Role.OPERATOR, False, False),
    ],
)
def test_who_sees_all_sees_all_units_and_an_operator_none(
    database: Database, role: Role, tied: bool, sees: bool
) -> None:
    ids = build(database)
    seen = shown(database, viewer(role, ids["n1"] if tied else None))
    assert len(seen) == (len(UNITS) if sees else 0)


def test_a_unit_that_is_gone_shows_nothing(database: Database) -> None:
    build(database)
    assert shown(database, viewer(Role.SUPERVISOR, 987_654)) == []
