"""Setting a connection up over HTTP: checked live, its keys made anew, its sync ordered once."""

from collections.abc import Iterator
from typing import Any

import pytest

from fakecom.running import CORP, ONE_APP, SECRET, Running
from yutang.connections import store
from yutang.connections.model import Trouble


@pytest.fixture
def fake() -> Iterator[Running]:
    made = Running()
    made.ctl("corps", corpid=CORP, apps=ONE_APP, members=[{"userid": "li", "name": "李", "parties": [1]}])
    yield made
    made.close()


@pytest.fixture
def boss(empty: Any) -> Any:
    return empty.client("administrator")


def connected(boss: Any, fake: Running) -> dict[str, Any]:
    settings = {"corp_id": CORP, "agent_id": "1000002", "secret": SECRET, "base_url": fake.url}
    answer = boss("POST", "/connections", json={"channel": "wecom", "name": "总部", "settings": settings})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_checks_say_what_works_and_nothing_is_learned(boss: Any, fake: Running) -> None:
    one = connected(boss, fake)["connection"]
    before = boss("GET", f"/connections/{one['id']}").json()
    items = boss("POST", f"/connections/{one['id']}/check").json()["items"]
    assert [(c["name"], c["outcome"]) for c in items] == [
        ("secret", "ok"),
        ("ip", "ok"),
        ("permission", "ok"),
        ("range", "ok"),
    ]
    assert items[-1]["staff"] == 1
    after = boss("GET", f"/connections/{one['id']}").json()
    assert (before.pop("state"), after.pop("state")) == ("new", "live")
    assert (before.pop("checked_at"), after.pop("checked_at") is None) == (None, False)
    assert after == before


def test_a_check_that_finds_nothing_wrong_ends_the_trouble(empty: Any, boss: Any, fake: Running) -> None:
    id_ = connected(boss, fake)["connection"]["id"]
    path = f"/connections/{id_}"
    fake.ctl("apps", agentid=1000002, trusted_ips=["10.9.8.7"])
    outcomes = [one["outcome"] for one in boss("POST", f"{path}/check").json()["items"]]
    assert (outcomes, boss("GET", path).json()["state"]) == (["ok", "failed", "unknown", "unknown"], "new")
    fake.ctl("apps", agentid=1000002, trusted_ips=["127.0.0.1"])
    assert all(one["outcome"] == "ok" for one in boss("POST", f"{path}/check").json()["items"])
    assert boss("GET", path).json()["state"] == "live"
    for code, state in (("credentials", "live"), ("config", "broken")):  # a permission that no check asks for
        wrong = Trouble(code, {"code": "48002", "call": "externalcontact/groupchat/list"})
        empty.context.state.write(lambda conn, wrong=wrong: store.troubled(conn, id_, wrong, now=1))
        boss("POST", f"{path}/check")
        assert boss("GET", path).json()["state"] == state
    assert boss("PATCH", path, json={"on": False}).json()["state"] == "off"
    boss("POST", f"{path}/check")
    assert boss("GET", path).json()["state"] == "off"


def test_new_keys_are_shown_once_and_the_address_is_unproven_again(boss: Any, fake: Running) -> None:
    made = connected(boss, fake)
    path = f"/connections/{made['connection']['id']}"
    keys = boss("POST", f"{path}/keys").json()
    assert (len(keys["token"]), len(keys["aes_key"])) == (32, 43)
    assert keys["token"] != made["token"]
    shown = boss("GET", path)
    assert not [one for one in keys.values() if one in shown.text]
    assert shown.json()["verified_at"] is None
    assert shown.json()["settings"] == made["connection"]["settings"]


def test_a_sync_is_ordered_once(boss: Any, fake: Running) -> None:
    path = f"/connections/{connected(boss, fake)['connection']['id']}/sync"
    first = boss("POST", path)
    assert first.status_code == 202
    assert (first.json()["kind"], first.json()["subject"]) == ("sync", "总部")
    again = boss("POST", path)
    assert (again.status_code, again.json()["code"]) == (409, "sync_under_way")


@pytest.mark.parametrize("act", ["check", "keys", "sync"])
def test_a_connection_that_is_not_there(boss: Any, act: str) -> None:
    assert boss("POST", f"/connections/999/{act}").status_code == 404


def test_there_is_no_simulation_but_in_the_demo(boss: Any) -> None:
    assert boss("GET", "/demo").json()["state"] == "none"
    for path in ("codes", "app"):
        assert boss("GET", f"/demo/{path}").status_code == 404
    assert boss("POST", "/demo/move", json={"hours": 1}).status_code == 404
