"""Seats: nobody too many, nobody forgotten, together who belongs together, level where nothing forbids it."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.segments.allocation.halls import Row, by_place, people, rooms, seated

from yutang.segments.allocation.model import NOBODY, SEATED, Limits, Seat, Seating
from yutang.segments.allocation.place import seat

A, B = 1, 2  # tiers
EAST, WEST = 7, 8


def reasons(seating: Seating) -> list[Seat]:
    return [Seat(r) for r in seating.reason.tolist()]


def test_each_tier_and_region_has_groups_of_its_own_and_they_are_level() -> None:
    who = [(n, A, EAST) for n in range(7)] + [(10, A, WEST), (11, B, EAST)]
    found = seated(who)
    assert sorted(found.after.tolist()) == [1, 1, 2, 2, 3]
    assert {(int(found.tier[p]), int(found.region[p])) for p in found.place.tolist()} == {
        (A, EAST),
        (A, WEST),
        (B, EAST),
    }
    assert set(reasons(found)) == {Seat.BALANCE}
    assert set(found.group.tolist()) == {NOBODY}


def test_who_sits_well_stays_and_the_emptiest_is_filled_first() -> None:
    who = [(1, A, EAST, NOBODY, 50), (2, A, EAST, NOBODY, 50), (3, A, EAST), (4, A, EAST), (5, A, EAST)]
    found = seated(who, [(50, A, EAST), (51, A, EAST)], most=4)
    assert by_place(found, who) == {0: [1, 2, 3], 1: [4, 5]}
    assert found.before.tolist() == [2, 0]
    assert reasons(found) == [Seat.STAYS, Seat.STAYS, Seat.BALANCE, Seat.BALANCE, Seat.BALANCE]


def test_an_empty_group_stays_empty_while_others_hold_everybody() -> None:
    who = [(1, A, EAST, NOBODY, 50), (2, A, EAST)]
    found = seated(who, [(50, A, EAST), (51, A, EAST)])
    assert (found.after.tolist(), len(found.group)) == ([2, 0], 2)


def test_another_tier_or_region_means_another_group() -> None:
    who = [(1, B, EAST, NOBODY, 50), (2, A, WEST, NOBODY, 50), (3, A, EAST, NOBODY, 50)]
    found = seated(who, [(50, A, EAST)])
    assert reasons(found) == [Seat.BALANCE, Seat.BALANCE, Seat.STAYS]
    assert len(set(found.place.tolist())) == 3
    whole = seated(who, [(50, A, EAST)], by_region=False)
    assert reasons(whole) == [Seat.BALANCE, Seat.STAYS, Seat.STAYS]


def test_of_an_overfull_group_the_small_owners_leave_together() -> None:
    """Owner 9 has three of the five there, 8 and 7 one each; the group holds three."""
    who = [
        (1, A, EAST, 8, 50),
        (2, A, EAST, 9, 50),
        (3, A, EAST, 9, 50),
        (4, A, EAST, 9, 50),
        (5, A, EAST, 7, 50),
    ]
    found = seated(who, [(50, A, EAST, 3)], most=30)
    assert by_place(found, who) == {1: [1, 5], 0: [2, 3, 4]}
    assert reasons(found)[0] is Seat.TOGETHER
    assert found.limit.tolist() == [3, 30]


def test_who_sat_together_and_who_has_one_owner_goes_together() -> None:
    who = (
        [(n, A, EAST, NOBODY, 60) for n in (1, 2)]
        + [(n, A, EAST, 9) for n in (3, 4)]
        + [(5, A, EAST), (6, A, EAST)]
    )
    found = seated(who)
    assert sorted(found.after.tolist()) == [3, 3]
    assert found.place[0] == found.place[1]
    assert found.place[2] == found.place[3]
    assert reasons(found) == [Seat.TOGETHER] * 4 + [Seat.BALANCE] * 2


def test_an_owners_new_customers_join_their_owners_old_ones() -> None:
    """Group 50 is fuller than 51, and that is where owner 9's people sit."""
    who = [(1, A, EAST, 9, 50), (2, A, EAST, 9, 50), (3, A, EAST, 8, 51), (4, A, EAST, 9), (5, A, EAST, 9)]
    found = seated(who, [(50, A, EAST), (51, A, EAST)], most=4)
    assert by_place(found, who) == {0: [1, 2, 4, 5], 1: [3]}


