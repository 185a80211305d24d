"""Cadence, overdue silence, days."""

import pytest
from tests.checkup.world import World

from yutang.ledger.catalogue import Role


def test_own_cadence_is_the_mean_gap_between_active_days():
    world = World()
    world.talk(1, [3, 7, 13, 23])
    found = world.measured()[1]
    assert (found.gaps, found.span, found.cadence) == (3, 20, pytest.approx(20 / 3))
    assert found.silent_days == 3
    assert found.overdue == pytest.approx((20 / 23) ** 3)


def test_the_rhythm_of_long_ago_is_forgotten_after_half_a_year():
    world = World()
    world.talk(1, [0, 10, 20, 300, 301, 302])
    assert (world.measured()[1].gaps, world.measured()[1].span) == (2, 20)


def test_one_active_day_has_no_rhythm():
    world = World()
    world.talk(1, [5])
    found = world.measured()[1]
    assert found.cadence is None
    assert found.overdue is None


def test_windows_are_of_7_28_and_the_28_before():
    world = World()
    world.talk(1, [0, 6, 7, 27, 28, 55, 56])
    found = world.measured()[1]
    assert (found.active_7, found.active_28, found.active_before) == (2, 4, 2)
    assert (found.messages_28, found.messages_before) == (8, 4)


def test_bars_run_from_oldest_to_newest():
    world = World()
    world.talk(1, [0], (1, 2, 3))
    world.talk(1, [27])
    spark = world.examined().groups[0].spark
    assert (len(spark), spark[0], spark[-1], sum(spark)) == (28, 2, 3, 5)


def test_the_rhythm_is_of_180_days_up_to_the_last_active_one():
    world = World()
    world.talk(1, [10, 189, 190])
    assert (world.measured()[1].gaps, world.measured()[1].span) == (1, 179)


@pytest.mark.parametrize(
    ("days", "best"),
    [((55, 56), 1), ((56, 83), 2), ((83, 84), 1), ((84, 111), 2), ((111, 112), 1), ((112, 113), 0)],
)
def test_the_best_of_a_quarter_is_of_28_days_each(days, best):
    world = World()
    world.talk(1, days)
    assert world.measured()[1].active_best == best


def test_a_lone_voice_makes_no_best():
    world = World()
    world.talk(1, (60, 90), (1,))
    assert world.measured()[1].active_best == 0


def test_the_brands_messages_and_the_fullest_day_are_of_28_days():
    world = World(roles={9: Role.STAFF})
    world.talk(1, [27], (1, 2, 9))
    world.talk(1, [28], (1, 2, 3, 9))
    found = world.measured()[1]
    assert (found.staff_28, found.staff_all, found.day_speakers) == (1, 2, 2)


def test_the_bars_begin_28_days_ago():
    world = World()
    world.talk(1, [28])
    world.talk(2, [0])
    assert {g.name: sum(g.spark) for g in world.examined().groups} == {"群1": 0, "群2": 2}


def test_a_day_told_as_empty_is_no_day_seen_unless_it_is_a_guess():
    world = World()
    world.count(1, 3, 0, speakers=0)
    world.count(1, 2, 4, speakers=2)
    world.count(2, 3, 0)
    assert {g: s.days_seen for g, s in world.measured().items()} == {1: 1, 2: 1}
