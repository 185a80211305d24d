"""Confirmed plans in State, on both databases: whole again, told apart, in parts for tasks, without the erased."""

import pyarrow as pa
import pytest
import sqlalchemy as sa
from tests.accounts.people import person

from yutang.accounts.model import Viewer
from yutang.kit.db import Database
from yutang.kit.errors import StateCorrupt, YutangError
from yutang.segments.allocation import following, kept
from yutang.segments.allocation.kept import MOVE, Part
from yutang.segments.tables import allocation, layer

NOW = 1_790_000_000_000_000
ROWS = [
    (1, 7, "上海", 50, None, 31, None), (2, 7, "上海", 50, 30, 31, None), (3, 7, "上海", None, None, 31, None),
    (4, 8, None, 51, 30, None, 1), (5, 8, None, 50, None, None, 1),
]  # fmt: skip
MOVES = pa.table({name: [row[at] for row in ROWS] for at, name in enumerate(MOVE.names)}, MOVE)


@pytest.fixture
def boss(database: Database) -> Viewer:
    database.write(
        lambda conn: conn.execute(sa.insert(layer).values(id=1, name="梯", created_at=NOW, changed_at=NOW))
    )
    return person(database, "boss")


def test_a_plan_comes_back_whole_and_is_taken_back_once(database: Database, boss: Viewer) -> None:
    made = database.write(lambda conn: kept.put(conn, 1, MOVES, viewer=boss, now=NOW))
    with database.read() as conn:
        assert kept.moves_of(conn, made).equals(MOVES)
        one = kept.one(conn, 1, made)
        assert (one.people, one.made_by, one.made_by_name, one.undone_at) == (5, boss.user_id, "Boss", None)
        with pytest.raises(YutangError):
            kept.one(conn, 2, made)  # of another layer
    assert [database.write(lambda conn: kept.undo(conn, made, viewer=boss, now=NOW)) for _ in range(2)] == [
        True,
        False,
    ]
    with database.read() as conn:
        assert kept.listed(conn, 1, standing=True) == []
        assert [one.undone_by_name for one in kept.listed(conn, 1)] == ["Boss"]


def test_plans_are_told_apart_by_who_goes_where() -> None:
    assert kept.digest(MOVES) == kept.digest(pa.concat_tables([MOVES.slice(0, 2), MOVES.slice(2)]))
    other = MOVES.set_column(5, "to_group", pa.array([31, 31, 32, None, None], pa.int64()))
    assert len({kept.digest(MOVES), kept.digest(other), kept.digest(MOVES.slice(1))}) == 3


def test_the_people_of_one_owner_into_one_group_are_one_part() -> None:
    told = {(one.owner_id, one.to_group, one.opened, one.people) for one in kept.parts(MOVES)}
    assert told == {(50, 31, None, 2), (None, 31, None, 1), (51, None, 1, 1), (50, None, 1, 1)}
    assert sum(one.people for one in kept.parts(MOVES)) == MOVES.num_rows
    assert all(isinstance(one, Part) for one in kept.parts(MOVES))


def test_who_is_erased_is_taken_out_of_every_plan(database: Database, boss: Viewer) -> None:
    first, second = (
        database.write(lambda conn: kept.put(conn, 1, MOVES, viewer=boss, now=NOW)) for _ in range(2)
    )
    assert database.write(lambda conn: kept.forget_people(conn, [2, 99])) == 2
    assert database.write(lambda conn: kept.forget_people(conn, [2])) == 0
    with database.read() as conn:
        for made in (first, second):
            assert kept.moves_of(conn, made)["customer_id"].to_pylist() == [1, 3, 4, 5]
            assert kept.one(conn, 1, made).people == 5  # so many were moved, whoever they were


def test_moves_that_nobody_here_wrote_are_refused(database: Database, boss: Viewer) -> None:
    made = database.write(lambda conn: kept.put(conn, 1, MOVES, viewer=boss, now=NOW))
    spoilt = sa.update(allocation).where(allocation.c.id == made).values(moves=b"\x00" * 64)
    database.write(lambda conn: conn.execute(spoilt))
    with database.read() as conn, pytest.raises(StateCorrupt):
        kept.moves_of(conn, made)


@pytest.mark.parametrize(
    ("text", "part"), [("7:31", (7, 31, None)), ("0:31", (0, 31, None)), ("7:+2", (7, None, 2))]
)  # fmt: skip
def test_a_part_is_read_from_a_tasks_subject(text: str, part: tuple[int, int | None, int | None]) -> None:
    one = following.part(text)
    assert (one.owner, one.to, one.opened) == part


@pytest.mark.parametrize("text", ["", "7", "7:", "a:1", "7:31:2"])
def test_what_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        following.part(text)