def test_a_company_too_large_is_cut_into_equal_parts() -> None:
    found = seated([(n, A, EAST, 9) for n in range(31)], most=30)
    assert sorted(found.after.tolist()) == [15, 16]


def test_a_company_that_fits_nowhere_whole_opens_a_group() -> None:
    who = [(10 * owner + n, A, EAST, owner) for owner in range(4) for n in range(2)]
    found = seated(who)  # 8 people in groups of 3: three would do, were pairs torn
    assert found.after.tolist() == [2, 2, 2, 2]


def test_where_none_may_be_opened_companies_are_torn_and_the_rest_is_named() -> None:
    who = [(n, A, EAST, 9) for n in (1, 2, 3)] + [(4, A, EAST)]
    found = seated(who, [(50, A, EAST, 1), (51, A, EAST, 2)], new_groups=0)
    assert by_place(found, who) == {1: [1, 2], 0: [3], NOBODY: [4]}
    assert reasons(found)[3] is Seat.NO_ROOM
    one = seated([(n, A, EAST) for n in range(9)], new_groups=2)
    assert (one.after.tolist(), reasons(one).count(Seat.NO_ROOM)) == ([3, 3], 3)


def test_who_cannot_be_placed_is_told_why() -> None:
    found = seated([(1, NOBODY, EAST), (2, A, NOBODY), (3, NOBODY, NOBODY)])
    assert reasons(found) == [Seat.NO_TIER, Seat.NO_REGION, Seat.NO_TIER]
    assert len(found.group) == 0
    assert reasons(seated([(2, A, NOBODY)], by_region=False)) == [Seat.BALANCE]


def test_who_sits_there_and_cannot_be_placed_takes_a_seat() -> None:
    """One fits, one lives nobody knows where: group 50 holds two."""
    found = seated([(1, A, NOBODY, NOBODY, 50), (2, A, EAST, NOBODY, 50), (3, A, EAST)], [(50, A, EAST, 2)])
    assert reasons(found) == [Seat.NO_REGION, Seat.STAYS, Seat.BALANCE]
    assert (found.after.tolist(), found.limit.tolist()) == ([1, 1], [1, 3])
    full = seated([(1, NOBODY, EAST, NOBODY, 50), (2, A, EAST, NOBODY, 50)], [(50, A, EAST, 1)], new_groups=0)
    assert (reasons(full), full.limit.tolist()) == ([Seat.NO_TIER, Seat.NO_ROOM], [0])


def test_a_second_seat_takes_one() -> None:
    found = seated([(n, A, EAST) for n in range(3)], [(50, A, EAST, 3, 2), (51, A, EAST, 2, 9)], new_groups=0)
    assert (found.after.tolist(), found.limit.tolist()) == ([1, 0], [1, 0])
    assert reasons(found).count(Seat.NO_ROOM) == 2


def test_who_finds_no_room_keeps_the_old_seat_and_nobody_comes_for_it() -> None:
    who = [(1, B, EAST, NOBODY, 50), (2, A, EAST, NOBODY, 50), (3, A, EAST)]
    stuck = seated(who, [(50, A, EAST, 2)], new_groups=0)
    assert reasons(stuck) == [Seat.NO_ROOM, Seat.STAYS, Seat.NO_ROOM]
    assert (stuck.after.tolist(), stuck.limit.tolist()) == ([1], [1])
    leaves = seated(who, [(50, A, EAST, 2), (51, B, EAST, 1)], new_groups=0)
    assert reasons(leaves) == [Seat.BALANCE, Seat.STAYS, Seat.BALANCE]
    # Those who fit go for nobody who is stuck: no seat is won by it.
    crowded = seated([*who[:2], (3, A, EAST, NOBODY, 50)], [(50, A, EAST, 2)], new_groups=0)
    assert reasons(crowded) == [Seat.NO_ROOM, Seat.STAYS, Seat.STAYS]


