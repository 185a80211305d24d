"""Whom to carry to 1:1 first."""

import pytest
from tests.checkup.world import World

from yutang.ledger.catalogue import Role


def carried(world: World) -> list[tuple[str, str]]:
    return [(one.id, one.why) for one in world.examined().groups[0].people]


def dead(days: range = range(100, 104)) -> World:
    """It talked on four days, and never since."""
    world = World()
    world.talk(1, days, (1, 2))
    world.talk(1, [*range(120, 180, 3)], (8, 9))
    return world


def test_a_co_builder_wrote_on_four_days():
    assert ("p1", "co_builder") in carried(dead())
    assert "p1" not in dict(carried(dead(range(100, 103))))


@pytest.mark.parametrize(("first", "found"), [(279, True), (280, False)])
def test_of_the_180_days_up_to_the_last_active_one(first, found):
    world = World()
    world.talk(1, range(100, 103), (1, 2))
    for day in (101, 102, 103, first):
        world.say(1, 3, day, 20)
    assert (("p3", "co_builder") in carried(world)) is found


def test_three_co_builders_at_most_those_with_most_days_first():
    world = World()
    for who, days in ((1, 9), (2, 8), (3, 7), (4, 6)):
        world.talk(1, range(100, 100 + days), (who,))
    assert carried(world) == [("p1", "co_builder"), ("p2", "co_builder"), ("p3", "co_builder")]


def test_five_silent_buyers_at_most_the_biggest_first():
    world = dead()
    for who in range(20, 27):
        world.stay(1, who, 300)
        world.order(who, 50, who * 100)
    for who in (1, 2, 8, 9):
        world.stay(1, who, 300)
    silent = [who for who, why in carried(world) if why == "silent_buyer"]
    assert silent == ["p26", "p25", "p24", "p23", "p22"]
    assert carried(world)[:5] == [(who, "silent_buyer") for who in silent]


def test_a_group_that_lives_names_its_key_people_three_at_most():
    world = World()
    world.talk(1, range(28), range(1, 9))
    assert carried(world) == [("p1", "key_person"), ("p2", "key_person"), ("p3", "key_person")]


def test_what_staff_posted_since_doesnt_shift_the_half_year():
    world = World(roles={9: Role.STAFF})
    world.talk(1, range(200, 204), (1,))
    world.talk(1, range(40), (9,))
    assert ("p1", "co_builder") in carried(world)


def test_key_people_are_named_until_half_is_reached():
    world = World()
    for who, n in ((1, 10), (2, 10), (3, 1)):
        world.talk(1, range(n), (who,))
    assert carried(world) == [("p1", "key_person"), ("p2", "key_person")]


def test_a_buyer_who_said_one_word_is_not_silent():
    world = dead()
    for who in (1, 2, 8, 9, 20):
        world.stay(1, who, 300)
    world.say(1, 20, 60)
    world.order(20, 50, 100)
    assert ("p20", "silent_buyer") not in carried(world)
