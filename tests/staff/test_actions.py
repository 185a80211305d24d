"""Changes of the organisation: all or nothing, each in the log, and seen at once by who supervises."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.people import enter, person
from staff.orgworld import BOSS, NOW, STAFF, UNITS, build, tree
from yutang.accounts import store as accounts
from yutang.accounts.actions import authenticate
from yutang.accounts.audit import Entry, listed
from yutang.accounts.model import Role, Scope, Viewer
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.staff import actions, store
from yutang.staff.model import LEVELS, Change, ClashRule, Level, NewUnit, OwnerRule, OwnerRules, Preset


def why(do, *args, **more) -> str | None:
    try:
        do(*args, **more, now=NOW)
    except YutangError as refused:
        return refused.code
    return None


def log(state: Database, limit: int = 1) -> list[Entry]:
    with state.read() as conn:
        return listed(conn, limit=limit)


def reached(state: Database, unit_id: int) -> frozenset[int]:
    with state.read() as conn:
        return store.reach(conn, unit_id)


def test_a_batch_of_units_stands_as_it_was_given(database: Database) -> None:
    ids = build(database)
    here = tree(database)
    assert {u.name: (None if u.parent_id is None else here.units[u.parent_id].name, u.level)
            for u in here.units.values()} == UNITS  # fmt: skip
    assert [one.name for one in here.children(ids["supplier"])] == ["north", "south"]
    made = [entry for entry in log(database, 50) if entry.act == "unit_created"]
    assert [entry.subject_id for entry in reversed(made)] == [str(ids[name]) for name in UNITS]
    assert made[-1].after == {"name": "supplier", "level": "supplier", "parent_id": None, "position": 0}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (NewUnit(name="  ", level=Level.TEAM, within=0), "name_bad"),
        (NewUnit(name="x" * 101, level=Level.TEAM, within=0), "name_bad"),
        (NewUnit(name="a\u202eb", level=Level.TEAM, within=0), "name_bad"),
        (NewUnit(name="x", level=Level.TEAM), "unit_level"),
        (NewUnit(name="x", level=Level.BRAND, within=0), "unit_level"),
        (NewUnit(name="x", level=Level.TEAM, parent_id=987_654), "not_found"),
        (NewUnit(name="x", level=Level.TEAM, within=1), "not_found"),
        (NewUnit(name="x", level=Level.TEAM, within=-1), "not_found"),
    ],
)
def test_one_wrong_unit_refuses_the_batch(database: Database, wrong: NewUnit, code: str) -> None:
    good = NewUnit(name="总部", level=Level.SUPPLIER)
    assert why(actions.create_units, database, BOSS, [good, wrong]) == code
    assert tree(database).units == {}
    assert log(database) == []


@pytest.mark.parametrize("preset", list(Preset))
def test_a_preset_makes_one_unit_of_each_level_once(database: Database, preset: Preset) -> None:
    names = [f"层 {n}" for n in range(len(LEVELS[preset]))]
    made = actions.begin(database, BOSS, preset, names, now=NOW)
    assert [(one.name, one.level) for one in made] == list(zip(names, LEVELS[preset], strict=True))
    assert [one.parent_id for one in made] == [None, *(one.id for one in made[:-1])]
    assert why(actions.begin, database, BOSS, preset, names) == "org_not_empty"
    assert why(actions.begin, database, BOSS, preset, names[1:]) == "preset_names"


def test_names_and_positions_change_and_nothing_else(database: Database) -> None:
    ids = build(database)
    wanted = [Change(id=ids["south"], position=0, name=" 华南  大区 "), Change(id=ids["north"], position=5)]
    actions.change_units(database, BOSS, wanted, now=NOW)
    assert [one.name for one in tree(database).children(ids["supplier"])] == ["华南 大区", "north"]
    entry = log(database)[0]
    assert (entry.act, entry.before, entry.after) == ("unit_changed", {"position": 0}, {"position": 5})
    before = log(database)
    actions.change_units(database, BOSS, [Change(id=ids["north"], position=5)], now=NOW)
    assert log(database) == before
    both = [Change(id=ids["north"], name="x"), Change(id=987_654, name="y")]
    assert why(actions.change_units, database, BOSS, both) == "not_found"
    assert tree(database).units[ids["north"]].name == "north"


def test_a_move_takes_everything_below_along(database: Database) -> None:
    ids = build(database)
    actions.move_units(database, BOSS, [ids["n1"], ids["n2"]], ids["south"], now=NOW)
    assert reached(database, ids["north"]) == {11}
    assert reached(database, ids["south"]) == {12, 13, 14, 15, 16, 17, 18}
    assert [one.name for one in tree(database).children(ids["south"])] == ["s1", "n1", "n2"]
    assert [entry.before for entry in log(database, 2)] == [{"parent_id": ids["north"]}] * 2


def test_a_circle_is_refused_also_when_a_batch_closes_it(database: Database) -> None:
    ids = build(database)
    assert why(actions.move_units, database, BOSS, [ids["north"]], ids["n1"]) == "unit_cycle"
    assert why(actions.move_units, database, BOSS, [ids["n1"]], ids["n1"]) == "unit_cycle"
    assert why(actions.move_units, database, BOSS, [ids["s1"], ids["n1"]], ids["n1"]) == "unit_cycle"
    assert reached(database, ids["south"]) == {17, 18}  # the first of the batch did not move either


def test_two_moves_at_once_close_no_circle(database: Database) -> None:
    build(database)
    made = [
        actions.create_units(database, BOSS, [NewUnit(name=n, level=Level.COMPANY)], now=NOW)[0].id
        for n in "ab"
    ]
    for _ in range(5):
        with ThreadPoolExecutor(2) as pool:
            pairs = ((made[0], made[1]), (made[1], made[0]))
            tried = list(pool.map(lambda p: why(actions.move_units, database, BOSS, [p[0]], p[1]), pairs))
        assert sorted(tried, key=str) == [None, "unit_cycle"]
        assert len(tree(database).ordered()) == len(UNITS) + 2
        actions.move_units(database, BOSS, made, None, now=NOW)


def test_what_holds_units_staff_or_accounts_is_not_archived(database: Database) -> None:
    ids = build(database)
    assert why(actions.archive_units, database, BOSS, [ids["n2"]]) == "unit_in_use"
    actions.place_staff(database, BOSS, [16], None, now=NOW)
    chief = person(database, "chief", Role.SUPERVISOR, unit_id=ids["n2"])
    assert why(actions.archive_units, database, BOSS, [ids["n2"]]) == "unit_in_use"
    database.write(lambda conn: accounts.change(conn, chief.user_id, unit_id=None))
    assert why(actions.archive_units, database, BOSS, [ids["n2"]]) is None
    assert ids["n2"] not in tree(database).units
    assert log(database)[0].before == {"name": "n2"}
    assert why(actions.archive_units, database, BOSS, [ids["n2"]]) == "not_found"
    assert why(actions.place_staff, database, BOSS, [16], ids["n2"]) == "not_found"


def test_staff_stand_in_one_unit(database: Database) -> None:
    ids = build(database)
    assert actions.place_staff(database, BOSS, [13, 16, 16, 99], ids["n2"], now=NOW + 9) == 2
    with database.read() as conn:
        everybody = Scope(everything=True)
        assert store.placed(conn, everybody, unit_id=ids["n2"]) == [
            (13, ids["n2"], NOW + 9), (16, ids["n2"], NOW), (99, ids["n2"], NOW + 9),
        ]  # fmt: skip
    entry = log(database)[0]
    assert entry.before == {"13": ids["n1a"], "99": None}
    assert entry.after == {"staff": [13, 99]}
    assert actions.place_staff(database, BOSS, [13, 99, 1000], None, now=NOW) == 2
    assert reached(database, ids["supplier"]) == set(STAFF) - {13}


def test_a_supervisor_sees_a_move_at_once(database: Database) -> None:
    """The memory of who was proved lives seconds; a change of the tree empties it."""
    ids = build(database)
    person(database, "chief", Role.SUPERVISOR, unit_id=ids["n1"], staff_id=12)
    cookie = enter(database, "chief", now=NOW).fresh.cookie

    def sees() -> frozenset[int]:
        found = authenticate(database, cookie, None, "", NOW, store.reach)
        assert found is not None
        assert not found.viewer.scope.everything
        return found.viewer.scope.staff

    assert sees() == {12, 13, 14, 15}
    actions.move_units(database, BOSS, [ids["n1b"]], ids["n2"], now=NOW)
    assert sees() == {12, 13, 14}
    actions.place_staff(database, BOSS, [18], ids["n1a"], now=NOW)
    assert sees() == {12, 13, 14, 18}
    actions.place_staff(database, BOSS, [12, 13], None, now=NOW)
    assert sees() == {12, 14, 18}  # their own groups stay their own


def test_rules_are_kept_and_logged_when_they_change(database: Database) -> None:
    wanted = OwnerRules(owner=OwnerRule.LAST, clash=ClashRule.SHARE)
    for _ in range(2):
        assert actions.set_rules(database, BOSS, wanted, now=NOW) == wanted
    (entry,) = log(database, 9)
    assert (entry.before, entry.after) == (
        {"owner": "first", "clash": "keep"},
        {"owner": "last", "clash": "share"},
    )


def test_one_assigns_to_staff_one_sees(database: Database) -> None:
    chief = Viewer(
        user_id=3, login="c", name="C", role=Role.SUPERVISOR, unit_id=1, unit_staff=frozenset({13, 14})
    )
    assert why(actions.assign, database, chief, [501], 15) == "not_found"
    assert why(actions.assign, database, chief, [502, 501, 501], 13) is None
    assert why(actions.assign, database, chief, [501], 14) is None
    with database.read() as conn:
        assert store.assigned(conn) == [(501, 14, NOW), (502, 13, NOW)]
    entry = log(database)[0]
    assert (entry.act, entry.before, entry.after) == (
        "owner_assigned", {"501": 13}, {"people": [501], "staff_id": 14},
    )  # fmt: skip
    assert why(actions.assign, database, BOSS, [501, 502], None) is None
    with database.read() as conn:
        assert store.assigned(conn) == []
