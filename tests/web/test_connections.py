"""Connections over HTTP: administrators only; secrets go in and never come back."""

from typing import Any

import pytest

from yutang.kit.secrets import FILE

FORM = {"corp_id": "ww1234567890abcdef", "agent_id": "1000002", "secret": "S3cret-of-the-app_0123"}
NEW = {"channel": "wecom", "name": "总部", "settings": FORM}


@pytest.fixture
def boss(empty: Any) -> Any:
    return empty.client("administrator")


def _made(boss: Any) -> dict[str, Any]:
    answer = boss("POST", "/connections", json=NEW)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_what_must_be_entered_over_there_is_shown_once(boss: Any) -> None:
    made = _made(boss)
    assert (len(made["token"]), len(made["aes_key"])) == (32, 43)
    one = made["connection"]
    assert (one["state"], one["settings"]) == ("new", {"corp_id": FORM["corp_id"], "agent_id": "1000002"})
    assert one["given"] == ["secret", "token", "aes_key"]
    assert one["callback"].startswith("/callback/")
    assert one["health"] == {
        "events": 0,
        "waiting": 0,
        "dead": 0,
        "last_event_at": None,
        "lag": None,
        "refused": [],
    }
    for path in ("/connections", f"/connections/{one['id']}", "/audit"):
        told = boss("GET", path).text
        assert not [s for s in (FORM["secret"], made["token"], made["aes_key"]) if s in told]
    assert boss("GET", "/connections").json()["items"] == [one]


def test_changing_what_is_blank_changes_nothing(boss: Any) -> None:
    id_ = _made(boss)["connection"]["id"]
    changed = boss(
        "PATCH", f"/connections/{id_}", json={"name": "门店", "settings": {"agent_id": "7"}}
    ).json()
    assert (changed["name"], changed["settings"]["agent_id"]) == ("门店", "7")
    assert changed["given"] == ["secret", "token", "aes_key"]
    assert boss("PATCH", f"/connections/{id_}", json={"on": False}).json()["state"] == "off"
    assert boss("PATCH", f"/connections/{id_}", json={"on": True}).json()["state"] == "new"
    assert boss("PATCH", f"/connections/{id_}", json={}).json() == boss("GET", f"/connections/{id_}").json()


def test_where_its_archive_lies(empty: Any, boss: Any) -> None:
    one = _made(boss)["connection"]
    path = f"/connections/{one['id']}"
    assert (one["archive"]["where"], one["archive"]["folder"]) == ("off", f"archive/{FORM['corp_id']}")
    assert {one["archive"][name] for name in ("last_at", "pulled_at", "seats", "checked_at", "trouble")} == {
        None
    }
    changed = boss("PATCH", path, json={"settings": {"archive_secret": "the-archives-own-secret"}}).json()
    assert (changed["archive"]["where"], changed["archive"]["late"]) == ("secret", False)
    assert "the-archives-own-secret" not in boss("GET", path).text
    (empty.home / "archive" / FORM["corp_id"]).mkdir(parents=True)
    assert boss("GET", path).json()["archive"]["where"] == "files"


def test_removing(boss: Any) -> None:
    id_ = _made(boss)["connection"]["id"]
    assert boss("DELETE", f"/connections/{id_}").status_code == 204
    for method in ("GET", "DELETE"):
        assert boss(method, f"/connections/{id_}").json()["code"] == "not_found"
    assert boss("PATCH", f"/connections/{id_}", json={"on": False}).json()["code"] == "not_found"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [(NEW | {"channel": "fax"}, 400, "connection_channel"), (NEW | {"name": " "}, 400, "name_bad"),
     (NEW | {"settings": {}}, 400, "connection_field"), (NEW | {"channel": "../x"}, 400, "bad_request"),
     (NEW | {"settings": FORM | {"base_url": "ftp://127.0.0.1"}}, 400, "connection_field"),
     (NEW | {"settings": FORM | {"base_url": "https://wecom.example.cn"}}, 400, "connection_host")],
)  # fmt: skip
def test_what_cannot_be_is_refused(boss: Any, body: dict[str, Any], status: int, code: str) -> None:
    answer = boss("POST", "/connections", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert FORM["secret"] not in answer.text


def test_the_same_application_twice(boss: Any) -> None:
    _made(boss)
    answer = boss("POST", "/connections", json=NEW)
    assert (answer.status_code, answer.json()["code"]) == (409, "connection_there")
    assert answer.json()["params"] == {"account": FORM["corp_id"], "agent": "1000002"}


def test_a_lost_key_is_told_and_nothing_breaks(empty: Any, boss: Any) -> None:
    id_ = _made(boss)["connection"]["id"]
    (empty.home / FILE).unlink()
    shown = boss("GET", f"/connections/{id_}").json()
    assert (shown["trouble"]["code"], shown["settings"], shown["given"]) == ("unreadable", {}, [])
    answer = boss("PATCH", f"/connections/{id_}", json={"settings": FORM})
    assert (answer.status_code, answer.json()["code"]) == (409, "connection_unreadable")
    assert boss("DELETE", f"/connections/{id_}").status_code == 204


@pytest.mark.parametrize("role", ["supervisor", "operator", "analyst"])
def test_only_administrators(empty: Any, role: str) -> None:
    somebody = empty.client(role)
    assert somebody("GET", "/connections").json()["code"] == "not_allowed"
    assert somebody("POST", "/connections", json=NEW).json()["code"] == "not_allowed"
