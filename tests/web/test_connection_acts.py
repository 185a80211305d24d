"""Setting a connection up over HTTP: checked live, its keys made anew, its sync ordered once."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.sources.test_store import code, source

from fakecom.running import CORP, ONE_APP, SECRET, Running
from yutang.connections import mirror, store
from yutang.connections.mirror import Tag
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


def test_a_check_that_could_not_be_made_says_why(boss: Any, fake: Running) -> None:
    path = f"/connections/{connected(boss, fake)['connection']['id']}/check"
    fake.ctl("faults", kind="rate", path="externalcontact/get_follow_user_list")
    one = boss("POST", path).json()["items"][2]
    assert (one["name"], one["outcome"], one["why"], one["code"]) == ("permission", "failed", "busy", "45009")
    assert one["call"] == "externalcontact/get_follow_user_list"


def test_how_much_of_the_quotas_is_used(empty: Any, boss: Any, fake: Running) -> None:
    id_ = connected(boss, fake)["connection"]["id"]

    def shown() -> list[Any]:
        one, listed = boss("GET", f"/connections/{id_}").json(), boss("GET", "/connections").json()["items"]
        assert one["quotas"] == listed[0]["quotas"]
        return [(each["name"], each["used"], each["most"], each["near"]) for each in one["quotas"]]

    def put(first: int, last: int) -> None:
        found = [
            Tag(tag_id=f"t{n}", group_id="g", group_name="组", name=f"签{n}") for n in range(first, last)
        ]
        empty.context.state.write(lambda conn: mirror.put_tags(conn, id_, found))

    assert shown() == [("codes", 0, 500_000, False), ("tags", 0, 3_000, False)]
    put(0, 2_699)
    assert shown()[1] == ("tags", 2_699, 3_000, False)
    put(2_699, 2_700)
    assert shown()[1] == ("tags", 2_700, 3_000, True)
    empty.context.state.write(lambda conn: mirror.lose_tags(conn, id_, ["t0"], now=1))
    assert shown()[1] == ("tags", 2_699, 3_000, False)
    empty.context.state.write(lambda conn: code(conn, source(conn), "k", connection_id=id_))
    assert shown()[0] == ("codes", 1, 500_000, False)


def test_a_check_that_finds_nothing_wrong_ends_the_trouble(empty: Any, boss: Any, fake: Running) -> None:
    id_ = connected(boss, fake)["connection"]["id"]
    path = f"/connections/{id_}"
    fake.ctl("apps", agentid=1000002, trusted_ips=["10.9.8.7"])
    outcomes = [one["outcome"] for one in boss("POST", f"{path}/check").json()["items"]]
    assert (outcomes, boss("GET", path).json()["state"]) == (["ok", "failed", "unknown", "unknown"], "new")
    fake.ctl("apps", agentid=1000002, trusted_ips=["127.0.0.1"])
    assert all(one["outcome"] == "ok" for one in boss("POST", f"{path}/check").json()["items"])
    assert boss("GET", path).json()["state"] == "live"
    for trouble, state in (("credentials", "live"), ("config", "broken")):  # which no check asks for
        wrong = Trouble(trouble, {"code": "48002", "call": "externalcontact/groupchat/list"})
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
