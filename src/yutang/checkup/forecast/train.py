"""Fits the forecast to lessons, and decides whether a tenant's own fit may replace the shipped one.

The tenant's fit leans on the shipped slopes (its ridge pulls towards them, not towards 0), is judged on the
newest cuts, which it hasn't seen, and must win there by a margin that chance doesn't explain.
"""

import datetime as dt
import enum
from typing import NamedTuple

import duckdb
import msgspec
import numpy as np
import numpy.typing as npt

from yutang.checkup.forecast import features
from yutang.checkup.forecast.features import Floats, Ints
from yutang.checkup.forecast.lessons import Cuts, Lesson, came, with_past
from yutang.checkup.forecast.model import HORIZONS, Coefficients, Model, forecast, sane
from yutang.stats import logistic, scores

RIDGE = 4.0  # per standard deviation, against snapshots 28 days apart
LEAN = 20.0  # the tenant's ridge towards the shipped slopes
LEAST, LEAST_EACH = 500, 100  # snapshots in all, and of each outcome
LEAST_TESTED = 30  # of each outcome among the newest cuts
MARGIN = 0.002  # of the Brier score
SURE = 1.645  # one-sided 5 %, groups as clusters
GROUPS, CUTS = 400, 39  # at most: a sample of groups over three years is plenty for eight numbers
AGE = features.NAMES.index("age")


class Verdict(enum.StrEnum):
    TOO_LITTLE = "too_little"
    NOT_BETTER = "not_better"
    BETTER = "better"


class Choice(NamedTuple):
    """The model to use and why. `gain`: the shipped model's Brier score less the own one's, on the newest cuts."""

    model: Model
    verdict: Verdict
    snapshots: int
    gain: float = 0.0
    t: float = 0.0


def learn(
    lesson: Lesson, ridge: float = RIDGE, weight: float = 1.0, prior: Coefficients | None = None
) -> Coefficients:
    """Fit the line and the horizons. `weight`: what one snapshot counts (7/28 when cuts are 7 days apart).

    With a prior, slopes are pulled towards its. Raises ValueError when only one outcome is there.
    """
    x = features.matrix(lesson.past)
    line = _line(
        x, lesson.outcome(), weight, logistic.Penalty(ridge, _nonnegative(), prior.line() if prior else None)
    )
    log_odds = (x @ line.slopes + line.intercept)[:, None]
    horizons = {28: (0.0, 1.0)}
    for days in HORIZONS:
        seen = lesson.known >= days
        y = lesson.outcome(days)[seen]
        if days != 28 and 0 < y.sum() < len(y):
            at = logistic.fit(log_odds[seen], y, np.full(len(y), weight), logistic.Penalty(1.0))
            horizons[days] = (at.intercept, max(0.0, float(at.slopes[0])))
        elif days != 28:
            horizons[days] = prior.horizons[days] if prior else (0.0, 1.0)
    return Coefficients(line.intercept, tuple(line.slopes.tolist()), tuple(x.mean(axis=0).tolist()), horizons)


def _nonnegative() -> npt.NDArray[np.bool_]:
    return np.array([name != "age" for name in features.NAMES])


def _line(x: Floats, y: Floats, weight: float, penalty: logistic.Penalty) -> logistic.Line:
    weights = np.full(len(y), weight)
    line = logistic.fit(x, y, weights, penalty)
    if line.slopes[AGE] <= line.slopes[features.NAMES.index("quiet")]:
        return line
    # Age would outrun silence: leave it out.
    flat = x.copy()
    flat[:, AGE] = 0.0
    return logistic.fit(flat, y, weights, penalty._replace(prior=None))


def choose(con: duckdb.DuckDBPyConnection, as_of: dt.date, shipped: Model) -> Choice:
    """The tenant's own fit when its past is long enough and it proves better, else the shipped model.

    Reads the check-up's tables, makes `snapshot` (make it anew before the check-up's own reading). Groups whose
    speakers are guessed neither teach nor test: their outcomes are guesses too.
    """
    last = as_of - dt.timedelta(28)
    outcomes = came(con, Cuts(last - dt.timedelta(28 * (CUTS - 1)), last, most=GROUPS))
    if not _enough(outcomes.wait):  # mostly the answer, and much cheaper than the past
        return Choice(shipped, Verdict.TOO_LITTLE, len(outcomes.wait))
    seen = with_past(con, outcomes)
    seen = seen.where(~seen.past.guessed)
    snapshots = len(seen.wait)
    if not _enough(seen.wait):
        return Choice(shipped, Verdict.TOO_LITTLE, snapshots)
    cuts = np.unique(seen.past.cut)
    first_tested = cuts[-max(1, len(cuts) // 3)]
    # 28 days between cuts: what came of the last taught one is over when the first test begins.
    taught, tested = seen.where(seen.past.cut < first_tested), seen.where(seen.past.cut >= first_tested)
    if not (_both(taught.wait, LEAST_EACH // 2) and _both(tested.wait, LEAST_TESTED)):
        return Choice(shipped, Verdict.TOO_LITTLE, snapshots)
    gain = _gain(tested, shipped, _own(taught, shipped))
    if not (gain.mean >= MARGIN and gain.t >= SURE):
        return Choice(shipped, Verdict.NOT_BETTER, snapshots, gain.mean, gain.t)
    return Choice(_own(seen, shipped), Verdict.BETTER, snapshots, gain.mean, gain.t)


def _enough(wait: Ints) -> bool:
    return len(wait) >= LEAST and _both(wait, LEAST_EACH)


def _both(wait: Ints, each: int) -> bool:
    ones = int((wait <= 28).sum())
    return ones >= each and len(wait) - ones >= each


def _own(lesson: Lesson, shipped: Model) -> Model:
    own = learn(lesson, ridge=LEAN, prior=shipped.speakers)
    if not sane(own):
        return shipped
    trained = {"on": "own", "snapshots": len(lesson.wait)}
    return msgspec.structs.replace(shipped, speakers=own, trained=trained)


def _gain(tested: Lesson, shipped: Model, own: Model) -> scores.Gain:
    y = tested.outcome()
    before, after = ((y - forecast(tested.past, m).p) ** 2 for m in (shipped, own))
    return scores.paired_gain(before, after, tested.past.group_id)
