"""Where a series changes its level: PELT (Killick, Fearnhead and Eckley 2012), exact, with squared-error cost."""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def anscombe(counts: npt.ArrayLike) -> Floats:
    """2 √(y + 3/8): makes counts of any level vary by about 1."""
    return 2 * np.sqrt(np.asarray(counts, dtype=np.float64) + 0.375)


def pelt(series: npt.ArrayLike, penalty: float | None = None, min_size: int = 5) -> list[int]:
    """Starts of the segments after the first, minimising squared error + `penalty` a change.

    `penalty` defaults to 3 ln n, right for a series that varies by 1 around its level. Every position is tried
    (jump 1); each segment has at least `min_size` points.
    """
    x = np.asarray(series, dtype=np.float64)
    n = len(x)
    if n < 2 * min_size:
        return []
    price = 3 * math.log(n) if penalty is None else penalty
    x = x - x.mean()  # keeps the difference of prefix sums precise
    sums, squares = np.concatenate(([0.0], np.cumsum(x))), np.concatenate(([0.0], np.cumsum(x * x)))
    best = np.full(n + 1, np.inf)
    best[0] = -price
    previous = np.zeros(n + 1, dtype=np.int64)
    # A start that loses at t can be dropped, but only from t + min_size on: before that no segment can begin
    # at t, so the loser may still be the best there is.
    dropped_from = np.full(n + 1, n + 1, dtype=np.int64)
    starts = np.zeros(0, dtype=np.int64)
    for end in range(min_size, n + 1):
        starts = np.append(starts[dropped_from[starts] > end], end - min_size)
        length = end - starts
        total = sums[end] - sums[starts]
        cost = best[starts] + squares[end] - squares[starts] - total * total / length
        place = int(np.argmin(cost))
        best[end], previous[end] = cost[place] + price, starts[place]
        lost = starts[cost > best[end]]
        dropped_from[lost] = np.minimum(dropped_from[lost], end + min_size)
    found: list[int] = []
    end = int(previous[n])
    while end > 0:
        found.append(end)
        end = int(previous[end])
    return found[::-1]
