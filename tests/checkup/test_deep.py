"""Reworded blasts and changepoints, inside a whole check-up."""

import datetime as dt

import pytest
from tests.checkup.world import DAY, World

from yutang.ledger.catalogue import Role
from yutang.ledger.traits import Trait

WORDING = "新品水光面膜今晚{}点直播间开抢，第{}名前送小样，想要的姐妹直接扣我"


def reworded(roles: dict[int, Role], days: tuple[int, ...] = (5, 5, 5, 5)) -> World:
    world = World(roles=roles)
    for n, day in enumerate(days, 1):
        world.say(n, 9, day, print_=70 + n, text=WORDING.format("八九十零"[n % 4], n * 10))
    return world


def test_reworded_blasts_are_found():
    found = reworded({9: Role.STAFF}).examined().blasts
    assert [(b.near, b.groups, b.messages, b.first_day) for b in found] == [
        (True, 4, 4, DAY - dt.timedelta(5))
    ]


@pytest.mark.parametrize("roles", [{9: Role.BOT}, {9: Role.HOUSE}])
def test_bots_and_house_accounts_make_none(roles):
    assert reworded(roles).examined().blasts == []


def test_spread_over_weeks_it_is_a_stock_answer():
    assert reworded({9: Role.STAFF}, (2, 9, 16, 23)).examined().blasts == []


def test_a_wording_that_is_a_blast_by_itself_is_not_listed_beside_its_cluster():
    world = reworded({9: Role.STAFF})
    for group in (5, 6, 7):
        world.say(group, 9, 5, print_=71, text=WORDING.format("九", 10))
    assert [(b.near, b.groups) for b in world.examined().blasts] == [(True, 7)]


def test_one_link_in_two_decorations_is_one_blast():
    world = World(roles={9: Role.STAFF})
    for group in range(1, 7):
        text = WORDING.format("八九"[group % 2], group) + " https://s.example/l/aB3"
        world.say(group, 9, 5, print_=70, traits=Trait.LINK, text=text)
    assert [(b.is_link, b.near, b.groups) for b in world.examined().blasts] == [(True, False, 6)]


def test_the_very_same_text_is_listed_once():
    world = World(roles={9: Role.STAFF})
    for group in (1, 2, 3):
        world.say(group, 9, 5, print_=70, text=WORDING.format("八", 10))
    assert [b.near for b in world.examined(deep=True).blasts] == [False]


def test_a_group_that_fell_shows_when():
    world = World()
    world.talk(1, range(40, 120), (1, 2, 3, 4, 5, 6))
    world.talk(1, range(0, 40, 8))
    changes = world.examined().groups[0].changes
    assert [c.day for c in changes] == [DAY - dt.timedelta(39)]
    assert (changes[0].before, round(changes[0].after)) == (6, 0)


def test_a_steady_groups_changes_are_looked_for_only_when_asked():
    world = World()
    world.talk(1, range(60))
    world.talk(1, range(60, 120), range(1, 9))
    assert world.examined().groups[0].changes == []
    assert len(world.examined(deep=True).groups[0].changes) == 1
