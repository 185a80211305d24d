import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.stats.survival import curve, log_rank, medians

# Freireich et al. 1963: weeks of remission under 6-MP (some still in remission) and under placebo.
MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
MP_SEEN = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_curve_of_freireich() -> None:
    found = curve(MP, MP_SEEN)
    expected = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    assert {t: round(found.at(t), 4) for t in expected} == expected
    assert found.at(5.9) == 1
    assert found.at(100) == found.at(23)
    assert found.median() == 23


def test_log_rank_of_freireich() -> None:
    found = log_rank(MP, MP_SEEN, PLACEBO, [1] * 21)
    assert found.chi2 == pytest.approx(16.793, abs=5e-4)
    assert found.p == pytest.approx(4.17e-5, abs=5e-8)


def test_log_rank_says_nothing_without_events() -> None:
    assert math.isnan(log_rank([1, 2], [0, 0], [3], [0]).p)


def test_a_median_never_reached_is_nan() -> None:
    assert math.isnan(curve([1, 2, 3], [1, 0, 0]).median())
    assert math.isnan(curve([], []).median())
    assert medians([0, 0, 0, 2, 2], [1, 2, 3, 4, 6], [1, 0, 0, 1, 1], 4).tolist() == pytest.approx(
        [math.nan, math.nan, 4, math.nan], nan_ok=True
    )


def test_medians_of_freireich_together() -> None:
    group = [1] * 21 + [0] * 21
    assert medians(group, MP + PLACEBO, MP_SEEN + [1] * 21, 2).tolist() == [8, 23]


WAITS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6), st.booleans()), max_size=80)


@settings(deadline=None)  # a busy machine is no failure
@given(WAITS)
def test_many_medians_at_once_equal_one_by_one(waits: list[tuple[int, int, bool]]) -> None:
    rows = np.array(waits, dtype=np.int64).reshape(-1, 3)
    found = medians(rows[:, 0], rows[:, 1], rows[:, 2], 6)
    for g in range(6):
        own = rows[rows[:, 0] == g]
        assert found[g] == pytest.approx(curve(own[:, 1], own[:, 2]).median(), nan_ok=True)


def test_medians_keep_their_digits_over_many_groups() -> None:
    group = np.repeat(np.arange(20_000), 10)
    duration = np.tile(np.arange(10.0), 20_000)
    assert np.all(medians(group, duration, np.ones(200_000, bool), 20_000) == 4)
