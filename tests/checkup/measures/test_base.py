"""What counts as said, by whom, on which day."""

import datetime as dt

from tests.checkup.world import DAY, Fact, World, at

from yutang.ledger.catalogue import Kind, Role


def test_an_active_day_needs_two_different_people():
    world = World()
    world.say(1, 1, 2, 9)
    world.say(1, 1, 2, 10)
    world.say(1, 1, 1, 9)
    world.say(1, 2, 1, 23.9)
    found = world.measured()[1]
    assert (found.active_days, found.active_28, found.messages_28) == (1, 1, 4)
    assert found.last_active == DAY - dt.timedelta(1)


def test_staff_bots_house_and_system_are_outside():
    roles = {1: Role.PERSON, 2: Role.STAFF, 3: Role.BOT, 4: Role.HOUSE, 5: Role.SYSTEM, 6: Role.UNKNOWN}
    world = World(roles=roles)
    world.talk(1, [3], (1, 2, 3, 4, 5))
    world.talk(1, [2], (1, 6))
    found = world.measured()[1]
    assert found.active_days == 1
    assert (found.messages_28, found.staff_28, found.speakers) == (3, 2, 2)


def test_nothing_after_the_day_is_seen():
    world = World()
    world.talk(1, [-1, 0, 1])
    assert world.measured(DAY)[1].active_days == 2
    assert world.measured(DAY - dt.timedelta(1))[1].active_days == 1


def test_messages_win_over_counts_of_the_same_day():
    world = World()
    world.talk(1, [2])
    world.count(1, 2, 90, speakers=30)
    world.count(1, 1, 40, speakers=12)
    found = world.measured()[1]
    assert (found.messages_28, found.active_28, found.day_speakers) == (42, 2, 12)
    assert found.messaged
    assert found.counted


def test_members_counts_and_the_groups_total_are_not_added_up():
    world = World(roles={1: Role.PERSON, 2: Role.PERSON, 3: Role.STAFF})
    world.count(1, 1, 10)
    for who, messages in ((1, 4), (2, 2), (3, 3)):
        world.count(1, 1, messages, who)
    found = world.measured()[1]
    assert (found.messages_28, found.staff_28) == (7, 3)  # 10 told, 3 of them staff's


def test_counts_without_speakers_stand_in_from_five_messages_on():
    world = World()
    world.count(1, 1, 5)
    world.count(1, 2, 4)
    found = world.measured()[1]
    assert (found.active_28, found.guessed) == (1, True)


def test_the_same_count_told_twice_counts_once():
    world = World()
    world.count(1, 1, 6, speakers=3)
    world.count(1, 1, 6, speakers=3)
    assert world.measured()[1].messages_28 == 6


def test_private_chats_only_when_asked_for():
    world = World()
    world.group(1, private=True)
    world.talk(1, [1])
    assert world.measured() == {}
    assert set(world.measured(private=True)) == {1}


def test_a_negative_count_is_no_count_and_zero_is_one():
    world = World()
    world.count(1, 3, -5, speakers=2)
    world.count(2, 3, 0, speakers=0)
    found = world.measured()
    assert (found[1].counted, found[2].counted) == (False, True)


def test_counts_of_house_accounts_and_of_later_days_are_outside():
    world = World(roles={1: Role.PERSON, 4: Role.HOUSE})
    world.count(1, 2, 9, 4)
    world.count(1, 2, 3, 1)
    world.count(1, -1, 7, 1)
    found = world.measured()[1]
    assert (found.messages_28, found.day_speakers) == (3, 1)


def test_a_guess_is_never_more_speakers_than_messages():
    world = World()
    world.count(1, 1, 0)
    world.count(1, 2, 1)
    world.count(1, 3, 5)
    found = world.measured()[1]
    assert (found.active_28, found.day_speakers) == (1, 2)


def test_a_group_created_at_the_end_of_the_day_is_not_there_yet():
    world = World()
    world.group(1, created=at(-1, 0))
    world.group(2, created=at(-1, -0.001))
    assert set(world.measured()) == {2}


def test_the_days_own_counts_are_seen():
    world = World()
    world.count(1, 0, 9, speakers=3)
    world.facts.append(Fact(Kind.GROUP_SEEN, 1, None, at(0), props='{"members": 30}'))
    found = world.measured()[1]
    assert (found.active_7, found.messages_28, found.members) == (1, 9, 30)


def test_a_group_in_which_only_the_house_speaks_has_no_messages():
    world = World(roles={4: Role.HOUSE})
    world.say(1, 4, 3)
    found = world.measured()[1]
    assert (found.messaged, found.messages_all, found.staff_all) == (False, 0, 0)


def test_a_member_counted_with_nothing_did_not_speak():
    world = World(roles={1: Role.PERSON, 2: Role.PERSON})
    world.count(1, 1, 0, 1)
    world.count(1, 1, 3, 2)
    found = world.measured()[1]
    assert (found.active_28, found.speakers) == (0, 1)
