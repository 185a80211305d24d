import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.stats import scores

Y = np.array([0.0, 0.0, 1.0, 1.0])
P = np.array([0.1, 0.4, 0.35, 0.8])


def test_auc_by_hand():
    # Of the four pairs of a 1 and a 0, only (0.35, 0.4) stands the wrong way round.
    assert scores.auc(Y, P) == 0.75
    assert scores.auc(Y, np.array([1.0, 1.0, 1.0, 1.0])) == 0.5
    assert scores.auc(np.array([0.0, 1.0, 1.0]), np.array([1.0, 1.0, 2.0])) == 0.75  # a tie is half a pair
    assert math.isnan(scores.auc(np.ones(3), P[:3]))


def test_brier_and_log_loss_by_hand():
    assert scores.brier(Y, P) == pytest.approx((0.01 + 0.16 + 0.4225 + 0.04) / 4)
    assert scores.log_loss(Y, P) == pytest.approx(
        -(math.log(0.9) + math.log(0.6) + math.log(0.35) + math.log(0.8)) / 4
    )


def test_calibration_error_by_hand():
    y = np.array([0.0, 1.0, 1.0, 1.0])
    p = np.array([0.12, 0.18, 0.95, 1.0])
    # Bin 0.1-0.2: said 0.15, seen 0.5, half of the weight. Bin 0.9-1: said 0.975, seen 1.
    assert scores.calibration_error(y, p) == pytest.approx(0.5 * 0.35 + 0.5 * 0.025)
    low, high = scores.reliability(y, p)
    assert (low.low, low.high, low.size, low.observed) == (0.1, 0.2, 2, 0.5)
    assert (high.high, high.size) == (1.0, 2)


def test_f1_and_its_best_limit():
    assert scores.f1(Y, np.array([False, True, False, True])) == 0.5
    assert scores.f1(np.zeros(2), np.zeros(2, dtype=bool)) == 0.0
    assert scores.best_f1(Y, P) == (pytest.approx(0.8), 0.35)  # three flagged, both ones among them
    # Equal scores are flagged together: a limit may not cut between them.
    assert scores.best_f1(np.array([1.0, 0.0]), np.array([0.5, 0.5])) == (pytest.approx(2 / 3), 0.5)


def test_ks_by_hand():
    assert scores.ks(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0])) == 1.0
    assert scores.ks(np.array([1.0, 2.0, 3.0, 4.0]), np.array([3.0, 4.0, 5.0, 6.0])) == 0.5
    assert scores.ks(P, P) == 0.0


def test_paired_gain_by_hand():
    first, second = np.array([0.3, 0.3, 0.1, 0.1]), np.zeros(4)
    gain = scores.paired_gain(first, second, np.array([1, 2, 3, 4]))
    assert gain.mean == pytest.approx(0.2)
    assert gain.error == pytest.approx(math.sqrt(4 / 3 * 0.04) / 4)  # four sums of ±0.1
    # Two clusters of two: sums of ±0.2, twice the doubt.
    paired = scores.paired_gain(first, second, np.array([1, 1, 2, 2]))
    assert paired.error == pytest.approx(math.sqrt(2 * 0.08) / 4)
    assert paired.t == pytest.approx(0.2 / paired.error)


def test_paired_gain_without_doubt_or_clusters():
    assert scores.paired_gain(P, P, np.array([1, 2, 3, 4])) == (0.0, 0.0, 0.0)
    assert math.isnan(scores.paired_gain(P, Y, np.array([1, 1, 1, 1])).t)


samples = st.lists(
    st.tuples(st.booleans(), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.99, 1.0])), min_size=2, max_size=40
)


@given(samples)
def test_auc_counts_pairs(rows: list[tuple[bool, float]]):
    ones = [s for b, s in rows if b]
    zeros = [s for b, s in rows if not b]
    if ones and zeros:
        naive = sum((a > b) + 0.5 * (a == b) for a in ones for b in zeros) / (len(ones) * len(zeros))
        y, p = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
        assert scores.auc(y, p) == pytest.approx(naive)
        assert scores.auc(1 - y, -p) == pytest.approx(naive)


@given(samples)
def test_best_f1_is_the_best_of_all_limits(rows: list[tuple[bool, float]]):
    y, p = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    best, limit = scores.best_f1(y, p)
    assert best == pytest.approx(max(scores.f1(y, p >= at) for at in np.unique(p)))
    assert scores.f1(y, p >= limit) == pytest.approx(best)
