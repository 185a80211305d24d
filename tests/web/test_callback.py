"""Callbacks over HTTP: the check of the address, events kept once, and everything that is turned away, counted."""

import os
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace
from tests.connections.conftest import BOSS, NOW, SETTINGS
from tests.web.application import make_app
from tests.web.conftest import BASE

from yutang.connections import actions, inbox_store
from yutang.connections.inbox import Added, Inbox
from yutang.fakecom.crypto import Envelope
from yutang.kit.secrets import Secrets

SECONDS = NOW // 1_000_000
EVENT = (
    "<xml><ToUserName><![CDATA[ww1234567890abcdef]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>"
    "<CreateTime>{at}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event>"
    "<ChangeType><![CDATA[add_external_contact]]></ChangeType><UserID><![CDATA[li]]></UserID><ExternalUserID>"
    "<![CDATA[{who}]]></ExternalUserID><State><![CDATA[渠道A]]></State><WelcomeCode><![CDATA[CODE]]></WelcomeCode></xml>"
)
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'


def _event(who: str = "wmA", at: int = SECONDS - 1) -> str:
    return EVENT.format(who=who, at=at)


@pytest.fixture
def pushed(empty: Any) -> Iterator[SimpleNamespace]:
    """The application with a connection; `push(plain)` sends a callback as the platform does."""
    state, here = empty.ledger.state, SimpleNamespace(kept=0, added=list[Added]())
    settings = SETTINGS | {"base_url": "http://127.0.0.1:1"}
    secrets = Secrets(empty.home)
    made, _ = state.write(
        lambda c: actions.connect(c, "wecom", "x", settings, secrets=secrets, viewer=BOSS, now=NOW)
    )
    told = threading.Event()
    here.state, here.id, here.path, here.told = state, made.id, f"/callback/{made.path}", told
    here.inbox = Inbox(state, told.set, now=lambda: NOW)
    here.inbox.on_added(here.added.append)
    context = replace(empty.context, inbox=here.inbox, now=lambda: here.now)
    here.now = NOW
    with TestClient(make_app(context), base_url=BASE) as http:
        here.http, here.push = http, _pusher(here, http)
        yield here
    here.inbox.close()


def _pusher(here: SimpleNamespace, http: TestClient[Any]) -> Callable[..., int]:
    def push(plain: str = "", *, receiver: str = SETTINGS["corp_id"], **more: Any) -> int:
        envelope = Envelope(SETTINGS["token"], more.get("key", SETTINGS["aes_key"]), receiver)
        sealed = envelope.seal((plain or _event()).encode(), os.urandom(16))
        stamp, nonce = str(more.get("stamp", SECONDS)), os.urandom(4).hex()
        query = {"msg_signature": envelope.sign(stamp, nonce, sealed), "timestamp": stamp, "nonce": nonce}
        body = more.get("body", f"<xml><ToUserName>x</ToUserName><Encrypt>{sealed}</Encrypt></xml>")
        answer = http.post(here.path, params=query | more.get("query", {}), content=body)
        if answer.status_code == 200:
            assert answer.content == b""
        return answer.status_code

    return push


def _refused(here: SimpleNamespace) -> dict[str, int]:
    here.inbox.close()
    with here.state.read() as conn:
        return {r.reason: r.count for r in inbox_store.health(conn, here.id).refusals}


def _kept(here: SimpleNamespace) -> list[Any]:
    with here.state.read() as conn:
        return inbox_store.due(conn, NOW, 100)


def test_the_check_of_the_address_is_answered_with_the_bare_text(pushed: SimpleNamespace) -> None:
    envelope = Envelope(SETTINGS["token"], SETTINGS["aes_key"], SETTINGS["corp_id"])
    for n in range(20):  # so that some have a plus sign in them, and some a slash
        echo = envelope.seal(f"161614031755516106{n}".encode(), os.urandom(16))
        query = {"msg_signature": envelope.sign(str(SECONDS), "n", echo), "timestamp": SECONDS, "nonce": "n"}
        answer = pushed.http.get(f"{pushed.path}?{urlencode(query | {'echostr': echo})}")
        assert (answer.status_code, answer.content) == (200, f"161614031755516106{n}".encode())
    assert _kept(pushed) == []


