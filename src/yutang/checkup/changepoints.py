"""When a group's messages a day changed for good: PELT over the last 180 days, free of weekday and of single days.

Weekends, a holiday or one blast are no change of state. So the weekday's usual share is taken out, and a day that
sticks out of its surroundings is cut back, before the search (docs/methods/statistics.md).
"""

import datetime as dt
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from yutang.stats.changepoint import anscombe, pelt

DAYS = 180
MIN_DAYS = 5  # shortest stretch that counts as a state
_PRIOR = 10.0  # messages by which a weekday's factor is drawn to 1: sparse groups have no weekdays

Floats = npt.NDArray[np.float64]


class Change(NamedTuple):
    day: dt.date  # first day of the new level
    before: float  # messages a day over the stretch before it
    after: float  # messages a day from it to the next change


def changepoints(counts: npt.ArrayLike, first_day: dt.date) -> list[Change]:
    """Lasting changes of level in `counts`: one number of messages a day, from `first_day`, no day left out.

    Only the last 180 days are looked at. A constant or short series has none. Deterministic, about 5 ms.
    """
    series = np.asarray(counts, dtype=np.float64)
    skipped = max(0, len(series) - DAYS)
    series, start = series[skipped:], first_day + dt.timedelta(days=skipped)
    weekday = (start.weekday() + np.arange(len(series))) % 7
    factor = _weekday_factors(series, weekday)
    # The correction needs each day's level, and the level needs the changes: a running week first, then the
    # levels found with it (a running week smears a change over three days).
    cuts = pelt(_evened(series, factor[weekday], _running_week(series)), min_size=MIN_DAYS)
    if cuts:
        cuts = pelt(_evened(series, factor[weekday], _levels(series, cuts)), min_size=MIN_DAYS)
    means = [float(part.mean()) for part in np.split(series, cuts)] if cuts else []
    return [Change(start + dt.timedelta(days=c), means[i], means[i + 1]) for i, c in enumerate(cuts)]


def _running_week(series: Floats) -> Floats:
    """Mean of the seven days around each day (the first or last seven at the ends): each weekday once."""
    if len(series) < 7:
        return np.full(len(series), series.mean() if len(series) else 0.0)
    means = np.convolve(series, np.full(7, 1 / 7), mode="valid")
    return np.pad(means, 3, mode="edge")


def _levels(series: Floats, cuts: list[int]) -> Floats:
    parts = np.split(series, cuts)
    return np.concatenate([np.full(len(part), part.mean()) for part in parts])


def _weekday_factors(series: Floats, weekday: npt.NDArray[np.int64]) -> Floats:
    """Each weekday's usual messages over an average day's (7 values, 1 = average), from three weeks on."""
    if len(series) < 21:
        return np.ones(7)
    # One blast on a Saturday must not make every Saturday look busy: cut at the weekday's own 90th percentile.
    padded = np.full((7, -(-len(series) // 7)), np.nan)
    padded[weekday, np.arange(len(series)) // 7] = series
    top = np.nanpercentile(padded, 90, axis=1)
    cut = np.minimum(series, top[weekday])
    own = np.bincount(weekday, weights=cut, minlength=7)
    usual = np.bincount(weekday, weights=_running_week(cut), minlength=7)
    return (own + _PRIOR) / (usual + _PRIOR)


def _evened(series: Floats, factor: Floats, level: Floats) -> Floats:
    """The series on Anscombe's scale with weekday and single odd days taken out, varying by about 1.

    The weekday's share is subtracted on that scale: dividing the counts would turn one message on a silent Sunday
    into twenty. Chat is burstier than Poisson, so the scale is widened where neighbouring days differ by more.
    """
    z = anscombe(series) - (anscombe(level * factor) - anscombe(level))
    if len(z) < 2 * MIN_DAYS:
        return z
    # A stretch of MIN_DAYS survives this median, anything shorter does not.
    around = np.lib.stride_tricks.sliding_window_view(
        np.pad(z, MIN_DAYS - 1, mode="reflect"), 2 * MIN_DAYS - 1
    )
    middle = np.median(around, axis=1)
    spread = max(1.0, float(np.median(np.abs(z - middle))) * 1.4826)
    return np.clip(z, middle - 2 * spread, middle + 2 * spread) / spread
