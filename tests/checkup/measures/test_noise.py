"""Blasts, filler, monologue."""

import pytest
from tests.checkup.world import World

from yutang.ledger.catalogue import Role
from yutang.ledger.traits import Trait


def test_the_same_link_in_three_groups_is_a_blast():
    world = World()
    for group in (1, 2, 3):
        world.say(group, group, 5, print_=77, traits=Trait.LINK, text="https://s.example/1 秒杀")
        world.say(group, 9, 5)
    found = world.examined()
    assert [(b.groups, b.messages, b.is_link, b.sample) for b in found.blasts] == [
        (3, 3, True, "https://s.example/1 秒杀")
    ]
    assert found.groups[0].blast_share_28d == pytest.approx(0.5)


def test_two_groups_are_no_blast():
    world = World()
    for group in (1, 2):
        world.say(group, 1, 5, print_=77, traits=Trait.LINK)
    assert world.examined().blasts == []


def test_words_that_three_people_happen_to_share_are_no_blast():
    world = World()
    for group in (1, 2, 3):
        world.say(group, group, 5, print_=77)
    assert world.examined().blasts == []


@pytest.mark.parametrize("role", [Role.STAFF, Role.BOT])
def test_the_brands_text_in_three_groups_is_one(role):
    world = World(roles={7: role, 8: role, 9: role})
    for group in (1, 2, 3):
        world.say(group, 6 + group, 5, print_=77)
    assert len(world.examined().blasts) == 1


def test_one_hand_in_three_groups_is_one():
    world = World()
    for group in (1, 2, 3):
        world.say(group, 4, 5, print_=77)
    assert len(world.examined().blasts) == 1


def test_filler_is_no_blast_but_has_its_own_share():
    world = World(roles={9: Role.STAFF})
    for group in (1, 2, 3):
        world.say(group, 9, 5, print_=77, traits=Trait.FILLER)
        world.say(group, 1, 4)
    found = world.examined()
    assert found.blasts == []
    assert found.groups[0].filler_share_28d == pytest.approx(0.5)
    assert found.groups[0].staff_share_28d == pytest.approx(0.5)


def test_what_went_out_29_days_ago_is_over():
    world = World(roles={9: Role.STAFF})
    for group in (1, 2, 3):
        world.say(group, 9, 28, print_=77)
    assert world.examined().blasts == []
