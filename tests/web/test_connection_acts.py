"""Setting a connection up over HTTP: checked live, its keys made anew, its sync ordered once."""

from collections.abc import Iterator
from typing import Any

import pytest

from fakecom.running import CORP, ONE_APP, SECRET, Running


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


def test_checks_say_what_works_and_change_nothing(boss: Any, fake: Running) -> None:
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
    assert boss("GET", f"/connections/{one['id']}").json() == before


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
