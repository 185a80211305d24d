"""Allocation over HTTP: who would sit where, name by name and as a file; groups that others fill; scope; bad plans."""

import csv
import io
import json
from typing import Any

import pytest

from ledger.batch import take
from yutang.importers.marking import mark
from yutang.kit import clock
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.marks import mark as code_of
from yutang.ledger.record import acts
from yutang.segments.layers.sweep import sweep

NOW = clock.now()
WROTE = {"op": "did", "fact": {"kind": "message.sent"}, "at_least": 1}
WHERE = {"ann": "上海", "bo": "上海", "cy": "北京"}


@pytest.fixture
def shop(empty):
    """Ann, Bo and Cy wrote in "talk" and are in the only tier; Sam owns "east", where Ann and Di sit, who wrote never."""
    at = NOW - clock.DAY
    told = [(Kind.MESSAGE_SENT, at, {"actor": who, "name": f"={who}", "group": "talk", "text": who, "role": Role.PERSON})
            for who in WHERE]  # fmt: skip
    seen = [(Kind.GROUP_SEEN, at, {"group": g, "text": f"群{g}", "props": json.dumps({"owner": o} if o else {})})
            for g, o in (("east", "sam"), ("west", None))]  # fmt: skip
    sits = [(Kind.GROUP_JOINED, at, {"actor": who, "group": "east"}) for who in ("ann", "di")]
    sam = (Kind.IDENTITY_SEEN, at, {"actor": "sam"})
    take(empty.ledger, "shop", *told, *seen, *sits, sam)
    mark(empty.ledger, ["sam"], Role.STAFF, now=NOW)
    empty.ids = dict(empty.ledger.analytics.rows("select external_id, id from identity"))
    lives = [
        {"kind": int(Kind.ATTRIBUTE_SET), "happened": at, "identity_id": empty.ids[who],
         "object_id": code_of("attribute", "region"), "props": json.dumps({"value": place, "source": "staff"})}
        for who, place in WHERE.items()
    ]  # fmt: skip
    empty.ledger.record(acts(lives), origin="test", now=NOW)
    empty.boss = empty.client("supervisor")
    made = empty.boss("POST", "/layers", json={"name": "说过话", "tiers": [{"name": "说过", "rule": WROTE}]})
    empty.layer = made.json()["id"]
    empty.tier = empty.boss("GET", f"/layers/{empty.layer}").json()["tiers"][0]["id"]
    sweep(empty.ledger, empty.layer, now=NOW)
    return empty


def room(shop: Any, group: str, **more: Any) -> dict[str, Any]:
    return {"group": f"wecom:{group}", "tier_id": shop.tier} | more


def ask(shop: Any, what: str = "preview", browser: Any = None, **plan: Any) -> Any:
    query = {name: plan.pop(name) for name in ("after", "limit") if name in plan}
    path = f"/layers/{shop.layer}/allocation/{what}"
    return (browser or shop.boss)("POST", path, params=query, json={"rooms": []} | plan)


def test_who_fits_stays_and_the_others_fill_what_is_left(shop) -> None:
    rooms = [room(shop, "east", region="上海", limit=3), room(shop, "west", region="北京")]
    told = ask(shop, rooms=rooms, attribute="region").json()
    assert [told[name] for name in ("people", "stay", "opened", "filled", "unseated")] == [3, 1, 0, 2, []]
    assert {(one["name"], one["region"], one["before"], one["after"]) for one in told["groups"]} == {
        ("群east", "上海", 1, 2), ("群west", "北京", 0, 1),
    }  # fmt: skip
    names = ask(shop, "people", rooms=rooms, attribute="region").json()
    assert {(one["name"], one["to_group"]) for one in names["items"]} == {
        ("=bo", "群east"),
        ("=cy", "群west"),
    }
    assert (names["total"], names["next"]) == (2, None)


def test_people_who_are_not_of_the_plan_keep_their_seats(shop) -> None:
    told = ask(
        shop, rooms=[room(shop, "east", region="上海", limit=2)], attribute="region", new_groups=0
    ).json()
    assert told["stay"] == 1  # Ann; the other of two seats is Di's
    assert told["unseated"] == [{"reason": "no_room", "count": 2}]
    full = ask(
        shop, rooms=[room(shop, "east", region="上海", limit=1)], attribute="region", new_groups=0
    ).json()
    assert (full["stay"], full["unseated"]) == (0, [{"reason": "no_room", "count": 3}])


def test_groups_are_opened_where_there_are_none_in_pages(shop) -> None:
    told = ask(shop, most=2).json()
    assert (told["opened"], [one["after"] for one in told["groups"]]) == (2, [2, 1])
    assert {one["group"] for one in told["groups"]} == {None}
    first = ask(shop, "people", most=2, limit=2).json()
    rest = ask(shop, "people", most=2, limit=2, after=first["next"]).json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]
    assert sorted(one["opened"] for one in [*first["items"], *rest["items"]]) in ([1, 1, 2], [1, 2, 2])


def test_the_file_says_the_same_and_holds_no_formula(shop) -> None:
    answer = ask(shop, "export", rooms=[room(shop, "west")], new_groups=0)
    assert answer.headers["content-type"].startswith("text/csv")
    head, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head == ["customer", "name", "tier", "region", "owner", "from", "to", "why"]
    assert sorted(line[1] for line in lines) == ["'=ann", "'=bo", "'=cy"]
    assert {(line[2], line[6]) for line in lines} == {("说过", "群west")}
    assert {line[0] for line in lines} == {str(shop.ids[who]) for who in WHERE}


def test_regions_by_tags(shop) -> None:
    group = shop.boss("POST", "/tags/groups", json={"items": [{"name": "城市"}]}).json()["items"][0]["id"]
    tag = shop.boss("POST", "/tags", json={"items": [{"group_id": group, "name": "杭州"}]}).json()["items"][
        0
    ]["id"]
    said = {"kind": int(Kind.TAG_ADDED), "happened": NOW - 1000, "identity_id": shop.ids["cy"], "object_id": tag,
            "props": json.dumps({"source": "staff", "confidence": 100})}  # fmt: skip
    shop.ledger.record(acts([said]), origin="test", now=NOW)
    told = ask(shop, tag_group=group, rooms=[room(shop, "west", region="杭州")]).json()
    assert told["unseated"] == [{"reason": "no_region", "count": 2}]
    assert [(one["name"], one["after"]) for one in told["groups"]] == [("群west", 1)]


def test_who_sees_only_theirs_plans_only_theirs(shop) -> None:
    sam = shop.client("operator", staff_id=shop.ids["sam"])
    told = ask(shop, browser=sam, rooms=[room(shop, "east")]).json()
    assert (told["people"], told["stay"]) == (1, 1)
    assert ask(shop, browser=sam, rooms=[room(shop, "west")]).status_code == 404


def test_plans_that_can_not_be_are_refused(shop) -> None:
    east = room(shop, "east")
    for plan, code in (
        ({"rooms": [east, east]}, "allocation_twice"), ({"rooms": [east | {"tier_id": 999}]}, "layer_tier_unknown"),
        ({"attribute": "region", "tag_group": 1}, "allocation_regions"),
        ({"attribute": "moon"}, "allocation_attribute"),
    ):  # fmt: skip
        for what in ("preview", "people", "export"):
            answer = ask(shop, what, **plan)
            assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert ask(shop, rooms=[room(shop, "nowhere")]).status_code == 404
    assert ask(shop, rooms=[east], tag_group=999).status_code == 404
    assert shop.boss("POST", "/layers/999/allocation/preview", json={"rooms": []}).status_code == 404
