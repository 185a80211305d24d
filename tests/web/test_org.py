"""The organisation over HTTP: who builds it, who sees which part, and that a scope follows it at once."""

from types import SimpleNamespace

import pytest
from tests.accounts.people import person
from tests.checkup.tenant import staff_id

from yutang.accounts import sessions
from yutang.accounts.model import Role
from yutang.kit import clock

TREE = [
    {"name": "供应商", "level": "supplier"},
    {"name": "北店", "level": "shop", "within": 0},
    {"name": "南店", "level": "shop", "within": 0},
    {"name": "安组", "level": "team", "within": 1},
    {"name": "波组", "level": "team", "within": 2},
]


@pytest.fixture
def org(served: SimpleNamespace) -> SimpleNamespace:
    """The tenant's two members of staff in a team each, each team in a shop; a supervisor of the northern shop."""
    boss = served.client("administrator")
    made = boss("POST", "/org/units", json={"items": TREE})
    assert made.status_code == 201
    ids = {one["name"]: one["id"] for one in made.json()["items"]}
    ann, bob = (staff_id(served.ledger, who) for who in ("ann", "bob"))
    for who, unit in ((ann, "安组"), (bob, "波组")):
        put = boss("PUT", "/org/staff", json={"staff_ids": [who], "unit_id": ids[unit]})
        assert put.json() == {"moved": 1}
    chief = _supervisor(served, ids["北店"])
    return SimpleNamespace(served=served, boss=boss, ids=ids, ann=ann, bob=bob, chief=chief)


def _supervisor(served: SimpleNamespace, unit_id: int | None):
    """A browser of a supervisor of that unit."""
    viewer = person(served.ledger.state, f"chief{unit_id}", Role.SUPERVISOR, unit_id=unit_id)
    now = clock.now()
    fresh = served.ledger.state.write(
        lambda conn: sessions.start(conn, viewer.user_id, address="test", now=now)
    )
    browser = served.client()
    browser.http.cookies.set("yutang_session", fresh.cookie)
    browser.csrf = fresh.csrf
    browser.user_id = viewer.user_id
    return browser


def groups(browser) -> set[str]:
    """External ids of the groups somebody sees."""
    return {one["id"].partition(":")[2] for one in browser("GET", "/checkup/groups").json()["items"]}


def staff(browser) -> set[str]:
    return {one["external_id"] for one in browser("GET", "/staff").json()["items"]}


ANNS, BOBS = {"alive", "double", "quiet"}, {"bright", "shadow", "fading"}


def test_the_tree_is_told_with_its_staff(org: SimpleNamespace) -> None:
    told = org.boss("GET", "/org").json()
    assert (told["owner"], told["clash"]) == ("first", "keep")
    assert [(u["name"], u["staff"], u["staff_below"]) for u in told["units"]] == [
        ("供应商", 0, 2), ("北店", 0, 1), ("安组", 1, 1), ("南店", 0, 1), ("波组", 1, 1),
    ]  # fmt: skip
    here = org.boss("GET", f"/org/units/{org.ids['安组']}/staff").json()["items"]
    assert [(one["id"], one["name"]) for one in here] == [(org.ann, "Ann")]
    assert {s["external_id"]: s["unit_id"] for s in org.boss("GET", "/staff").json()["items"]} == {
        "ann": org.ids["安组"], "bob": org.ids["波组"],
    }  # fmt: skip


def test_a_shops_supervisor_sees_their_shop_alone(org: SimpleNamespace) -> None:
    assert groups(org.boss) == ANNS | BOBS | {"orphan"}
    assert groups(org.chief) == ANNS
    assert staff(org.chief) == {"ann"}
    assert [(u["name"], u["parent_id"]) for u in org.chief("GET", "/org").json()["units"]] == [
        ("北店", None), ("安组", org.ids["北店"]),
    ]  # fmt: skip
    assert org.chief("GET", f"/org/units/{org.ids['波组']}/staff").status_code == 404
    assert org.chief("GET", "/checkup/groups/wecom:bright").status_code == 404
    assert org.chief("GET", "/checkup/groups/wecom:alive").status_code == 200


def test_a_team_that_moves_takes_what_is_seen_along_at_once(org: SimpleNamespace) -> None:
    south = _supervisor(org.served, org.ids["南店"])
    assert (groups(org.chief), groups(south)) == (ANNS, BOBS)
    move = {"ids": [org.ids["安组"]], "parent_id": org.ids["南店"]}
    assert org.boss("POST", "/org/units/move", json=move).status_code == 200
    assert (groups(org.chief), groups(south)) == (set(), ANNS | BOBS)
    org.boss("PUT", "/org/staff", json={"staff_ids": [org.bob], "unit_id": org.ids["北店"]})
    assert (groups(org.chief), groups(south)) == (BOBS, ANNS)


def test_a_units_supervisor_reads_nothing_that_holds_every_unit(org: SimpleNamespace) -> None:
    for path in ("/digests", "/imports", "/webhooks"):
        assert org.chief("GET", path).json()["code"] == "not_allowed", path
    may = org.chief("GET", "/session").json()["permissions"]
    assert {"groups.see", "org.see", "customers.edit"} <= set(may)
    assert not {p for p in may if p.startswith(("imports.", "reports."))}
    whole = org.served.client("supervisor")
    assert whole("GET", "/digests").status_code == 200
    assert groups(whole) == groups(org.boss)


