import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.stats.minhash import agreement, candidates, caught, components, grams, jaccard, signatures


def exact(a: str, b: str) -> float:
    x, y = ({t[i : i + 3] for i in range(len(t) - 2)} for t in (a, b))
    return len(x & y) / max(len(x | y), 1)


def pair(*ij: int) -> np.ndarray:
    return np.array(ij, dtype=np.int64).reshape(-1, 2)


def test_banding_follows_the_published_curve() -> None:
    found = [round(caught(s, 5, 20), 4) for s in (0.2, 0.4, 0.5, 0.6, 0.8)]
    assert found == [0.0064, 0.186, 0.4701, 0.8019, 0.9996]
    assert round(caught(0.5, 4, 32), 4) == 0.8732
    assert caught(0.6) > 0.99


def test_grams_stay_inside_their_text() -> None:
    found = grams(["直播间见", "ab", "", "直播间"])
    assert np.diff(found.offsets).tolist() == [2, 0, 0, 1]
    assert found.hashes[0] == found.hashes[2]
    assert grams([]).offsets.tolist() == [0]


def test_the_estimate_is_as_precise_as_theory_says() -> None:
    random = np.random.default_rng(0)
    letters = np.array([chr(0x4E00 + i) for i in range(500)])
    texts: list[str] = []
    for edits in range(200):
        base = random.choice(letters, 60)
        other = base.copy()
        other[random.choice(60, edits % 15, replace=False)] = random.choice(letters, edits % 15)
        texts += ["".join(base), "".join(other)]
    pairs = np.arange(400).reshape(-1, 2)
    error = agreement(signatures(texts, 128), pairs) - jaccard(texts, pairs)
    assert np.sqrt((error**2).mean()) <= 0.0442
    assert abs(error.mean()) < 0.01


TEXTS = st.lists(st.text("ab早上好\U0001f339", max_size=12), min_size=1, max_size=10)


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_exact_index_equals_sets(texts: list[str]) -> None:
    n = len(texts)
    pairs = pair(*(x for i in range(n) for j in range(n) for x in (i, j)))
    assert jaccard(texts, pairs) == pytest.approx([exact(texts[i], texts[j]) for i, j in pairs])


def test_no_pairs_no_index() -> None:
    assert jaccard(["abc"], pair()).tolist() == []
    assert candidates(signatures([])).shape == (0, 2)


def test_equal_texts_are_always_candidates_in_linear_number() -> None:
    found = candidates(signatures(["今晚八点直播间不见不散"] * 50 + ["明天早上九点开门营业欢迎光临"]))
    assert len(found) <= 100
    assert set(components(51, found).tolist()) == {0, 50}


def test_signatures_never_change() -> None:
    assert signatures(["今晚八点直播间见"], 3)[:, 0].tolist() == [200532348, 878677069, 813641964]


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(1, 30), st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=40))
def test_components_are_the_smallest_reachable(n: int, edges: list[tuple[int, int]]) -> None:
    kept = [(a % n, b % n) for a, b in edges]
    label = list(range(n))
    for _ in range(n):
        for a, b in kept:
            label[a] = label[b] = min(label[a], label[b])
    assert components(n, pair(*(x for e in kept for x in e))).tolist() == label
