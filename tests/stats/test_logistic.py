import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.stats.logistic import Line, NotConverged, Penalty, fit, probabilities, sigmoid

# Twenty students, hours of study and whether they passed: the example of Wikipedia, "Logistic regression".
HOURS = np.array(
    [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5]
)
PASSED = np.array([0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1], dtype=float)


def test_published_fit_of_hours_of_study():
    line = fit(HOURS[:, None], PASSED)
    assert line.intercept == pytest.approx(-4.0777, abs=5e-5)
    assert line.slopes == pytest.approx([1.5046], abs=5e-5)
    two_hours, four_hours = probabilities(np.array([[2.0], [4.0]]), line)
    assert (two_hours, four_hours) == (pytest.approx(0.25, abs=0.01), pytest.approx(0.87, abs=0.005))


def test_two_by_two_table_gives_the_log_odds_ratio():
    # 30 of 40 with the mark, 10 of 50 without: ln(3), ln(1/4).
    x = np.array([1.0] * 40 + [0.0] * 50)[:, None]
    y = np.array([1.0] * 30 + [0.0] * 10 + [1.0] * 10 + [0.0] * 40)
    line = fit(x, y)
    assert line.intercept == pytest.approx(math.log(1 / 4))
    assert line.slopes[0] == pytest.approx(math.log(3) - math.log(1 / 4))


def test_weights_count_rows():
    x = np.array([[0.0], [0.0], [1.0], [1.0]])
    y = np.array([0.0, 1.0, 0.0, 1.0])
    weights = np.array([40.0, 10.0, 10.0, 30.0])
    assert fit(x, y, weights).slopes[0] == pytest.approx(math.log(3) - math.log(1 / 4))


def test_ridge_solves_its_own_equation():
    ridge = 2.0
    line = fit(HOURS[:, None], PASSED, penalty=Penalty(ridge))
    p = probabilities(HOURS[:, None], line)
    scale = HOURS.std()
    # At the maximum the pull of the data on the standardised slope equals the ridge's; the intercept goes free.
    assert ((HOURS - HOURS.mean()) / scale) @ (PASSED - p) == pytest.approx(ridge * line.slopes[0] * scale)
    assert (PASSED - p).sum() == pytest.approx(0, abs=1e-9)


def test_heavy_ridge_returns_the_prior():
    line = fit(HOURS[:, None], PASSED, penalty=Penalty(1e9, prior=Line(0.0, np.array([0.7]))))
    assert line.slopes[0] == pytest.approx(0.7, abs=1e-6)


def test_slope_of_the_wrong_sign_is_left_out():
    r = np.random.default_rng(1)
    x = r.normal(size=(400, 3))
    y = (r.random(400) < sigmoid(x @ np.array([1.0, -1.0, 0.5]))).astype(float)
    line = fit(x, y, penalty=Penalty(1.0, np.array([True, True, False])))
    assert line.slopes[1] == 0.0
    assert line.slopes[0] > 0.5
    assert line.slopes[[0, 2]] == pytest.approx(fit(x[:, [0, 2]], y, penalty=Penalty(1.0)).slopes)


def test_constant_column_keeps_the_slope_of_the_prior():
    x = np.column_stack([HOURS, np.full(20, 3.0)])
    assert fit(x, PASSED).slopes[1] == 0.0
    line = fit(x, PASSED, penalty=Penalty(1.0, prior=Line(0.0, np.array([0.0, 0.4]))))
    assert line.slopes[1] == 0.4
    alone = fit(HOURS[:, None], PASSED, penalty=Penalty(1.0))
    assert probabilities(x, line) == pytest.approx(probabilities(HOURS[:, None], alone))


def test_separable_outcomes_need_a_ridge():
    x = np.arange(10.0)[:, None]
    y = (np.arange(10) > 4).astype(float)
    with pytest.raises(NotConverged):
        fit(x, y)
    assert 0 < fit(x, y, penalty=Penalty(1.0)).slopes[0] < 5


def test_one_outcome_is_refused():
    with pytest.raises(ValueError, match="both outcomes"):
        fit(HOURS[:, None], np.ones(20))


def test_sigmoid_does_not_overflow():
    assert sigmoid([-1e4, 0.0, 1e4]).tolist() == [0.0, 0.5, 1.0]


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=6, max_size=40))
def test_mean_probability_is_the_share_of_ones(rows: list[tuple[float, bool]]):
    x = np.array([[v] for v, _ in rows])
    y = np.array([float(b) for _, b in rows])
    if 0 < y.sum() < len(y):
        p = probabilities(x, fit(x, y, penalty=Penalty(1.0)))
        assert p.mean() == pytest.approx(y.mean(), abs=1e-6)