def test_two_full_groups_change_places_and_one_who_stays_stops_the_next() -> None:
    who = [(1, A, EAST, NOBODY, 51), (2, B, EAST, NOBODY, 50)]
    where = [(50, A, EAST, 1), (51, B, EAST, 1), (52, 3, EAST, 1)]
    assert reasons(seated(who, where, new_groups=0)) == [Seat.BALANCE] * 2
    # 0 has no room and stays in 52, so 3 stays in 51, so 4 stays in 50, so 5 finds no room.
    row = [(0, 4, EAST, NOBODY, 52), (3, 3, EAST, NOBODY, 51), (4, B, EAST, NOBODY, 50), (5, A, EAST)]
    assert reasons(seated(row, where, new_groups=0)) == [Seat.NO_ROOM] * 4


def test_a_long_row_of_those_who_wait_for_each_other_ends() -> None:
    n = 40
    who = [(k, k, EAST, NOBODY, 50 + k - 1) for k in range(1, n)]  # each sits where the one before belongs
    where = [(50 + k, k, EAST, 1) for k in range(n - 1)]  # and who comes last has no group
    assert set(reasons(seated(who, where, new_groups=0))) == {Seat.NO_ROOM}


def test_a_tier_has_a_size_of_its_own() -> None:
    who = [(n, A, EAST) for n in range(6)] + [(10 + n, B, EAST) for n in range(6)]
    found = seated(who, of_tier={B: 6})
    assert sorted(found.after.tolist()) == [3, 3, 6]


def test_nobody_and_no_room_is_no_error() -> None:
    assert len(seated([]).place) == 0
    assert seated([], [(50, A, EAST)]).after.tolist() == [0]


def test_twice_the_same_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        seated([(1, A, EAST), (1, A, WEST)])
    with pytest.raises(ValueError, match="twice"):
        seated([], [(50, A, EAST), (50, A, WEST)])


@pytest.mark.parametrize(
    "wrong", [{"most": 0}, {"most": 3, "of_tier": {1: 0}}, {"most": 3, "new_groups": -1}]
)
def test_groups_of_nobody_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="no such group"):
        Limits(**wrong)


