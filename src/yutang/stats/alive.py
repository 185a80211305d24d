"""Is a silence longer than this group's own rhythm allows? Rates per day, silences in days, arrays or scalars."""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def silence(rate: npt.ArrayLike, days: npt.ArrayLike) -> Floats:
    """P(silent for `days` or longer) = exp(−λ d), for a rate known exactly."""
    return np.exp(-np.asarray(rate, dtype=np.float64) * np.asarray(days, dtype=np.float64))


def silence_limit(rate: npt.ArrayLike, p: float = 0.01) -> Floats:
    """The silence in days that happens with probability `p`: −ln p / λ. Count days or sessions, not messages:

    messages come in bursts, and a Poisson rate of messages cries wolf.
    """
    return -math.log(p) / np.asarray(rate, dtype=np.float64)


def silence_gamma(r: npt.ArrayLike, alpha: npt.ArrayLike, days: npt.ArrayLike) -> Floats:
    """P(silent for `days` or longer) when the rate is only known as Gamma(r, α): (α / (α + d))ʳ.

    With k active days seen in T days and prior (r₀, α₀): r = r₀ + k, α = α₀ + T.
    """
    a = np.asarray(alpha, dtype=np.float64)
    return (a / (a + np.asarray(days, dtype=np.float64))) ** np.asarray(r, dtype=np.float64)


def p_alive(
    repeats: npt.ArrayLike, last: npt.ArrayLike, age: npt.ArrayLike, model: tuple[float, float, float, float]
) -> Floats:
    """BG/NBD (Fader, Hardie and Lee 2005): P(not yet dropped out), `model` = (r, α, a, b).

    `repeats` x after the first, `last` t_x and `age` T since the first, in the model's unit of time.
    1 where x = 0: the model lets nobody drop out before a repeat.
    """
    r, alpha, a, b = model
    x = np.asarray(repeats, dtype=np.float64)
    span = (alpha + np.asarray(age, dtype=np.float64)) / (alpha + np.asarray(last, dtype=np.float64))
    odds = a / (b + np.maximum(x, 1) - 1) * span ** (r + x)
    return np.where(x > 0, 1 / (1 + odds), 1.0)
