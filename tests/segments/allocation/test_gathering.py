"""Who is to be seated, read from the store; and the whole way to a preview."""

import duckdb
import pyarrow as pa
import pytest
from tests.segments.population import Population, Relation, Seat, at

from yutang.segments.allocation.gathering import ROOM, Gathered, gather
from yutang.segments.allocation.model import NOBODY, Limits
from yutang.segments.allocation.place import seat
from yutang.segments.allocation.preview import preview

LOW, HIGH, PLACE = 11, 12, 501
OWNERS = (
    "select customer_id, min(staff_id) as owner_id from relation where ended is null group by customer_id"
)


def rooms(*rows: tuple) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(ROOM.names, row, strict=True)) for row in rows], ROOM)


@pytest.fixture
def world() -> Population:
    """1 and 2 in tier LOW, 3 in HIGH, 4 in another layer; staff 8; groups 50 and 51, chat 60."""
    made = Population()
    made.person(1, 2, 3, 4)
    made.staff(8)
    for group in (50, 51):
        made.group(group)
    made.group(60, private=True)
    return made


def told(world: Population, where: pa.Table, region: int | None = PLACE, *more: str) -> Gathered:
    with world.store() as con:
        con.execute(f"insert into tier_member values (1, {LOW}, 1, now()), (1, {LOW}, 2, now()), "
                    f"(1, {HIGH}, 3, now()), (2, 99, 4, now())")  # fmt: skip
        con.execute(f"insert into attribute values (1, {PLACE}, null, '上海', now()), (3, {PLACE}, null, '北京', now()),"
                    f" (2, {PLACE + 1}, null, '广州', now())")  # fmt: skip
        for sql in more:
            con.execute(sql)
        return gather(con, 1, where, owners=OWNERS, region=region)


def test_everybody_of_the_layer_with_tier_region_owner_and_seat(world: Population) -> None:
    world.relations = [Relation(1, 8, at(9)), Relation(2, 8, at(9), at(3), 1)]
    world.seats = [Seat(50, 1, at(5)), Seat(60, 2, at(5))]
    found = told(world, rooms((50, LOW, "上海", 20), (51, HIGH, "深圳", None)))
    assert found.regions == ["上海", "北京", "深圳"]
    who = found.people
    assert who.customer.tolist() == [1, 2, 3]
    assert who.tier.tolist() == [LOW, LOW, HIGH]
    assert who.region.tolist() == [0, NOBODY, 1]
    assert who.owner.tolist() == [8, NOBODY, NOBODY]
    assert who.group.tolist() == [50, NOBODY, NOBODY]
    assert [c.tolist() for c in (found.rooms.region, found.rooms.limit)] == [[0, 2], [20, NOBODY]]


def test_of_several_seats_the_fitting_one_then_the_oldest(world: Population) -> None:
    world.seats = [Seat(51, 1, at(5)), Seat(50, 1, at(9))]
    assert told(world, rooms((51, LOW, "上海", None))).people.group.tolist()[0] == 51
    assert told(world, rooms((51, HIGH, "上海", None))).people.group.tolist()[0] == 50
    assert told(world, rooms((51, LOW, "北京", None))).people.group.tolist()[0] == 50
    assert told(world, rooms((51, LOW, None, None)), None).people.group.tolist()[0] == 51


def test_a_second_seat_is_told_of_the_room_once_a_customer(world: Population) -> None:
    """1 sits in both, and has two accounts in the second; 4 is of another layer, and counted by whoever asks."""
    world.seats = [
        Seat(50, 1, at(9)),
        Seat(51, 1, at(5)),
        Seat(51, 9, at(5)),
        Seat(51, 3, at(5)),
        Seat(51, 4, at(5)),
    ]
    world.person(9, of=1)
    found = told(world, rooms((50, LOW, "上海", 20), (51, HIGH, "深圳", None)))
    assert found.people.group.tolist() == [50, NOBODY, 51]
    assert found.rooms.taken.tolist() == [0, 1]


@pytest.mark.parametrize(
    "gone", ['update membership set "left" = now()', "update customer_group set dismissed = now()"]
)
def test_who_left_and_what_was_dismissed_is_no_seat(world: Population, gone: str) -> None:
    world.seats = [Seat(50, 1, at(5))]
    assert told(world, rooms(), PLACE, gone).people.group.tolist() == [NOBODY] * 3


def test_from_the_store_to_a_preview(world: Population) -> None:
    world.seats = [Seat(50, 1, at(5)), Seat(50, 3, at(5))]
    found = told(world, rooms((50, LOW, None, None)), None)
    shown = preview(found.people, seat(found.people, found.rooms, Limits(most=30, by_region=False)))
    assert (shown.stay, shown.come, shown.move, shown.opened) == (1, 1, 1, 1)


def test_an_empty_layer_is_no_error() -> None:
    world = Population()
    world.person(1)
    with world.store() as con:
        assert isinstance(con, duckdb.DuckDBPyConnection)
        found = gather(con, 1, rooms(), owners=OWNERS, region=PLACE)
    assert (len(found.people.customer), found.regions) == (0, [])
