"""Ties: weeks in which both spoke, and what is none."""

import pytest
from tests.segments.population import DAY, ZONE, Population, Seat, at

from yutang.ledger.catalogue import Role
from yutang.segments.lifecycle.flows import tie_flow
from yutang.segments.lifecycle.model import Flow, Tie, TieRules, at_end_of
from yutang.segments.lifecycle.standing import stand

CLOSE = (2, 9, 16)  # three of the last four weeks


@pytest.fixture
def world() -> Population:
    """Customers 1 and 2, staff 8, the group 21 and the 1:1 chat 22."""
    made = Population()
    made.person(1, 2)
    made.staff(8)
    made.group(21)
    made.group(22, private=True)
    return made


def tie(world: Population, customer: int = 1, rules: TieRules | None = None) -> Tie:
    with world.store() as con:
        stand(con, at_end_of(DAY, ZONE), tie_rules=rules)
        found = dict(con.execute("select customer_id, tie from standing_next").fetchall())
    return Tie(found[customer])


def test_both_wrote_one_to_one_in_three_of_four_weeks(world: Population) -> None:
    for day in CLOSE:
        assert tie(world) is not Tie.STRONG
        world.say(1, 22, day)
        world.say(8, 22, day, 20)
    assert tie(world) is Tie.STRONG
    assert tie(world, 2) is Tie.NONE
    assert tie(world, rules=TieRules(strong_weeks=4)) is Tie.WEAK


def test_one_side_alone_is_weak_however_much_is_written(world: Population) -> None:
    world.seats = [Seat(22, 1, None)]
    for day in range(28):
        world.say(8, 22, day)
    assert tie(world) is Tie.WEAK
    world.facts.clear()
    for day in range(28):
        world.say(1, 22, day)
    assert tie(world) is Tie.WEAK


def test_a_word_this_week_and_an_answer_the_next_share_no_week(world: Population) -> None:
    for day in CLOSE:
        world.say(1, 22, day + 5)
        world.say(8, 22, day)
    assert tie(world) is Tie.WEAK


@pytest.mark.parametrize(("day", "expected"), [(27, Tie.WEAK), (28, Tie.NONE)])
def test_four_weeks_are_twenty_eight_days(world: Population, day: int, expected: Tie) -> None:
    world.say(1, 21, day)
    assert tie(world) is expected


@pytest.mark.parametrize(("hours", "expected"), [(24.0, Tie.STRONG), (24.25, Tie.WEAK)])
def test_an_answer_in_a_group_is_the_next_word_within_a_day(
    world: Population, hours: float, expected: Tie
) -> None:
    for day in CLOSE:
        world.say(1, 21, day + 2, 9)
        world.say(8, 21, day + 2, 9 + hours)
    assert tie(world) is expected


def test_whoever_speaks_between_takes_the_answer(world: Population) -> None:
    for day in CLOSE:
        world.say(1, 21, day, 9)
        world.say(2, 21, day, 10)
        world.say(8, 21, day, 11)
    assert (tie(world, 1), tie(world, 2)) == (Tie.WEAK, Tie.STRONG)


def test_a_bot_neither_answers_nor_stands_between(world: Population) -> None:
    world.person(7)
    world.roles[7] = Role.BOT
    for day in CLOSE:
        world.say(1, 21, day, 9)
        world.say(7, 21, day, 10)
    assert tie(world) is Tie.WEAK
    for day in CLOSE:
        world.say(8, 21, day, 11)
    assert tie(world) is Tie.STRONG


def test_weak_to_strong_between_two_days(world: Population) -> None:
    for day in (2, 9, 16, 40, 47):
        world.say(1, 22, day)
        world.say(8, 22, day, 20)
    world.say(2, 21, 40)
    with world.store() as con:
        first, last = at(28).date(), DAY
        flows = tie_flow(con, first, last, ZONE)
        assert flows == [Flow(Tie.WEAK, Tie.NONE, 1), Flow(Tie.WEAK, Tie.STRONG, 1)]
        assert tie_flow(con, last, last, ZONE) == [Flow(Tie.STRONG, Tie.STRONG, 1)]


@pytest.mark.parametrize("wrong", [{"strong_weeks": 0}, {"strong_weeks": 5}, {"reply_hours": 0}])
def test_no_such_tie(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="no such tie"):
        TieRules(**wrong)
