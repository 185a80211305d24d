"""Accounts, tokens, the audit log and preferences over HTTP."""

from types import SimpleNamespace

import pytest
from tests.accounts.people import PASSWORD

from yutang.kit import clock

HOUR_MS = 3_600_000


@pytest.fixture
def boss(empty: SimpleNamespace):
    browser = empty.client("administrator")
    browser.app = empty
    return browser


def _make(boss, login: str = "li", **more):
    body = {"login": login, "name": "李 <b>伟</b>", "role": "operator", "staff_id": None, **more}
    return boss("POST", "/users", json=body)


def test_an_account_from_its_making_to_its_end(boss) -> None:
    made = _make(boss)
    assert made.status_code == 201
    user, password = made.json()["user"], made.json()["password"]
    assert (user["login"], user["name"], user["must_change_password"]) == ("li", "李 <b>伟</b>", True)
    browser = boss.app.client()
    assert browser("POST", "/session", json={"login": "li", "password": password}).status_code == 200
    changed = boss("PATCH", f"/users/{user['id']}", json={"role": "analyst"})
    assert (changed.json()["role"], changed.json()["name"]) == ("analyst", user["name"])
    fresh = boss("POST", f"/users/{user['id']}/password").json()["password"]
    assert fresh != password
    assert browser("GET", "/session").status_code == 401
    assert boss("PATCH", f"/users/{user['id']}", json={"disabled": True}).json()["disabled"] is True
    assert browser("POST", "/session", json={"login": "li", "password": fresh}).status_code == 401
    assert [u["login"] for u in boss("GET", "/users").json()["items"]] == ["administrator1", "li"]


@pytest.mark.parametrize(
    ("more", "status", "code", "at"),
    [
        ({"login": "a b"}, 400, "login_bad", "login"),
        ({"login": "administrator1"}, 409, "login_taken", "login"),
        ({"name": "\u202e"}, 400, "name_bad", "name"),
        ({"staff_id": 987654}, 400, "unknown_staff", "staff_id"),
    ],
)
def test_a_bad_account_names_its_field(boss, more: dict, status: int, code: str, at: str) -> None:
    problem = _make(boss, **more)
    assert (problem.status_code, problem.json()["code"]) == (status, code)
    assert [place["at"] for place in problem.json()["errors"]] == [at]


@pytest.mark.parametrize("body", [{"role": "king"}, {"staff_id": 0}, {"name": None}, {"disabled": "yes"}, []])
def test_a_bad_change_is_a_bad_request(boss, body) -> None:
    user = _make(boss).json()["user"]
    assert boss("PATCH", f"/users/{user['id']}", json=body).status_code == 400


def test_one_does_nothing_to_oneself_and_nothing_to_nobody(boss) -> None:
    me = boss("GET", "/session").json()["user"]["id"]
    for body in ({"role": "analyst"}, {"disabled": True}):
        assert boss("PATCH", f"/users/{me}", json=body).json()["code"] == "own_account"
    assert boss("POST", f"/users/{me}/password").json()["code"] == "own_account"
    assert boss("PATCH", "/users/987654", json={"name": "x"}).status_code == 404
    assert boss("PATCH", f"/users/{2**60}", json={"name": "x"}).status_code in (400, 404)


