import itertools
from collections import defaultdict

import pytest

from yutang.demo.days import LAST
from yutang.demo.dice import Dice
from yutang.demo.groups import found
from yutang.demo.lives import Life
from yutang.demo.members import first_seen, seat
from yutang.demo.people import hire


@pytest.fixture(scope="module")
def world():
    people = hire(Dice(3, "staff"))
    groups = found(Dice(3, "groups"), people)
    seat(Dice(3, "members"), groups, people)
    return groups, people


def test_nobody_leaves_before_they_came_or_after_the_end(world):
    for group in world[0]:
        for made in group.seats:
            assert group.course.created <= made.joined[0] <= LAST
            assert made.left is None or made.joined < made.left < (LAST + 1, 0)


def test_one_persons_intervals_in_a_group_never_overlap(world):
    rejoined = 0
    for group in world[0]:
        by_person = defaultdict(list)
        for made in group.seats:
            by_person[made.customer.id].append(made)
        for intervals in by_person.values():
            intervals.sort(key=lambda s: s.joined)
            rejoined += len(intervals) - 1
            assert all(a.left and a.left < b.joined for a, b in itertools.pairwise(intervals))
    assert rejoined > 50


def test_silent_buyers_are_never_of_the_core(world):
    assert not [s for g in world[0] for s in g.core if s.customer.buyer]
    assert sum(c.buyer for c in world[1].customers) > 60


def test_every_speaking_group_has_a_core_in_its_own_seats(world):
    for group in world[0]:
        if group.talks:
            assert len(group.core) >= 4
            assert 1 <= group.creators < len(group.core) < len(group.seats)
            assert all(any(s is made for s in group.seats) for made in group.core)


def test_partners_share_two_thirds_and_strangers_little(world):
    now = {g.id: {s.customer.id for s in g.seats if s.left is None} for g in world[0]}
    for group in world[0]:
        if group.partner:
            assert len(now[group.id] & now[group.partner]) >= len(now[group.id]) * 0.6
    plain = [g for g in world[0] if not g.partner and len(now[g.id]) > 25]
    pairs = [(a, b) for a in plain for b in plain if a is not b and a.line == b.line]
    assert max(len(now[a.id] & now[b.id]) / len(now[a.id]) for a, b in pairs) < 0.4


def test_rosters_grow_and_shrink_as_their_lives_say(world):
    for group in world[0]:
        joined = [s for s in group.seats if s.joined[0] > LAST - 90]
        if group.life is Life.SHRINKING:
            assert not joined
            assert sum(s.left is not None for s in group.seats) > 0.5 * len(group.seats)
        if group.life is Life.GROWING:
            assert joined
        if group.life is Life.LISTED:
            assert group.seats == []


def test_first_seen_is_the_earliest_seat(world):
    seen = first_seen(world[0])
    listed = [g for g in world[0] if g.life is not Life.GLIMPSED]
    assert len(seen) == len({s.customer.id for g in listed for s in g.seats})
    assert all(seen[s.customer.id] <= s.joined[0] for g in listed for s in g.seats)
