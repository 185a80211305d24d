"""Tokens: two hours, one an app, taken back early, repeated or not."""

import httpx
import pytest

from fakecom.people import corp_in
from fakecom.running import CORP, SECRET, Caller, Running
from yutang.fakecom.state.corps import App


def ask(running: Running, **asked: str) -> dict:
    return running.http.get("/cgi-bin/gettoken", params=asked).json()


def test_a_token_lives_two_hours_of_virtual_time(running: Running, app: Caller) -> None:
    assert ask(running, corpid=CORP, corpsecret=SECRET)["expires_in"] == 7200
    assert len(app.token) <= 512
    app.get("getcallbackip")
    running.pass_time(7199)
    app.get("getcallbackip")
    running.pass_time(1)
    assert app.code("getcallbackip", "GET") == 42001
    app.forget()
    app.get("getcallbackip")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"corpsecret": SECRET}, 41002),
        ({"corpid": CORP}, 41004),
        ({"corpid": "ww-nobody", "corpsecret": SECRET}, 40013),
        ({"corpid": CORP, "corpsecret": "wrong"}, 40001),
    ],
)
def test_bad_credentials(running: Running, asked: dict[str, str], code: int) -> None:
    assert ask(running, **asked)["errcode"] == code


def test_a_second_call_repeats_the_token_or_not(running: Running) -> None:
    first, again = (ask(running, corpid=CORP, corpsecret=SECRET)["access_token"] for _ in range(2))
    assert first == again
    running.ctl("settings", same_token=False)
    other = ask(running, corpid=CORP, corpsecret=SECRET)["access_token"]
    assert other != first
    for token in (first, other):
        said = running.http.get("/cgi-bin/getcallbackip", params={"access_token": token}).json()
        assert said["errcode"] == 0


def test_the_platform_takes_a_token_back_early(running: Running, app: Caller) -> None:
    app.get("getcallbackip")
    assert running.ctl("tokens/kill") == {"killed": 1}
    assert app.code("getcallbackip", "GET") == 40014
    app.forget()
    app.get("getcallbackip")


def test_tokens_are_one_an_app_and_a_corp(running: Running, app: Caller) -> None:
    running.ctl("apps", agentid=1000003, secret="second")
    running.ctl("corps", corpid="ww-other", apps=[{"agentid": 1000002, "secret": SECRET}])
    tokens = {
        app.token,
        running.app("second").token,
        running.app(corp="ww-other").token,
    }
    assert len(tokens) == 3


def test_no_token_and_a_made_up_one(running: Running) -> None:
    def code(**asked: str) -> int:
        answer: httpx.Response = running.http.get("/cgi-bin/getcallbackip", params=asked)
        assert answer.status_code == 200
        return answer.json()["errcode"]

    assert code() == 41001
    assert code(access_token="made-up") == 40014


def test_tickets_stay_for_two_hours(running: Running, app: Caller) -> None:
    corp, agent = app.get("get_jsapi_ticket")["ticket"], app.get("ticket/get", type="agent_config")["ticket"]
    assert corp != agent
    assert app.get("get_jsapi_ticket")["ticket"] == corp
    running.pass_time(7200)
    app.forget()
    assert app.get("get_jsapi_ticket")["ticket"] != corp
    assert app.code("ticket/get", "GET", type="wrong") == 40058


def test_tickets_are_given_a_hundred_times_an_hour(running: Running, app: Caller) -> None:
    """Of each kind, for an app; 400 times for the corp."""
    assert {app.code("get_jsapi_ticket", "GET") for _ in range(100)} == {0}
    assert app.code("get_jsapi_ticket", "GET") == 45009
    assert app.code("ticket/get", "GET", type="agent_config") == 0
    running.pass_time(3600)
    assert app.code("get_jsapi_ticket", "GET") == 0
    for agentid in range(2, 6):
        corp_in(running).apps[agentid] = App(agentid=agentid, secret=f"secret-{agentid}")
        another = running.app(f"secret-{agentid}")
        codes = [another.code("get_jsapi_ticket", "GET") for _ in range(100)]
        assert codes.count(0) == (99 if agentid == 5 else 100)


def test_the_state_survives_a_snapshot(running: Running, app: Caller) -> None:
    token = app.token
    kept = running.http.get("/__ctl/snapshot")
    running.ctl("tokens/kill")
    assert app.code("getcallbackip", "GET") == 40014
    assert running.http.put("/__ctl/snapshot", content=kept.content).status_code == 200
    said = running.http.get("/cgi-bin/getcallbackip", params={"access_token": token})
    assert said.json()["errcode"] == 0
    assert running.http.get("/__ctl/snapshot").json()["corps"] == kept.json()["corps"]
