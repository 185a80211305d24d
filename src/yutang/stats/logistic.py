"""Logistic regression by Newton's method (IRLS), with a ridge, sign limits and a prior fit to lean on. numpy only.

Source: McCullagh and Nelder, Generalized Linear Models, 2nd ed., §4.4; the ridge is le Cessie and van
Houwelingen 1992.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
STEPS = 60
ENOUGH = 1e-10  # largest change of a coefficient, in standard deviations, that counts as none


class NotConverged(Exception):
    """Newton's method found no maximum: the outcomes are separable and there is no ridge."""


class Line(NamedTuple):
    """log-odds = intercept + x · slopes, in the units of x."""

    intercept: float
    slopes: Floats


class Penalty(NamedTuple):
    """`ridge`/2 · Σ (slope − prior slope)², with slopes per standard deviation; the intercept goes free.

    `nonnegative`: columns whose slope may not fall below 0; those that would are left out, worst first.
    """

    ridge: float = 0.0
    nonnegative: npt.NDArray[np.bool_] | None = None
    prior: Line | None = None


NO_PENALTY = Penalty()


def sigmoid(log_odds: npt.ArrayLike) -> Floats:
    """1 / (1 + e⁻ᶻ), without overflow."""
    z = np.asarray(log_odds, dtype=np.float64)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def probabilities(x: Floats, line: Line) -> Floats:
    """P(1) for each row of x (n, k)."""
    return sigmoid(x @ line.slopes + line.intercept)


def fit(x: Floats, y: Floats, weights: Floats | None = None, penalty: Penalty = NO_PENALTY) -> Line:
    """The penalised maximum-likelihood fit of outcomes y (n,) in {0, 1} on x (n, k).

    Columns are standardised inside, so that a ridge treats all alike; a constant column keeps its
    prior's slope, or 0. Raises NotConverged, and ValueError when y holds one outcome only.
    """
    w = np.ones(len(y)) if weights is None else weights
    if not 0.0 < float(w @ y) < float(w.sum()):
        raise ValueError("a fit needs both outcomes")
    centre = np.average(x, axis=0, weights=w)
    scale = np.sqrt(np.average((x - centre) ** 2, axis=0, weights=w))
    varies = scale > 1e-12 * (1.0 + np.abs(centre))
    before = np.zeros(x.shape[1]) if penalty.prior is None else penalty.prior.slopes
    z = (x - centre) / np.where(varies, scale, 1.0)
    free = varies.copy()
    limited = np.zeros(x.shape[1], np.bool_) if penalty.nonnegative is None else penalty.nonnegative
    while True:
        found = _newton(z[:, free], y, w, penalty.ridge, (before * scale)[free])
        slopes = np.where(varies, 0.0, before)
        slopes[free] = found[1:] / scale[free]
        low = np.where(free & limited, slopes * scale, 0.0)
        if low.min(initial=0.0) >= 0.0:
            return Line(float(found[0] - centre @ slopes), slopes)
        free[np.argmin(low)] = False


def _newton(z: Floats, y: Floats, w: Floats, ridge: float, target: Floats) -> Floats:
    """Intercept and slopes, standardised. Halves a step that would lower the likelihood."""
    design = np.column_stack([np.ones(len(y)), z])
    pull = np.concatenate([[0.0], np.full(z.shape[1], ridge)])
    aim = np.concatenate([[0.0], target])
    b = np.zeros(design.shape[1])
    b[0] = np.log(float(w @ y) / float(w @ (1.0 - y)))

    def height_of(c: Floats) -> float:
        z_ = design @ c
        return float(w @ (y * z_ - np.logaddexp(0.0, z_))) - 0.5 * float(pull @ (c - aim) ** 2)

    height = height_of(b)
    for _ in range(STEPS):
        p = sigmoid(design @ b)
        slope = design.T @ (w * (y - p)) - pull * (b - aim)
        curve = (design * (w * p * (1.0 - p))[:, None]).T @ design + np.diag(pull)
        try:
            step = np.linalg.solve(curve, slope)
        except np.linalg.LinAlgError as bad:
            raise NotConverged("the columns are linearly dependent or the outcomes separable") from bad
        for _half in range(30):
            if height_of(b + step) >= height - 1e-12 * abs(height):
                break
            step = step / 2.0
        b = b + step
        height = height_of(b)
        if float(np.abs(step).max()) < ENOUGH * (1.0 + float(np.abs(b).max())):
            return b
    raise NotConverged("the outcomes are separable: give a ridge")
