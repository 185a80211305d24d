"""Confirmed plans over HTTP: kept as they were seen, tasks for whoever owns the people, arrivals counted, taken back."""

from typing import Any

import pytest
from tests.web.test_allocation import NOW, ask, room, shop

from ledger.batch import take
from yutang.kit import clock
from yutang.ledger.catalogue import Kind, Role
from yutang.segments.allocation import kept
from yutang.segments.layers.sweep import sweep

__all__ = ["shop"]  # the fixture


def confirm(shop: Any, browser: Any = None, *, digest: str | None = None, **plan: Any) -> Any:
    seen = ask(shop, browser=browser, **plan).json()
    path = f"/layers/{shop.layer}/allocation/confirm"
    return (browser or shop.boss)(
        "POST", path, json={"rooms": []} | plan | {"digest": digest or seen["digest"]}
    )


def plans(shop: Any, browser: Any = None) -> list[dict[str, Any]]:
    return (browser or shop.boss)("GET", f"/layers/{shop.layer}/allocations").json()["items"]


def tasks(browser: Any, state: str = "open") -> list[dict[str, Any]]:
    return browser("GET", "/tasks", params={"state": state, "limit": 200}).json()["items"]


@pytest.fixture
def staffed(shop):
    """Sam follows Bo; nobody follows Cy. Ann sits in "east" already, which is Sam's."""
    take(shop.ledger, "bo", (Kind.RELATION_BEGUN, NOW - clock.DAY, {"actor": "bo", "related": "sam"}))
    shop.rooms = [room(shop, "east", limit=3), room(shop, "west")]
    shop.sam = shop.client("operator", staff_id=shop.ids["sam"])
    return shop


def test_a_confirmed_plan_is_kept_and_becomes_tasks_of_whoever_owns_the_people(staffed) -> None:
    made = confirm(staffed, rooms=staffed.rooms).json()
    assert (made["people"], made["tasks"]) == (2, 2)
    (kept,) = plans(staffed)
    assert (kept["id"], kept["people"], kept["arrived"], kept["tasks_open"], kept["tasks_done"]) == (
        made["id"],
        2,
        0,
        2,
        0,
    )
    assert (kept["may_undo"], kept["undone_at"]) == (True, None)
    found = {one["owner_name"]: one for one in tasks(staffed.client("administrator"))}
    bo = found["sam"]
    assert (bo["kind"], bo["source"], bo["params"], bo["why"]["code"]) == (
        "invite_group", "allocation", {"n": 1}, "allocation_confirmed",
    )  # fmt: skip
    assert bo["due_at"] - bo["created_at"] == 3 * clock.DAY // 1000
    layer, plan, part = bo["subject_id"].split(":", 2)
    people = staffed.sam("GET", f"/layers/{layer}/allocations/{plan}/people", params={"part": part}).json()
    assert [(one["name"], one["to_group"], one["arrived"]) for one in people["items"]] == [
        ("=bo", bo["subject_name"], False)
    ]
    other = found[None]  # Cy's, whom nobody owns: for who confirmed, since nobody owns "west"
    assert (other["subject_name"], other["assignee_name"], other["params"]) == (
        "群west",
        "Supervisor1",
        {"n": 1},
    )
    assert [one["id"] for one in tasks(staffed.sam)] == [bo["id"]]


def test_who_comes_to_the_group_has_arrived(staffed) -> None:
    confirm(staffed, rooms=[room(staffed, "west")])
    joined = [
        (Kind.GROUP_JOINED, NOW - 1, {"actor": who, "group": "west", "role": Role.PERSON})
        for who in ("bo", "di")
    ]
    take(staffed.ledger, "came", *joined)
    (kept,) = plans(staffed)
    assert (kept["people"], kept["arrived"]) == (3, 1)
    path = f"/layers/{staffed.layer}/allocations/{kept['id']}/people"
    first = staffed.boss("GET", path, params={"limit": 2}).json()
    rest = staffed.boss("GET", path, params={"limit": 2, "after": first["next"]}).json()
    assert {one["name"] for one in [*first["items"], *rest["items"]] if one["arrived"]} == {"=bo"}
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert [one["people"] for one in plans(staffed, staffed.sam)] == [2]  # Bo, and Ann in their group


