# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""The how-manieth of its like each line of an order is: two of the same thing, scanned one by one, are two lines.

Lines of an order lie one behind the other. An order that comes again after others is the same order said twice, so it
is counted from one again, and its lines have the references they had.
"""

import numpy as np
import pyarrow as pa

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


class Alike:
    """Goes through a file's lines block by block; an order may go on in the next block."""

    def __init__(self) -> None:
        self._order: int | None = None  # hash of the last line's order
        self._met: dict[int, int] = {}  # of that order: how often each line was met

    def numbered(self, hashes: pa.Table) -> Ints:
        """1 for a line that is the first of its like in its order. `hashes`: `o` of the order, `k` of the line."""
        orders, lines = hashes["o"].to_numpy(), hashes["k"].to_numpy()
        if not len(orders):
            return np.zeros(0, np.int64)
        run = np.concatenate(([0], np.cumsum(orders[1:] != orders[:-1])))
        found = _places(run, lines)
        if self._order == int(orders[0]):
            for place in np.flatnonzero(run == 0).tolist():
                found[place] += self._met.get(int(lines[place]), 0)
        elif self._met:
            self._met = {}
        if run[-1] > 0:
            self._met = {}
        self._order = int(orders[-1])
        for place in np.flatnonzero(run == run[-1]).tolist():
            self._met[int(lines[place])] = int(found[place])
        return found


def _places(run: Ints, lines: Hashes) -> Ints:
    """1, 2, 3 … over the rows of one run and one line, in their order."""
    order = np.lexsort((lines, run))
    fresh = np.ones(len(order), bool)
    fresh[1:] = (run[order][1:] != run[order][:-1]) | (lines[order][1:] != lines[order][:-1])
    starts = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order)) - starts + 1
    return found
