"""Curves of being active again, and labels that keep apart."""

import itertools

import pytest
from tests.insight.sample import empty, sample

from yutang.insight.report.decay import APART, curves, spread

CHECKUP = sample()


def test_a_curve_is_the_median_of_its_state():
    found = {curve.state: curve for curve in curves(CHECKUP).found}
    assert found["alive"].chances == pytest.approx([0.97, 0.99, 0.99, 0.997, 0.998])
    assert "unknown" not in found
    assert curves(empty()).found == []


@pytest.mark.parametrize("tops", [[], [0.5], [0.5] * 6, [0.99] * 6, [0.0, 0.01, 0.98, 0.99], [1.0, 0.0]])
def test_labels_keep_their_distance_and_their_order(tops):
    placed = spread(tops)
    ordered = sorted(placed)
    assert all(b - a >= APART - 1e-9 for a, b in itertools.pairwise(ordered))
    assert all(-1e-9 <= top <= 1 + 1e-9 for top in placed)
    assert sorted(range(len(tops)), key=tops.__getitem__) == sorted(range(len(tops)), key=placed.__getitem__)
