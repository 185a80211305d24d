"""The rules of hand-overs: everybody goes somewhere or has a reason; what the platform says means one thing."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from yutang.handover import listing
from yutang.handover.model import (
    DELAY,
    LOOKS,
    LOST,
    MORE_SEATS,
    NOTHING,
    PATIENCE,
    SEATS,
    Candidate,
    ItemState,
    Reason,
    Receiver,
    Thing,
    Told,
    digest,
    next_day,
    next_look,
    reason_of,
    room,
    shares,
    spread,
    verdict,
)
from yutang.kit.clock import DAY, SECOND

ROOMS = st.lists(st.integers(0, 30), max_size=8)
A, W = ItemState.ASKING, ItemState.WAITING
WHEN = st.sampled_from([0, LOST - 1, LOST, DELAY - 1, DELAY, PATIENCE])


def receivers(rooms: list[int], active: list[bool] | None = None) -> list[Receiver]:
    return [
        Receiver(id=1_000 + n, ref=f"r{n}", name="", load=0, room=one, active=active is None or active[n])
        for n, one in enumerate(rooms)
    ]


@given(st.integers(0, 300), ROOMS)
def test_shares_are_even_as_far_as_there_is_room(count: int, rooms: list[int]) -> None:
    found = shares(count, rooms)
    assert sum(found) == min(count, sum(rooms))
    assert all(0 <= got <= may for got, may in zip(found, rooms, strict=True))
    open_ = [got for got, may in zip(found, rooms, strict=True) if got < may]
    if open_ and sum(found) == count:
        assert max(found) <= min(open_) + 1


@given(st.lists(st.sampled_from([*Reason][:5]), max_size=120), ROOMS, st.data())
def test_everybody_goes_somewhere_or_has_a_reason(
    reasons: list[Reason], rooms: list[int], data: st.DataObject
) -> None:
    asked = [Candidate(n, reason) for n, reason in enumerate(reasons)]
    active = data.draw(st.lists(st.booleans(), min_size=len(rooms), max_size=len(rooms)))
    found = spread(asked, receivers(rooms, active))
    assert [one.id for one in found] == [one.id for one in asked]
    assert all((one.to_id is None) == (one.reason is not Reason.NONE) for one in found)
    kept = {one.id: one.reason for one in asked if one.reason is not Reason.NONE}
    assert {one.id: one.reason for one in found if one.id in kept} == kept
    movable, able = len(asked) - len(kept), [n for n, yes in enumerate(active) if yes]
    got = [sum(one.to_id == 1_000 + n for one in found) for n in range(len(rooms))]
    assert got == [0 if n not in able else got[n] for n in range(len(rooms))]
    assert sum(got) == min(movable, sum(rooms[n] for n in able))
    left = {one.reason for one in found if one.to_id is None and one.id not in kept}
    assert left <= {Reason.NO_ROOM if able else Reason.RECEIVER}


STATES = st.sampled_from([*ItemState])


@given(st.dictionaries(st.tuples(STATES, st.sampled_from([*Reason])), st.integers(1, 50)))
def test_sums_always_add_up(counted: dict[tuple[ItemState, Reason], int]) -> None:
    found = listing.sums(counted)
    assert sum(found.states.values()) == found.all == sum(counted.values())
    assert sum(found.excluded.values()) == found.states.get("excluded", 0)
    assert sum(found.failed.values()) <= found.all - found.states.get("excluded", 0)


@given(st.builds(Told, st.integers(0, 5), st.sampled_from([0, 7])), WHEN)
def test_who_may_have_been_asked_is_asked_again_only_when_it_is_sure(before: Told, age: int) -> None:
    """Nothing has changed since before the call."""
    found = verdict(A, before, before, age=age)
    if found is ItemState.PLANNED:
        assert age >= LOST
        assert before.status != 3 or age < 0  # a refusal looks like the one before it
    if before.status == 3:
        assert found is (ItemState.REFUSED if age >= DELAY else None)


@pytest.mark.parametrize(
    ("state", "before", "told", "age", "found"),
    [
        (A, NOTHING, NOTHING, LOST - 1, None),
        (A, NOTHING, NOTHING, LOST, ItemState.PLANNED),
        (A, NOTHING, Told(2, 9), 1, W),
        (A, NOTHING, Told(1, 9), 1, ItemState.DONE),
        (
            A,
            Told(1, 5),
            Told(1, 5),
            2 * DELAY,
            ItemState.PLANNED,
        ),  # they got them once before; not by this call
        (A, Told(1, 5), Told(1, 9), 2 * DELAY, ItemState.DONE),
        (A, Told(4), Told(4), LOST, ItemState.PLANNED),
        (A, Told(4), Told(4), DELAY, ItemState.FULL),
        (W, NOTHING, Told(2, 9), DELAY, None),
        (W, NOTHING, Told(3), 1, ItemState.REFUSED),
        (W, Told(3), Told(3), 1, None),  # of the time before
        (W, Told(3), Told(3), DELAY, ItemState.REFUSED),
        (W, Told(2, 9), Told(1, 9), 1, ItemState.DONE),
        (W, Told(1, 5), Told(1, 5), DELAY, None),
        (W, NOTHING, Told(5), 1, ItemState.GONE),
        (A, NOTHING, Told(5), 1, None),  # there is none: it may still turn up
        (A, NOTHING, Told(5), LOST, ItemState.PLANNED),
        (A, Told(5), Told(5), 2 * DELAY, ItemState.PLANNED),
        (W, NOTHING, NOTHING, PATIENCE - 1, None),
        (W, NOTHING, NOTHING, PATIENCE, ItemState.FAILED),
        (W, NOTHING, Told(2, 9), PATIENCE, ItemState.FAILED),
        (W, NOTHING, Told(9, 9), 1, None),  # a status that nobody knows
    ],
)
def test_what_the_platform_says(
    state: ItemState, before: Told, told: Told, age: int, found: ItemState | None
) -> None:
    assert verdict(state, before, told, age=age) is found


@given(st.integers(0, 10**9), st.integers(0, 10**6), st.booleans())
def test_there_is_never_less_room_than_none(load: int, coming: int, full: bool) -> None:
    found = room(load, coming, full=full)
    assert 0 <= found <= MORE_SEATS
    if full:
        assert found == 0


def test_room_is_what_is_left_and_more_where_more_was_granted() -> None:
    assert room(SEATS - 10, 4, full=False) == 6
    assert room(SEATS - 10, 40, full=False) == 0
    assert room(SEATS, 0, full=False) == MORE_SEATS - SEATS  # so many only have those who were granted more


def test_codes_mean_one_thing_each() -> None:
    assert reason_of(40129, Thing.CUSTOMER) is Reason.MOVING
    assert reason_of(40128, Thing.CUSTOMER) is Reason.LATELY
    assert reason_of(90508, Thing.GROUP) is Reason.LATELY
    assert reason_of(90503, Thing.GROUP) is Reason.GROUP_FULL
    assert reason_of(84074, Thing.GROUP) is reason_of(84074, Thing.CUSTOMER) is Reason.RECEIVER
    assert reason_of(12345, Thing.CUSTOMER) is Reason.OTHER


def test_looks_grow_seldom_but_come_right_after_something_takes_over() -> None:
    usual = [next_look(n, None, 0) for n in range(6)]
    assert usual == [*LOOKS, LOOKS[-1], LOOKS[-1]]
    assert next_look(5, 60 * SECOND, 0) == 120 * SECOND
    assert next_look(5, 0, 300 * SECOND) == 300 * SECOND + LOOKS[-1]
    assert next_look(0, DAY, 0) == LOOKS[0]


def test_the_next_day_begins_at_midnight_in_china() -> None:
    assert next_day(0) == 16 * 3_600 * SECOND
    assert next_day(16 * 3_600 * SECOND) == 40 * 3_600 * SECOND


def test_a_plan_has_one_digest_whatever_its_order() -> None:
    some = spread([Candidate(1), Candidate(2), Candidate(3, Reason.ERASED)], receivers([9, 9]))
    assert digest(some, []) == digest(some[::-1], []) != digest([], some)
    assert digest(some, []) != digest(some[:2], [])
