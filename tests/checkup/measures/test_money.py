"""Spend, and those who buy and say nothing."""

import json

from tests.checkup.world import World


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
