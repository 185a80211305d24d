"""Who is asked about when staff clash: the statement against a count by hand, and the unit above all who follow."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from staff.people import CUSTOMER, STAFF, World, decided, loaded, place, worlds
from staff.test_ownership import naive
from yutang.staff.clashes import above, asked
from yutang.staff.model import ClashRule, OwnerRule, OwnerRules, Why

EXTRA = "create table customer as select unnest($ids::bigint[]) as id, null::varchar as name;"
PEOPLE = """insert into identity (id, platform, external_id, role, role_rank)
select unnest($staff::bigint[]) as id, 'wecom', 's' || id, 1, 3"""
SPENT = "create table spending (customer_id bigint, cents bigint)"


@settings(max_examples=60, deadline=None)
@given(worlds, st.sampled_from(list(OwnerRule)))
def test_those_are_asked_about_whom_the_rules_leave_to_somebody(world: World, owner: OwnerRule) -> None:
    rules = OwnerRules(owner=owner, clash=ClashRule.ASK)
    with loaded(world) as con:
        con.register("place", place(world))
        con.register("decided", decided(world))
        con.execute(EXTRA, {"ids": sorted(set(CUSTOMER.values()))})
        con.execute(SPENT)
        con.execute(PEOPLE, {"staff": list(STAFF)})
        found = {one.customer_id: one for one in asked(con, rules, 100)}
        assert asked(con, OwnerRules(owner=owner, clash=ClashRule.SHARE), 100) == []
    wanted = {c for c, (_, clash, why) in naive(world, rules).items() if clash and why in (Why.ASK, Why.OPEN)}
    assert set(found) == wanted
    for one in found.values():
        assert (one.proposed is None) == (owner is OwnerRule.HAND)
        assert len(one.followers) == len(set(one.followers)) >= 2


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([[1, 2, 3], [1, 2, 4]], [2, 1]), ([[1, 2], [1, 2, 4]], [2, 1]), ([[1], [5]], []), ([[1, 2, 3]], [3, 2, 1]),
        ([], []), ([[1, 2], [1, 3], [1, 2]], [1]),
    ],
)  # fmt: skip
def test_the_unit_above_is_the_deepest_that_holds_all(paths: list[list[int]], expected: list[int]) -> None:
    assert above(paths) == expected
