"""Whom a unit reaches: one recursive query, the same on both databases, that ends whatever the rows are."""

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staff.orgworld import NOW, STAFF, build, tree
from yutang.accounts.model import Scope
from yutang.kit.db import Database
from yutang.staff import store
from yutang.staff.model import ClashRule, OwnerRule, OwnerRules
from yutang.staff.tables import org_unit, staff_unit


def reached(state: Database, unit_id: int) -> frozenset[int]:
    with state.read() as conn:
        return store.reach(conn, unit_id)


def test_a_unit_reaches_its_staff_and_all_below(database: Database) -> None:
    ids = build(database)
    assert reached(database, ids["supplier"]) == set(STAFF)
    assert reached(database, ids["north"]) == {11, 12, 13, 14, 15, 16}
    assert reached(database, ids["n1"]) == {12, 13, 14, 15}
    assert reached(database, ids["s1a"]) == {18}
    assert reached(database, 987_654) == frozenset()


def test_an_archived_unit_reaches_nobody_and_is_no_way_to_others(database: Database) -> None:
    ids = build(database)
    database.write(lambda conn: store.set_unit(conn, ids["n1"], archived_at=NOW))
    assert reached(database, ids["n1"]) == frozenset()
    assert reached(database, ids["north"]) == {11, 16}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.none() | st.integers(1, 9), min_size=1, max_size=9))
def test_rows_in_a_circle_end_the_query_too(database: Database, parents: list[int | None]) -> None:
    """No action makes a circle; a row changed by hand may."""

    def fill(conn: sa.Connection) -> None:
        conn.execute(sa.delete(staff_unit))
        conn.execute(sa.delete(org_unit))
        for n, parent in enumerate(parents, 1):
            row = {"id": n, "parent_id": parent, "name": "x", "level": "team", "position": 0}
            conn.execute(sa.insert(org_unit).values(**row))
        store.place(conn, [100], 1, now=NOW)
        for n in range(2, len(parents) + 1):
            store.place(conn, [100 + n], n, now=NOW)

    database.write(fill)
    for start in range(1, len(parents) + 1):
        within = {start}
        for _ in parents:  # the slow way: until nothing is added
            within |= {n for n, parent in enumerate(parents, 1) if parent in within}
        assert reached(database, start) == {100 if n == 1 else 100 + n for n in within}


def test_who_is_gone_has_no_place_any_more(database: Database) -> None:
    ids = build(database)
    database.write(lambda conn: store.set_roles(conn, [(13, store.GONE), (14, 0)], 1))
    assert reached(database, ids["n1a"]) == {14}


def test_placed_staff_are_told_within_the_scope(database: Database) -> None:
    ids = build(database)
    mine = Scope(everything=False, staff=frozenset({13, 16, 99}))
    with database.read() as conn:
        assert store.placed(conn, mine) == [(13, ids["n1a"], NOW), (16, ids["n2"], NOW)]
        assert store.placed(conn, mine, unit_id=ids["n2"]) == [(16, ids["n2"], NOW)]
        assert len(store.placed(conn, Scope(everything=True))) == len(STAFF)
        assert store.unit_by_staff(conn) == {id_: ids[unit] for id_, unit in STAFF.items()}
        assert store.units_of(conn, [11, 99]) == {11: ids["north"]}
        assert store.names(conn, [ids["n1"], 987_654]) == {ids["n1"]: "n1"}
    assert tree(database).units[ids["n1"]].name == "n1"


def test_owner_rules_have_defaults_and_are_kept(database: Database) -> None:
    with database.read() as conn:
        assert store.rules(conn) == OwnerRules(owner=OwnerRule.FIRST, clash=ClashRule.KEEP)
    for wanted in (OwnerRules(owner=OwnerRule.HAND, clash=ClashRule.ASK), OwnerRules(owner=OwnerRule.UNIT)):
        database.write(lambda conn, wanted=wanted: store.set_rules(conn, wanted))
        with database.read() as conn:
            assert store.rules(conn) == wanted


def test_assignments_are_by_person_and_can_be_taken_back(database: Database) -> None:
    database.write(lambda conn: store.assign(conn, [5, 6, 7], 13, by=1, now=NOW))
    database.write(lambda conn: store.assign(conn, [6], 14, by=1, now=NOW + 1))
    database.write(lambda conn: store.unassign(conn, [7, 8]))
    with database.read() as conn:
        assert store.assigned(conn) == [(5, 13, NOW), (6, 14, NOW + 1)]
        assert store.assigned(conn, [6, 99]) == [(6, 14, NOW + 1)]


def test_an_identity_stands_where_another_stood_unless_it_has_a_place(database: Database) -> None:
    ids = build(database)
    database.write(lambda conn: store.assign(conn, [1, 2], 13, by=1, now=NOW))
    database.write(lambda conn: store.renumber(conn, 13, 113))
    database.write(lambda conn: store.renumber(conn, 14, 15))  # who has one
    with database.read() as conn:
        assert store.units_of(conn, [13, 113, 14]) == {113: ids["n1a"], 14: ids["n1a"]}
        assert [one[1] for one in store.assigned(conn)] == [113, 113]