def test_an_account_is_given_a_unit_and_freed_of_it(org: SimpleNamespace) -> None:
    made = org.boss(
        "POST", "/users", json={"login": "li", "name": "Li", "role": "supervisor", "unit_id": org.ids["南店"]}
    )
    user = made.json()["user"]
    assert (user["unit_id"], user["unit_name"]) == (org.ids["南店"], "南店")
    path = f"/users/{org.chief.user_id}"
    assert org.boss("PATCH", path, json={"unit_id": org.ids["南店"]}).json()["unit_name"] == "南店"
    assert groups(org.chief) == BOBS
    assert org.boss("PATCH", path, json={"name": "Chief"}).json()["unit_id"] == org.ids["南店"]
    assert org.boss("PATCH", path, json={"unit_id": None}).json()["unit_id"] is None
    assert groups(org.chief) == ANNS | BOBS | {"orphan"}
    for body in ({"unit_id": 987_654}, {"unit_id": 987_654, "name": "x"}):
        problem = org.boss("PATCH", path, json=body)
        assert (problem.status_code, problem.json()["code"]) == (400, "unknown_unit")
        assert problem.json()["errors"][0]["at"] == "unit_id"


def test_units_are_renamed_ordered_and_archived(org: SimpleNamespace) -> None:
    path = f"/org/units/{org.ids['南店']}"
    assert org.boss("PATCH", path, json={"name": "华南店", "position": 0}).json()["name"] == "华南店"
    assert org.boss("PATCH", path, json={}).json()["position"] == 0
    gone = {"ids": [org.ids["波组"]]}
    refused = org.boss("POST", "/org/units/archive", json=gone)
    assert (refused.status_code, refused.json()["code"], refused.json()["params"]) == (
        409, "unit_in_use", {"name": "波组"},
    )  # fmt: skip
    org.boss("PUT", "/org/staff", json={"staff_ids": [org.bob], "unit_id": None})
    assert org.boss("POST", "/org/units/archive", json=gone).status_code == 204
    assert "波组" not in {u["name"] for u in org.boss("GET", "/org").json()["units"]}
    acts = {e["act"] for e in org.boss("GET", "/audit?subject=unit").json()["items"]}
    assert acts == {"unit_created", "unit_changed", "unit_archived", "staff_placed"}


def test_presets_name_their_levels_and_begin_an_organisation_once(empty: SimpleNamespace) -> None:
    boss = empty.client("administrator")
    presets = {one["code"]: one["levels"] for one in boss("GET", "/org/presets").json()["items"]}
    assert presets["s2b2c"] == ["supplier", "distributor", "shop", "team"]
    assert set(presets) == {"s2b2c", "b2b2c", "b2c"}
    body = {"preset": "b2c", "names": ["公司", "一组"]}
    assert boss("POST", "/org/begin", json={**body, "names": ["公司"]}).json()["code"] == "preset_names"
    made = boss("POST", "/org/begin", json=body).json()["items"]
    assert [one["level"] for one in made] == ["company", "team"]
    assert boss("POST", "/org/begin", json=body).json()["code"] == "org_not_empty"


def test_owner_rules_are_kept(org: SimpleNamespace) -> None:
    wanted = {"owner": "unit", "clash": "ask"}
    assert org.boss("PUT", "/org/owners", json=wanted).json() == wanted
    told = org.chief("GET", "/org").json()
    assert {"owner": told["owner"], "clash": told["clash"]} == wanted
    assert org.boss("PUT", "/org/owners", json={"owner": "loudest", "clash": "ask"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/org/units", {"items": []}, 400, None),
        ("POST", "/org/units", {"items": [{"name": "x", "level": "king"}]}, 400, None),
        ("POST", "/org/units", {"items": [{"name": "x", "level": "team"}]}, 400, "unit_level"),
        ("POST", "/org/units", {"items": [{"name": "\u202e", "level": "company"}]}, 400, "name_bad"),
        ("POST", "/org/units", {"items": [{"name": "x", "level": "team", "parent_id": 987654}]}, 404, "not_found"),
        ("POST", "/org/units", {"items": [{"name": "x", "level": "team", "within": 0}]}, 404, "not_found"),
        ("PATCH", "/org/units/987654", {"name": "x"}, 404, "not_found"),
        ("PATCH", "/org/units/987654", {"position": -1}, 400, None),
        ("POST", "/org/units/move", {"ids": [987654], "parent_id": None}, 404, "not_found"),
        ("POST", "/org/units/move", {"ids": [1]}, 400, None),
        ("POST", "/org/units/archive", {"ids": [2**60]}, 400, None),
        ("PUT", "/org/staff", {"staff_ids": [987654], "unit_id": None}, 400, "unknown_staff"),
        ("PUT", "/org/staff", {"staff_ids": [], "unit_id": None}, 400, None),
    ],
)  # fmt: skip
def test_what_can_not_be_is_said(
    empty: SimpleNamespace, method: str, path: str, body: dict, status: int, code: str | None
) -> None:
    answer = empty.client("administrator")(method, path, json=body)
    assert answer.status_code == status
    assert code is None or answer.json()["code"] == code


def test_a_unit_does_not_move_below_itself(org: SimpleNamespace) -> None:
    body = {"ids": [org.ids["北店"]], "parent_id": org.ids["安组"]}
    refused = org.boss("POST", "/org/units/move", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "unit_cycle")
