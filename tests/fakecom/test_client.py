"""The client's side of a page beside a chat: a page's signatures are judged as the platform judges them."""

import hashlib
from typing import Any

import pytest

from fakecom.running import Caller, Running

URL = "http://127.0.0.1:8700/sidebar/1?x=1"


def asked(running: Running, app: Caller, kind: str = "config", **told: Any) -> dict[str, Any]:
    """What a page that signs well hands over; `told` instead of what it would say."""
    call = ("get_jsapi_ticket", {}) if kind == "config" else ("ticket/get", {"type": "agent_config"})
    ticket = app.get(call[0], **call[1])["ticket"]
    made = {"url": URL, "timestamp": str(running.state.now // 1000), "nonceStr": "n0nce"} | told
    text = (
        f"jsapi_ticket={ticket}&noncestr={made['nonceStr']}&timestamp={made['timestamp']}&url={made['url']}"
    )
    signed = {"signature": hashlib.sha1(text.encode()).hexdigest()}
    return {"corp": app.corp, "agentid": 1000002, "kind": kind} | signed | made


def agreed(running: Running, what: dict[str, Any]) -> bool:
    answer = running.http.get("/node/open/agree", params=what, headers={"Origin": "http://127.0.0.1:8700"})
    assert answer.headers["access-control-allow-origin"] == "*"
    return answer.json()["agreed"]


@pytest.mark.parametrize("kind", ["config", "agent"])
def test_a_right_signature_is_agreed_to(running: Running, app: Caller, kind: str) -> None:
    good = asked(running, app, kind)
    assert agreed(running, good)
    assert not agreed(running, good | {"kind": "agent" if kind == "config" else "config"})  # the other ticket
    assert not agreed(running, good | {"url": URL + "&y=2"})
    assert not agreed(running, good | {"signature": "0" * 40})


def test_with_its_fragment_or_too_old_it_is_none(running: Running, app: Caller) -> None:
    assert not agreed(running, asked(running, app, url=URL + "#x"))
    old = asked(running, app, timestamp=str(running.state.now // 1000 - 601))
    assert not agreed(running, old)


def test_a_ticket_says_how_long_it_holds(running: Running, app: Caller) -> None:
    first = app.get("get_jsapi_ticket")
    assert 0 < first["expires_in"] <= 7200
    running.pass_time(first["expires_in"] - 1)
    app.forget()
    assert app.get("get_jsapi_ticket")["ticket"] == first["ticket"]
    running.pass_time(1)
    assert app.get("get_jsapi_ticket")["ticket"] != first["ticket"]


def test_only_that_may_be_asked_by_a_page_of_another_host(running: Running) -> None:
    script = running.http.get(
        "/node/open/js/wecom-jssdk-2.0.2.js", headers={"Origin": "http://127.0.0.1:8700"}
    )
    assert script.status_code == 200
    assert "sendChatMessage" in script.text
    away = running.http.post(
        "/__ctl/login", json={"userid": "zhangsan"}, headers={"Origin": "http://127.0.0.1:8700"}
    )
    assert away.status_code == 403
