"""Spend, and those who buy and say nothing."""

import json

import pytest
from tests.checkup.world import World

from yutang.ledger.catalogue import Role


def test_spend_is_of_the_groups_people():
    world = World()
    world.talk(1, [3])
    world.order(1, 10, 5000)
    world.order(1, 120, 900)
    world.order(7, 5, 100)  # not in this group
    found = world.measured()[1]
    assert (found.spend_90, found.buyers_90, found.silent_buyers) == (5000, 1, 0)


def test_a_member_who_bought_and_said_nothing_is_a_silent_buyer():
    world = World()
    world.talk(1, [3])
    for who in (1, 2, 5):
        world.stay(1, who, 60)
    world.order(5, 200, 7700)
    person = world.examined().groups[0].people[0]
    assert (person.id, person.why, person.spend_cents) == ("p5", "silent_buyer", 7700)


def test_an_order_on_the_shops_account_belongs_to_the_same_person():
    world = World(customers={5: 50, 6: 50})
    world.talk(1, [3])
    for who in (1, 2, 5):
        world.stay(1, who, 60)
    world.order(6, 20, 300)
    assert world.measured()[1].silent_buyers == 1


def test_without_any_order_spend_is_unknown_not_nothing():
    world = World()
    world.talk(1, [3])
    assert world.measured()[1].spend_90 is None


def test_what_was_cancelled_or_refunded_was_not_spent():
    world = World()
    world.talk(1, [3])
    for status in ("已完成", "已取消", "退款成功", "Refunded", None):
        world.order(1, 10, 100)
        world.facts[-1].props = None if status is None else json.dumps({"status": status})
    assert world.measured()[1].spend_90 == 200


@pytest.mark.parametrize(
    ("ago", "spend", "silent"), [(89, 500, 1), (90, 0, 1), (364, 0, 1), (365, 0, 0), (-1, None, 0)]
)
def test_windows_of_90_and_365_days(ago, spend, silent):
    world = World()
    world.stay(1, 5, 600)
    world.order(5, ago, 500)
    found = world.measured()[1]
    assert (found.spend_90, found.buyers_90, found.silent_buyers) == (spend, int(bool(spend)), silent)


def test_what_cost_nothing_is_no_purchase():
    world = World()
    world.stay(1, 5, 600)
    world.order(5, 10, 0)
    assert world.measured()[1].silent_buyers == 0


@pytest.mark.parametrize(("ago", "silent"), [(89, 0), (90, 1)])
def test_one_word_in_90_days_is_not_silent(ago, silent):
    world = World()
    world.stay(1, 5, 600)
    world.say(1, 5, ago)
    world.order(5, 10, 500)
    assert world.measured()[1].silent_buyers == silent


def test_staff_who_buy_are_no_buyers():
    world = World(roles={5: Role.STAFF})
    world.stay(1, 5, 600)
    world.order(5, 10, 500)
    assert (world.measured()[1].buyers_90, world.measured()[1].silent_buyers) == (0, 0)
