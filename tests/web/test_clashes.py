"""Clashes that are asked about over HTTP: a task for the supervisor above, gone once an owner is decided."""

from typing import Any

import pytest
from tests.customers.shop import follows, met, staff, unfollows

from ledger.batch import DAY, START, take
from yutang.kit import clock
from yutang.tasks import clashes


@pytest.fixture
def shop(empty):
    """Two shops of one distributor; an and bo of different shops follow li, both of one shop follow zhou."""
    take(
        empty.ledger, "people", staff("an", "安"), staff("bo", "波"), staff("cy", "晨"), met("li", "李雷"), met("zhou", "周舟"),
        follows("li", "an", START + DAY), follows("li", "bo", START + 2 * DAY), follows("zhou", "an", START),
        follows("zhou", "cy", START + DAY),
    )  # fmt: skip
    empty.ids = dict(empty.ledger.analytics.rows("select external_id, id from identity"))
    empty.admin = empty.client("administrator")
    made = empty.admin(
        "POST", "/org/begin", json={"preset": "s2b2c", "names": ["总部", "华东", "一店", "一组"]}
    ).json()["items"]
    top, east, first, _ = (one["id"] for one in made)
    second = empty.admin(
        "POST", "/org/units", json={"items": [{"name": "二店", "level": "shop", "parent_id": east}]}
    )
    empty.units = {"top": top, "east": east, "first": first, "second": second.json()["items"][0]["id"]}
    for who, unit in (("an", "first"), ("cy", "first"), ("bo", "second")):
        put(empty, "/org/staff", staff_ids=[empty.ids[who]], unit_id=empty.units[unit])
    return empty


def put(shop: Any, path: str, **body: Any) -> Any:
    answer = shop.admin("PUT", path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def ask(shop: Any, clash: str = "ask", owner: str = "first") -> None:
    put(shop, "/org/owners", owner=owner, clash=clash)


def tasks(browser: Any, state: str = "open") -> list[dict[str, Any]]:
    found = browser("GET", "/tasks", params={"state": state}).json()["items"]
    return [one for one in found if one["source"] == "clash"]


def test_a_clash_that_is_asked_about_becomes_a_task_once(shop) -> None:
    assert clashes.level(shop.ledger, now=clock.now()) == (0, 0)  # kept by who was first: nothing to ask
    ask(shop)
    (task,) = tasks(shop.admin)
    assert (task["kind"], task["subject_kind"], task["subject_id"], task["subject_name"]) == (
        "decide_owner", "customer", str(shop.ids["li"]), "李雷",
    )  # fmt: skip
    assert task["why"] == {"code": "clash_ask", "params": {"n": 2, "staff": "安 / 波", "proposed": "安"}}
    assert clashes.level(shop.ledger, now=clock.now()) == (0, 0)
    assert len(tasks(shop.admin)) == 1


def test_it_is_for_the_supervisor_of_the_unit_above_both(shop) -> None:
    east = shop.client("supervisor", unit_id=shop.units["east"])
    first = shop.client("supervisor", unit_id=shop.units["first"])
    ask(shop)
    assert [(one["mine"], one["subject_name"]) for one in tasks(east)] == [(True, "李雷")]
    assert tasks(first) == []


@pytest.mark.parametrize("how", ["decided", "rule", "moved", "left"])
def test_it_goes_once_there_is_nothing_to_decide(shop, how: str) -> None:
    ask(shop)
    assert len(tasks(shop.admin)) == 1
    if how == "decided":
        put(shop, "/customers/owner", ids=[str(shop.ids["li"])], staff_id=shop.ids["bo"])
    elif how == "rule":
        ask(shop, "share")
    elif how == "moved":
        put(shop, "/org/staff", staff_ids=[shop.ids["bo"]], unit_id=shop.units["first"])
        clashes.level(shop.ledger, now=clock.now())
    else:
        take(shop.ledger, "left", unfollows("li", "bo", START + 3 * DAY))
        clashes.level(shop.ledger, now=clock.now())
    assert tasks(shop.admin) == []
    assert clashes.level(shop.ledger, now=clock.now()) == (0, 0)


def test_where_nothing_proposes_an_owner_the_task_says_so(shop) -> None:
    ask(shop, owner="hand")
    assert [one["why"]["code"] for one in tasks(shop.admin)] == ["clash_open"]


def test_who_is_erased_stands_in_no_task(shop) -> None:
    ask(shop)
    (task,) = tasks(shop.admin)
    assert shop.admin("POST", f"/tasks/{task['id']}/done", json={"result": "李雷归安"}).status_code == 200
    assert shop.admin("POST", f"/customers/{shop.ids['li']}/erase").status_code == 200
    (kept,) = tasks(shop.admin, "done")
    assert (kept["subject_name"], kept["result"]) == ("", None)
    assert tasks(shop.admin) == []
