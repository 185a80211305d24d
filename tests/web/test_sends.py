"""Sends through the API, on a tenant whose WeCom is a fakecom: from a draft to each recipient, and who sees what."""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.accounts.people import person
from tests.outbox.conftest import fake, here  # noqa: F401 - fixtures
from tests.outbox.tenant import EVERYBODY, Tenant
from tests.web.conftest import Browser

from yutang.accounts import sessions
from yutang.accounts.model import Role
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.importers.uploads import Uploads
from yutang.kit.settings import Settings
from yutang.ledger.catalogue import Kind
from yutang.web.app import make_app
from yutang.web.context import Context
from yutang.web.events import Hub

DRAFT = {"name": "周五直播", "purpose": "促销", "rule": EVERYBODY, "text": "周五直播，记得来"}


@pytest.fixture
def web(here: Tenant, tmp_path: Path) -> Iterator[SimpleNamespace]:  # noqa: F811
    ledger, stop = here.ledger, threading.Event()
    context = Context(
        settings=Settings(home=tmp_path), ledger=ledger, board=Board(ledger, Assumptions()), hub=Hub(stop), now=here.now,
        uploads=Uploads(ledger.state, tmp_path, 1 << 20), stop=stop, wake=lambda: None,
    )  # fmt: skip
    app = make_app(context)

    def browser(role: str, **more: Any) -> Browser:
        viewer = person(ledger.state, f"{role}{more.get('staff_id', '')}", Role(role), **more)
        fresh = ledger.state.write(lambda c: sessions.start(c, viewer.user_id, address="t", now=here.now()))
        return Browser(app, fresh.cookie, fresh.csrf)

    yield SimpleNamespace(here=here, browser=browser, draft=DRAFT | {"connection_id": here.connection})
    stop.set()


def _drafted(web: SimpleNamespace, ask: Browser, **more: Any) -> int:
    answer = ask("POST", "/sends", json=web.draft | more)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def _confirmed(web: SimpleNamespace, ask: Browser, id_: int) -> Any:
    account = ask("POST", f"/sends/{id_}/account").json()
    answer = ask("POST", f"/sends/{id_}/confirm", json={"turn": 1, "digest": account["digest"]})
    assert answer.status_code == 200, answer.text
    return account


def test_the_whole_way_of_a_send(web: SimpleNamespace) -> None:
    boss, tenant = web.browser("administrator"), web.here
    tenant.hear(Kind.CONSENT_WITHDRAWN, actor="wm003", ref="促销", props="{}")
    id_ = _drafted(web, boss)
    account = _confirmed(web, boss, id_)
    assert account["excluded"] == {"no_consent": 1}
    assert account["audience"] == sum(account["excluded"].values()) + account["proposed"] == 15
    tenant.work()
    tenant.fake.ctl("member/li/confirm")
    tenant.fake.pass_time(600)
    tenant.work()
    told = boss("GET", f"/sends/{id_}").json()
    assert told["row"]["states"] == {"excluded": 1, "sent": 9, "waiting": 5}
    assert told["excluded"] == {"no_consent": 1}
    by_name = {one["name"]: one for one in told["members"]}
    assert (by_name["li"]["sent"], by_name["li"]["late"]) == (9, False)
    assert (by_name["wang"]["open"], by_name["wang"]["late"], by_name["wang"]["may_remind"]) == (
        5,
        True,
        True,
    )
    assert told["members"][0]["name"] == "wang"  # who is late comes first
    assert boss("POST", f"/sends/{id_}/remind").json() == {"parts": 1}
    assert boss("POST", f"/sends/{id_}/cancel").status_code == 204
    tenant.fake.pass_time(600)
    tenant.work()
    rows = boss("GET", "/sends").json()["items"]
    assert [(row["id"], row["state"], row["states"]) for row in rows] == [
        (id_, "cancelled", {"excluded": 1, "sent": 9, "cancelled": 5})
    ]


