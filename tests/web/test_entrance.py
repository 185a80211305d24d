"""Signing in by WeCom against a real fakecom: there, back, and everything that must not let anybody in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.connections.conftest import BOSS, SETTINGS
from tests.outbox.conftest import fake, here  # noqa: F401 - fixtures
from tests.outbox.tenant import Tenant
from tests.web.desk import Desk, choose, get, go, query

from fakecom.running import CORP, Running
from yutang.accounts import users
from yutang.connections import actions, mirror

COOKIE = "yutang_session"


@pytest.fixture
def desk(here: Tenant, tmp_path: Path) -> Iterator[Desk]:  # noqa: F811
    made = Desk(here, tmp_path)
    made.open_door()
    yield made
    made.close()


def why(answer) -> str:
    """The code of a refusal's page, by its words."""
    for words, code in (
        ("linked to no account", "unbound"), ("did not begin in this browser", "state"), ("not switched on", "off"),
        ("did not confirm", "code"), ("more than one account", "twice"), ("is disabled", "disabled"),
        ("not a member", "outsider"), ("does not answer", "away"), ("refused this app", "setup"), ("Too many", "too_many"),
    ):  # fmt: skip
        if words in answer.text:
            return code
    raise AssertionError(answer.text)


def test_a_member_comes_in_by_wecom(desk: Desk) -> None:
    account = desk.account("operator", "li")
    visitor = desk.visitor()
    there = go(desk, visitor, "/sidebar/1?x=1")
    asked = query(there)
    assert there.startswith(f"{desk.here.fake.url}/wwlogin/sso/login?login_type=CorpApp&")
    assert (asked["appid"], asked["agentid"]) == (CORP, "1000002")
    assert asked["redirect_uri"] == "http://127.0.0.1/sign-in/wecom/back"
    back = get(visitor, choose(there, "li"))
    assert (back.status_code, back.headers["location"]) == (303, "/sidebar/1?x=1")
    session = visitor("GET", "/session").json()
    assert session["user"]["id"] == account.user_id
    assert session["csrf"]
    assert ("signed_in", '{"connection":1}') in desk.audit()
    visitor.csrf = session["csrf"]
    assert visitor("DELETE", "/session").status_code == 204
    assert visitor("GET", "/session").status_code == 401


def test_within_wecom_its_own_page_is_asked(desk: Desk) -> None:
    there = go(desk, desk.visitor(), **{"user-agent": "Mozilla/5.0 wxwork/4.1.0 MicroMessenger/7.0"})
    assert there.startswith(f"{desk.here.fake.url}/connect/oauth2/authorize?")
    assert there.endswith("#wechat_redirect")
    assert query(there)["scope"] == "snsapi_base"


def test_a_code_is_worth_nothing_the_second_time(desk: Desk) -> None:
    desk.account("operator", "li")
    visitor, other = desk.visitor(), desk.visitor()
    first = choose(go(desk, visitor), "li")
    assert get(visitor, first).status_code == 303
    again = get(visitor, first)  # the state was used
    assert (again.status_code, why(again)) == (400, "state")
    state = query(go(desk, other))["state"]
    used = get(other, f"/sign-in/wecom/back?code={query(first)['code']}&state={state}")
    assert (used.status_code, why(used)) == (400, "code")
    assert COOKIE not in other.http.cookies


def test_a_forged_state_and_another_browser(desk: Desk) -> None:
    """Somebody's own code in a victim's browser would sign the victim in as them."""
    desk.account("operator", "li")
    attacker, victim = desk.visitor(), desk.visitor()
    back = choose(go(desk, attacker), "li")
    go(desk, victim)
    for path in (back, "/sign-in/wecom/back?code=x&state=forged", "/sign-in/wecom/back"):
        answer = get(victim, path)
        assert (answer.status_code, why(answer)) == (400, "state")
    assert COOKIE not in victim.http.cookies


def test_two_pages_of_one_browser_both_come_back(desk: Desk) -> None:
    desk.account("operator", "li")
    visitor = desk.visitor()
    one, two = go(desk, visitor, "/sidebar/1?x=1"), go(desk, visitor, "/sidebar/1?x=2")
    assert query(one)["state"] != query(two)["state"]
    for there, to in ((one, "/sidebar/1?x=1"), (two, "/sidebar/1?x=2")):
        back = get(visitor, choose(there, "li"))
        assert (back.status_code, back.headers.get("location")) == (303, to)
    assert visitor("GET", "/session").status_code == 200