def test_the_same_post_twice_makes_one_account_and_tells_the_password_again(boss) -> None:
    body = {"login": "li", "name": "Li", "role": "operator"}
    first, again = (boss("POST", "/users", json=body, headers={"Idempotency-Key": "k1"}) for _ in range(2))
    assert first.json() == again.json()
    other = boss("POST", "/users", json={**body, "login": "wang"}, headers={"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_reused")
    assert len(boss("GET", "/users").json()["items"]) == 2


def test_a_token_is_told_once_used_and_revoked(boss) -> None:
    soon = clock.now() // 1000 + HOUR_MS
    made = boss("POST", "/tokens", json={"name": "gateway", "scopes": ["audit.see"], "expires_at": soon})
    assert made.status_code == 201
    secret, token = made.json()["secret"], made.json()["token"]
    assert (token["expires_at"], token["scopes"], token["hint"]) == (soon, ["audit.see"], secret[-4:])
    robot = boss.app.client()
    robot.headers = {"Authorization": f"Bearer {secret}"}
    assert robot("GET", "/audit").status_code == 200
    assert robot("GET", "/users").json()["code"] == "not_allowed"
    listed = boss("GET", "/tokens").json()["items"]
    assert [t["used_at"] is not None for t in listed] == [True]
    assert secret not in str(listed)
    assert boss("DELETE", f"/tokens/{token['id']}").status_code == 204
    assert robot("GET", "/audit").status_code == 401
    assert boss("DELETE", f"/tokens/{token['id']}").status_code == 404


def test_a_token_with_every_scope_manages_neither_accounts_nor_tokens(boss) -> None:
    every = boss("GET", "/session").json()["permissions"]
    secret = boss("POST", "/tokens", json={"name": "t", "scopes": every}).json()["secret"]
    robot = boss.app.client()
    robot.headers = {"Authorization": f"Bearer {secret}"}
    assert robot("GET", "/users").status_code == 200
    assert _make(robot).json()["code"] == "not_for_tokens"
    assert robot("POST", "/tokens", json={"name": "t2", "scopes": every}).json()["code"] == "not_for_tokens"


def test_the_log_is_paged_filtered_and_without_secrets(boss) -> None:
    users = [_make(boss, f"user{n}").json()["user"] for n in range(7)]
    first = boss("GET", "/audit?limit=4").json()
    second = boss("GET", f"/audit?limit=4&cursor={first['next']}").json()
    entries = first["items"] + second["items"]
    assert [e["subject_id"] for e in entries] == [str(u["id"]) for u in reversed(users)]
    assert second["next"] is None
    assert {e["act"] for e in entries} == {"user_created"}
    assert entries[0]["after"]["login"] == "user6"
    assert "password" not in str(entries)
    one = boss("GET", f"/audit?act=user_created&subject=user:{users[2]['id']}").json()["items"]
    assert [e["after"]["login"] for e in one] == ["user2"]
    assert boss("GET", "/audit?subject=group").json()["items"] == []
    assert len(boss("GET", f"/audit?user_id={boss.viewer.user_id}&subject=user").json()["items"]) == 7


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "cursor=x", "cursor=-1", f"cursor={'9' * 90}", "user_id=x"]
)
def test_a_bad_page_is_a_bad_request(boss, query: str) -> None:
    assert boss("GET", f"/audit?{query}").status_code == 400


def test_preferences_are_ones_own(boss) -> None:
    other = boss.app.client("analyst")
    views = [{"name": "沉默群", "filters": {"state": "dead"}}]
    assert boss("PUT", "/me/preferences/checkup.views", json={"value": views}).status_code == 204
    assert boss("GET", "/me/preferences").json() == {"values": {"checkup.views": views}}
    assert other("GET", "/me/preferences").json() == {"values": {}}
    assert boss("PUT", "/me/preferences/A", json={"value": 1}).json()["code"] == "preference_name"
    assert boss("PUT", "/me/preferences/a", json={"value": "x" * 30_000}).json()["code"] == "preference_large"


def test_colleagues_are_those_who_can_be_handed_a_task(boss) -> None:
    gone = _make(boss, "gone").json()["user"]
    boss("PATCH", f"/users/{gone['id']}", json={"disabled": True})
    operator = boss.app.client("operator")
    assert [c["name"] for c in operator("GET", "/colleagues").json()["items"]] == [
        "Administrator1",
        "Operator2",
    ]
    assert operator("GET", "/users").json()["code"] == "not_allowed"
    assert PASSWORD  # the fixture's people have it


def test_staff_are_found_by_name_and_linked(served) -> None:
    boss = served.client("administrator")
    staff = boss("GET", "/staff").json()["items"]
    assert staff
    assert [s["groups"] for s in staff] == sorted((s["groups"] for s in staff), reverse=True)
    found = boss("GET", "/staff", params={"q": staff[0]["name"].upper()}).json()["items"]
    assert staff[0] in found
    assert boss("GET", "/staff", params={"q": "%_no such"}).json()["items"] == []
    made = _make(boss, "op", staff_id=staff[0]["id"]).json()["user"]
    assert (made["staff_id"], made["staff_name"]) == (staff[0]["id"], staff[0]["name"])
