import datetime as dt
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.checkup.changepoints import DAYS, changepoints

MONDAY = dt.date(2026, 1, 5)


def poisson(seed: int, *levels: tuple[float, int]) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.concatenate([random.poisson(level, days) for level, days in levels])


def days(counts: np.ndarray, first_day: dt.date = MONDAY) -> list[int]:
    return [(c.day - first_day).days for c in changepoints(counts, first_day)]


def test_the_published_series_changes_where_it_was_made_to() -> None:
    found = changepoints(poisson(0, (40, 60), (12, 30), (1.5, 30)), MONDAY)
    assert [c.day for c in found] == [MONDAY + dt.timedelta(days=d) for d in (60, 90)]
    assert found[0].before == pytest.approx(40, rel=0.1)
    assert found[0].after == found[1].before == pytest.approx(12, rel=0.1)
    assert found[1].after == pytest.approx(2.07, abs=0.01)  # what the seed drew


@pytest.mark.parametrize("weekend", [0.0, 0.2, 3.0])
@pytest.mark.parametrize("level", [3, 20, 200])
def test_weekends_are_no_deaths(weekend: float, level: int) -> None:
    wave = level * np.where(np.arange(180) % 7 >= 5, weekend, 1.0)
    found = [days(np.random.default_rng(seed).poisson(wave)) for seed in range(20)]
    assert sum(map(len, found)) <= 1


@pytest.mark.parametrize("weekend", [0.0, 0.2, 3.0])
def test_a_death_under_weekends_is_found_in_its_week(weekend: float) -> None:
    wave = np.where(np.arange(180) < 100, 30, 1) * np.where(np.arange(180) % 7 >= 5, weekend, 1.0)
    for seed in range(10):
        found = days(np.random.default_rng(seed).poisson(wave))
        assert len(found) == 1
        assert abs(found[0] - 100) <= 3


def test_one_blast_is_no_change() -> None:
    series = poisson(3, (6, 180))
    series[[40, 96, 97, 150]] = [900, 400, 300, 500]
    assert days(series) == []


def test_bursty_talk_is_no_change() -> None:
    # Negative binomial, variance = mean + mean² / 2: what chat looks like.
    found = [days(np.random.default_rng(s).negative_binomial(2, 2 / 22, 180)) for s in range(40)]
    assert sum(map(len, found)) <= 2


def test_only_the_last_half_year_counts() -> None:
    series = poisson(4, (50, 200), (5, DAYS + 20))
    assert days(series) == []
    assert len(days(poisson(5, (50, 300), (2, 60)))) == 1


@pytest.mark.parametrize("n", [0, 1, 6, 9, 20, 180])
def test_silence_and_short_series_have_no_changes(n: int) -> None:
    assert changepoints(np.zeros(n), MONDAY) == []
    assert changepoints(np.full(n, 7), MONDAY) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 300), max_size=60))
def test_stretches_are_long_enough_and_means_join(counts: list[int]) -> None:
    found = changepoints(counts, MONDAY)
    edges = [0, *((c.day - MONDAY).days for c in found), len(counts)]
    assert not found or min(np.diff(edges)) >= 5
    assert all(a.after == b.before for a, b in itertools.pairwise(found))
