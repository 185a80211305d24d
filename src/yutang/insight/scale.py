"""One scale for every sparkline of a check-up: a dead group must not look lively beside a busy one.

Zero is the base, and nobody's day has no bar. Heights grow with the power 0.6 of messages, and say so: on a straight
scale that fits 50 a day, a group that fell from 8 to 2 a day is one flat line; on a square root, 26, 29 and 36 a
day, and with them all busy groups, are solid blocks alike.
"""

import itertools
from collections.abc import Sequence

import numpy as np

from yutang.checkup.model import Checkup

POWER = 0.6


def shared_top(checkup: Checkup) -> int:
    """Messages a day that fill a sparkline, ≥ 5: the 98th percentile of the days with messages, rounded up.

    Not the maximum: one day of 4,000 messages would flatten 300 groups. Days above it are drawn full.
    """
    days = np.concatenate(
        [np.asarray(group.spark, dtype=np.int64) for group in checkup.groups] or [np.zeros(0)]
    )
    spoken = days[days > 0]
    return nice(float(np.percentile(spoken, 98))) if spoken.size else 5


def nice(value: float) -> int:
    """The next of 5, 10, 20, 50, 100, 200, 500 … not below the value."""
    step = 10 ** max(0, int(np.floor(np.log10(max(value, 1)))))
    return max(5, int(next(step * times for times in (1, 2, 5, 10) if step * times >= value)))


def height(messages: float, top: int) -> float:
    """Height 0 … 1 of a day on the scale."""
    return min(1.0, (max(0.0, messages) / top) ** POWER)


def cells(spark: Sequence[int], top: int, width: int) -> list[int]:
    """Heights 0 … 8 of `width` equal spans of days (their mean). 0 only where nobody spoke."""
    if not spark:
        return [0] * width
    edges = np.linspace(0, len(spark), width + 1).round().astype(int)
    spans = [spark[a:b] or spark[a : a + 1] for a, b in itertools.pairwise(edges)]
    means = [sum(span) / max(1, len(span)) for span in spans]
    return [0 if mean <= 0 else max(1, round(8 * height(mean, top))) for mean in means]