def test_a_code_expires(desk: Desk) -> None:
    desk.account("operator", "li")
    visitor = desk.visitor()
    back = choose(go(desk, visitor), "li")
    desk.here.fake.pass_time(301)
    assert why(get(visitor, back)) == "code"
    late = choose(go(desk, visitor), "li")
    desk.here.fake.pass_time(600)
    assert why(get(visitor, late)) == "state"


def test_who_has_no_account_gets_none(desk: Desk) -> None:
    visitor = desk.visitor()
    answer = get(visitor, choose(go(desk, visitor), "zhao"))
    assert (answer.status_code, why(answer)) == (403, "unbound")
    assert "Settings → Users" in answer.text
    assert "“zhao”" in answer.text
    assert COOKIE not in visitor.http.cookies
    assert ("sign_in_refused", '{"userid":"zhao","why":"unbound"}') in desk.audit()
    boss = desk.browser("administrator")
    assert [one["login"] for one in boss("GET", "/users").json()["items"] if one["staff_id"]] == []


def test_two_accounts_of_one_member_and_a_disabled_one(desk: Desk) -> None:
    one, two = desk.account("operator", "li"), desk.account("analyst", "li")
    visitor = desk.visitor()
    assert why(get(visitor, choose(go(desk, visitor), "li"))) == "twice"
    state, now = desk.here.ledger.state, desk.here.now()
    for who in (two, one):
        users.change_user(state, desk.here.boss, who.user_id, users.Change(disabled=True), now=now)
        code = why(get(visitor, choose(go(desk, visitor), "li"))) if who is one else None
        assert code in (None, "disabled")


def test_a_member_of_another_corp_with_the_same_id_is_nobody(desk: Desk, fake: Running) -> None:  # noqa: F811
    desk.account("operator", "li")
    told = SETTINGS | {"corp_id": "ww00000000000000bb", "base_url": fake.url}
    state, now, secrets = desk.here.ledger.state, desk.here.now(), desk.here.secrets
    made, _ = state.write(
        lambda c: actions.connect(c, "wecom", "y", told, secrets=secrets, viewer=BOSS, now=now)
    )
    state.write(lambda c: mirror.set_staff(c, made.id, ["li"], now=now))
    visitor = desk.visitor()
    assert why(get(visitor, choose(go(desk, visitor), "li"))) == "twice"


def test_an_outsider(desk: Desk, fake: Running) -> None:  # noqa: F811
    visitor = desk.visitor()
    state = query(go(desk, visitor))["state"]
    code = fake.ctl("login", external_userid="wm000")["code"]
    answer = get(visitor, f"/sign-in/wecom/back?code={code}&state={state}")
    assert (answer.status_code, why(answer)) == (403, "outsider")


def test_switched_off(desk: Desk) -> None:
    desk.account("operator", "li")
    visitor = desk.visitor()
    back = choose(go(desk, visitor), "li")
    desk.open_door(on=False)
    for path in (back, f"/sign-in/wecom/{desk.id}", "/sign-in/wecom/99"):
        answer = get(visitor, path)
        assert (answer.status_code, why(answer)) == (404, "off")
    desk.open_door()
    state, now = desk.here.ledger.state, desk.here.now()
    state.write(lambda c: actions.switch(c, desk.id, on=False, viewer=BOSS, now=now))
    assert why(get(visitor, f"/sign-in/wecom/{desk.id}")) == "off"
    assert COOKIE not in visitor.http.cookies


def came_in(desk: Desk, userid: str = "li"):
    visitor = desk.visitor()
    assert get(visitor, choose(go(desk, visitor), userid)).status_code == 303
    visitor.csrf = visitor("GET", "/session").json()["csrf"]
    return visitor


def test_switched_off_whoever_came_in_by_it_is_signed_out_but_not_who_switches(desk: Desk) -> None:
    desk.account("operator", "li")
    desk.account("administrator", "wang")
    li, wang, by_password = came_in(desk), came_in(desk, "wang"), desk.browser("administrator")
    path = f"/connections/{desk.id}"
    for off, on in (
        (lambda: wang("PUT", f"{path}/desk", json={"sign_in": False}), lambda: wang("PUT", f"{path}/desk", json={"sign_in": True})),
        (lambda: wang("PATCH", path, json={"on": False}), lambda: wang("PATCH", path, json={"on": True})),
    ):  # fmt: skip
        assert off().status_code == 200
        assert li("GET", "/session").status_code == 401
        assert [one("GET", "/session").status_code for one in (wang, by_password)] == [200, 200]
        assert '{"signed_out":1}' in [after for _, after in desk.audit()]
        assert on().status_code == 200
        li = came_in(desk)
    assert wang("DELETE", path).status_code == 204
    assert li("GET", "/session").status_code == 401
    assert wang("GET", "/session").status_code == 200


