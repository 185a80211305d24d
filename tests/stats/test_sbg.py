import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.stats.sbg import Sbg, fit

# Fader and Hardie 2007: of 1,000 customers, who renewed after year 1 … 7.
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]


def _counts(survivors: list[int]) -> tuple[np.ndarray, np.ndarray]:
    s = np.array(survivors)
    return s[:-1] - s[1:], s[1:]


@pytest.mark.parametrize(
    ("survivors", "a", "b", "likelihood"),
    [(HIGH_END, 0.668, 3.806, -1611.158), (REGULAR, 0.704, 1.182, -1680.265)],
)
def test_the_published_fits(survivors: list[int], a: float, b: float, likelihood: float) -> None:
    found = fit(*_counts(survivors))
    assert found is not None
    assert (round(found.a, 3), round(found.b, 3)) == (a, b)
    assert found.log_likelihood == pytest.approx(likelihood, abs=5e-4)


def test_the_published_projection() -> None:
    found = fit(*_counts(HIGH_END))
    assert found is not None
    assert np.round(found.survival(12)[8:] * 100, 1).tolist() == [46.0, 43.6, 41.4, 39.5, 37.8]


def test_retention_rises_where_a_constant_rate_would_not() -> None:
    """The first year's rate to the seventh power says 37 %; 49 % were there."""
    found = fit(*_counts(HIGH_END))
    assert found is not None
    assert (np.diff(found.retention(30)) > 0).all()
    assert found.survival(7)[7] == pytest.approx(0.491, abs=0.005)
    assert 0.869**7 < 0.38


def test_survival_is_the_beta_function_of_the_paper() -> None:
    assert Sbg(1.0, 1.0, 0.0).survival(4).tolist() == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4, 1 / 5])


def test_who_is_not_old_enough_counts_only_as_far_as_seen() -> None:
    """As many people again, seen for two periods only: they add to these, and bend no later one."""
    survivors = Sbg(0.7, 3.0, 0.0).survival(7) * 1e6
    seen = np.array([2, 2, 1, 1, 1, 1, 1])
    found = fit((survivors[:-1] - survivors[1:]) * seen, survivors[1:] * seen)
    assert found is not None
    assert (found.a, found.b) == pytest.approx((0.7, 3.0), rel=1e-4)


@pytest.mark.parametrize(
    ("lost", "stayed"), [([], []), ([5], [5]), ([0, 0], [5, 5]), ([5, 0], [0, 0]), ([0, 0], [0, 0])]
)
def test_nothing_is_told_of_nothing(lost: list[int], stayed: list[int]) -> None:
    assert fit(lost, stayed) is None


def test_people_who_are_all_alike_give_a_nearly_constant_rate() -> None:
    n = [10_000, 8_000, 6_400, 5_120, 4_096]
    found = fit(*_counts(n))
    assert found is not None
    assert found.retention(4).tolist() == pytest.approx([0.8] * 4, abs=2e-3)


@given(a=st.floats(0.2, 5), b=st.floats(0.2, 10), ages=st.integers(4, 24))
def test_it_finds_what_made_the_counts(a: float, b: float, ages: int) -> None:
    survivors = Sbg(a, b, 0.0).survival(ages) * 1e6
    found = fit(survivors[:-1] - survivors[1:], survivors[1:])
    assert found is not None
    assert (found.a, found.b) == pytest.approx((a, b), rel=1e-3)
