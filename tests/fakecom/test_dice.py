"""Chance: the same seed draws the same, evenly, and a state that is restored goes on."""

from collections import Counter

import msgspec
import pytest

from yutang.fakecom.dice import LETTERS, Dice
from yutang.fakecom.state.world import State


def dice(seed: int = 1, drawn: int = 0) -> Dice:
    return Dice(State(seed=seed, drawn=drawn))


def test_the_same_seed_draws_the_same_and_another_differently() -> None:
    one, same, other = dice(), dice(), dice(2)
    first = [one.text(20) for _ in range(5)]
    assert first == [same.text(20) for _ in range(5)]
    assert set(first).isdisjoint(other.text(20) for _ in range(5))
    assert len(set(first)) == 5


def test_it_goes_on_where_the_state_was() -> None:
    state = State(seed=3)
    before = Dice(state)
    before.text(8)
    kept = msgspec.json.decode(msgspec.json.encode(state), type=State)
    assert Dice(kept).text(8) == before.text(8)


def test_ids_are_of_letters_digits_and_two_signs() -> None:
    drawn = "".join(dice(drawn=n).text(64) for n in range(200))
    assert set(drawn) == set(LETTERS)
    counts = Counter(drawn)
    assert max(counts.values()) < 2 * min(counts.values())


@pytest.mark.parametrize(
    ("probability", "low", "high"), [(0, 0, 0), (0.25, 400, 600), (1, 2000, 2000), (2, 2000, 2000)]
)
def test_a_chance_comes_about_as_often_as_it_says(probability: float, low: int, high: int) -> None:
    draws = dice()
    assert low <= sum(draws.chance(probability) for _ in range(2000)) <= high


def test_numbers_reach_both_ends() -> None:
    draws = dice()
    assert {draws.number(3, 6) for _ in range(200)} == {3, 4, 5, 6}
    assert {draws.pick("ab") for _ in range(50)} == {"a", "b"}
    assert all(0 <= draws.fraction() < 1 for _ in range(200))