def test_groups_to_be_opened_are_opened_first(staffed) -> None:
    made = confirm(staffed, most=2).json()
    found = tasks(staffed.boss)
    opening = [one for one in found if one["kind"] == "open_group"]
    assert sorted(one["params"]["opened"] for one in opening) == [1, 2]
    assert sum(one["params"]["n"] for one in opening) == made["people"] == 3
    assert max(one["due_at"] for one in opening) < min(
        one["due_at"] for one in found if one["kind"] == "invite_group"
    )
    assert {one["subject_name"] for one in found} == {"说过"}


def test_a_plan_that_is_another_by_now_is_not_kept(staffed) -> None:
    digest = ask(staffed, rooms=staffed.rooms).json()["digest"]
    assert ask(staffed, rooms=staffed.rooms).json()["digest"] == digest
    take(
        staffed.ledger,
        "new",
        (Kind.MESSAGE_SENT, NOW - 2, {"actor": "eve", "group": "talk", "text": "hi", "role": Role.PERSON}),
    )
    sweep(staffed.ledger, staffed.layer, now=NOW)
    answer = confirm(staffed, digest=digest, rooms=staffed.rooms)
    assert (answer.status_code, answer.json()["code"]) == (409, "allocation_moved")
    assert (plans(staffed), tasks(staffed.boss)) == ([], [])


def test_a_new_plan_takes_the_place_of_the_old_one_and_what_was_done_stays(staffed) -> None:
    first = confirm(staffed, rooms=staffed.rooms).json()["id"]
    (mine,) = tasks(staffed.sam)
    assert staffed.sam("POST", f"/tasks/{mine['id']}/done", json={}).status_code == 200
    second = confirm(staffed, rooms=[room(staffed, "west")]).json()["id"]
    told = {one["id"]: one for one in plans(staffed)}
    assert list(told) == [second, first]
    assert (told[first]["tasks_open"], told[first]["tasks_done"]) == (0, 1)
    assert told[first]["undone_at"] is not None
    assert all(one["subject_id"].split(":")[1] == str(second) for one in tasks(staffed.boss))
    log = staffed.client("administrator")("GET", "/audit", params={"subject_kind": "layer"}).json()["items"]
    assert [one["act"] for one in log if one["act"].startswith("allocation")] == [
        "allocation_confirmed",
        "allocation_undone",
        "allocation_confirmed",
    ]


def test_a_plan_is_taken_back_once_with_its_open_tasks(staffed) -> None:
    made = confirm(staffed, rooms=staffed.rooms).json()
    path = f"/layers/{staffed.layer}/allocations/{made['id']}/undo"
    assert staffed.sam("POST", path).status_code == 403
    assert [staffed.boss("POST", path).json()["tasks"] for _ in range(2)] == [2, 0]
    assert (tasks(staffed.boss), plans(staffed)[0]["may_undo"]) == ([], False)
    assert staffed.boss("POST", f"/layers/{staffed.layer}/allocations/99/undo").status_code == 404
    assert staffed.boss("GET", f"/layers/999/allocations/{made['id']}/people").status_code == 404


def test_nobody_is_in_two_standing_plans(staffed) -> None:
    confirm(staffed, rooms=staffed.rooms)
    other = staffed.client("administrator")
    answer = confirm(staffed, other, rooms=[room(staffed, "west")])
    assert (answer.status_code, answer.json()["code"]) == (409, "allocation_overlaps")
    assert answer.json()["params"]["n"] == 2
    assert len(plans(staffed)) == 1


def test_where_nobody_moves_there_is_nothing_to_confirm(staffed) -> None:
    answer = confirm(staffed, rooms=[room(staffed, "east", limit=2)], new_groups=0)
    assert (answer.status_code, answer.json()["code"]) == (409, "allocation_nobody")


def test_who_is_erased_is_in_no_plan(staffed) -> None:
    made = confirm(staffed, rooms=staffed.rooms).json()
    admin = staffed.client("administrator")
    assert admin("POST", f"/customers/{staffed.ids['bo']}/erase").status_code == 200
    path = f"/layers/{staffed.layer}/allocations/{made['id']}/people"
    assert [one["name"] for one in admin("GET", path).json()["items"]] == ["=cy"]
    with staffed.ledger.state.read() as conn:
        assert kept.moves_of(conn, made["id"])["customer_id"].to_pylist() == [staffed.ids["cy"]]
