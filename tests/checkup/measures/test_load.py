"""Load on operators."""

import pytest
from tests.checkup.world import World

from yutang.ledger.catalogue import Role


def test_unread_is_what_others_said_where_one_sits():
    world = World(roles={9: Role.STAFF, 8: Role.STAFF})
    world.group(1, owner_id=9)
    world.talk(1, range(28), (1, 2, 9))  # 84 messages, 28 of them staff 9's
    world.group(2)
    world.stay(2, 9, 50)
    world.stay(1, 8, 50)
    nine, eight = world.examined().operators
    assert (nine.id, nine.groups, nine.owned, nine.unread_per_day) == ("p9", 2, 1, 2.0)
    assert (eight.id, eight.groups, eight.owned, eight.unread_per_day) == ("p8", 1, 0, 3.0)


def test_hours_are_care_by_the_owner_and_reading_by_all():
    world = World(roles={9: Role.STAFF, 8: Role.STAFF})
    world.group(1, owner_id=9)
    world.talk(1, range(28), (1, 2))
    world.stay(1, 8, 50)
    nine, eight = world.examined().operators
    reading = 2 * 7 * 2 / 3600
    assert nine.hours_per_week == pytest.approx(10 / 60 + reading, abs=0.01)
    assert eight.hours_per_week == pytest.approx(reading, abs=0.01)


def test_who_left_sits_there_no_more():
    world = World(roles={9: Role.STAFF})
    world.stay(1, 9, 200, 150)
    assert world.examined().operators == []
