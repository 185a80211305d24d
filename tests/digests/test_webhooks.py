"""The rules of pushing: what is tried again and when, how a message is signed, what an address may look like."""

import json

import pytest
from tests.digests.pair import large

from yutang.digests.model import Period
from yutang.digests.webhooks import (
    LISTED,
    DeliveryState,
    Next,
    digest_body,
    judge,
    trial_body,
)
from yutang.kit.clock import SECOND
from yutang.kit.posting import WAITS, Answer
from yutang.locales import catalogue

NOW = 1_772_000_000_000_000


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_delivered(status: int) -> None:
    assert judge(Answer(status), 1, NOW) == Next(DeliveryState.DELIVERED, None, None)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, "status"),
        (401, "status"),
        (404, "status"),
        (410, "status"),
        (301, "redirect"),
        (308, "redirect"),
        (199, "status"),
    ],
)
def test_what_the_receiver_refuses_is_final(status: int, error: str) -> None:
    assert judge(Answer(status), 1, NOW) == Next(DeliveryState.REFUSED, None, error)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500),
        Answer(503),
        Answer(429),
        Answer(408),
        Answer(425),
        Answer(599),
        Answer(error="timeout", again=True),
    ],
)
def test_what_may_pass_is_tried_again_ever_later(answer: Answer) -> None:
    waits = [judge(answer, n, NOW).next_at - NOW for n in range(1, 7)]
    assert [w // (60 * SECOND) for w in waits] == [1, 5, 30, 120, 360, 720]
    assert judge(answer, len(WAITS) + 1, NOW).state is DeliveryState.DEAD


def test_an_address_that_is_refused_is_not_tried_again() -> None:
    assert judge(Answer(error="address_refused"), 1, NOW).state is DeliveryState.REFUSED


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_state_and_error_has_words(lang) -> None:
    errors = (
        "timeout",
        "unreachable",
        "status",
        "redirect",
        "no_such_host",
        "address_refused",
        "certificate",
        "secret_lost",
        "protocol",
    )
    said = catalogue(lang)
    assert {f"webhook.state.{s}" for s in DeliveryState} | {f"webhook.error.{e}" for e in errors} <= set(said)


def test_the_body_holds_the_summary_the_text_and_the_link() -> None:
    made = large(600)
    body = digest_body(made, "zh", key="dg_9", made_at=NOW, link="https://y/app/digests/9")
    told = json.loads(body)
    assert (told["id"], told["event"], told["made_at"]) == ("dg_9", "digest.weekly", NOW // 1000)
    assert told["text"].startswith("群体检周报")
    assert told["text"].endswith("https://y/app/digests/9")
    assert len(told["digest"]["moved"]) == LISTED
    assert told["left_out"]["moved"] == len(made.moved) - LISTED
    assert len(body) < 100_000


def test_a_trial_has_the_same_shape() -> None:
    told = json.loads(trial_body("en", key="t", made_at=NOW, link="/app/digests"))
    assert set(told) == set(json.loads(digest_body(large(9), "en", key="t", made_at=NOW, link="")))
    assert "test" in told["text"]


def test_both_periods_have_an_event_of_their_own() -> None:
    assert {f"digest.{p}" for p in Period} == {"digest.daily", "digest.weekly"}
