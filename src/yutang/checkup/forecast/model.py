"""From features to a probability of an active day within 28 days, with reasons and a decay curve. Pure.

log-odds = intercept + Σ slope · feature, one line a group. The curve's other horizons are read off the same
log-odds by a slope and an intercept each, so that it falls and rises with the forecast.
"""

import functools
import importlib.resources
from typing import NamedTuple

import msgspec
import numpy as np

from yutang.checkup.forecast import features
from yutang.checkup.forecast.features import Floats, Past
from yutang.stats import logistic

HORIZONS = (1, 7, 14, 28, 56)  # days
# What a feature's share of the log-odds is called when it lowers and when it raises the forecast.
CODES = {
    "quiet": ("silence_long", "heard_lately"),
    "rhythm": ("rhythm_slow", "rhythm_steady"),
    "answers": ("answers_few", "answers_often"),
    "pace": ("pace_slow", "pace_quick"),
    "voices": ("speakers_few", "speakers_many"),
    "age": ("group_young", "group_settled"),
    "silent": ("talk_long_ago", "talked_lately"),
}


class Coefficients(msgspec.Struct, frozen=True):
    """One line over `features.NAMES`; `means` are where a feature says nothing (the mean of training)."""

    intercept: float
    slopes: tuple[float, ...]
    means: tuple[float, ...]
    horizons: dict[int, tuple[float, float]]  # days: intercept, slope on the 28-day log-odds

    def line(self) -> logistic.Line:
        return logistic.Line(self.intercept, np.array(self.slopes))


class Model(msgspec.Struct, frozen=True):
    """Coefficients for groups whose speakers are known, and for those with counts of messages only."""

    features: tuple[str, ...]
    speakers: Coefficients
    counts: Coefficients
    trained: dict[str, str | int | float]  # on what, how: shown to whoever asks


class Forecast(NamedTuple):
    """One row a snapshot, in the order of the past. NaN (and no share) where a group was never heard."""

    p: Floats  # an active day within 28 days
    decay: Floats  # (n, 5): within 1, 7, 14, 28, 56 days, never falling along a row
    shares: Floats  # (n, 7): what each feature adds to the log-odds, against the mean of training


class InvalidModel(Exception):
    """Coefficients that don't fit this version's features, or by which a longer silence would raise the forecast."""


@functools.cache
def shipped() -> Model:
    """The coefficients that come with Yutang."""
    text = (importlib.resources.files(__package__ or "") / "coefficients.json").read_bytes()
    model = msgspec.json.decode(text, type=Model)
    check(model)
    return model


def check(model: Model) -> None:
    """Raise InvalidModel unless the model fits the features and is sane."""
    if model.features != features.NAMES:
        raise InvalidModel(f"made for {model.features}, this version has {features.NAMES}")
    for c in (model.speakers, model.counts):
        if len(c.slopes) != len(features.NAMES) or set(c.horizons) != set(HORIZONS) or not sane(c):
            raise InvalidModel("slopes or horizons are missing, or silence would raise the forecast")


def sane(c: Coefficients) -> bool:
    """More silence never raises p: no slope below 0 but age's, and age adds less than quiet takes.

    d quiet/d day ≤ −1 / (28 + age) in size for any past, which is what one more day of age is worth.
    """
    slopes = dict(zip(features.NAMES, c.slopes, strict=True))
    age = slopes.pop("age")
    return (
        min(slopes.values()) >= 0.0 and age <= slopes["quiet"] and min(h[1] for h in c.horizons.values()) >= 0
    )


def forecast(past: Past, model: Model) -> Forecast:
    """The forecast of every snapshot."""
    x = features.matrix(past)
    known = _by(x, model.speakers)
    if past.guessed.any():
        counted = _by(x, model.counts)
        known = Forecast(
            np.where(past.guessed, counted.p, known.p),
            np.where(past.guessed[:, None], counted.decay, known.decay),
            np.where(past.guessed[:, None], counted.shares, known.shares),
        )
    unheard = past.days == 0
    for values in known:
        values[unheard] = np.nan
    return known


def _by(x: Floats, c: Coefficients) -> Forecast:
    log_odds = x @ np.array(c.slopes) + c.intercept
    decay = np.column_stack(
        [logistic.sigmoid(a + b * log_odds) for a, b in (c.horizons[h] for h in HORIZONS)]
    )
    at = HORIZONS.index(28)
    # Lines of different slope cross far out: the 28-day forecast stands, the others give way.
    decay[:, : at + 1] = np.minimum.accumulate(decay[:, at::-1], axis=1)[:, ::-1]
    decay[:, at:] = np.maximum.accumulate(decay[:, at:], axis=1)
    return Forecast(decay[:, at].copy(), decay, (x - np.array(c.means)) * np.array(c.slopes))


class Reason(NamedTuple):
    code: str  # of CODES
    share: float  # of the log-odds: below 0 lowers the forecast


def reasons(shares: Floats, most: int = 3, least: float = 0.25) -> list[Reason]:
    """Why one group's forecast (a row of `shares`) is what it is, the largest share first.

    Only shares that pull the way the sum goes, and of at least `least` (0.25 moves an even chance to 56 %).
    """
    if np.isnan(shares).any():
        return []
    way = 1.0 if shares.sum() >= 0 else -1.0
    order = np.argsort(-shares * way, kind="stable")[:most]
    return [
        Reason(CODES[features.NAMES[i]][int(way > 0)], float(shares[i]))
        for i in order
        if shares[i] * way >= least
    ]
