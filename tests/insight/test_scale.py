"""Sparklines share one scale."""

import pytest
from tests.insight.sample import empty, sample

from yutang.insight.scale import cells, nice, shared_top


@pytest.mark.parametrize(
    ("value", "top"), [(0, 5), (1, 5), (5, 5), (6, 10), (10, 10), (11, 20), (38, 50), (101, 200), (999, 1000)]
)
def test_the_top_of_the_scale_is_round_and_never_below(value, top):
    assert nice(value) == top


def test_one_storm_does_not_flatten_the_rest():
    assert shared_top(sample(300)) <= 100


def test_no_group_still_has_a_scale():
    assert shared_top(empty()) == 5


def test_only_silence_is_zero_and_more_than_the_top_is_full():
    assert cells([0, 0, 1, 0, 500, 500], 100, 3) == [0, 1, 8]


def test_dead_is_flat_small_is_seen_and_busy_groups_differ():
    a_day = [0, 1, 2, 6, 12, 20, 28, 36, 45, 50]
    heights = [cells([n], 50, 1)[0] for n in a_day]
    assert heights == [0, 1, 1, 2, 3, 5, 6, 7, 8, 8]


@pytest.mark.parametrize("spark", [[], [3], list(range(28))])
def test_any_span_fills_any_width(spark):
    assert len(cells(spark, 10, 14)) == 14
