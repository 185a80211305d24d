"""Inflow, evaporation, retained, rejoins."""

import datetime as dt

import pytest
from tests.checkup.world import Fact, World, at

from yutang.ledger.catalogue import Kind, Role


def test_inflow_minus_evaporation_is_retained():
    world = World()
    world.stay(1, 1, 100)
    world.stay(1, 2, 100, 10)
    world.stay(1, 3, 20)
    world.stay(1, 4, 20, 5)
    world.stay(1, 5, 20, -3)  # leaves after the day
    world.stay(1, 6, -1)  # comes after the day
    found = world.measured()[1]
    assert (found.inflow, found.evaporation, found.retained) == (3, 2, 3)


def test_the_window_starts_at_local_midnight():
    world = World()
    world.groups[1] = {}
    for who, moment in ((1, at(27, 0)), (2, at(27, -0.01))):
        world.roles[who] = Role.PERSON
        world.stays.append((1, who, moment, None))
    assert world.measured()[1].inflow == 1


def test_staff_and_house_accounts_are_no_members():
    world = World(roles={1: Role.STAFF, 2: Role.HOUSE, 3: Role.PERSON})
    for who in (1, 2, 3):
        world.stay(1, who, 5)
    found = world.measured()[1]
    assert (found.retained, found.inflow, found.sitters) == (1, 1, 1)


def test_rejoin_rate_is_of_those_who_left():
    world = World()
    world.stay(1, 1, 50, 40)
    world.stay(1, 1, 30)
    world.stay(1, 2, 50, 40)
    world.stay(1, 3, 50)
    assert world.measured()[1].rejoin_rate == pytest.approx(0.5)


def test_a_count_of_members_is_told_where_there_is_no_roster():
    world = World()
    world.group(1)
    world.facts.append(Fact(Kind.GROUP_SEEN, 1, None, at(9), props='{"members": 80}'))
    world.facts.append(Fact(Kind.GROUP_SEEN, 1, None, at(2), props='{"members": 75}'))
    assert world.measured()[1].members == 75
    assert world.examined().groups[0].retained is None


def test_the_windows_edges_belong_to_it_once():
    world = World()
    world.stay(1, 2, 100, 27, hour=0)  # gone at the window's first instant
    world.stay(1, 3, 27, hour=0)  # comes at it
    world.stay(1, 4, 100, -1, hour=0)  # gone at the first instant after it
    world.stay(1, 5, -1, hour=0)  # comes after it
    found = world.measured()[1]
    assert (found.inflow, found.evaporation, found.retained) == (1, 1, 2)


def test_who_is_back_in_the_same_moment_came_back():
    world = World()
    world.stay(1, 1, 50, 40)
    world.stay(1, 1, 40)
    assert world.measured()[1].rejoin_rate == 1


def test_who_left_once_and_never_came_back_did_not():
    world = World()
    world.stay(1, 1, None, 40)
    assert world.measured()[1].rejoin_rate == 0


def test_leaves_of_later_days_leave_the_rate_alone():
    world = World()
    world.stay(1, 1, 50, -1)
    assert world.measured()[1].rejoin_rate is None


@pytest.mark.parametrize(("strangers", "known"), [(1, True), (2, False)])
def test_a_roster_may_miss_one_speaker_in_ten(strangers, known):
    world = World()
    world.talk(1, [5], range(1, 11))
    for who in range(1, 11 - strangers):
        world.stay(1, who, 100)
    assert world.measured()[1].roster is known


def test_what_is_told_after_the_day_is_not_known_yet():
    world = World()
    world.group(1)
    for day, members in ((9, 80), (-1, 90)):
        world.facts.append(Fact(Kind.GROUP_SEEN, 1, None, at(day), props=f'{{"members": {members}}}'))
    assert world.measured()[1].told_members == 80


def test_a_list_without_a_day_gives_members_and_no_span():
    world = World()
    world.group(1)
    epoch = dt.datetime.fromisoformat("1970-01-01")
    world.facts.append(Fact(Kind.GROUP_SEEN, 1, None, epoch, props='{"members": 12}'))
    found = world.measured()[1]
    assert (found.members, found.first_day, found.last_day) == (12, None, None)


def test_watchers_are_members_of_now_who_said_nothing_for_28_days():
    world = World()
    world.talk(1, [27], (1,))
    world.talk(1, [28], (2,))
    for who in (1, 2, 3):
        world.stay(1, who, 100)
    world.stay(1, 4, 100, 50)
    world.stay(1, 3, 90)  # listed twice, one person
    assert world.measured()[1].watchers == 2


def test_staff_who_left_tell_nothing_of_rejoining():
    world = World(roles={9: Role.STAFF})
    world.stay(1, 9, 50, 40)
    world.stay(1, 1, 50)
    assert world.measured()[1].rejoin_rate is None
