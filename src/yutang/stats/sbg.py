"""How long do they stay? The shifted beta-geometric model (Fader and Hardie 2007) of a stay counted in periods.

Each person leaves in any period with a chance of their own, Beta(a, b) over people. Those who stay are more and more
the loyal ones, so retention rises with age by itself: r(t) = (b + t − 1) / (a + b + t − 1). A constant rate of the
first period would be far too pessimistic later.
"""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LOWEST, HIGHEST = (
    math.log(1e-3),
    math.log(1e5),
)  # of ln a and ln b: where all are alike, the likelihood has no top
STEPS = 200


class Sbg(NamedTuple):
    a: float
    b: float
    log_likelihood: float

    def retention(self, ages: int) -> Floats:
        """r(1) … r(ages): of those who stayed through age t − 1, who stay through t. Rises with t."""
        t = np.arange(1, ages + 1)
        return (self.b + t - 1) / (self.a + self.b + t - 1)

    def survival(self, ages: int) -> Floats:
        """S(0) … S(ages); S(0) = 1."""
        return np.concatenate(([1.0], np.cumprod(self.retention(ages))))


def fit(lost: npt.ArrayLike, stayed: npt.ArrayLike) -> Sbg | None:
    """Maximum likelihood. `lost[i]`, `stayed[i]`: of those seen at age i and at age i + 1, how many were gone and how
    many were still there. Who is not seen at i + 1 yet (right-censored) is left out of that age, and of it alone.

    None when nothing can be told: fewer than two ages with people, nobody lost, or nobody stayed.
    """
    gone, kept = np.asarray(lost, dtype=np.float64), np.asarray(stayed, dtype=np.float64)
    if ((gone + kept) > 0).sum() < 2 or gone.sum() <= 0 or kept.sum() <= 0:
        return None
    at = np.array([0.0, math.log(kept[0] + 1) - math.log(gone[0] + 1)]).clip(LOWEST, HIGHEST)
    value, damping = _likelihood(at, gone, kept), 1e-3
    for _ in range(STEPS):
        slope, bend = _derivatives(at, gone, kept)
        step = np.linalg.solve(_positive(-bend) + damping * np.eye(2), slope)
        tried = (at + step.clip(-2, 2)).clip(LOWEST, HIGHEST)
        better = _likelihood(tried, gone, kept)
        if better < value:
            damping = damping * 10 + 1e-6
            continue
        done = better - value < 1e-12 * abs(value) and float(np.abs(tried - at).max()) < 1e-9
        at, value, damping = tried, better, damping / 10
        if done:
            break
    return Sbg(math.exp(at[0]), math.exp(at[1]), value)


def _likelihood(at: Floats, gone: Floats, kept: Floats) -> float:
    a, b = np.exp(at)
    t = np.arange(len(gone))
    return float((gone * math.log(a) + kept * np.log(b + t) - (gone + kept) * np.log(a + b + t)).sum())


def _derivatives(at: Floats, gone: Floats, kept: Floats) -> tuple[Floats, Floats]:
    """Gradient and Hessian of the likelihood in (ln a, ln b)."""
    a, b = np.exp(at)
    t = np.arange(len(gone))
    n, both = gone + kept, a + b + t
    down, curve = (n / both).sum(), (n / both**2).sum()
    slope = np.array([a * (gone.sum() / a - down), b * ((kept / (b + t)).sum() - down)])
    bend = np.array(
        [
            [a * a * (curve - gone.sum() / a**2), a * b * curve],
            [a * b * curve, b * b * (curve - (kept / (b + t) ** 2).sum())],
        ]
    )
    return slope, bend + np.diag(slope)


def _positive(matrix: Floats) -> Floats:
    """The nearest matrix along which a step goes uphill: far from the top the likelihood need not be concave."""
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.maximum(np.abs(values), 1e-9)) @ vectors.T
