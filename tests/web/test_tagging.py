"""Tags by hand on groups and on relations over HTTP: who may, what is shown, what rules find, and taken back."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.checkup.tenant import staff_id
from tests.customers.shop import NOW, follows, met, staff
from tests.ledger.batch import DAY, START, table

from yutang.kit import clock
from yutang.ledger.marks import mark

ALIVE, BRIGHT, QUIET = "wecom:alive", "wecom:bright", "wecom:quiet"
VIP = mark("tag", "群/重点")


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def put(browser: Any, *ids: str, **more: Any) -> Any:
    return ok(browser("POST", "/groups/tags", json={"ids": list(ids)} | more))


def shown(browser: Any, group: str) -> list[str]:
    return [one["name"] for one in ok(browser("GET", f"/checkup/groups/{group}"))["tags"]]


@pytest.fixture
def boss(served: SimpleNamespace) -> Any:
    return served.client("supervisor")


def define(boss: Any, *names: str, exclusive: bool = False, until_days: int | None = None) -> None:
    made = {"items": [{"name": "群", "exclusive": exclusive}]}
    group = ok(boss("POST", "/tags/groups", json=made), 201)["items"][0]["id"]
    drafts = [{"group_id": group, "name": name, "until_days": until_days} for name in names]
    ok(boss("POST", "/tags", json={"items": drafts}), 201)


def test_a_groups_tags_are_put_on_shown_and_taken_back(served: SimpleNamespace, boss: Any) -> None:
    assert put(boss, ALIVE, BRIGHT, add=["群/重点"]) == {"changed": 2, "skipped": []}
    assert put(boss, ALIVE, BRIGHT, QUIET, add=["群/重点"])["changed"] == 1
    (told,) = ok(boss("GET", f"/checkup/groups/{ALIVE}"))["tags"]
    assert (told["id"], told["name"], told["source"], told["until_at"], told["confidence"]) == (
        str(VIP),
        "群/重点",
        "staff",
        None,
        100,
    )
    assert ok(boss("GET", f"/tags/{VIP}/groups"))["ids"] == [ALIVE, BRIGHT, QUIET]
    assert put(boss, ALIVE, QUIET, remove=["群/重点"])["changed"] == 2
    assert put(boss, BRIGHT, remove=[str(VIP)])["changed"] == 1
    assert [shown(boss, one) for one in (ALIVE, BRIGHT, QUIET)] == [[], [], []]
    acts = ok(served.client("administrator")("GET", "/audit", params={"subject_kind": "group"}))["items"]
    assert {one["act"] for one in acts} == {"group_tags_changed"}


def test_operators_tag_their_own_groups_only(served: SimpleNamespace, boss: Any) -> None:
    ann = served.client("operator", staff_id=staff_id(served.ledger, "ann"))
    assert put(ann, ALIVE, BRIGHT, add=["群/重点"]) == {"changed": 1, "skipped": [BRIGHT]}
    put(boss, BRIGHT, add=["群/重点"])
    assert ok(ann("GET", f"/tags/{VIP}/groups"))["ids"] == [ALIVE]
    assert put(ann, BRIGHT, remove=["群/重点"]) == {"changed": 0, "skipped": [BRIGHT]}
    assert shown(boss, BRIGHT) == ["群/重点"]


def test_analysts_see_a_groups_tags_and_change_none(served: SimpleNamespace, boss: Any) -> None:
    analyst = served.client("analyst")
    put(boss, ALIVE, add=["群/重点"])
    assert shown(analyst, ALIVE) == ["群/重点"]
    refused = analyst("POST", "/groups/tags", json={"ids": [ALIVE], "remove": ["群/重点"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_a_rule_that_asks_for_the_groups_tag_finds_its_people(served: SimpleNamespace, boss: Any) -> None:
    rule = {"rule": {"op": "group", "tags": ["群/重点"]}}
    put(boss, ALIVE, add=["群/重点"])
    found = set(ok(boss("POST", "/segments/ids", json=rule))["ids"])
    inside = served.ledger.analytics.rows(
        "select i.customer_id from membership m join identity i on i.id = m.identity_id"
        " join customer_group g on g.id = m.group_id"
        " where g.external_id = 'alive' and m.\"left\" is null and i.customer_id is not null"
    )
    assert found == {row[0] for row in inside}
    assert found
    put(boss, ALIVE, remove=["群/重点"])
    assert ok(boss("POST", "/segments/ids", json=rule))["ids"] == []


def test_a_definition_says_how_long_and_which_go_together(boss: Any) -> None:
    define(boss, "重点", "普通", exclusive=True, until_days=30)
    put(boss, ALIVE, add=["群/重点"])
    put(boss, ALIVE, add=["群/普通"])
    (told,) = ok(boss("GET", f"/checkup/groups/{ALIVE}"))["tags"]
    assert told["name"] == "群/普通"
    assert abs(told["until_at"] - (clock.now() + 30 * DAY) // 1000) < 60_000


@pytest.mark.parametrize(
    ("body", "code"),
    [({"add": ["重点"]}, "tag_whole_name"), ({"add": ["群/重点"], "until_at": 1}, "tag_past"), ({"ids": []}, "bad_request"),
     ({"ids": ["x"] * 1001}, "bad_request"), ({"ids": [7]}, "bad_request"), ({"add": ["x" * 201]}, "bad_request")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(boss: Any, body: dict[str, Any], code: str) -> None:
    answer = boss("POST", "/groups/tags", json={"ids": [ALIVE]} | body)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert shown(boss, ALIVE) == []


@pytest.fixture
def shop(empty: SimpleNamespace) -> SimpleNamespace:
    """One customer whom two members of staff follow."""
    rows = table(staff("an", "安"), staff("bo", "波"), met("li", "李雷"), met("wu", "吴"),
                 follows("li", "an", START + DAY), follows("li", "bo", START + DAY))  # fmt: skip
    empty.ledger.take("b", "test", "wecom", rows, now=NOW)
    empty.ids = dict(empty.ledger.analytics.rows("select external_id, id from identity"))
    return empty


def relation(browser: Any, shop: SimpleNamespace, who: str) -> dict[str, Any]:
    page = ok(browser("GET", f"/customers/{shop.ids['li']}"))
    return next(one for one in page["relations"] if one["staff"]["id"] == str(shop.ids[who]))


def test_a_relations_tags_are_put_on_found_and_taken_back(shop: SimpleNamespace) -> None:
    admin, an = shop.client("administrator"), shop.client("operator", staff_id=shop.ids["an"])
    li, wu = str(shop.ids["li"]), str(shop.ids["wu"])
    body = {"ids": [li, wu], "staff_id": shop.ids["an"], "add": ["关系/熟客"]}
    assert ok(admin("POST", "/customers/tags", json=body)) == {"changed": 1, "skipped": [wu]}
    told = relation(an, shop, "an")
    assert ([one["name"] for one in told["tags"]], told["yours"]) == (["关系/熟客"], True)
    assert (relation(an, shop, "bo")["tags"], relation(an, shop, "bo")["yours"]) == ([], False)
    rule = lambda who: {"rule": {"op": "tag", "tag": "关系/熟客", "staff": [shop.ids[who]]}}  # noqa: E731
    assert ok(admin("POST", "/segments/ids", json=rule("an")))["ids"] == [shop.ids["li"]]
    assert ok(admin("POST", "/segments/ids", json=rule("bo")))["ids"] == []
    off = {"ids": [li], "staff_id": shop.ids["an"], "remove": ["关系/熟客"]}
    assert ok(an("POST", "/customers/tags", json=off))["changed"] == 1
    assert relation(admin, shop, "an")["tags"] == []


def test_relations_of_others_are_not_an_operators_to_tag(shop: SimpleNamespace) -> None:
    an, analyst = shop.client("operator", staff_id=shop.ids["an"]), shop.client("analyst")
    body = {"ids": [str(shop.ids["li"])], "staff_id": shop.ids["bo"], "add": ["关系/熟客"]}
    refused = an("POST", "/customers/tags", json=body)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert analyst("POST", "/customers/tags", json=body).json()["code"] == "not_allowed"
    for bad in (0, -1, 1 << 53, "x"):
        assert an("POST", "/customers/tags", json=body | {"staff_id": bad}).status_code == 400
    assert relation(analyst, shop, "bo")["tags"] == []
