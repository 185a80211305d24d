"""Shares with their uncertainty."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Interval(NamedTuple):
    low: Floats
    high: Floats


def wilson(hits: npt.ArrayLike, tries: npt.ArrayLike, z: float = 1.959963984540054) -> Interval:
    """Wilson score interval of hits / tries, for scalars or arrays; 0 … 1 where nothing was tried."""
    k, n = np.asarray(hits, dtype=np.float64), np.asarray(tries, dtype=np.float64)
    safe = np.maximum(n, 1)
    share = k / safe
    middle = (share + z * z / (2 * safe)) / (1 + z * z / safe)
    half = z / (1 + z * z / safe) * np.sqrt(share * (1 - share) / safe + z * z / (4 * safe * safe))
    return Interval(
        np.where(n > 0, np.maximum(middle - half, 0), 0.0), np.where(n > 0, np.minimum(middle + half, 1), 1.0)
    )


def shrunk(hits: npt.ArrayLike, tries: npt.ArrayLike, mean: float, strength: float) -> Floats:
    """Share drawn towards `mean` as by `strength` earlier tries: mean of Beta(mean·s + k, (1 − mean)·s + n − k)."""
    k, n = np.asarray(hits, dtype=np.float64), np.asarray(tries, dtype=np.float64)
    return (k + mean * strength) / (n + strength)
