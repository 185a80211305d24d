"""The client over real sockets: what is retried, what never is, and that it waits no longer than it may."""

import threading
from typing import Any

import pytest
from tests.channels.wecom.scripted import SECRET, START, error, serving

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.client import Pace
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Wire
from yutang.kit.clock import SECOND

READ = Call("GET", "externalcontact/list", repeats=True)
WRITE = Call("POST", "externalcontact/add_msg_template")


class Ids(Wire):
    external_userid: list[str] = []


class Text(Ask):
    text: str


def _failure(found: object) -> Failure:
    assert isinstance(found, Failure)
    return found


def test_an_answer_comes_typed_and_the_token_is_fetched_once() -> None:
    with serving() as (server, client, _):
        server.play[READ.path] = [{"errcode": 0, "errmsg": "ok", "external_userid": ["wm1"], "new": 1}]
        for _round in range(3):
            found = client.ask(READ, Ids, query={"userid": "li"})
            assert found == Ids(external_userid=["wm1"], extra={"errcode": 0, "errmsg": "ok", "new": 1})
        assert [each.query for each in server.calls("gettoken")] == [
            {"corpid": "wwcorp0000000001", "corpsecret": SECRET}
        ]
        assert server.calls(READ.path)[0].query == {"userid": "li", "access_token": "token-1"}


def test_texts_are_sent_as_they_are() -> None:
    """The server may refuse a literal \\uXXXX (40033)."""
    with serving() as (server, client, _):
        client.ask(WRITE, Wire, Text(text='鱼塘😀 "a"\\u4f60\x07\n'))
        body = server.calls(WRITE.path)[0].body
        assert body == '{"text":"鱼塘😀 \\"a\\"\\\\u4f60\\n"}'.encode()
        assert server.calls(WRITE.path)[0].headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("call", [READ, WRITE])
@pytest.mark.parametrize("code", [-1, 6000])
def test_a_busy_server_is_asked_three_times(call: Call, code: int) -> None:
    with serving() as (server, client, time):
        server.play[call.path] = [error(code)]
        found = _failure(client.ask(call, Wire))
        assert (found.trouble, found.code, len(server.calls(call.path))) == (Trouble.RETRY, str(code), 3)
        assert time.slept == [0.75, 1.5]
        assert found.until == time.now + SECOND
        server.play[call.path] = [error(code), error(0)]
        assert isinstance(client.ask(call, Wire), Wire)


@pytest.mark.parametrize("end", ["drop", "cut", 502, b"<html>502 Bad Gateway</html>", b"[]"])
def test_a_read_is_repeated_and_a_write_is_not_when_the_answer_was_lost(end: object) -> None:
    with serving() as (server, client, time):
        server.play[READ.path] = [end, error(0)]
        assert isinstance(client.ask(READ, Wire), Wire)
        assert len(server.calls(READ.path)) == 2
        time.slept.clear()
        server.play[WRITE.path] = [end, error(0)]
        found = _failure(client.ask(WRITE, Wire))
        assert (found.trouble, found.unsure, len(server.calls(WRITE.path))) == (Trouble.RETRY, True, 1)
        assert time.slept == []


def test_what_never_left_may_be_tried_again() -> None:
    with serving() as (server, client, time):
        client.ask(READ, Wire)  # has a token
        server.http.shutdown()
        server.http.server_close()
        client.close()
        client.__init__(client.connection, client._limiter, clock=time.clock(), pace=Pace(network=2.0))
        found = _failure(client.ask(WRITE, Wire))
        assert (found.trouble, found.code, found.unsure) == (Trouble.RETRY, "unreachable", False)


def test_patience_ends_before_the_tries() -> None:
    with serving() as (server, client, time):
        server.play[READ.path] = [error(-1)]
        client.ask(READ, Wire, pace=Pace(patience=1.0))
        assert (time.slept, len(server.calls(READ.path))) == ([0.75], 2)
        client.ask(READ, Wire, pace=Pace(patience=0))
        assert len(server.calls(READ.path)) == 3
        assert sum(time.slept) <= 1.0


@pytest.mark.parametrize("code", [40014, 42001, 41001])
def test_a_refused_token_is_fetched_anew_once(code: int) -> None:
    with serving() as (server, client, _):
        tokens = [{"errcode": 0, "access_token": f"token-{n}", "expires_in": "7200"} for n in (1, 2, 3)]
        server.play["gettoken"] = list(tokens)
        server.play[WRITE.path] = [error(code), error(0)]
        assert isinstance(client.ask(WRITE, Wire), Wire)
        assert [each.query["access_token"] for each in server.calls(WRITE.path)] == ["token-1", "token-2"]
        server.play[WRITE.path] = [error(code)]
        found = _failure(client.ask(WRITE, Wire))
        assert (found.trouble, len(server.calls("gettoken"))) == (Trouble.REAUTH, 3)


