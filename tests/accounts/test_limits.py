"""Lock-out and windows, and what a clock that is set back does to them: nothing that helps or harms anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.people import HOUR, MINUTE, NOW
from yutang.accounts.limits import (
    LONGEST_LOCK,
    WRONG,
    Guard,
    Strangers,
    Window,
    locked_until,
    neighbourhood,
    tried,
)
from yutang.kit.clock import DAY, SECOND


def _wrong(guard: Guard, times: int, now: int, step: int = SECOND) -> tuple[Guard, int]:
    for _ in range(times):
        now += step
        guard = tried(guard, now)
    return guard, now


def test_ten_wrong_passwords_lock_for_a_quarter_of_an_hour() -> None:
    guard, now = _wrong(Guard(), WRONG - 1, NOW)
    assert locked_until(guard, now) is None
    guard, now = _wrong(guard, 1, now)
    assert locked_until(guard, now) == now + 15 * MINUTE
    assert locked_until(guard, now + 15 * MINUTE - 1) is not None
    assert locked_until(guard, now + 15 * MINUTE) is None


def test_wrong_passwords_over_a_long_time_lock_nobody() -> None:
    guard, now = _wrong(Guard(), 60, NOW, step=2 * MINUTE)
    assert (guard.locks, locked_until(guard, now)) == (0, None)


def test_each_lock_is_twice_as_long_and_none_lasts_for_days() -> None:
    guard, now, lengths = Guard(), NOW, []
    for _ in range(8):
        guard, now = _wrong(guard, WRONG, now)
        until = locked_until(guard, now)
        assert until
        lengths.append((until - now) // MINUTE)
        now = until
    assert lengths == [15, 30, 60, 120, 240, 480, 480, 480]
    assert LONGEST_LOCK == 8 * HOUR


def test_after_a_quiet_day_a_lock_is_short_again() -> None:
    guard, now = _wrong(Guard(), WRONG, NOW)
    guard, now = _wrong(guard, WRONG, now + 15 * MINUTE)
    assert guard.locks == 2
    guard, now = _wrong(guard, WRONG, now + DAY)
    assert guard.locks == 1


@pytest.mark.parametrize("back", [SECOND, HOUR, DAY, 4000 * DAY])
def test_setting_the_clock_back_unlocks_nobody(back: int) -> None:
    guard, now = _wrong(Guard(), WRONG, NOW)
    assert locked_until(guard, now - back) is not None


def test_a_lock_made_in_a_wrong_future_ends_in_time_once_somebody_tries() -> None:
    guard, _ = _wrong(Guard(), WRONG, NOW + 4000 * DAY)
    strangers = Strangers()
    strangers._guards["x"] = guard
    assert strangers.tried("x", NOW) == NOW + 15 * MINUTE
    assert strangers.tried("x", NOW + 15 * MINUTE) is None


@given(st.lists(st.integers(-3 * DAY, 20 * MINUTE), max_size=60))
def test_however_the_clock_jumps_a_lock_is_bounded_and_counts_never_shrink_by_it(jumps: list[int]) -> None:
    guard, now = Guard(), NOW
    for jump in jumps:
        now += jump
        until = locked_until(guard, now)
        if until is not None:
            assert now < until <= now + LONGEST_LOCK
            continue
        before, guard = guard, tried(guard, now)
        if jump < 0:
            assert guard.wrong == before.wrong + 1 or guard.locks == before.locks + 1


def test_a_window_lets_so_many_through_and_says_how_long_to_wait() -> None:
    window = Window(3, MINUTE)
    assert [window.take("a", NOW + n * SECOND) for n in range(4)] == [0, 0, 0, 57 * SECOND]
    assert window.take("b", NOW + 3 * SECOND) == 0
    assert window.take("a", NOW + MINUTE) == 0


def test_what_is_given_back_does_not_count() -> None:
    window = Window(1, MINUTE)
    for _ in range(5):
        assert window.take("a", NOW) == 0
        window.give_back("a")
    window.give_back("never seen")
    assert window.take("a", NOW) == 0
    assert window.take("a", NOW) > 0


def test_a_window_holds_no_more_keys_than_it_may() -> None:
    window = Window(3, MINUTE, keys=100)
    for n in range(1000):
        window.take(str(n), NOW)
    assert len(window) == 100


def test_a_window_under_a_clock_set_back_neither_opens_nor_stays_shut() -> None:
    window = Window(2, MINUTE)
    window.take("a", NOW)
    window.take("a", NOW)
    assert 0 < window.take("a", NOW - DAY) <= MINUTE
    assert window.take("a", NOW - DAY + MINUTE) == 0


def test_strangers_are_locked_like_everybody_and_bounded() -> None:
    strangers = Strangers(most=50)
    told = [strangers.tried("nobody", NOW) for _ in range(WRONG + 1)]
    assert told == [None] * WRONG + [NOW + 15 * MINUTE]
    for n in range(500):
        strangers.tried(str(n), NOW)
    assert len(strangers) == 50


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("x" * 500, "x" * 64),
    ],
)
def test_one_household_counts_as_one_address(address: str, place: str) -> None:
    assert neighbourhood(address) == place
