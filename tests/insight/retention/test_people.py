"""Behind each number stand as many names, and the right ones; page by page."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.insight.retention.golden import WEEK, golden
from tests.insight.retention.oracle import Oracle, lives
from tests.insight.retention.test_oracle import DAYS, NAMES, SCOPES, worlds
from tests.insight.retention.world import START, Relation, World, at

from yutang.accounts.model import Scope
from yutang.insight.retention.book import Book, make
from yutang.insight.retention.flows import retention
from yutang.insight.retention.model import (
    NOBODY,
    Asked,
    FollowBasis,
    Grain,
    Person,
    Place,
    RetentionCell,
    RetentionSlice,
)
from yutang.insight.retention.people import people
from yutang.kit.errors import YutangError

ALL = Scope(everything=True)


def everybody(con, book: Book, place: Place, scope: Scope, page: int) -> tuple[list[Person], int]:
    found, after = [], None
    while True:
        told = people(con, book, place, scope, after=after, limit=page)
        found += told.items
        after = told.next
        if after is None:
            return found, told.total


@pytest.fixture(scope="module")
def week():
    con = golden().store()
    return con, make(con, golden().definition(WEEK + 6))


@pytest.mark.parametrize(
    ("cell", "n"), [(RetentionCell.RETAINED, 4255), (RetentionCell.INFLOW, 86), (RetentionCell.EVAPORATION, 131), (RetentionCell.STAFF_DELETED, 21),
                    (RetentionCell.TRANSFER_REFUSED, 25), (RetentionCell.JOINED, 0)],
)  # fmt: skip
def test_as_many_names_as_the_number_says(week, cell: RetentionCell, n: int) -> None:
    place = Place(first=START + dt.timedelta(WEEK), last=START + dt.timedelta(WEEK + 6), cell=cell)
    found, total = everybody(*week, place, ALL, 1000)
    assert (len(found), total) == (n, n)
    assert len({p.customer_id for p in found}) == n
    assert [p.day for p in found] == sorted(p.day for p in found)


def test_a_name_comes_with_whose_it_was() -> None:
    world = World(
        customers=1, relations=[Relation(1, 101, at(0), at(4), 3), Relation(1, 102, at(4), at(6), 1, how=2)]
    )
    con = world.store()
    book = make(con, world.definition(9))
    days = {"first": START, "last": START + dt.timedelta(9), "dimension": RetentionSlice.STAFF}

    def one(cell: RetentionCell, key: int | None = None) -> tuple:
        (found,) = people(con, book, Place(**days, cell=cell, key=key), ALL, after=None, limit=10).items
        return found.staff_id, found.staff, found.name, found.day.day, found.cell

    assert one(RetentionCell.NEW) == (101, "名101", "客1", 2, "new")
    assert one(RetentionCell.MOVED_OUT, 101) == (101, "名101", "客1", 6, "moved_out")
    assert one(RetentionCell.MOVED_IN, 102) == (102, "名102", "客1", 6, "moved_in")
    assert one(RetentionCell.EVAPORATION) == (102, "名102", "客1", 8, "customer_deleted")


def test_days_that_cannot_be_told_are_refused(week) -> None:
    with pytest.raises(YutangError, match="retention_future"):
        people(*week, Place(first=START, last=START + dt.timedelta(500)), ALL, after=None, limit=1)


def _keys(oracle: Oracle, dimension: RetentionSlice) -> dict[str, int | None]:
    """Keys of the oracle's lines as a place names them."""
    found: dict[str, int | None] = {"whole": None}
    for key in {*oracle.stock, *oracle.flows} - {"whole", "within"}:
        if not key:
            found[key] = NOBODY
        elif dimension is RetentionSlice.ARRIVAL:
            found[key] = (dt.date.fromisoformat(key) - dt.date(1970, 1, 1)).days
        else:
            found[key] = int(key)
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds(), k=st.integers(1, 9), dimension=st.sampled_from(RetentionSlice), scope=SCOPES,
       basis=st.sampled_from(FollowBasis), first=st.integers(0, 20), page=st.integers(1, 4))  # fmt: skip
def test_the_names_are_those_that_counting_finds(world, k, dimension, scope, basis, first, page) -> None:
    definition = world.definition(DAYS, dormant_days=k, basis=basis)
    con = world.store()
    book = make(con, definition)
    oracle = Oracle(lives(world, definition), dimension, Grain.WEEK, scope)
    days = range(first, DAYS + 1)
    for key, id_ in _keys(oracle, dimension).items():
        for name in NAMES:
            place = Place(dimension=dimension, key=id_, first=START + dt.timedelta(first),
                          last=START + dt.timedelta(DAYS), cell=RetentionCell(name))  # fmt: skip
            if (key, name) == ("whole", "moved_in") and dimension is RetentionSlice.STAFF:
                continue  # of the whole's own kind: tried with the other dimensions
            found, total = everybody(con, book, place, scope, page)
            want = sorted((START + dt.timedelta(d), c) for d in days for c in oracle.names[key, d, name])
            assert [(p.day, p.customer_id) for p in found] == want, (key, name)
            assert total == len(want)
        staying = Place(dimension=dimension, key=id_, first=START, last=START + dt.timedelta(DAYS))
        assert everybody(con, book, staying, scope, 50)[1] == oracle.stock[key][DAYS]
    con.close()


def test_the_cells_of_the_whole_are_the_cells_of_its_line(week) -> None:
    days = {"first": START + dt.timedelta(WEEK), "last": START + dt.timedelta(WEEK + 6)}
    total = retention(*week, Asked(**days), ALL).whole.total
    for cell in RetentionCell:
        place = Place(**days, cell=cell)
        assert people(*week, place, ALL, after=None, limit=1).total == getattr(total, cell.value)
