"""Key people, Gini, shares: against numbers worked out by hand or published."""

import pytest
from tests.checkup.world import World


def said(*counts: int) -> World:
    world = World()
    for who, n in enumerate(counts, 1):
        for i in range(n):
            world.say(1, who, i % 28, 9 + who / 100)
    return world


def test_key_people_as_chaoss_counts_them():
    # the published example, a tenth of it: 1000, 202, 90, 33, 332, 343, 42, 433 → 2 people make half
    assert said(100, 20, 9, 3, 33, 34, 4, 43).measured()[1].key_people == 2


def test_gini_of_one_to_five():
    assert said(1, 2, 3, 4, 5).measured()[1].gini == pytest.approx(0.26667, abs=1e-5)


def test_gini_counts_silent_members_where_there_is_a_roster():
    world = said(1)
    for who in (1, 2, 3, 4):
        world.stay(1, who, 40)
    found = world.measured()[1]
    assert found.gini == pytest.approx(0.75)
    assert (found.speakers, found.watchers) == (1, 3)


def test_a_roster_that_misses_the_speakers_is_not_believed():
    world = said(1, 1, 1)
    world.stay(1, 9, 40)
    found = world.measured()[1]
    assert not found.roster
    assert found.watchers is None
    assert found.members is None


def test_top_share_is_of_the_busiest_one_in_a_hundred():
    found = said(6, 3, 1).measured()[1]
    assert found.top_share == pytest.approx(0.6)


def test_when_nobody_spoke_for_28_days_key_people_are_of_90():
    world = World()
    world.talk(1, [40, 41, 42])
    found = world.measured()[1]
    assert (found.key_people, found.speakers, found.gini) == (1, 0, None)


def test_shares_of_the_structure_add_up():
    world = said(8, 4, 2, 1, 1)
    for who in range(1, 21):
        world.stay(1, who, 40)
    s = world.examined().groups[0].structure
    assert (s.creators, s.active, s.watchers, s.gini_over) == (1, 4, 15, "members")


def test_half_is_half_and_no_less():
    assert said(10, 10, 1).measured()[1].key_people == 2
    assert said(10, 5, 5).measured()[1].key_people == 1


@pytest.mark.parametrize(("ago", "speakers", "key"), [(27, 2, 1), (28, 0, 1), (89, 0, 1), (90, 0, 0)])
def test_speakers_are_of_28_days_and_key_people_of_90(ago, speakers, key):
    world = World()
    world.talk(1, [ago])
    found = world.measured()[1]
    assert (found.speakers, found.key_people) == (speakers, key)


def test_of_equals_the_first_account_is_named():
    world = World()
    world.talk(1, [3, 4], (5, 2, 7))
    assert [one.id for one in world.examined().groups[0].people] == ["p2", "p5"]


@pytest.mark.parametrize(("people", "share"), [(100, 1 / 101), (101, 2 / 102)])
def test_one_in_a_hundred_is_rounded_up(people, share):
    world = World()
    world.say(1, 1, 5)
    world.talk(1, [5], range(1, people + 1))
    extra = 2 if people == 100 else 3  # the busiest said two things
    assert world.measured()[1].top_share == pytest.approx(extra / (people + 1))
