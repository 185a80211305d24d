"""Filling one cell: water finds its level; a company looks for the emptiest group that takes it whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.segments.allocation.cell import Cell, level


def ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


@pytest.mark.parametrize(
    ("count", "limit", "people", "expected"),
    [
        ((0, 0, 0), (9, 9, 9), 7, (3, 2, 2)),
        ((5, 1, 0), (9, 9, 9), 4, (0, 2, 2)),
        ((5, 1, 0), (9, 2, 9), 9, (2, 1, 6)),
        ((3, 3), (3, 3), 2, (0, 0)),  # full
        ((0, 2), (3, 3), 99, (3, 1)),  # more than there are seats
        ((), (), 3, ()),
    ],
)
def test_water_finds_its_level(count: tuple, limit: tuple, people: int, expected: tuple) -> None:
    assert tuple(level(ints(*count), ints(*limit), people).tolist()) == expected


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12), st.integers(0, 120))
def test_one_by_one_into_the_emptiest_is_the_same(groups: list, people: int) -> None:
    count, limit = ints(*(c for c, _ in groups)), ints(*(c + free for c, free in groups))
    slow = count.tolist()
    for _ in range(people):
        free = [n for n in range(len(slow)) if slow[n] < limit[n]]
        if free:
            slow[min(free, key=lambda n: (slow[n], n))] += 1
    assert (count + level(count, limit, people)).tolist() == slow


def test_a_company_takes_the_emptiest_that_holds_it_whole() -> None:
    cell = Cell(ints(1, 2, 1), ints(3, 9, 9), 9, 0)
    assert list(cell.together(3, None)) == [(2, 3)]
    assert list(cell.together(3, None)) == [(1, 3)]
    assert list(cell.together(2, None)) == [(0, 2)]
    assert cell.count == [3, 5, 4]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12),
    st.lists(st.integers(1, 6)),
)
def test_companies_of_any_sizes_take_the_emptiest_that_holds_them(groups: list, companies: list[int]) -> None:
    groups = [(count + 1, free) for count, free in groups]  # all in use
    cell = Cell(ints(*(c for c, _ in groups)), ints(*(c + free for c, free in groups)), 9, 0)
    slow, left = [c for c, _ in groups], [free for _, free in groups]
    for people in companies:
        fitting = [n for n in range(len(slow)) if left[n] >= people]
        torn = sorted((n for n in range(len(slow)) if left[n]), key=lambda n: (-left[n], n))
        yet = people
        for group in [min(fitting, key=lambda n: (slow[n], n))] if fitting else torn:
            some = min(yet, left[group])
            yet, slow[group], left[group] = yet - some, slow[group] + some, left[group] - some
        list(cell.together(people, None))
        assert cell.count == slow


def test_home_comes_before_the_emptiest_if_it_has_room() -> None:
    cell = Cell(ints(5, 1), ints(9, 9), 9, 0)
    assert list(cell.together(4, 0)) == [(0, 4)]
    assert list(cell.together(2, 0)) == [(1, 2)]


def test_empty_groups_are_taken_before_new_ones() -> None:
    cell = Cell(ints(8, 0), ints(9, 9), 9, None)
    assert list(cell.together(5, None)) == [(1, 5)]
    assert list(cell.together(5, None)) == [(2, 5)]


def test_torn_over_what_is_free_and_no_further() -> None:
    cell = Cell(ints(7, 5), ints(9, 9), 9, 0)
    assert list(cell.together(8, None)) == [(1, 4), (0, 2)]
    assert cell.count == [9, 9]
    assert list(cell.together(2, None)) == []
