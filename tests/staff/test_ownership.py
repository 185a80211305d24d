"""Who owns a customer: the statement against a count by hand, one customer after another, for every pair of rules."""

import itertools

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from staff.orgworld import BOSS, NOW, STAFF, build
from staff.people import CUSTOMER, PATHS, Relation, World, decided, loaded, place, worlds
from yutang.kit.db import Database
from yutang.staff import actions, ownership
from yutang.staff.model import ClashRule, OwnerRule, OwnerRules, Why

RULES = [OwnerRules(owner=o, clash=c) for o, c in itertools.product(OwnerRule, ClashRule)]
Answer = tuple[int | None, bool, str]
ORDER = list(PATHS)


def owners(world: World, rules: OwnerRules) -> dict[int, Answer]:
    with loaded(world) as con:
        con.register("place", place(world))
        con.register("decided", decided(world))
        rows = con.execute(ownership.owners_sql(rules)).fetchall()
    assert len({row[0] for row in rows}) == len(rows)
    return {customer: (owner, clash, why) for customer, owner, clash, why in rows}


def naive(world: World, rules: OwnerRules) -> dict[int, Answer]:
    return {c: a for c in set(CUSTOMER.values()) if (a := _one(world, rules, c)) is not None}


def _one(world: World, rules: OwnerRules, customer: int) -> Answer | None:
    since: dict[int, int] = {}
    for r in world.relations:
        if r.live and r.customer == customer:
            since[r.staff] = min(r.since, since.get(r.staff, r.since))
    if not since:
        return None
    paths = [PATHS[world.units[s]] for s in since if s in world.units]
    clash = any(a[: len(b)] != b and b[: len(a)] != a for a, b in itertools.combinations(paths, 2))
    hand = [(when, -i, s) for i, s, when in world.decided if CUSTOMER[i] == customer and s in since]
    if hand:
        return max(hand)[2], clash, Why.ASSIGNED
    first = min(since, key=lambda s: (since[s], s))
    if len(since) == 1:
        return first, clash, Why.ONLY
    if clash and rules.clash is ClashRule.KEEP:
        return first, clash, Why.KEPT
    owner = {
        OwnerRule.FIRST: first,
        OwnerRule.LAST: min(since, key=lambda s: (-since[s], s)),
        OwnerRule.UNIT: min(since, key=lambda s: (_rank(world, s), since[s], s)),
        OwnerRule.HAND: None,
    }[rules.owner]
    if owner is None:
        return None, clash, Why.OPEN
    why = {ClashRule.SHARE: Why.SHARED, ClashRule.ASK: Why.ASK}[rules.clash] if clash else Why(rules.owner)
    return owner, clash, why


def _rank(world: World, staff: int) -> int:
    return ORDER.index(world.units[staff]) if staff in world.units else len(ORDER)


@settings(deadline=None, max_examples=200)
@given(worlds, st.sampled_from(RULES))
def test_the_statement_is_the_count_by_hand(world: World, rules: OwnerRules) -> None:
    assert owners(world, rules) == naive(world, rules)


@settings(deadline=None, max_examples=40)
@given(worlds, st.sampled_from(RULES), st.randoms())
def test_the_order_of_rows_does_not_matter(world: World, rules: OwnerRules, dice) -> None:
    mixed = list(world.relations)
    dice.shuffle(mixed)
    assert owners(world._replace(relations=mixed), rules) == owners(world, rules)


@settings(deadline=None, max_examples=40)
@given(worlds, st.sampled_from(RULES))
def test_an_owner_follows_the_customer(world: World, rules: OwnerRules) -> None:
    live = {(r.customer, r.staff) for r in world.relations if r.live}
    answers = owners(world, rules)
    assert set(answers) == {customer for customer, _ in live}
    assert all(owner is None or (customer, owner) in live for customer, (owner, _, _) in answers.items())


def two(units: dict[int, int], decided: list[tuple[int, int, int]] | None = None) -> World:
    """Customer 1 added 102 first and 101 later."""
    relations = [Relation(1, 102, 0, True), Relation(2, 101, 3, True)]
    return World(relations, [], dict.fromkeys((201, 202, 203)), units, decided or [])


@pytest.mark.parametrize(
    ("rules", "answer"),
    [
        (OwnerRules(), (102, True, "kept")),
        (OwnerRules(owner=OwnerRule.LAST), (102, True, "kept")),
        (OwnerRules(owner=OwnerRule.LAST, clash=ClashRule.SHARE), (101, True, "shared")),
        (OwnerRules(owner=OwnerRule.LAST, clash=ClashRule.ASK), (101, True, "ask")),
        (OwnerRules(owner=OwnerRule.UNIT, clash=ClashRule.SHARE), (101, True, "shared")),
        (OwnerRules(owner=OwnerRule.HAND, clash=ClashRule.ASK), (None, True, "open")),
    ],
)
def test_two_shops_follow_one_customer(rules: OwnerRules, answer: Answer) -> None:
    assert owners(two({101: 2, 102: 3}), rules) == {1: answer}


def test_a_shop_and_its_team_are_one_side_and_no_unit_is_none() -> None:
    for units in ({101: 2, 102: 4}, {101: 2, 102: 2}, {101: 2}, {}):
        assert owners(two(units), OwnerRules()) == {1: (102, False, "first")}


def test_a_decision_holds_while_its_relation_lives() -> None:
    assert owners(two({}, [(1, 101, 0)]), OwnerRules()) == {1: (101, False, "assigned")}
    assert owners(two({}, [(1, 103, 0)]), OwnerRules()) == {1: (102, False, "first")}
    # Two identities of one person were decided on before they were merged: the newer one holds.
    assert owners(two({}, [(1, 102, 0), (2, 101, 1)]), OwnerRules())[1][0] == 101
    assert owners(two({}, [(1, 102, 0), (2, 101, 0)]), OwnerRules())[1][0] == 102


def test_what_state_holds_becomes_the_tables_of_the_statement(database: Database) -> None:
    ids = build(database)
    actions.assign(database, BOSS, [1], 13, now=NOW)
    with database.read() as conn:
        rows = ownership.places(conn).to_pylist()
        assert ownership.decided(conn).to_pylist() == [{"identity_id": 1, "staff_id": 13, "decided_at": NOW}]
    assert {row["staff_id"]: row["unit_id"] for row in rows} == {s: ids[unit] for s, unit in STAFF.items()}
    team = next(row for row in rows if row["staff_id"] == 13)
    assert team["path"] == [ids["supplier"], ids["north"], ids["n1"], ids["n1a"]]
    ranks = {row["staff_id"]: row["rank"] for row in rows}
    assert sorted(ranks, key=lambda s: (ranks[s], s)) == [11, 12, 13, 14, 15, 16, 17, 18]
