"""What to do next about a customer: one code, from what is known of them. Pure; the first that fits is said."""

import msgspec

from yutang.customers.views import NextStep
from yutang.kit.clock import DAY

# In days.
ANSWER_WITHIN, THANK_WITHIN, GREET_WITHIN = 30, 14, 3


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Instants in microseconds; None: never, or not known."""

    followed: bool  # by anybody, now
    followed_since: int | None
    stage: str | None
    tie: str | None
    orders: int
    first_order_at: int | None
    last_act_at: int | None
    asked_at: int | None = None  # their last message, when it asks and nobody answered
    complained_at: int | None = None  # the same of a complaint
    marketing: bool | None = None  # consent to marketing on any channel: given, withdrawn, or never asked


def next_step(of: Standing, now: int) -> NextStep | None:
    """The most pressing thing, or None. Parameters are days."""
    return _answer(of, now) or _bought(of, now) or _fading(of, now) or _growing(of, now)


def _answer(of: Standing, now: int) -> NextStep | None:
    for code, at in (("answer_complaint", of.complained_at), ("answer_question", of.asked_at)):
        if at is not None and now - at <= ANSWER_WITHIN * DAY:
            return _days(code, now - at)
    return None


def _bought(of: Standing, now: int) -> NextStep | None:
    first = of.first_order_at
    if of.orders == 1 and first is not None and 0 <= now - first <= THANK_WITHIN * DAY:
        return _days("thank_after_first_order", now - first)
    return None


def _fading(of: Standing, now: int) -> NextStep | None:
    """Nobody is woken who asked to be left alone."""
    code = {"at_risk": "wake_at_risk", "lost": "win_back_lost"}.get(of.stage or "")
    if code is None or of.marketing is False or of.last_act_at is None:
        return None
    return _days(code, now - of.last_act_at)


def _growing(of: Standing, now: int) -> NextStep | None:
    since = of.followed_since
    if of.followed and of.orders == 0 and since is not None and 0 <= now - since <= GREET_WITHIN * DAY:
        return _days("greet_new_contact", now - since)
    if of.marketing is None and of.followed and of.orders:
        return NextStep("ask_for_consent")
    if of.stage == "repeat" and of.tie == "strong":
        return NextStep("ask_to_recommend")
    if of.stage == "interacting" and of.followed:
        return NextStep("offer_first_order")
    return None if of.followed or not of.orders else NextStep("add_as_contact")


def _days(code: str, span: int) -> NextStep:
    return NextStep(code, {"days": span // DAY})
