"""Whom a viewer sees: exactly those their staff follow or have in a group now, whatever else a query asks."""

import hypothesis.strategies as st
from hypothesis import given, settings

from staff.people import CUSTOMER, STAFF, Relation, World, loaded, worlds
from yutang.accounts.model import Scope
from yutang.staff.scope import customers_in_scope

ALL = Scope(everything=True)
scopes = st.builds(
    Scope, everything=st.just(False), staff=st.frozensets(st.sampled_from([*STAFF, 999]), max_size=4)
)


def naive(world: World, scope: Scope) -> set[int]:
    """The slow way: one customer, one relation, one membership after another."""
    if scope.everything:
        return set(CUSTOMER.values())
    followed = {r.customer for r in world.relations if r.live and r.staff in scope.staff}
    together = {
        CUSTOMER[i] for group, i, there in world.members if there and world.owners[group] in scope.staff
    }
    return followed | together


def seen(world: World, scope: Scope, where: str = "true") -> set[int]:
    rule, values = customers_in_scope(scope)
    query = f"select distinct customer_id from identity where {where} and {rule}"
    with loaded(world) as con:
        return {row[0] for row in con.execute(query, values or None).fetchall()}


@settings(deadline=None, max_examples=60)
@given(worlds, scopes)
def test_one_sees_whom_ones_staff_follow_or_have_in_a_group(world: World, scope: Scope) -> None:
    assert seen(world, scope) == naive(world, scope)
    assert seen(world, ALL) == set(CUSTOMER.values())


@settings(deadline=None, max_examples=40)
@given(
    worlds,
    scopes,
    st.sampled_from(["customer_id > 2", "customer_id = 1 or true", "(customer_id = 3 or id = 2)"]),
)
def test_a_filter_takes_away_and_never_adds(world: World, scope: Scope, where: str) -> None:
    """Also where the filter says OR and stands in brackets: the rule is one condition beside it."""
    found = seen(world, scope, f"({where})")
    assert found == naive(world, scope) & seen(world, ALL, f"({where})")


@settings(deadline=None, max_examples=40)
@given(worlds, scopes, scopes)
def test_more_staff_see_more_and_together_what_each_sees(world: World, one: Scope, other: Scope) -> None:
    both = Scope(everything=False, staff=one.staff | other.staff)
    assert seen(world, both) == seen(world, one) | seen(world, other)


@settings(deadline=None, max_examples=40)
@given(worlds, scopes, st.sampled_from(sorted({*CUSTOMER.values()})), st.sampled_from([1, 3, 5, 77]))
def test_a_query_about_one_customer_sees_them_or_not(
    world: World, scope: Scope, asked: int, said: int
) -> None:
    """Also when the query reads another customer than it said: then it sees nobody."""
    with loaded(world) as con:
        for who in (scope, ALL):
            rule, values = customers_in_scope(who, "i.customer_id", one=said)
            query = f"select distinct i.customer_id from identity i where i.customer_id = {asked} and {rule}"
            found = {row[0] for row in con.execute(query, values or None).fetchall()}
            wanted = {asked} & naive(world, who)
            assert found == (wanted if asked == said or who is ALL else set())


def test_no_staff_see_nobody() -> None:
    world = World([Relation(1, 101, 0, True)], [(201, 3, True)], {201: 101, 202: None, 203: None}, {}, [])
    assert seen(world, Scope(everything=False)) == set()
    assert seen(world, Scope(everything=False, staff=frozenset({101}))) == {1, 3}


def test_what_is_over_shows_nobody() -> None:
    world = World([Relation(1, 101, 0, False)], [(201, 3, False)], {201: 101, 202: None, 203: None}, {}, [])
    assert seen(world, Scope(everything=False, staff=frozenset({101}))) == set()


def test_the_customer_may_stand_in_any_column() -> None:
    rule, values = customers_in_scope(Scope(everything=False, staff=frozenset({101})), "x.who")
    world = World([Relation(3, 101, 0, True)], [], dict.fromkeys((201, 202, 203)), {}, [])
    with loaded(world) as con:
        query = f"select who from (values (1), (3), (null)) x(who) where {rule} order by 1"
        assert con.execute(query, values).fetchall() == [(3,)]


def test_a_large_scope_is_one_value() -> None:
    scope = Scope(everything=False, staff=frozenset(range(1_000, 101_000)) | {101})
    world = World([Relation(5, 101, 0, True)], [], dict.fromkeys((201, 202, 203)), {}, [])
    assert seen(world, scope) == {5}
