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


def test_a_seat_is_kept_for_90_days_after_the_last_word():
    world = World(roles={8: Role.STAFF, 9: Role.STAFF})
    world.say(1, 8, 89)
    world.say(1, 9, 90)
    assert [one.id for one in world.examined().operators] == ["p8"]


def test_unread_is_the_mean_of_28_days():
    world = World(roles={9: Role.STAFF})
    world.stay(1, 9, 50)
    world.talk(1, [27, 28], (1, 2, 9))
    assert world.examined().operators[0].unread_per_day == round(2 / 28, 2)


def test_reading_is_told_apart_from_looking_after():
    world = World(roles={9: Role.STAFF})
    world.group(1, owner_id=9)
    world.talk(1, range(28), range(1, 31))
    one = world.examined().operators[0]
    assert one.reading_hours_per_week == pytest.approx(30 * 7 * 2 / 3600, abs=0.01)
    assert one.hours_per_week == pytest.approx(one.reading_hours_per_week + 10 / 60, abs=0.01)


def test_without_an_owner_all_who_sit_there_share_the_care():
    world = World(roles={8: Role.STAFF, 9: Role.STAFF})
    for who in (8, 9):
        world.stay(1, who, 50)
    assert [one.hours_per_week for one in world.examined().operators] == [0.08, 0.08]
