"""Quintiles: fifths where all differ, one score for equals, money net of refunds."""

import pytest
from tests.segments.lifecycle.oracle import quintile
from tests.segments.population import DAY, ZONE, Fact, Population, at

from yutang.ledger.catalogue import Kind
from yutang.ledger.traits import Trait
from yutang.segments.lifecycle.model import at_end_of
from yutang.segments.lifecycle.standing import stand


def scores(world: Population) -> dict[int, tuple[int, int, int]]:
    with world.store() as con:
        stand(con, at_end_of(DAY, ZONE))
        rows = con.execute("select customer_id, recency, frequency, money from standing_next").fetchall()
    return {who: (r, f, m) for who, r, f, m in rows}


def test_ten_who_all_differ_are_two_a_fifth() -> None:
    world = Population()
    world.person(*range(1, 11))
    for who in range(1, 11):
        world.order(who, 100 - who, cents=1_000 - who)
    found = scores(world)
    assert [found[who][0] for who in range(1, 11)] == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]  # the newest is best
    assert [found[who][2] for who in range(1, 11)] == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


def test_equals_share_the_higher_score_and_ids_decide_nothing() -> None:
    """Three in five bought once: all of them have the score of the last one of them."""
    world = Population()
    world.person(1, 2, 3, 4, 5)
    for who in (5, 1, 3):
        world.order(who, 10)
    for who, times in ((2, 2), (4, 3)):
        for n in range(times):
            world.order(who, 10 + n)
    assert {who: f for who, (_, f, _) in scores(world).items()} == {1: 3, 3: 3, 5: 3, 2: 4, 4: 5}


def test_who_never_bought_has_no_score() -> None:
    world = Population()
    world.person(1, 2)
    world.order(1, 5)
    assert scores(world) == {1: (5, 5, 5), 2: (None, None, None)}


def test_money_is_net_of_refunds_in_the_tenants_currency() -> None:
    world = Population()
    world.person(1, 2, 3, 4, 5)
    for who in (1, 2, 3, 4):
        world.order(who, 5, cents=100 * who, mark=who)
    world.order(5, 5, cents=900, mark=5, traits=Trait.FOREIGN_MONEY)
    world.facts.append(Fact(Kind.ORDER_REFUNDED, at(9), 4, None, 4, 350))  # heard of before its order
    assert [m for _, _, m in dict(sorted(scores(world).items())).values()] == [3, 4, 5, 2, 1]


def test_a_credit_note_of_its_own_number_is_money_back() -> None:
    """And no order: neither their number nor the day of the last one changes."""
    world = Population()
    world.person(1, 2, 3)
    for who, cents in ((1, 100), (2, 200), (3, 300)):
        world.order(who, 20, cents=cents, mark=who)
    world.facts.append(Fact(Kind.ORDER_REFUNDED, at(1), 3, None, 77, 250))
    assert scores(world) == {1: (5, 5, 4), 2: (5, 5, 5), 3: (5, 5, 2)}


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6, 7, 11, 12, 13, 14, 2357])
def test_the_formula_is_that_of_cuts_in_a_sorted_list(n: int) -> None:
    values = [k * k % 97 for k in range(n)]
    for value in set(values):
        at_or_below = sum(v <= value for v in values)
        assert (5 * at_or_below - 1) // n + 1 == quintile(values, value)
