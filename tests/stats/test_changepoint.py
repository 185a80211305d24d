import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.stats.changepoint import anscombe, pelt


def published() -> np.ndarray:
    random = np.random.default_rng(0)
    return np.concatenate([random.poisson(m, n) for m, n in ((40, 60), (12, 30), (1.5, 30))])


def test_pelt_finds_the_published_changes() -> None:
    assert pelt(anscombe(published())) == [60, 90]  # the published [60, 90, 120] closes with n


def cost(x: np.ndarray, cuts: tuple[int, ...], penalty: float) -> float:
    parts = np.split(x, cuts)
    return sum(float(((p - p.mean()) ** 2).sum()) for p in parts) + penalty * len(cuts)


def cheapest(x: np.ndarray, penalty: float, min_size: int) -> float:
    """Every admissible segmentation, tried."""
    places = range(min_size, len(x) - min_size + 1)
    return min(
        cost(x, cuts, penalty)
        for k in range(4)
        for cuts in itertools.combinations(places, k)
        if all(b - a >= min_size for a, b in itertools.pairwise((0, *cuts, len(x))))
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=6, max_size=13), st.floats(0.5, 6))
def test_pruning_loses_nothing(values: list[int], penalty: float) -> None:
    x = np.array(values, dtype=float)
    found = pelt(x, penalty, min_size=3)
    assert cost(x, tuple(found), penalty) == pytest.approx(cheapest(x, penalty, 3))
    assert all(b - a >= 3 for a, b in itertools.pairwise((0, *found, len(x))))


def test_short_or_flat_series_do_not_change() -> None:
    assert pelt([]) == []
    assert pelt([0, 0, 0, 0, 9, 9, 9, 9, 9]) == []
    assert pelt(np.ones(400)) == []


def test_anscombe_evens_out_the_spread() -> None:
    random = np.random.default_rng(1)
    for level in (4, 40, 400):
        assert math.isclose(anscombe(random.poisson(level, 20_000)).std(), 1, rel_tol=0.06)
