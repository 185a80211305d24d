import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.stats.inequality import gini, key_people, participation, shares

LITERAL_90_9_1 = [0.0] * 90 + [10 / 9] * 9 + [90.0]
CHAOSS = [1000, 202, 90, 33, 332, 343, 42, 433]


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 2, 3, 4, 5], 0.2667), ([0, 0, 0, 1], 0.75), (LITERAL_90_9_1, 0.980), ([7], 0), ([3, 3, 3], 0)],
)
def test_gini_of_published_cases(values: list[float], expected: float) -> None:
    assert gini(values) == pytest.approx(expected, abs=5e-4)


def test_two_people_make_half_of_the_chaoss_example() -> None:
    assert sum(CHAOSS) == 2475
    assert key_people(CHAOSS) == 2
    assert key_people([1, 1, 1, 1]) == 2
    assert key_people([5]) == 1


def test_nothing_said_has_no_inequality() -> None:
    assert math.isnan(gini([0, 0]))
    assert math.isnan(gini([]))
    assert key_people([]) == 0
    assert math.isnan(shares([]).top)


def test_shares_of_one_nine_ninety() -> None:
    assert shares(LITERAL_90_9_1) == pytest.approx((0.9, 0.1, 0.0))
    assert shares([4]) == pytest.approx((1, 0, 0))
    assert shares([3, 1]) == pytest.approx((0.75, 0.25, 0))


def test_silent_members_raise_gini_and_leave_key_people() -> None:
    found = participation([0, 0, 0, 2], [3, 1, 2, 9], [10, 5, 1])
    assert found.gini[0] == pytest.approx(gini([1, 2, 3] + [0] * 7))
    assert math.isnan(found.gini[1])
    assert found.gini[2] == 0
    assert found.key_people.tolist() == [1, 0, 1]
    assert found.speakers.tolist() == [3, 0, 1]
    assert found.top_share[0] == pytest.approx(0.5)


GROUPS = st.lists(
    st.tuples(st.lists(st.integers(0, 50), max_size=12), st.integers(0, 150)), min_size=1, max_size=8
)


@settings(deadline=None)  # a busy machine is no failure
@given(GROUPS)
def test_many_groups_at_once_equal_one_by_one(groups: list[tuple[list[int], int]]) -> None:
    code = np.repeat(np.arange(len(groups)), [len(x) for x, _ in groups])
    order = np.random.default_rng(0).permutation(len(code))
    values = np.array([v for x, _ in groups for v in x], dtype=float)
    found = participation(code[order], values[order], [m for _, m in groups])
    for i, (x, members) in enumerate(groups):
        spoken = [v for v in x if v]
        full = spoken + [0] * (members - len(spoken))
        assert found.gini[i] == pytest.approx(gini(full), nan_ok=True)
        assert found.key_people[i] == key_people(full)
        assert found.top_share[i] == pytest.approx(shares(full).top, nan_ok=True)


@settings(deadline=None)  # a busy machine is no failure
@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(1, 9))
def test_gini_ignores_scale_and_order(values: list[int], factor: int) -> None:
    assert gini(values) == pytest.approx(gini([v * factor for v in reversed(values)]), nan_ok=True)
    assert math.isnan(gini(values)) or 0 <= gini(values) + 1e-12 < 1
