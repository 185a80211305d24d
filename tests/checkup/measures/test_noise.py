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


def test_the_brands_text_in_three_groups_is_one():
    world = World(roles={7: Role.STAFF, 8: Role.STAFF, 9: Role.STAFF})
    for group in (1, 2, 3):
        world.say(group, 6 + group, 5, print_=77)
    assert len(world.examined().blasts) == 1


def test_a_bots_welcome_is_none():
    world = World(roles={9: Role.BOT})
    for group in (1, 2, 3):
        world.say(group, 9, 5, print_=77)
    assert world.examined().blasts == []


@pytest.mark.parametrize(("days", "blasts"), [((5, 6, 7), 1), ((5, 7, 8), 0), ((5, 15, 25), 0)])
def test_three_groups_within_three_days(days, blasts):
    world = World(roles={9: Role.STAFF})
    for group, day in enumerate(days, 1):
        world.say(group, 9, day, print_=77)
    assert len(world.examined().blasts) == blasts


@pytest.mark.parametrize(
    ("text", "is_wish"),
    [
        ("早安，心若向阳，无畏悲伤", True),
        ("☀️ 大家早上好呀～记得吃早餐", True),
        ("愿所有美好如期而至，晚安", True),
        ("一日之计在于晨，早安各位", True),
        ("早安！今天直播间满 199 减 50，名额不多", False),
        ("新品到货，早安套装尺码齐全，喜欢的联系我", False),
    ],
)
def test_wishes_that_go_round_are_filler(text, is_wish):
    world = World(roles={9: Role.STAFF})
    for group in (1, 2, 3):
        world.say(group, 9, 5, print_=77, text=text)
    found = world.examined()
    assert [b.sample for b in found.blasts] == ([] if is_wish else [text])
    assert found.groups[0].filler_share_28d == (1 if is_wish else 0)


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


@pytest.mark.parametrize(("letters", "is_wish"), [(40, True), (41, False)])
def test_a_wish_is_short(letters, is_wish):
    world = World(roles={9: Role.STAFF})
    for group in (1, 2, 3):
        world.say(group, 9, 5, print_=77, text="早安" + "愿" * (letters - 2))
    assert (world.examined().blasts == []) is is_wish


@pytest.mark.parametrize(("day", "blasts"), [(27, 1), (28, 0)])
def test_blasts_are_those_of_28_days(day, blasts):
    world = World(roles={9: Role.STAFF})
    for group in (1, 2, 3):
        world.say(group, 9, day, print_=77)
    assert len(world.examined().blasts) == blasts


def test_filler_is_no_blast_however_often_it_is_sent():
    world = World(roles={9: Role.STAFF})
    for group in (1, 2, 3):
        world.say(group, 9, 5, print_=77, traits=Trait.FILLER)
    found = world.examined()
    assert (found.blasts, found.groups[0].filler_share_28d) == ([], 1)


@pytest.mark.parametrize(("role", "n"), [(Role.PERSON, 1), (Role.UNKNOWN, 1), (Role.STAFF, 0), (Role.BOT, 0)])
def test_only_customers_complain(role, n):
    world = World(roles={1: role})
    world.say(1, 1, 5, traits=Trait.COMPLAINT)
    world.talk(1, [3])
    assert world.measured()[1].complaints == n


def test_a_bot_that_repeats_the_brands_text_makes_no_third_group():
    world = World(roles={8: Role.BOT, 9: Role.STAFF})
    for group, who in ((1, 9), (2, 9), (3, 8)):
        world.say(group, who, 5, print_=77)
    assert world.examined().blasts == []
