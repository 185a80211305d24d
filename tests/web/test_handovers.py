"""Staff and hand-overs through the API, on a tenant whose WeCom is a fakecom: from the directory to each one's end."""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.accounts.people import person
from tests.handover.conftest import fake, here, world  # noqa: F401 - fixtures
from tests.handover.tenant import Tenant
from tests.web.application import make_app
from tests.web.conftest import Browser

from fakecom.people import found_group
from yutang.accounts import sessions
from yutang.accounts.model import Role, Viewer
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.importers.uploads import Uploads
from yutang.kit.settings import Settings
from yutang.web.context import Context
from yutang.web.events import Hub


@pytest.fixture
def web(here: Tenant, tmp_path: Path) -> Iterator[SimpleNamespace]:  # noqa: F811
    found_group(here.fake, "li", "wr0", "wm000")
    here.world.sync()
    ledger, stop = here.ledger, threading.Event()
    woken: list[bool] = []
    context = Context(
        settings=Settings(home=tmp_path), ledger=ledger, board=Board(ledger, Assumptions()), hub=Hub(stop), now=here.now,
        uploads=Uploads(ledger.state, tmp_path, 1 << 20), stop=stop, wake=lambda: woken.append(True),
    )  # fmt: skip
    app = make_app(context)

    people: dict[str, Viewer] = {}

    def browser(role: str) -> Browser:
        """A session of its own: none lives as long as a hand-over takes."""
        viewer = people.get(role) or people.setdefault(role, person(ledger.state, role, Role(role)))
        fresh = ledger.state.write(lambda c: sessions.start(c, viewer.user_id, address="t", now=here.now()))
        return Browser(app, fresh.cookie, fresh.csrf)

    yield SimpleNamespace(here=here, browser=browser, woken=woken)
    stop.set()


def _draft(web: SimpleNamespace, *to: str, **more: Any) -> dict[str, Any]:
    ids = [str(web.here.id(one)) for one in to]
    return {"giver_id": str(web.here.id("li")), "receiver_ids": ids, **more}


def test_the_whole_way_of_a_hand_over(web: SimpleNamespace) -> None:
    boss, tenant = web.browser("administrator"), web.here
    listed = boss("GET", "/staff/directory").json()
    assert listed["all"] == len(listed["items"]) == 3
    li = next(one for one in listed["items"] if one["name"] == "员工li")
    assert (li["customers"], li["groups"], li["standing"], listed["seats"]) == (10, 1, "active", 5_000)
    to = boss("GET", f"/staff/{li['id']}/receivers").json()["items"]
    assert [one["name"] for one in to] == ["员工wang", "员工zhao"]
    body = {"giver_id": li["id"], "receiver_ids": [one["id"] for one in to]}
    made = boss("POST", "/handovers", json=body)
    assert made.status_code == 201, made.text
    id_ = made.json()["id"]
    told = boss("GET", f"/handovers/{id_}").json()
    sums = told["row"]["customers"]
    assert sums == {"all": 10, "states": {"planned": 10}, "excluded": {}, "failed": {}}
    assert web.woken == []
    done = boss("POST", f"/handovers/{id_}/confirm", json={"digest": told["digest"]})
    assert (done.status_code, done.json()["row"]["state"], web.woken) == (200, "running", [True])
    tenant.work()
    tenant.fake.ctl("customer/wm000/refuse")
    tenant.until(id_)
    boss = web.browser("administrator")
    row = boss("GET", "/handovers").json()["items"][0]
    assert row["customers"]["states"] == {"done": 9, "refused": 1}
    assert sum(row["customers"]["states"].values()) == row["customers"]["all"]
    assert row["groups"]["states"] == {"done": 1}
    refused = boss("GET", f"/handovers/{id_}/items?how=refused").json()["items"]
    assert [(one["name"], one["to"] in ("员工wang", "员工zhao")) for one in refused] == [("客户wm000", True)]
    assert len(boss("GET", f"/handovers/{id_}/items?thing=group").json()["items"]) == 1
    assert boss("GET", f"/handovers/{id_}/items?how=nonsense").json() == {"items": [], "next": None}
    page = boss("GET", f"/staff/{li['id']}").json()
    assert [one["id"] for one in page["handovers"]] == [id_]
    assert {one["code"]: one["count"] for one in page["checks"]}["customers"] == 1


def test_customers_are_chosen_and_the_plan_changed_and_removed(web: SimpleNamespace) -> None:
    boss = web.browser("administrator")
    held = boss("GET", f"/staff/{web.here.id('li')}/customers?limit=4").json()
    assert (len(held["items"]), held["next"]) == (4, held["items"][-1]["id"])
    groups = boss("GET", f"/staff/{web.here.id('li')}/groups").json()["items"]
    assert [one["name"] for one in groups] == ["群wr0"]
    chosen = [one["id"] for one in held["items"][:2]]
    id_ = boss("POST", "/handovers", json=_draft(web, "wang", customers=chosen, groups=[])).json()["id"]
    told = boss("GET", f"/handovers/{id_}").json()
    assert (told["row"]["customers"]["all"], told["row"]["groups"]["all"], told["all_customers"]) == (
        2,
        0,
        False,
    )
    changed = boss("PUT", f"/handovers/{id_}", json=_draft(web, "zhao")).json()
    assert (changed["row"]["customers"]["all"], changed["row"]["receivers"][0]["name"]) == (10, "员工zhao")
    stale = boss("POST", f"/handovers/{id_}/confirm", json={"digest": told["digest"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "handover_moved")
    assert boss("DELETE", f"/handovers/{id_}").status_code == 204
    assert boss("GET", f"/handovers/{id_}").status_code == 404
    assert web.here.asked() == 0


def test_what_is_wrong_is_told_and_nothing_is_kept(web: SimpleNamespace) -> None:
    boss = web.browser("administrator")
    for wrong, status, code in (
        (_draft(web, "li"), 400, "handover_receivers"),
        (_draft(web, "wang", customers=[], groups=[]), 409, "handover_nothing"),
        (_draft(web, "wang") | {"giver_id": "987654321"}, 404, "not_found"),
        (_draft(web), 400, "bad_request"),
        (_draft(web, "wang", message="长" * 201), 400, "bad_request"),
        (_draft(web, "wang", customers=["x"]), 400, "bad_request"),
    ):
        answer = boss("POST", "/handovers", json=wrong)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert boss("GET", "/handovers").json() == {"items": [], "next": None}


def test_cancelled_before_the_job_nothing_is_asked(web: SimpleNamespace) -> None:
    boss = web.browser("administrator")
    id_ = boss("POST", "/handovers", json=_draft(web, "wang")).json()["id"]
    assert boss("POST", f"/handovers/{id_}/cancel").json()["code"] == "handover_not_running"
    digest = boss("GET", f"/handovers/{id_}").json()["digest"]
    boss("POST", f"/handovers/{id_}/confirm", json={"digest": digest})
    told = boss("POST", f"/handovers/{id_}/cancel").json()["row"]
    assert (told["state"], told["customers"]["states"], told["groups"]["states"]) == (
        "cancelled", {"cancelled": 10}, {"cancelled": 1}
    )  # fmt: skip
    web.here.work()
    assert web.here.asked() == 0


def test_who_may_what(web: SimpleNamespace) -> None:
    draft = _draft(web, "wang")
    for role, sees, does in (("supervisor", 200, 201), ("analyst", 200, 403), ("operator", 403, 403)):
        ask = web.browser(role)
        assert ask("GET", "/staff/directory").status_code == sees
        assert ask("GET", "/handovers").status_code == sees
        assert ask("POST", "/handovers", json=draft).status_code == does
