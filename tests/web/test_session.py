"""Sign-in over HTTP: cookie, CSRF, fixation, one-time passwords, and ten thousand tries."""

from types import SimpleNamespace

import pytest
from tests.accounts.people import PASSWORD, person

from yutang.accounts.memory import memory_of
from yutang.accounts.model import PERMISSIONS, Role
from yutang.accounts.tokens import create_token
from yutang.kit import clock
from yutang.web.identify import COOKIE

NEW = "a better password now"


@pytest.fixture
def here(empty: SimpleNamespace) -> SimpleNamespace:
    """The application with one operator, `here.boss` a signed-in administrator."""
    empty.li = person(empty.ledger.state, "li", Role.OPERATOR)
    empty.boss = empty.client("administrator")
    return empty


def _enter(browser, password: str = PASSWORD, login: str = "li", **more):
    answer = browser("POST", "/session", json={"login": login, "password": password}, **more)
    if answer.status_code == 200:
        browser.csrf = answer.json()["csrf"]
    return answer


def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_can_not_use(here) -> None:
    browser = here.client()
    answer = _enter(browser)
    session = answer.json()
    assert answer.status_code == 200
    assert (session["user"]["login"], session["user"]["role"], session["zone"]) == (
        "li",
        "operator",
        "Asia/Shanghai",
    )
    assert session["permissions"] == sorted(PERMISSIONS[Role.OPERATOR])
    cookie = answer.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/", "max-age=1209600"))
    assert "secure" not in cookie  # loopback speaks http
    assert browser("GET", "/session").json()["csrf"] == session["csrf"]
    assert answer.headers["cache-control"] == "no-store"


def test_over_https_the_cookie_is_for_https_only(here) -> None:
    browser = here.client()
    browser.http.base_url = "https://127.0.0.1"
    assert "secure" in _enter(browser).headers["set-cookie"].lower()


def test_a_planted_cookie_is_worth_nothing_after_sign_in(here) -> None:
    """Session fixation: the attacker knows the cookie that the victim had before."""
    browser = here.client()
    _enter(browser)
    before = browser.http.cookies[COOKIE]
    _enter(browser)
    assert browser.http.cookies[COOKIE] != before
    thief = here.client()
    thief.http.cookies.set(COOKIE, before)
    assert thief("GET", "/session").status_code == 401


@pytest.mark.parametrize(
    "more",
    [
        {"content": b'{"login":"li","password":"x"}', "headers": {"Content-Type": "text/plain"}},
        {"data": {"login": "li", "password": "x"}},
        {"json": {"login": "li", "password": "x"}, "headers": {"Sec-Fetch-Site": "cross-site"}},
    ],
)
def test_a_form_of_another_site_signs_nobody_in(here, more: dict) -> None:
    assert here.client()("POST", "/session", **more).json()["code"] in (
        "bad_media_type",
        "csrf",
        "bad_request",
    )


def test_wrong_is_wrong_whoever_it_is(here) -> None:
    answers = [_enter(here.client(), "wrong", login) for login in ("li", "nobody", "\x01", "a b")]
    assert {(a.status_code, a.json()["code"], str(a.json()["params"])) for a in answers} == {
        (401, "login_wrong", "{}")
    }
    assert all("set-cookie" not in a.headers for a in answers)


@pytest.mark.parametrize(
    "body", [None, {}, [], {"login": "li"}, {"login": 1, "password": 2}, {"login": "x" * 201, "password": ""}]
)
def test_what_is_no_sign_in_is_a_bad_request(here, body) -> None:
    assert here.client()("POST", "/session", json=body).status_code == 400


def test_the_lock_says_until_when(here) -> None:
    for _ in range(10):
        _enter(here.client(), "wrong")
    locked = _enter(here.client())
    assert (locked.status_code, locked.json()["code"]) == (429, "login_locked")
    wait = locked.json()["params"]["until_at"] - clock.now() // 1000
    assert 0 < wait <= 15 * 60_000


def test_ten_thousand_tries_are_turned_away_cheaply(here) -> None:
    browser = here.client()
    codes = [_enter(browser, f"guess {n}", f"login{n % 997}").json()["code"] for n in range(300)]
    assert codes.count("login_wrong") == 30
    refused = _enter(browser, "x", "another")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many")
    assert 0 < int(refused.headers["retry-after"]) <= 300
    memory = memory_of(here.ledger.state)
    assert len(memory.by_login) + len(memory.strangers) < 2_000
    assert here.boss("GET", "/session").status_code == 200


def test_signing_out_here_and_everywhere(here) -> None:
    one, two, three = here.client(), here.client(), here.client()
    for browser in (one, two, three):
        _enter(browser)
    out = one("DELETE", "/session")
    assert (out.status_code, out.content) == (204, b"")
    assert "max-age=0" in out.headers["set-cookie"].lower()
    assert one("GET", "/session").status_code == 401
    assert two("GET", "/session").status_code == 200
    assert two("DELETE", "/sessions").status_code == 204
    assert [b("GET", "/session").status_code for b in (two, three)] == [401, 401]


def test_a_one_time_password_must_be_changed_first(here) -> None:
    browser = here.client("operator", must_change=True)
    assert browser("GET", "/session").json()["user"]["must_change_password"] is True
    assert browser("GET", "/colleagues").json()["code"] == "password_change_needed"
    done = browser("POST", "/session/password", json={"old": PASSWORD, "new": NEW})
    assert done.status_code == 200
    assert browser("GET", "/colleagues").status_code == 200
    assert browser("PUT", "/me/preferences/lang", json={"value": "en"}).json()["code"] == "csrf"
    browser.csrf = done.json()["csrf"]
    assert browser("PUT", "/me/preferences/lang", json={"value": "en"}).status_code == 204


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [("no", NEW, "password_wrong", "old"), (PASSWORD, "short", "password_short", "new")],
)
def test_a_bad_change_names_its_field(here, old: str, new: str, code: str, at: str) -> None:
    browser = here.client("operator")
    problem = browser("POST", "/session/password", json={"old": old, "new": new})
    assert (problem.status_code, problem.json()["code"]) == (400, code)
    assert [place["at"] for place in problem.json()["errors"]] == [at]
    assert browser("GET", "/session").status_code == 200


def test_a_changed_password_is_not_kept_under_an_idempotency_key(here) -> None:
    browser = here.client("operator")
    body = {"old": PASSWORD, "new": NEW}
    first = browser("POST", "/session/password", json=body, headers={"Idempotency-Key": "k"})
    assert first.status_code == 200
    browser.csrf = first.json()["csrf"]
    again = browser("POST", "/session/password", json=body, headers={"Idempotency-Key": "k"})
    assert again.json()["code"] == "password_wrong"


def test_a_token_asks_who_it_is_and_touches_no_session(here) -> None:
    _, secret = create_token(here.ledger.state, here.boss.viewer, "t", ["facts.post"], None, now=clock.now())
    bearer = {"Authorization": f"Bearer {secret}"}
    session = here.client()("GET", "/session", headers=bearer).json()
    assert (session["csrf"], session["permissions"]) == ("", ["facts.post"])
    for method, path, body in (
        ("DELETE", "/sessions", None),
        ("POST", "/session/password", {"old": "", "new": ""}),
    ):
        assert here.client()(method, path, json=body, headers=bearer).json()["code"] == "not_for_tokens"
    own = here.client()("GET", "/session", headers={"Authorization": "Bearer own-token"}).json()
    assert own["user"]["login"] == "cli"