def test_an_event_is_kept_before_it_is_answered_and_a_copy_is_not(pushed: SimpleNamespace) -> None:
    assert [pushed.push() for _ in range(3)] == [
        200,
        200,
        200,
    ]  # each with another nonce and other random bytes
    (one,) = _kept(pushed)
    assert (one.kind, one.subject, one.staff, one.happened_at) == (
        "contact.added",
        "wmA",
        "li",
        (SECONDS - 1) * 1_000_000,
    )
    assert one.body == _event().encode()
    assert pushed.told.is_set()


def test_a_newcomer_is_told_of_at_once_and_once(pushed: SimpleNamespace) -> None:
    for _ in range(2):
        pushed.push()
    (one,) = pushed.added
    assert (one.staff, one.person, one.state, one.welcome_code) == ("li", "wmA", "渠道A", "CODE")
    assert (one.connection_id, one.half, one.received_at) == (pushed.id, False, NOW)


def test_events_of_one_second_are_each_kept(pushed: SimpleNamespace) -> None:
    for n in range(50):
        pushed.push(_event(f"wm{n}"))
    assert len(_kept(pushed)) == len(pushed.added) == 50


def test_who_is_turned_away_is_counted_by_why(pushed: SimpleNamespace) -> None:
    other = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR"
    statuses = [
        pushed.push(receiver="ww0000000000000000"),
        pushed.push(key=other),
        pushed.push(query={"msg_signature": "0" * 40}),
        pushed.push(stamp=SECONDS - 601),
        pushed.push(stamp=SECONDS + 601),
        pushed.push(query={"timestamp": "soon"}),
        pushed.push(body="<xml/>"),
        pushed.push(body=BOMB),
        pushed.push(body="x" * (1 << 20)),
        pushed.http.put(
            pushed.path, params={"msg_signature": "x", "timestamp": SECONDS, "nonce": "n"}
        ).status_code,
    ]
    assert statuses == [403, 403, 403, 403, 403, 400, 400, 400, 413, 405]
    refused = _refused(pushed)
    assert refused.pop("padding", 0) + refused.pop("length", 0) + refused.pop("receiver", 0) == 2
    assert refused == {"signature": 1, "timestamp": 2, "query": 1, "xml": 2, "too_large": 1, "method": 1}
    assert _kept(pushed) == []


def test_a_body_of_no_known_length_is_read_to_a_bound(pushed: SimpleNamespace) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    assert pushed.http.post(pushed.path, content=pieces()).status_code == 413
    assert _refused(pushed) == {"too_large": 1}


def test_nobody_is_there_by_that_name(pushed: SimpleNamespace) -> None:
    assert pushed.http.post("/callback/nobody").status_code == 404
    assert pushed.http.get("/callback/").status_code == 404
    assert _refused(pushed) == {}


def test_what_is_switched_off_takes_nothing_and_what_is_removed_is_not_there(pushed: SimpleNamespace) -> None:
    pushed.state.write(lambda c: actions.switch(c, pushed.id, on=False, viewer=BOSS, now=NOW))
    pushed.now += 1_000_000
    assert pushed.push() == 403
    pushed.state.write(lambda c: actions.disconnect(c, pushed.id, viewer=BOSS, now=NOW))
    pushed.now += 1_000_000
    assert pushed.push() == 404


def test_a_new_token_counts_within_a_second(pushed: SimpleNamespace, empty: Any) -> None:
    assert pushed.push() == 200
    secrets = Secrets(empty.home)
    told = {"token": "another1"}
    pushed.state.write(
        lambda c: actions.reset(c, pushed.id, name=None, told=told, secrets=secrets, viewer=BOSS, now=NOW)
    )
    pushed.now += 1_000_000
    assert pushed.push(_event("wmB")) == 403


def test_what_cannot_be_understood_is_kept_all_the_same(pushed: SimpleNamespace) -> None:
    assert pushed.push("<xml><Event>of_tomorrow</Event><CreateTime>5</CreateTime></xml>") == 200
    assert pushed.push("no xml at all") == 200
    assert [one.kind for one in _kept(pushed)] == ["unknown", "unknown"]


def test_a_server_that_stops_says_come_again(pushed: SimpleNamespace) -> None:
    pushed.inbox.close()
    assert pushed.push() == 503