tiers, regions = st.sampled_from([NOBODY, 1, 2]), st.sampled_from([NOBODY, 7, 8])
owners, groups = st.sampled_from([NOBODY, 31, 32, 33]), st.sampled_from([NOBODY, 50, 51, 52, 99])
crowd = st.lists(st.tuples(tiers, regions, owners, groups), max_size=60)
halls = st.lists(
    st.tuples(st.sampled_from([1, 2]), st.sampled_from([7, 8]), st.sampled_from([NOBODY, 2, 5]),
              st.sampled_from([0, 0, 1, 3])), max_size=4,
)  # fmt: skip
limits = st.builds(
    Limits, most=st.integers(1, 6), of_tier=st.sampled_from([{}, {2: 9}]), by_region=st.booleans(),
    new_groups=st.sampled_from([None, None, 0, 1]),
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(crowd, halls, limits, st.randoms())
def test_laws_of_seating(crowd: list, halls: list, limits: Limits, random: object) -> None:
    who = [(n * 3 + 1, *one) for n, one in enumerate(crowd)]
    where = [(50 + n, *one) for n, one in enumerate(halls)]
    found = seat(people(who), rooms(where), limits)
    _nobody_too_many_and_nobody_lost(found, who, limits)
    _never_beyond_capacity(found, who, where, limits)
    _seats_fit(found, who, limits)
    _level(found, limits)
    # The order of the rows changes nothing.
    shuffled = list(who)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = seat(people(shuffled), rooms(where[::-1]), limits)
    told = {row[0]: place for row, place in zip(shuffled, again.place.tolist(), strict=True)}
    assert [told[row[0]] for row in who] == found.place.tolist()
    # Carried out, it asks for nothing more of those who sit.
    ids = np.where(found.group == NOBODY, 1000 + np.arange(len(found.group)), found.group)
    after = [
        (*row[:4], int(ids[p]) if p != NOBODY else row[4])
        for row, p in zip(who, found.place.tolist(), strict=True)
    ]
    opened = [
        (g, *one) for g, *one in zip(ids.tolist(), found.tier.tolist(), found.region.tolist(), strict=True) if g >= 1000
    ]  # fmt: skip
    done = seat(people(after), rooms([*where, *opened]), limits)
    sat = found.place != NOBODY
    assert set(done.reason[sat].tolist()) <= {Seat.STAYS}


def _nobody_too_many_and_nobody_lost(found: Seating, who: list[Row], limits: Limits) -> None:
    count = Counter(p for p in found.place.tolist() if p != NOBODY)
    assert [count[n] for n in range(len(found.group))] == found.after.tolist()
    assert (found.after <= found.limit).all()
    assert all(
        limit <= limits.of_tier.get(t, limits.most)
        for t, limit in zip(found.tier.tolist(), found.limit.tolist(), strict=True)
    )
    assert all(
        (place != NOBODY) == (Seat(reason) in SEATED)
        for place, reason in zip(found.place.tolist(), found.reason.tolist(), strict=True)
    )
    opened = Counter(
        (t, r)
        for g, t, r in zip(found.group.tolist(), found.tier.tolist(), found.region.tolist(), strict=True)
        if g == NOBODY
    )
    if limits.new_groups is not None:
        assert max(opened.values(), default=0) <= limits.new_groups
    assert (found.after[found.group == NOBODY] > 0).all()


def _never_beyond_capacity(found: Seating, who: list[Row], where: list[Row], limits: Limits) -> None:
    """Nobody comes to a group that holds more than its limit then, whoever it is that sits there."""
    unseated = Counter(
        one[4] for one, place in zip(who, found.place.tolist(), strict=True) if place == NOBODY
    )
    for row, (group, tier, _, limit, taken) in enumerate(where):
        most = limits.of_tier.get(tier, limits.most)
        most = most if limit == NOBODY else min(limit, most)
        assert found.after[row] == found.before[row] or found.after[row] + unseated[group] + taken <= most


def _seats_fit(found: Seating, who: list[Row], limits: Limits) -> None:
    full: dict[tuple[int, int], bool] = {}
    for row, place, reason in zip(who, found.place.tolist(), found.reason.tolist(), strict=True):
        _, tier, region, _, group = row
        cell = (tier, region if limits.by_region else 0)
        if place != NOBODY:
            assert found.tier[place] == tier
            assert not limits.by_region or found.region[place] == region
            assert (reason == Seat.STAYS) == (found.group[place] == group != NOBODY)
        elif reason == Seat.NO_ROOM:
            full[cell] = True
        else:
            assert tier == NOBODY or (limits.by_region and region == NOBODY)
    for tier, region in full:
        mine = (found.tier == tier) & ((found.region == region) | (not limits.by_region))
        assert (found.after[mine] == found.limit[mine]).all()


def _level(found: Seating, limits: Limits) -> None:
    """No group that single people came to has two more than one of its tier and region that has a seat left."""
    came = {p for p, r in zip(found.place.tolist(), found.reason.tolist(), strict=True) if r == Seat.BALANCE}
    for p in came:
        twins = (found.tier == found.tier[p]) & ((found.region == found.region[p]) | (not limits.by_region))
        free = twins & (found.after < found.limit) & (found.after > 0)
        if free.any():
            assert found.after[p] - found.after[free].min() <= 1


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 200), st.integers(1, 40))
def test_strangers_are_spread_evenly_over_as_few_groups_as_can_be(n: int, most: int) -> None:
    found = seated([(k, A, EAST) for k in range(n)], most=most)
    assert len(found.after) == -(-n // most)
    assert n == 0 or found.after.max() - found.after.min() <= 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=30), st.integers(2, 12))
def test_companies_that_fit_are_never_torn(sizes: list[int], most: int) -> None:
    who = [(100 * owner + n, A, EAST, owner) for owner, size in enumerate(sizes) for n in range(size)]
    found = seated(who, most=most)
    places = {}
    for row, place in zip(who, found.place.tolist(), strict=True):
        places.setdefault(row[3], set()).add(place)
    for owner, size in enumerate(sizes):
        assert len(places[owner]) <= -(-size // most)
    assert NOBODY not in found.place.tolist()
