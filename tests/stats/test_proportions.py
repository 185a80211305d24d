import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.stats.proportions import shrunk, wilson


def test_four_of_three_hundred_groups() -> None:
    low, high = wilson(4, 300)
    assert (round(float(low) * 100, 2), round(float(high) * 100, 2)) == (0.52, 3.38)


def test_arrays_and_empty_samples() -> None:
    low, high = wilson([0, 0, 5], [0, 10, 5])
    assert low.tolist() == pytest.approx([0, 0, 0.5655], abs=1e-4)
    assert high.tolist() == pytest.approx([1, 0.2775, 1], abs=1e-4)


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(0, 500), st.integers(0, 500))
def test_the_share_lies_inside(hits: int, misses: int) -> None:
    low, high = wilson(hits, hits + misses)
    share = hits / max(hits + misses, 1)
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


def test_few_tries_stay_near_the_mean() -> None:
    assert shrunk([0, 1, 500], [0, 1, 1000], 0.2, 10) == pytest.approx(np.array([0.2, 3 / 11, 502 / 1010]))