def test_members_of_another_corp_are_not_let_in_by_the_old_ones_switch(desk: Desk) -> None:
    """A connection is set to another corp, where somebody else has the id of a member of the old one."""
    desk.account("operator", "li")
    li, boss, path = came_in(desk), desk.browser("administrator"), f"/connections/{desk.id}"
    kept = boss("PATCH", path, json={"settings": {"secret": "another-secret-1"}}).json()
    assert kept["id"] == desk.id
    assert boss("GET", f"{path}/desk").json()["sign_in"] is True
    assert boss("PATCH", path, json={"settings": {"corp_id": "ww00000000000000bb"}}).status_code == 200
    assert boss("GET", f"{path}/desk").json()["sign_in"] is False
    assert li("GET", "/session").status_code == 401
    assert why(get(desk.visitor(), f"/sign-in/wecom/{desk.id}")) == "off"


def test_a_wecom_that_does_not_answer(desk: Desk, fake: Running) -> None:  # noqa: F811
    desk.account("operator", "li")
    visitor = desk.visitor()
    back = choose(go(desk, visitor), "li")
    fake.ctl("faults", path="auth/getuserinfo", kind="bad_gateway", count=9)
    answer = get(visitor, back)
    assert (answer.status_code, why(answer)) == (503, "away")
    assert f"/sign-in/wecom/{desk.id}?" in answer.text


def test_too_many_from_one_place(desk: Desk) -> None:
    visitor = desk.visitor()
    answers = [get(visitor, f"/sign-in/wecom/{desk.id}").status_code for _ in range(61)]
    assert set(answers[:60]) == {303}
    assert answers[60] == 429


def test_a_one_time_password_is_not_asked_of_who_did_not_use_it(desk: Desk) -> None:
    desk.account("operator", "li", must_change=True)
    visitor = desk.visitor()
    assert get(visitor, choose(go(desk, visitor), "li")).status_code == 303
    session = visitor("GET", "/session").json()
    assert session["user"]["must_change_password"] is False
    assert visitor("GET", "/status").status_code == 200


def test_another_site_is_never_where_it_ends(desk: Desk) -> None:
    desk.account("operator", "li")
    for to in ("//evil.example", "https://evil.example/", "/app//evil.example"):
        visitor = desk.visitor()
        assert get(visitor, choose(go(desk, visitor, to), "li")).headers["location"] == "/app/"


def test_the_public_address_is_where_one_goes_and_comes_back(here: Tenant, tmp_path: Path) -> None:  # noqa: F811
    desk = Desk(here, tmp_path, public_url="https://pond.example")
    desk.open_door()
    visitor = desk.visitor()
    away = get(visitor, f"/sign-in/wecom/{desk.id}?to=/app/today")
    assert (
        away.headers["location"] == f"https://pond.example/sign-in/wecom/{desk.id}?to=%2Fapp%2Ftoday&sent=1"
    )
    behind = get(
        visitor, f"/sign-in/wecom/{desk.id}?to=/app/today&sent=1"
    )  # a proxy that tells us its own name
    assert behind.headers["location"].startswith(f"{desk.here.fake.url}/wwlogin/")
    there = get(visitor, f"/sign-in/wecom/{desk.id}", host="pond.example").headers["location"]
    assert query(there)["redirect_uri"] == "https://pond.example/sign-in/wecom/back"
    desk.close()


def test_the_ways_in_are_told_and_switched_by_administrators(desk: Desk) -> None:
    visitor, boss = desk.visitor(), desk.browser("administrator")
    assert visitor("GET", "/session/ways").json() == {"wecom": [{"id": desk.id, "name": ""}]}
    path = f"/connections/{desk.id}/desk"
    assert boss("GET", path).json() == {
        "sign_in": True, "domain": "127.0.0.1", "sidebar": f"http://127.0.0.1/sidebar/{desk.id}",
    }  # fmt: skip
    assert boss("PUT", path, json={"sign_in": False}).json()["sign_in"] is False
    assert visitor("GET", "/session/ways").json() == {"wecom": []}
    assert [act for act, _ in desk.audit()][-1] == "connection_sign_in_off"
    assert boss("PUT", path, json={"sign_in": True}).json()["sign_in"] is True
    assert boss("GET", "/connections/99/desk").status_code == 404
