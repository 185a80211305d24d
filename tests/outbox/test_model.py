"""The pure rules of a send's way."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.kit.clock import DAY, SECOND, micros, moment
from yutang.outbox.model import (
    GATE,
    HOUR,
    MINUTE,
    PLATFORM_ZONE,
    CapRule,
    Reason,
    allowance,
    may_remind,
    next_look,
    platform_reason,
)

LATEST = micros(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))


def _at(*when: int) -> int:
    return micros(dt.datetime(*when, tzinfo=PLATFORM_ZONE))  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("rule", "now", "since", "most"),
    [
        (CapRule.MONTH, (2026, 2, 14, 9), (2026, 2, 1), 28),
        (CapRule.MONTH, (2028, 2, 29, 23), (2028, 2, 1), 29),
        (CapRule.MONTH, (2026, 12, 31, 23), (2026, 12, 1), 31),
        (CapRule.MONTH, (2026, 4, 1, 0), (2026, 4, 1), 30),
        (CapRule.WEEK, (2026, 11, 29, 22), (2026, 11, 23), 7),  # a Sunday: the week began on Monday
        (CapRule.WEEK, (2026, 11, 30, 0), (2026, 11, 30), 7),
        (CapRule.DAY, (2026, 11, 29, 0), (2026, 11, 29), 1),
    ],
)
def test_what_the_platform_allows_since_when(
    rule: CapRule, now: tuple[int, ...], since: tuple[int, ...], most: int
) -> None:
    found = allowance(rule, _at(*now))
    assert (found.since, found.most) == (_at(*since), most)


def test_days_are_the_platforms_wherever_we_are() -> None:
    """23:30 in London is the next day in Shanghai."""
    late = micros(dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC))
    assert allowance(CapRule.MONTH, late).since == _at(2026, 2, 1)


@given(st.sampled_from(CapRule), st.integers(0, LATEST))
def test_an_allowance_began_and_is_of_whole_days(rule: CapRule, now: int) -> None:
    found = allowance(rule, now)
    assert found.since <= now < found.since + found.most * DAY or rule is CapRule.DAY
    assert moment(found.since, PLATFORM_ZONE).time() == dt.time()


@given(st.integers(0, 3 * DAY))
def test_looks_come_ever_more_seldom(elapsed: int) -> None:
    wait = next_look(0, elapsed) - elapsed
    assert 5 * MINUTE <= wait <= HOUR
    assert wait <= next_look(0, elapsed + MINUTE) - elapsed - MINUTE


def test_the_first_looks_are_soon_and_the_last_an_hour_apart() -> None:
    assert next_look(0, 0) == 5 * MINUTE
    assert next_look(0, 2 * HOUR) == 3 * HOUR
    assert next_look(0, 40 * HOUR) == 41 * HOUR


def test_three_reminders_in_a_day_and_no_fourth() -> None:
    now = 10 * DAY
    assert may_remind([], now)
    assert may_remind([now - HOUR, now - 2 * HOUR], now)
    assert not may_remind([now - HOUR, now - 2 * HOUR, now - 3 * HOUR], now)
    assert may_remind([now - HOUR, now - 2 * HOUR, now - DAY], now)
    assert not may_remind([now - HOUR, now - 2 * HOUR, now - DAY + SECOND], now)


def test_reasons_keep_their_codes() -> None:
    """They stand in facts."""
    assert {one.name.lower(): int(one) for one in Reason} == {
        "erased": 1, "house": 2, "no_account": 3, "blocked": 4, "no_relation": 5, "no_owner": 6, "not_yours": 7,
        "sender_unseen": 8, "no_consent": 9, "capped": 10, "booked": 11, "not_friend": 20, "platform_capped": 21,
        "not_chosen": 12, "no_tag": 13, "invalid": 22, "rejected": 23, "left_out": 24, "other": 25, "cancelled": 26,
        "expired": 27, "not_shown": 28,
    }  # fmt: skip
    assert tuple(Reason)[:13] == GATE


def test_a_reason_of_the_platform_that_is_new_to_us_is_told_as_such() -> None:
    assert platform_reason("capped") is Reason.PLATFORM_CAPPED
    assert platform_reason("status_9") is Reason.OTHER
