"""Waiting times of which some are still running: Kaplan–Meier, its median for many groups, the log-rank test."""

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Curve(NamedTuple):
    """S(t) just after each time at which something happened, ascending."""

    time: Floats
    survival: Floats
    at_risk: npt.NDArray[np.int64]
    events: npt.NDArray[np.int64]

    def at(self, t: float) -> float:
        """S(t); 1 before the first event."""
        place = int(np.searchsorted(self.time, t, side="right"))
        return 1.0 if place == 0 else float(self.survival[place - 1])

    def median(self) -> float:
        """First time with S ≤ 0.5; nan when the curve never gets there."""
        below = np.flatnonzero(self.survival <= 0.5 + 1e-9)
        return float(self.time[below[0]]) if len(below) else float("nan")


def curve(duration: npt.ArrayLike, observed: npt.ArrayLike) -> Curve:
    """Kaplan–Meier: S(t) = Π (1 − dᵢ / nᵢ). `observed` false = still waiting after `duration` (censored)."""
    t, seen = np.asarray(duration, dtype=np.float64), np.asarray(observed, dtype=np.bool_)
    time, events = np.unique(t[seen], return_counts=True)
    at_risk = len(t) - np.searchsorted(np.sort(t), time, side="left")
    return Curve(
        time,
        np.cumprod(1.0 - events / at_risk).astype(np.float64),
        at_risk.astype(np.int64),
        events.astype(np.int64),
    )


def medians(group: npt.ArrayLike, duration: npt.ArrayLike, observed: npt.ArrayLike, groups: int) -> Floats:
    """Kaplan–Meier median of each group 0 … groups − 1; nan where its curve never falls to 0.5 or it is empty.

    One sort, no loop: with events before censorings of the same time, each event's own factor
    (n − i − 1) / (n − i) multiplies up to the usual curve.
    """
    code, t = np.asarray(group, dtype=np.int64), np.asarray(duration, dtype=np.float64)
    seen = np.asarray(observed, dtype=np.bool_)
    order = np.lexsort((~seen, t, code))
    code, t, seen = code[order], t[order], seen[order]
    result = np.full(groups, np.nan)
    if not len(code):
        return result
    size = np.bincount(code, minlength=groups)
    start = np.concatenate(([0], np.cumsum(size)))
    left = start[code + 1] - np.arange(len(code))  # still waiting, this one included
    step = np.zeros(len(code))
    falls = seen & (left > 1)
    step[falls] = np.log1p(-1 / left[falls])
    # Each group starts from zero again: one running sum over all groups would lose digits.
    first = start[:-1][size > 0]
    step[first[1:]] -= np.add.reduceat(step, first)[:-1]
    below = (np.cumsum(step) <= math.log(0.5) + 1e-9) | (seen & (left == 1))
    hit, place = np.unique(code[below], return_index=True)
    result[hit] = t[below][place]
    return result


class LogRank(NamedTuple):
    chi2: float  # one degree of freedom; nan when nothing can be told
    p: float


def log_rank(
    duration_a: npt.ArrayLike, observed_a: npt.ArrayLike, duration_b: npt.ArrayLike, observed_b: npt.ArrayLike
) -> LogRank:
    """Do two groups wait equally long? Mantel–Cox, hypergeometric variance at each event time."""
    a, b = np.asarray(duration_a, dtype=np.float64), np.asarray(duration_b, dtype=np.float64)
    events_a, events_b = a[np.asarray(observed_a, dtype=np.bool_)], b[np.asarray(observed_b, dtype=np.bool_)]
    time = np.unique(np.concatenate((events_a, events_b)))
    risk_a = len(a) - np.searchsorted(np.sort(a), time)
    risk = risk_a + len(b) - np.searchsorted(np.sort(b), time)
    died_a = _counts(events_a, time)
    died = died_a + _counts(events_b, time)
    expected = died * risk_a / risk
    spread = expected * (1 - risk_a / risk) * (risk - died) / np.maximum(risk - 1, 1)
    variance = float(spread.sum())
    if variance <= 0:
        return LogRank(float("nan"), float("nan"))
    chi2 = float((died_a - expected).sum()) ** 2 / variance
    return LogRank(chi2, math.erfc(math.sqrt(chi2 / 2)))


def _counts(values: Floats, at: Floats) -> Floats:
    ordered = np.sort(values)
    return (np.searchsorted(ordered, at, side="right") - np.searchsorted(ordered, at)).astype(np.float64)
