"""Which groups share people: every limit on its edge, through the whole check-up."""

import pytest
from tests.checkup.world import World

from yutang.checkup.model import Advice
from yutang.ledger.catalogue import Role


def pair(shared: int, weak_only: int, *, day: int = 10, hubs: int = 0, line: str = "茶") -> World:
    """A lively group 1, a fading group 2 of the same line; `shared` people sit in both."""
    world = World()
    world.group(1, line="茶")
    world.group(2, line=line)
    world.talk(1, range(80), range(1, 21))
    world.talk(2, [day, day + 1, *range(60, 80)], [*range(1, shared + 1), *range(100, 100 + weak_only)])
    for group in range(3, 3 + hubs):
        world.talk(group, [40], range(1, shared + 1))
    return world


def target(world: World) -> str | None:
    return next(g.merge_with for g in world.examined().groups if g.id == "test:g2")


@pytest.mark.parametrize(("shared", "found"), [(3, "test:g1"), (2, None)])
def test_three_people_are_the_fewest(shared, found):
    assert target(pair(shared, 1)) == found


@pytest.mark.parametrize(("weak_only", "found"), [(7, "test:g1"), (8, None)])
def test_three_in_ten_of_the_smaller_group(weak_only, found):
    assert target(pair(3, weak_only)) == found


@pytest.mark.parametrize(("hubs", "found"), [(48, "test:g1"), (49, None)])
def test_who_sits_in_more_than_fifty_groups_says_nothing(hubs, found):
    assert target(pair(4, 1, hubs=hubs)) == found


def test_staff_in_both_groups_are_nobody_shared():
    world = pair(2, 1)
    for who in (91, 92, 93):
        world.roles[who] = Role.STAFF
        world.talk(1, [3], (who,))
        world.talk(2, [3], (who,))
    assert target(world) is None


@pytest.mark.parametrize(("ago", "found"), [(179, "test:g1"), (180, None)])
def test_without_a_roster_people_are_those_of_180_days(ago, found):
    world = pair(2, 1)
    world.talk(2, [ago], (3, 4))
    assert target(world) == found


def test_with_a_roster_people_are_its_members_of_now():
    world = pair(6, 0)
    for group, people in ((1, range(1, 21)), (2, range(1, 7))):
        for who in people:
            world.stay(group, who, 300, 5 if group == 2 and who > 2 else None)
    assert target(world) is None  # four of the six have left


def test_another_line_needs_more_than_people():
    assert target(pair(6, 1, line="书")) is None


def test_the_living_group_stays_as_it_is():
    by_id = {g.id: g.advice for g in pair(6, 1).examined().groups}
    assert by_id == {"test:g1": Advice.KEEP, "test:g2": Advice.MERGE}
