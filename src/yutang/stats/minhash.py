"""Which texts share most of their character 3-grams: MinHash with banding, then the exact Jaccard index.

Broder 1997; banding finds a pair of similarity s with probability 1 − (1 − sʳ)ᵇ. Everything is columns: texts are
rows 0 … n − 1, their grams lie end to end in one array with n + 1 offsets.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_Whole = TypeVar("_Whole", np.int64, np.uint64)
ROWS = 3  # r
BANDS = 20  # b: finds 99 % of pairs at 0.6 (95 % at 0.52)
_CHUNK = 20_000  # texts hashed at a time: bounds memory
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Grams(NamedTuple):
    hashes: npt.NDArray[np.uint32]  # one a 3-gram, repeated where the text repeats it
    offsets: Ints  # n + 1


def caught(similarity: float, rows: int = ROWS, bands: int = BANDS) -> float:
    """Probability that banding proposes a pair of that similarity: 1 − (1 − sʳ)ᵇ."""
    return 1 - (1 - similarity**rows) ** bands


def grams(texts: Sequence[str]) -> Grams:
    """Hashes of the overlapping 3-grams of each text; none for texts under three characters (no NUL inside)."""
    joined = "\0".join([*texts, ""])
    points = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    if len(points) < 3:
        return Grams(np.zeros(0, np.uint32), np.zeros(len(texts) + 1, np.int64))
    wide = points.astype(np.uint64)
    # Code points have 21 bits: three of them fill 63, without a collision before mixing.
    packed = wide[:-2] << np.uint64(42) | wide[1:-1] << np.uint64(21) | wide[2:]
    inside = (points[:-2] != 0) & (points[1:-1] != 0) & (points[2:] != 0)
    ends = np.flatnonzero(points == 0)
    counted = np.concatenate(([0], np.cumsum(inside), np.full(2, inside.sum()))).astype(np.int64)
    return Grams(
        (_mixed(packed[inside]) >> np.uint64(32)).astype(np.uint32), np.concatenate(([0], counted[ends]))
    )


def _mixed(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """SplitMix64 (Steele, Lea and Flood 2014): each bit of the result hangs on each bit of x."""
    x = x + _GOLDEN
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def signatures(texts: Sequence[str], count: int = ROWS * BANDS) -> npt.NDArray[np.uint32]:
    """MinHash values, shape (count, n), the same on every machine; texts without grams hold the largest value."""
    multiplier = _mixed(np.arange(count, dtype=np.uint64)) | np.uint64(1)
    addend = _mixed(np.arange(count, 2 * count, dtype=np.uint64))
    result = np.full((count, len(texts)), np.iinfo(np.uint32).max, dtype=np.uint32)
    for start in range(0, len(texts), _CHUNK):
        found = grams(texts[start : start + _CHUNK])
        filled = np.flatnonzero(np.diff(found.offsets) > 0)
        if not len(filled):
            continue
        hashes, first = found.hashes.astype(np.uint64), found.offsets[filled]
        for i in range(count):
            value = (hashes * multiplier[i] + addend[i]) >> np.uint64(32)
            result[i, start + filled] = np.minimum.reduceat(value.astype(np.uint32), first)
    return result


def candidates(signature: npt.NDArray[np.uint32], rows: int = ROWS) -> Ints:
    """Pairs (i, j), i < j, shape (m, 2), that agree in at least one band.

    A bucket of k texts gives 2k pairs, not k²: each with the first and with its neighbour. Different bands have
    different neighbours, so a cluster still hangs together.
    """
    n = signature.shape[1]
    found: list[Ints] = []
    for start in range(0, len(signature) - rows + 1, rows):
        key = np.zeros(n, dtype=np.uint64)
        for row in signature[start : start + rows]:
            key = (key ^ row) * _GOLDEN
            key ^= key >> np.uint64(29)
        order = np.argsort(key, kind="stable").astype(np.int64)
        same = np.concatenate(([False], key[order[1:]] == key[order[:-1]]))
        first = order[np.maximum.accumulate(np.where(same, 0, np.arange(n, dtype=np.int64)))]
        here = np.flatnonzero(same)
        found += [first[here] * n + order[here], order[here - 1] * n + order[here]]
    pairs = _once(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return np.stack((pairs // max(n, 1), pairs % max(n, 1)), axis=1)


def _once(values: npt.NDArray[_Whole]) -> npt.NDArray[_Whole]:
    """Sorted, without doubles. numpy's own `unique` goes through a hash table: five times slower here."""
    ordered = np.sort(values)
    return ordered[np.concatenate((np.ones(min(len(ordered), 1), np.bool_), ordered[1:] != ordered[:-1]))]


def agreement(signature: npt.NDArray[np.uint32], pairs: Ints) -> npt.NDArray[np.float64]:
    """Jaccard index of each pair as MinHash estimates it (standard error √(s (1 − s) / count))."""
    same = np.zeros(len(pairs), dtype=np.int64)
    for row in signature:
        same += row[pairs[:, 0]] == row[pairs[:, 1]]
    return same / len(signature)


def jaccard(texts: Sequence[str], pairs: Ints) -> npt.NDArray[np.float64]:
    """Exact Jaccard index of the 3-gram sets of each pair of rows; 0 for two texts without any."""
    used, place = np.unique(pairs, return_inverse=True)
    left, right = place.reshape(pairs.shape).T
    chosen: list[int] = used.tolist()
    found = grams([texts[i] for i in chosen])
    owner = np.repeat(np.arange(len(used), dtype=np.uint64), np.diff(found.offsets))
    keys = _once(owner << np.uint64(32) | found.hashes)
    size = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=len(used)).astype(np.int64)
    chunks = range(0, len(pairs), _CHUNK)
    parts = [_shared(keys, size, left[i : i + _CHUNK], right[i : i + _CHUNK]) for i in chunks]
    shared = np.concatenate([np.zeros(0, np.int64), *parts])
    return shared / np.maximum(size[left] + size[right] - shared, 1)


def _shared(keys: npt.NDArray[np.uint64], size: Ints, left: Ints, right: Ints) -> Ints:
    """How many grams each pair has in common: the left ones looked up among the right one's.

    `keys`: text · 2³² + gram, ascending, no doubles; `size`: grams a text.
    """
    start = np.cumsum(size) - size
    pair = np.repeat(np.arange(len(left)), size[left])
    inner = np.arange(len(pair)) - np.repeat(np.cumsum(size[left]) - size[left], size[left])
    gram = keys[start[left[pair]] + inner] & np.uint64(0xFFFFFFFF)
    sought = right[pair].astype(np.uint64) << np.uint64(32) | gram
    spot = np.minimum(np.searchsorted(keys, sought), max(len(keys) - 1, 0))
    return np.bincount(pair[keys[spot] == sought], minlength=len(left)).astype(np.int64)


def components(n: int, edges: Ints) -> Ints:
    """For each of n nodes the smallest node it hangs together with; `edges` of shape (m, 2)."""
    label = np.arange(n, dtype=np.int64)
    a, b = edges[:, 0], edges[:, 1]
    while len(edges):
        low = np.minimum(label[a], label[b])
        fresh = label.copy()
        np.minimum.at(fresh, label[a], low)
        np.minimum.at(fresh, label[b], low)
        fresh = fresh[fresh]
        if np.array_equal(fresh, label):
            break
        label = fresh
    return label