def test_recipients_are_listed_by_state_and_reason_page_by_page(web: SimpleNamespace) -> None:
    boss, tenant = web.browser("administrator"), web.here
    tenant.hear(Kind.CONSENT_WITHDRAWN, actor="wm003", ref="促销", props="{}")
    id_ = _drafted(web, boss)
    _confirmed(web, boss, id_)
    seen: list[str] = []
    after = "0"
    while after:
        page = boss("GET", f"/sends/{id_}/recipients?limit=4&after={after}").json()
        seen += [one["customer_id"] for one in page["items"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) == 15
    out = boss("GET", f"/sends/{id_}/recipients?how=excluded").json()["items"]
    assert [(one["reason"], one["staff"]) for one in out] == [("no_consent", "li")]
    assert len(boss("GET", f"/sends/{id_}/recipients?how=planned").json()["items"]) == 14
    assert boss("GET", f"/sends/{id_}/recipients?reason=nonsense").json()["items"] == []


def test_what_is_wrong_is_told_and_nothing_is_kept(web: SimpleNamespace) -> None:
    boss = web.browser("administrator")
    for wrong, code in (
        ({"rule": None}, "send_audience"), ({"segment_id": 3}, "send_audience"), ({"purpose": " "}, "send_purpose"),
        ({"tags": ["et1"]}, "send_filter"), ({"staff": ["7"]}, "send_filter"),
        ({"attachments": [{"type": "link", "title": "x", "url": "javascript:alert(1)"}]}, "send_attachment"),
        ({"attachments": [{"type": "image", "handle": "picture:9"}]}, "send_attachment"),
        ({"attachments": [{"type": "file", "handle": "m1"}]}, "send_attachment"),
    ):  # fmt: skip
        answer = boss("POST", "/sends", json=web.draft | wrong)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert boss("GET", "/sends").json()["items"] == []
    id_ = _drafted(web, boss, text="字" * 1_334)  # 4,002 bytes
    account = boss("POST", f"/sends/{id_}/account").json()
    assert account["wrong"] == ["text_too_long"]
    answer = boss("POST", f"/sends/{id_}/confirm", json={"turn": 1, "digest": account["digest"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "send_message")
    id_ = _drafted(web, boss, rule={"op": "tag", "tags": ["没有"]})
    assert boss("POST", f"/sends/{id_}/account").json()["code"] == "segment_rule"


def test_two_who_edit_and_one_who_confirms_what_nobody_saw(web: SimpleNamespace) -> None:
    boss = web.browser("administrator")
    id_ = _drafted(web, boss)
    digest = boss("POST", f"/sends/{id_}/account").json()["digest"]
    assert boss("PUT", f"/sends/{id_}?turn=1", json=web.draft | {"text": "改了"}).json()["turn"] == 2
    assert boss("PUT", f"/sends/{id_}?turn=1", json=web.draft).json()["code"] == "send_changed"
    answer = boss("POST", f"/sends/{id_}/confirm", json={"turn": 1, "digest": digest})
    assert (answer.status_code, answer.json()["code"]) == (409, "send_changed")
    answer = boss("POST", f"/sends/{id_}/confirm", json={"turn": 2, "digest": "0" * 32})
    assert answer.json()["code"] == "send_moved"
    assert boss("DELETE", f"/sends/{id_}").status_code == 204
    assert boss("GET", f"/sends/{id_}").status_code == 404


def test_an_operator_sees_what_reaches_their_own_and_changes_nothing(web: SimpleNamespace) -> None:
    boss, tenant = web.browser("administrator"), web.here
    id_ = _drafted(web, boss)
    _confirmed(web, boss, id_)
    wang = web.browser("operator", staff_id=tenant.id("wang"))
    told = wang("GET", f"/sends/{id_}").json()
    assert told["row"]["states"] == {"planned": 5}
    assert [one["name"] for one in told["members"]] == ["wang"]
    assert len(wang("GET", f"/sends/{id_}/recipients").json()["items"]) == 5
    zhao = web.browser("operator", staff_id=tenant.id("zhao") if _known(tenant, "zhao") else 999)
    assert zhao("GET", f"/sends/{id_}").status_code == 404
    assert zhao("GET", "/sends").json()["items"] == []
    for method, path in (
        ("POST", f"/sends/{id_}/cancel"),
        ("POST", f"/sends/{id_}/remind"),
        ("POST", "/sends"),
    ):
        assert wang(method, path, json=web.draft).status_code == 403


def test_the_rule_of_caps_is_an_administrators(web: SimpleNamespace) -> None:
    boss, tenant = web.browser("administrator"), web.here
    door = f"/sends/doors/{tenant.connection}"
    assert boss("PUT", door, json={"cap_rule": "one_a_day"}).status_code == 204
    doors = boss("GET", "/sends/doors").json()
    assert [one["cap_rule"] for one in doors["items"]] == ["one_a_day"]
    assert doors["limits"]["person"] == {
        "text": 4000, "unit": "bytes", "bytes": None, "attachments": 9, "kinds": {}, "mixes": True
    }  # fmt: skip
    assert doors["limits"]["feed"]["kinds"] == {"image": 9, "video": 1, "link": 1}
    assert web.browser("supervisor")("PUT", door, json={"cap_rule": "seven_a_week"}).status_code == 403
    assert (
        boss("PUT", "/sends/doors/999", json={"cap_rule": "seven_a_week"}).json()["code"] == "send_connection"
    )


def _known(tenant: Tenant, ref: str) -> bool:
    return bool(tenant.ledger.analytics.rows("select 1 from identity where external_id = ?", [ref]))
