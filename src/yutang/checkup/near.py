# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Nearly the same words put into many groups: blasts that were reworded, renumbered or decorated.

The same words and links are found by fingerprint (importers); this is for the rest. Texts are reduced to letters,
the same ones taken once, proposed by MinHash and kept at Jaccard ≥ 0.6 with the cluster's most spread wording.
SimHash at its usual threshold 3 fails on chat-length Chinese: one edited word moves a dozen of its bits.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from yutang.stats.minhash import agreement, candidates, components, jaccard, signatures

THRESHOLD = (
    0.6  # share of common 3-grams: two of 20 letters changed side by side still pass, two apart do not
)
MIN_LETTERS = 8  # shorter texts share their 3-grams by chance
_MAX_CHARACTERS = 1_000  # what follows in a longer message is not compared
_ROUNDS = 8  # a chain of likenesses is split into at most so many clusters

Ints = npt.NDArray[np.int64]


class Near(NamedTuple):
    """One cluster of near-same texts."""

    sample: str  # its most spread wording, as written first
    wordings: int  # different texts as written
    groups: int  # distinct groups it was put into
    rows: Ints  # which rows of the input, ascending


def near_same(group: npt.ArrayLike, text: pa.Array | pa.ChunkedArray, min_groups: int = 3) -> list[Near]:
    """Clusters of near-same texts put into at least `min_groups` groups, most groups first. Deterministic.

    `group`: int code of each message's group; `text`: its text, null and short ones are passed over. About
    1.5 kB of memory a distinct text: give it a window (28 days) without filler, not the whole history.
    """
    groups = np.asarray(group, dtype=np.int64)
    raw, word, words = _distinct(text)
    kept = np.flatnonzero(word >= 0)
    if not len(kept):
        return []
    # Words are numbered by spread, so that the smallest of a cluster is its most spread one; ties by what they
    # say, not by which came first, so that the order of files does not matter.
    signature = signatures(words)
    pairs = np.unique(np.stack((word[kept], groups[kept]), axis=1), axis=0)
    spread = np.bincount(pairs[:, 0], minlength=len(words))
    order = np.lexsort((signature[1], signature[0], -spread))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    label = _clusters([words[i] for i in order], signature[:, order])
    return _gathered(label[place[word[kept]]], kept, groups, raw, min_groups)


def _distinct(text: pa.Array | pa.ChunkedArray) -> tuple[pa.DictionaryArray, Ints, list[str]]:
    """The texts by distinct raw text, each row's number among the distinct reduced texts (−1: none), and those."""
    whole = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    raw = pc.dictionary_encode(whole.cast(pa.string()))
    raw = raw.combine_chunks() if isinstance(raw, pa.ChunkedArray) else raw
    reduced = pc.dictionary_encode(_letters(raw.dictionary))
    words = reduced.dictionary.to_pylist()
    of_raw = np.append(pc.fill_null(reduced.indices, -1).to_numpy(zero_copy_only=False), -1)
    return raw, of_raw[pc.fill_null(raw.indices, -1).to_numpy(zero_copy_only=False)].astype(np.int64), words


def _letters(text: pa.Array) -> pa.Array:
    """Letters only, full-width made plain, lower case; null where fewer than MIN_LETTERS remain.

    Digits go too: a price, a date or a serial number is what a reworded blast changes first.
    """
    start = pc.utf8_slice_codeunits(text, 0, _MAX_CHARACTERS)
    plain = pc.utf8_lower(pc.utf8_normalize(start, form="NFKC"))
    letters = pc.replace_substring_regex(plain, r"[^\p{L}]+", "")
    return pc.if_else(pc.greater_equal(pc.utf8_length(letters), MIN_LETTERS), letters, None)


def _clusters(words: list[str], signature: npt.NDArray[np.uint32]) -> Ints:
    """For each word the smallest one it is near to, itself where there is none."""
    edges = candidates(signature)
    # The estimate is off by 0.06: what is far below the threshold needs no exact look.
    edges = edges[agreement(signature, edges) >= THRESHOLD - 0.25]
    edges = edges[jaccard(words, edges) >= THRESHOLD]
    label, free = np.arange(len(words), dtype=np.int64), np.ones(len(words), dtype=np.bool_)
    for _ in range(_ROUNDS):
        head = components(len(words), edges)
        member = np.flatnonzero(free & (head != np.arange(len(words))))
        if not len(member):
            break
        claim = np.stack((head[member], member), axis=1)
        # A is near B and B near C, yet A and C may share nothing: only those near the head belong to it.
        near = jaccard(words, claim) >= THRESHOLD
        label[member[near]] = head[member[near]]
        free[member[near]] = free[head[member]] = False
        edges = edges[free[edges].all(axis=1)]
    return label


def _gathered(label: Ints, kept: Ints, groups: Ints, raw: pa.DictionaryArray, min_groups: int) -> list[Near]:
    """Clusters from labelled rows `kept`."""
    spread = np.unique(np.stack((label, groups[kept]), axis=1), axis=0)
    wide = np.bincount(spread[:, 0])
    order = np.argsort(label, kind="stable")
    rows, heads = kept[order], label[order]
    starts = np.flatnonzero(np.concatenate(([True], heads[1:] != heads[:-1])))
    chosen = starts[wide[heads[starts]] >= min_groups]
    ends = dict(zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True))
    codes = raw.indices.to_numpy(zero_copy_only=False)
    found = [_near(rows[s : ends[s]], codes, raw, int(wide[heads[s]])) for s in chosen.tolist()]
    return sorted(found, key=lambda near: (-near.groups, int(near.rows[0])))


def _near(rows: Ints, codes: npt.NDArray[np.float64], raw: pa.DictionaryArray, groups: int) -> Near:
    texts, first, times = np.unique(codes[rows], return_index=True, return_counts=True)
    best = int(np.lexsort((first, -times))[0])
    return Near(raw.dictionary[int(texts[best])].as_py(), len(texts), groups, rows)
