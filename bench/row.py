"""One measure of a bench."""

import os
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    name: str
    value: float
    unit: str
    floor: float | None = None
    note: str = ""


def median(work: Callable[[], object], runs: int = 3) -> float:
    """Median seconds of `runs` calls."""
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def busy() -> str:
    """How busy the machine was in the last minute: a figure taken beside other work says little."""
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
