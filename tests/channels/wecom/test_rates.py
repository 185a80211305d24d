"""Rates: no minute and no hour, wherever it begins, holds more calls than the limit; bans as the platform's."""

from collections import deque

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.channels.wecom.limits import Rates
from yutang.channels.wecom.rates import Limiter
from yutang.kit.clock import SECOND

T0 = 1_780_000_000 * SECOND
CORP, API = "ww1", "externalcontact/get"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3 * SECOND), min_size=50, max_size=400), st.integers(20, 200))
def test_no_window_holds_more_than_the_limit(gaps: list[int], limit: int) -> None:
    limiter, now = Limiter(Rates(corp_minute=limit, corp_hour=limit * 4, share=1.0)), T0
    minute, hour = deque(), deque()
    for gap in gaps:
        now += gap
        if limiter.take(CORP, API, now) is None:
            minute.append(now)
            hour.append(now)
        while minute and minute[0] <= now - 60 * SECOND:
            minute.popleft()
        while hour and hour[0] <= now - 3600 * SECOND:
            hour.popleft()
        assert len(minute) <= limit
        assert len(hour) <= limit * 4


def test_the_instant_that_is_named_is_the_first_that_is_let_through() -> None:
    limiter, now = Limiter(Rates(corp_minute=600, share=1.0)), T0
    made = 0
    while now < T0 + 60 * SECOND:
        until = limiter.take(CORP, API, now)
        if until is None:
            made += 1
            continue
        assert until > now
        assert limiter.take(CORP, API, until - 2) is not None
        now = until
    assert 590 <= made <= 600


def test_apis_and_corps_have_buckets_of_their_own_and_an_address_has_one() -> None:
    limiter = Limiter(Rates(corp_minute=100, ip_minute=150, share=1.0))
    first = [limiter.take(CORP, API, T0) for _ in range(11)]
    assert [each is None for each in first] == [True] * 10 + [False]
    assert limiter.take(CORP, "gettoken", T0) is None
    second = [limiter.take("ww2", API, T0) for _ in range(6)]
    assert [each is None for each in second] == [True] * 5 + [False]  # the address' bucket holds 15


def test_a_first_refusal_rests_a_minute_and_the_next_an_hour() -> None:
    limiter = Limiter(Rates())
    assert limiter.refused(CORP, API, 45009, T0) == T0 + 60 * SECOND
    assert limiter.refused(CORP, API, 45009, T0 + SECOND) == T0 + 60 * SECOND  # was under way already
    assert limiter.take(CORP, API, T0 + 59 * SECOND) == T0 + 60 * SECOND
    limiter.succeeded(CORP, API, T0 + 2 * SECOND)  # so was this
    assert limiter.take(CORP, API, T0 + 59 * SECOND) == T0 + 60 * SECOND
    assert limiter.take(CORP, API, T0 + 60 * SECOND) is None
    again = T0 + 61 * SECOND
    assert limiter.refused(CORP, API, 45009, again) == again + 3600 * SECOND
    assert limiter.parked(again) == {(CORP, API): again + 3600 * SECOND}
    over = again + 3601 * SECOND
    limiter.succeeded(CORP, API, over)
    assert limiter.refused(CORP, API, 45009, over) == over + 60 * SECOND


def test_too_many_at_once_rests_for_seconds() -> None:
    limiter = Limiter(Rates(ban_at_once=5))
    assert limiter.refused(CORP, API, 45033, T0) == T0 + 5 * SECOND
    assert limiter.take(CORP, API, T0 + 5 * SECOND) is None


@pytest.mark.parametrize("back", [1, 3600 * SECOND])
def test_a_clock_that_steps_back_gives_no_calls_away(back: int) -> None:
    limiter = Limiter(Rates(corp_minute=10, share=1.0))
    assert limiter.take(CORP, API, T0) is None
    assert limiter.take(CORP, API, T0 - back) is not None
    assert limiter.take(CORP, API, T0) is not None
