"""How unevenly people take part: Gini, fewest who make half, and the shares of 1 / 9 / 90 %."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Participation(NamedTuple):
    """One entry a group."""

    gini: Floats  # 0 … 1; nan where nothing was said
    key_people: Ints  # fewest people who make the asked share; 0 where nothing was said
    top_share: Floats  # share by the busiest 1 %, at least one person; nan where nothing was said
    speakers: Ints  # people with more than nothing


class Shares(NamedTuple):
    """Shares of all contributions, summing to 1; nan where there are none."""

    top: float  # busiest 1 % of the members, at least one person
    middle: float  # next 9 %, at least one person where there are two
    rest: float


def gini(values: npt.ArrayLike) -> float:
    """Σ (2i − n − 1) xᵢ / (n Σ x), x ascending. Silent members count: pass their zeros. nan for no contribution."""
    x = np.sort(np.asarray(values, dtype=np.float64))
    total = float(x.sum())
    if total <= 0:
        return float("nan")
    n = len(x)
    return float(((2 * np.arange(1, n + 1) - n - 1) * x).sum() / (n * total))


def key_people(values: npt.ArrayLike, share: float = 0.5) -> int:
    """Fewest people who make at least `share` of everything (CHAOSS: contributor absence factor)."""
    x = np.sort(np.asarray(values, dtype=np.float64))[::-1]
    total = float(x.sum())
    if total <= 0:
        return 0
    return int(np.searchsorted(np.cumsum(x), share * total * (1 - 1e-12))) + 1


def shares(values: npt.ArrayLike) -> Shares:
    """Shares by the busiest 1 %, the next 9 % and the other 90 % of the members (zeros included)."""
    x = np.sort(np.asarray(values, dtype=np.float64))[::-1]
    total = float(x.sum())
    if total <= 0:
        return Shares(float("nan"), float("nan"), float("nan"))
    top = max(1, round(len(x) * 0.01))
    middle = max(top + 1, round(len(x) * 0.1))
    return Shares(
        float(x[:top].sum() / total), float(x[top:middle].sum() / total), float(x[middle:].sum() / total)
    )


def participation(
    group: npt.ArrayLike, values: npt.ArrayLike, members: npt.ArrayLike, share: float = 0.5
) -> Participation:
    """Gini, key people and top share of many groups at once.

    `group`: int codes 0 … k − 1, one a (group, person), in any order; `values`: that person's contributions, ≥ 0.
    `members`: k numbers of members per group; the missing ones are silent (fewer than the speakers: the speakers).
    """
    code, x = np.asarray(group, dtype=np.int64), np.asarray(values, dtype=np.float64)
    code, x = code[x > 0], x[x > 0]
    order = np.lexsort((x, code))
    code, x = code[order], x[order]
    wanted = np.asarray(members, dtype=np.int64)
    speakers = np.bincount(code, minlength=len(wanted)).astype(np.int64)
    start = np.concatenate(([0], np.cumsum(speakers)))
    size = np.maximum(wanted, speakers)
    total = np.bincount(code, weights=x, minlength=len(wanted))
    # Silent members hold the lowest ranks, so each speaker's rank is moved up by their number.
    rank = np.arange(len(x)) - start[code] + 1 + (size - speakers)[code]
    weighted = np.bincount(code, weights=(2 * rank - size[code] - 1) * x, minlength=len(wanted))
    # What a person and everybody busier made: total less what comes before them in ascending order.
    before = np.concatenate(([0.0], np.cumsum(x)))
    above = total[code] - (before[:-1] - before[start[code]])
    enough = above >= share * total[code] * (1 - 1e-12)
    keys = speakers - np.bincount(code[enough], minlength=len(wanted)) + (speakers > 0)
    top = np.maximum(1, np.round(size * 0.01)).astype(np.int64)
    in_top = np.arange(len(x)) >= start[code + 1] - top[code] if len(x) else np.zeros(0, dtype=np.bool_)
    best = np.bincount(code[in_top], weights=x[in_top], minlength=len(wanted))
    with np.errstate(invalid="ignore", divide="ignore"):
        silent = total <= 0
        return Participation(
            np.where(silent, np.nan, weighted / (size * total)),
            keys.astype(np.int64),
            np.where(silent, np.nan, best / total),
            speakers,
        )
