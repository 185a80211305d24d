"""What a screen is told of a seating."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.segments.allocation.halls import people, rooms, seated

from yutang.segments.allocation.model import NOBODY, Limits, RoomPlan, Seat
from yutang.segments.allocation.place import seat
from yutang.segments.allocation.preview import preview

A, EAST = 1, 7


def test_stays_moves_comers_and_who_is_left_out() -> None:
    who = [
        (1, A, EAST, NOBODY, 50), (2, A, EAST, NOBODY, 60), (3, A, EAST, NOBODY, 60), (4, A, EAST),
        (5, NOBODY, EAST, NOBODY, 50), (6, A, NOBODY),
    ]  # fmt: skip
    told = preview(people(who), seated(who, [(50, A, EAST)]))
    assert (told.people, told.stay, told.move, told.come) == (6, 1, 2, 1)
    assert told.unseated == {Seat.NO_TIER: 1, Seat.NO_REGION: 1}
    assert (told.filled, told.opened, told.torn) == (1, 1, 0)
    assert told.groups == [
        RoomPlan(group=None, tier=A, region=EAST, limit=3, before=0, after=2),
        RoomPlan(group=50, tier=A, region=EAST, limit=2, before=1, after=2),
    ]


def test_companies_that_are_torn_are_counted() -> None:
    who = [(n, A, EAST, NOBODY, 60) for n in range(4)] + [(10 + n, A, EAST, 9) for n in range(2)]
    told = preview(people(who), seated(who))
    assert (told.torn, told.opened) == (1, 3)


def test_without_regions_none_is_named() -> None:
    who = [(1, A, NOBODY)]
    (room,) = preview(people(who), seated(who, by_region=False)).groups
    assert room.region is None


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([NOBODY, 1]), st.just(EAST), st.sampled_from([NOBODY, 3]),
                       st.sampled_from([NOBODY, 50, 60])), max_size=30),
    st.sampled_from([None, 0]),
)  # fmt: skip
def test_the_figures_add_up(crowd: list, new_groups: int | None) -> None:
    who = people([(n, *one) for n, one in enumerate(crowd)])
    seating = seat(who, rooms([(50, 1, EAST)]), Limits(most=4, new_groups=new_groups))
    told = preview(who, seating)
    assert told.stay + told.move + told.come + sum(told.unseated.values()) == told.people
    assert sum(g.after - g.before for g in told.groups) == told.move + told.come
    assert told.filled + told.opened == len(told.groups)
