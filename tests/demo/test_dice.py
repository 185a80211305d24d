from collections import Counter

import pytest

from yutang.demo.dice import Dice


def test_the_stream_is_pinned_so_that_a_new_library_cannot_move_it_unseen():
    dice = Dice(7, "groups")
    assert [dice.below(1000) for _ in range(8)] == [416, 505, 77, 975, 84, 646, 210, 328]


def test_names_and_seeds_make_independent_streams():
    firsts = {Dice(seed, name).unit() for seed in (1, 2, -1) for name in ("a", "b")}
    assert len(firsts) == 6


@pytest.mark.parametrize("n", [1, 2, 7, 1000])
def test_below_and_between_stay_inside(n):
    dice = Dice(1, "range")
    drawn = [dice.below(n) for _ in range(2000)]
    assert min(drawn) >= 0
    assert max(drawn) == n - 1 if n <= 7 else max(drawn) < n
    assert {dice.between(3, 3 + n) for _ in range(2000)} <= set(range(3, 4 + n))


def test_weights_are_kept():
    dice = Dice(1, "weights")
    counts = Counter(dice.weighted("abc", (1, 0, 3)) for _ in range(8000))
    assert counts["b"] == 0
    assert 0.7 < counts["c"] / 8000 < 0.8


def test_shuffled_is_a_permutation_and_leaves_its_source_alone():
    items = list(range(50))
    mixed = Dice(1, "mix").shuffled(items)
    assert items == list(range(50))
    assert sorted(mixed) == items != mixed


def test_some_takes_different_items_and_never_more_than_there_are():
    dice = Dice(1, "some")
    assert len(set(dice.some(range(10), 4))) == 4
    assert sorted(dice.some(range(3), 9)) == [0, 1, 2]


def test_a_token_is_letters_and_digits():
    token = Dice(1, "token").token(30)
    assert len(token) == 30
    assert token.isascii()
    assert token.isalnum()
