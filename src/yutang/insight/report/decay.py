"""The decay curves: how likely a group of each state is to be active again, by how long one waits."""

import msgspec
import numpy as np

from yutang.checkup.model import Checkup, State
from yutang.insight.report.lists import HORIZONS

APART = 0.085  # of the height: labels at the end of the curves never come closer


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    state: str
    groups: int
    chances: list[float]  # 0 … 1 by horizon
    path: str  # SVG path in a box of 100 × 100, the origin at the top left
    label_top: float  # per cent of the height


class Curves(msgspec.Struct, frozen=True):
    horizons: tuple[int, ...]
    found: list[Curve]


def curves(checkup: Checkup) -> Curves:
    """The median curve of each state that has one, and where its name goes."""
    medians: list[tuple[State, int, list[float]]] = []
    for state in State:
        known = [
            group.decay
            for group in checkup.groups
            if group.state is state and len(group.decay) == len(HORIZONS)
        ]
        if known:
            medians.append((state, len(known), [float(p) for p in np.median(np.asarray(known), axis=0)]))
    tops = spread([1 - chances[-1] for _, _, chances in medians])
    return Curves(
        HORIZONS,
        [
            Curve(state=state, groups=n, chances=chances, path=_path(chances), label_top=round(100 * top, 2))
            for (state, n, chances), top in zip(medians, tops, strict=True)
        ],
    )


def spread(tops: list[float]) -> list[float]:
    """The heights (0 top … 1 bottom) moved apart, in their order, so that no two labels overlap."""
    order = sorted(range(len(tops)), key=lambda place: tops[place])
    placed, last = [0.0] * len(tops), -1.0
    for place in order:
        last = placed[place] = max(tops[place], last + APART)
    over = max(0.0, last - 1)
    floor = 1.0
    for place in order[::-1] if over else ():
        floor = placed[place] = min(placed[place], floor)
        floor -= APART
    return placed


def _path(chances: list[float]) -> str:
    points = [
        f"{100 * days / HORIZONS[-1]:.4g} {100 * (1 - p):.4g}"
        for days, p in zip(HORIZONS, chances, strict=True)
    ]
    return "M" + "L".join(points)
