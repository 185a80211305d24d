"""How good are forecasts of yes and no? Discrimination, calibration, and whether one forecast beats another.

`y` holds outcomes in {0, 1}, `p` probabilities (or, for ranks, any scores), both (n,). numpy only.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def auc(y: Floats, score: Floats) -> float:
    """P(a random 1 scores above a random 0), ties counting half: Mann and Whitney's U over n₁n₀.

    NaN when only one outcome is there.
    """
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    ones = float(y.sum())
    zeros = len(y) - ones
    if not ones or not zeros:
        return math.nan
    return float((rank[y == 1].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def brier(y: Floats, p: Floats) -> float:
    """Mean squared error of the probabilities (Brier 1950): 0 is perfect, 0.25 is a coin."""
    return float(np.mean((y - p) ** 2))


def log_loss(y: Floats, p: Floats) -> float:
    """Mean −ln of the probability given to what happened."""
    return float(-np.mean(np.log(np.where(y == 1, p, 1 - p))))


class Bin(NamedTuple):
    """One bin of a reliability table."""

    low: float
    high: float
    size: int
    expected: float  # mean probability
    observed: float  # share of ones


def reliability(y: Floats, p: Floats, bins: int = 10) -> list[Bin]:
    """The bins of equal width over 0 … 1 that hold anything; the last one is closed at 1."""
    index = np.minimum((p * bins).astype(np.int64), bins - 1)
    found: list[Bin] = []
    for i in np.unique(index):
        inside = index == i
        found.append(
            Bin(i / bins, (i + 1) / bins, int(inside.sum()), float(p[inside].mean()), float(y[inside].mean()))
        )
    return found


def calibration_error(y: Floats, p: Floats, bins: int = 10) -> float:
    """Expected calibration error: mean |observed − expected| over the bins, weighted by their counts.

    Its noise alone is about √(bins · 0.2 / n) at worst: judge small samples with that in mind.
    """
    return sum(b.size * abs(b.observed - b.expected) for b in reliability(y, p, bins)) / len(y)


def f1(y: Floats, flagged: npt.NDArray[np.bool_]) -> float:
    """2 · hits / (flagged + ones); 0 when nothing is flagged and nothing is there."""
    either = float(flagged.sum() + y.sum())
    return 2.0 * float(y[flagged].sum()) / either if either else 0.0


def best_f1(y: Floats, score: Floats) -> tuple[float, float]:
    """The highest F1 of "flag when score ≥ limit" over all limits, and that limit."""
    order = np.argsort(-score, kind="stable")
    sorted_ = score[order]
    ends = np.append(np.diff(sorted_) != 0, True)
    values = 2 * np.cumsum(y[order]) / (np.arange(1, len(y) + 1) + y.sum())
    best = int(np.argmax(np.where(ends, values, -1.0)))
    return float(values[best]), float(sorted_[best])


def ks(a: Floats, b: Floats) -> float:
    """Kolmogorov and Smirnov's distance between two samples: the largest gap between their step curves."""
    grid = np.concatenate([a, b])
    above = np.searchsorted(np.sort(a), grid, side="right") / len(a)
    below = np.searchsorted(np.sort(b), grid, side="right") / len(b)
    return float(np.abs(above - below).max())


class Gain(NamedTuple):
    """How much lower the second loss is, on average, and how sure that is."""

    mean: float
    error: float  # standard error
    t: float


def paired_gain(first: Floats, second: Floats, cluster: npt.NDArray[np.int64]) -> Gain:
    """Mean of first − second over rows, with a standard error that knows rows of one cluster hang together.

    Cluster-robust (Liang and Zeger 1986), with the G/(G−1) correction. error and t are NaN below 2 clusters.
    """
    gap = first - second
    mean = float(gap.mean())
    _, place = np.unique(cluster, return_inverse=True)
    sums = np.bincount(place, weights=gap - mean)
    if len(sums) < 2:
        return Gain(mean, math.nan, math.nan)
    error = math.sqrt(len(sums) / (len(sums) - 1) * float(sums @ sums)) / len(gap)
    return Gain(mean, error, mean / error if error else math.copysign(math.inf, mean) if mean else 0.0)
