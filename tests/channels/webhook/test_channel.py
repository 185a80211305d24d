"""The webhook channel over real sockets: signed, the same bytes each time, and what each answer means."""

import hashlib
import hmac
import json

import pytest
from tests.kit.receiver import closed_port, receiver

from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.message import Image, Message, Task
from yutang.channels.contract.outcomes import Refused, RetryAfter, Sent, Trouble
from yutang.channels.webhook.channel import Receiver, WebhookChannel
from yutang.kit.clock import SECOND
from yutang.kit.posting import MINUTE, WAITS, next_try

NOW = 1_780_000_000 * SECOND
TASK = Task(
    target=Target.PERSON,
    recipients=("p1", "p2"),
    message=Message(text="你好", attachments=(Image("m1"),), data={"n": 1}),
)


def _channel(url: str, reach: str = "local") -> WebhookChannel:
    return WebhookChannel(Receiver(url=url, secret="yws_secret", reach=reach), now=lambda: NOW, whole=10.0)


def test_a_task_arrives_signed() -> None:
    with receiver() as here:
        assert _channel(here.url).submit(TASK, "k1") == Sent("k1")
        _, headers, body = here.got[0]
    expected = hmac.new(b"yws_secret", b"1780000000." + body, hashlib.sha256).hexdigest()
    assert headers["X-Yutang-Signature"] == f"t=1780000000,v1={expected}"
    assert (headers["X-Yutang-Delivery"], headers["X-Yutang-Event"]) == ("k1", "message")
    assert json.loads(body) == {
        "id": "k1", "event": "message", "target": "person", "to": ["p1", "p2"], "from": None, "text": "你好",
        "attachments": [{"type": "image", "handle": "m1"}], "data": {"n": 1},
    }  # fmt: skip


def test_a_feed_says_who_may_see_it() -> None:
    feed = Task(target=Target.FEED, recipients=("li",), message=Message(text="新品"), tags=("et1",))
    with receiver() as here:
        assert _channel(here.url).submit(feed, "k1") == Sent("k1")
        _, _, body = here.got[0]
    assert json.loads(body)["tags"] == ["et1"]


def test_every_attempt_carries_the_same_bytes_and_key() -> None:
    with receiver(503, 503, 200) as here:
        found = [_channel(here.url).submit(TASK, "k1") for _ in range(3)]
        assert [type(each) for each in found] == [RetryAfter, RetryAfter, Sent]
        assert len({(headers["X-Yutang-Delivery"], body) for _, headers, body in here.got}) == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503, "garbage"])
def test_what_may_pass_is_for_later(status: object) -> None:
    with receiver(status) as here:
        found = _channel(here.url).submit(TASK, "k1")
    assert isinstance(found, RetryAfter)
    assert found.until == NOW + MINUTE


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410])
def test_what_the_receiver_refuses_is_refused(status: int) -> None:
    with receiver(status) as here:
        assert _channel(here.url).submit(TASK, "k1") == Refused(f"status_{status}", permanent=True)


def test_nobody_there_is_for_later() -> None:
    assert _channel(f"http://127.0.0.1:{closed_port()}/").submit(TASK, "k1") == RetryAfter(
        NOW + MINUTE, "unreachable"
    )


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "ftp://x/", "http://127.0.0.1:9/"])
def test_an_address_that_may_not_be_called_is_an_operators_to_mend(url: str) -> None:
    assert _channel(url, reach="lan").submit(TASK, "k1") == Refused(
        "address_refused", permanent=False, trouble=Trouble.CONFIG
    )


def test_when_a_message_is_dead_is_the_callers_to_say() -> None:
    assert [next_try(n, NOW) for n in range(1, 8)] == [*(NOW + wait for wait in WAITS), None]


def test_a_receiver_shows_neither_its_secret_nor_its_address() -> None:
    assert str(Receiver(url="https://hooks.example/key", secret="yws_secret")) == "Receiver()"