def test_too_fast_is_an_instant_not_a_wait() -> None:
    with serving() as (server, client, time):
        server.play[READ.path] = [error(45009)]
        found = _failure(client.ask(READ, Wire))
        assert (found.trouble, found.until) == (Trouble.THROTTLE, START + 60 * SECOND)
        assert _failure(client.ask(READ, Wire)).until == START + 60 * SECOND
        assert (len(server.calls(READ.path)), time.slept) == (1, [])
        assert isinstance(client.ask(WRITE, Wire), Wire)  # another API is not banned


def test_our_own_rates_hold_before_the_platforms_do() -> None:
    with serving(corp_minute=100, share=1.0) as (server, client, time):
        found = [client.ask(READ, Wire) for _ in range(11)]
        last = _failure(found[-1])
        assert (last.trouble, last.code, len(server.calls(READ.path))) == (Trouble.THROTTLE, "rate", 10)
        assert last.until is not None
        assert START < last.until < START + SECOND
        time.now = last.until
        assert isinstance(client.ask(READ, Wire), Wire)


@pytest.mark.parametrize("code", [40001, 40013, 60020])
def test_refused_credentials_are_not_tried_again_for_a_minute(code: int) -> None:
    with serving() as (server, client, time):
        server.play["gettoken"] = [
            error(code, "not allow, hint: [1584085632_61_be], from ip: 9.84.203.81, more")
        ]
        found = [_failure(client.ask(READ, Wire)) for _ in range(5)]
        assert {(each.trouble, each.code, each.hint) for each in found} == {
            (Trouble.CONFIG, str(code), "ip=9.84.203.81 hint=1584085632_61_be")
        }
        assert (len(server.calls("gettoken")), server.calls(READ.path)) == (1, [])
        time.now += 61 * SECOND
        client.ask(READ, Wire)
        assert len(server.calls("gettoken")) == 2


@pytest.mark.parametrize(
    "answer",
    [error(999_999), error(40035), {"errcode": 0, "access_token": ["?"]}],
    ids=["unknown", "bug", "unreadable"],
)
def test_an_answer_for_a_token_that_makes_no_sense_says_nothing_of_the_call(answer: Any) -> None:
    """Nobody was asked for anything yet: it passes, and is not hammered meanwhile."""
    with serving() as (server, client, time):
        good = server.play["gettoken"]
        server.play["gettoken"] = [answer]
        found = _failure(client.ask(WRITE, Wire))
        assert (found.trouble, found.unsure) == (Trouble.RETRY, False)
        assert found.until is not None
        asked = len(server.calls("gettoken"))
        client.ask(WRITE, Wire)
        assert (len(server.calls("gettoken")), server.calls(WRITE.path)) == (asked, [])
        server.play["gettoken"], time.now = good, found.until
        assert isinstance(client.ask(WRITE, Wire), Wire)


def test_threads_whose_token_was_refused_fetch_one_new_one() -> None:
    with serving() as (server, client, _):
        fresh = {"errcode": 0, "access_token": "token-2", "expires_in": 7200}
        server.play["gettoken"] = [
            server.play["gettoken"][0],
            fresh,
            {"errcode": 0, "access_token": "token-3"},
        ]
        server.play[READ.path] = [
            lambda got: error(0) if got.query["access_token"] == "token-2" else error(42001)
        ]
        gate, found = threading.Barrier(12), []

        def work() -> None:
            gate.wait()
            found.append(client.ask(READ, Wire))

        threads = [threading.Thread(target=work) for _ in range(12)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert [type(each) for each in found] == [Wire] * 12
        assert len(server.calls("gettoken")) == 2


def test_an_answer_that_cant_be_read_is_a_failure_of_that_item() -> None:
    with serving() as (server, client, _):
        server.play[READ.path] = [{"errcode": 0, "external_userid": {"not": "a list"}}]
        found = _failure(client.ask(READ, Ids))
        assert (found.trouble, found.code, found.hint) == (Trouble.DATA, "unreadable", "external_userid.[]")
        server.play[WRITE.path] = [{"errcode": "what"}]
        assert _failure(client.ask(WRITE, Wire)).unsure


def test_an_unknown_path_is_our_mistake() -> None:
    with serving() as (server, client, _):
        server.play[WRITE.path] = [404]
        found = _failure(client.ask(WRITE, Wire))
        assert (found.trouble, found.unsure) == (Trouble.BUG, False)
