"""The next step: the smallest case of each, and the nearest in which something else, or nothing, is said."""

from typing import Any

import pytest

from yutang.customers.next_step import Standing, next_step
from yutang.kit.clock import DAY
from yutang.locales import catalogue

NOW = 20_000 * DAY
BASE: dict[str, Any] = {
    "followed": True, "followed_since": NOW - 90 * DAY, "stage": "aware", "tie": "weak", "orders": 0,
    "first_order_at": None, "last_act_at": NOW - 50 * DAY, "marketing": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "days"),
    [
        ({}, None, None),
        ({"asked_at": NOW - 2 * DAY}, "answer_question", 2), ({"asked_at": NOW - 31 * DAY}, None, None),
        ({"asked_at": NOW - 2 * DAY, "complained_at": NOW - 2 * DAY}, "answer_complaint", 2),
        ({"orders": 1, "first_order_at": NOW - 14 * DAY}, "thank_after_first_order", 14),
        ({"orders": 1, "first_order_at": NOW - 15 * DAY}, None, None),
        ({"orders": 2, "first_order_at": NOW - DAY}, None, None),
        ({"orders": 1, "first_order_at": NOW + DAY}, None, None),
        ({"stage": "at_risk", "orders": 3}, "wake_at_risk", 50), ({"stage": "lost", "orders": 3}, "win_back_lost", 50),
        ({"stage": "at_risk", "orders": 3, "marketing": False}, None, None),
        ({"stage": "at_risk", "orders": 3, "last_act_at": None}, None, None),
        ({"followed_since": NOW - 3 * DAY}, "greet_new_contact", 3), ({"followed_since": NOW - 4 * DAY}, None, None),
        ({"orders": 3, "marketing": None}, "ask_for_consent", None),
        ({"stage": "repeat", "tie": "strong", "orders": 3}, "ask_to_recommend", None),
        ({"stage": "repeat", "tie": "weak", "orders": 3}, None, None),
        ({"stage": "interacting"}, "offer_first_order", None),
        ({"orders": 3, "followed": False}, "add_as_contact", None), ({"followed": False}, None, None),
    ],
)  # fmt: skip
def test_the_first_that_fits_is_said(change: dict[str, Any], code: str | None, days: int | None) -> None:
    found = next_step(Standing(**(BASE | change)), NOW)
    assert (found.code if found else None) == code
    assert (found.params if found else {}) == ({} if days is None else {"days": days})
    if code:
        assert {f"next_step.{code}"} <= set(catalogue("en")) & set(catalogue("zh"))
