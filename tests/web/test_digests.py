"""Summaries and webhooks over HTTP: who may, lists, files, comparing, making one, and the way of a push."""

import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.kit.receiver import receiver

from yutang.digests.actions import NewWebhook, add_webhook
from yutang.digests.model import Period
from yutang.kit import clock, jobs
from yutang.kit.secrets import Secrets
from yutang.worker.deliver import deliver
from yutang.worker.digests import make_digest

HOOK = {"name": "运营群", "url": "https://hooks.example/x?key=abc", "periods": ["daily"], "lang": "zh"}


@pytest.fixture
def told(served: Any) -> Any:
    """A supervisor, and a summary of each period."""
    served.boss = served.client("supervisor")
    served.ids = [
        make_digest(served.ledger.state, served.board, {"period": p}, now=clock.now(), link_base="")["digest"]
        for p in ("daily", "weekly")
    ]
    return served


def test_the_list_and_one_whole(told: Any) -> None:
    items = told.boss("GET", "/digests").json()["items"]
    assert [(one["id"], one["period"]) for one in items] == [(told.ids[1], "weekly"), (told.ids[0], "daily")]
    assert items[0]["as_of"] == "2026-06-30"
    whole = told.boss("GET", f"/digests/{told.ids[1]}").json()
    assert whole["entry"] == items[0]
    assert {one["code"] for one in whole["digest"]["figures"]} >= {"groups", "inflow_28d", "retained"}
    assert whole["digest"]["tasks"] == {"done": 0, "overdue": 0, "due_today": 0, "later": 0}


def test_pages_and_periods(told: Any) -> None:
    first = told.boss("GET", "/digests?limit=1").json()
    second = told.boss("GET", f"/digests?limit=1&cursor={first['next']}").json()
    assert [first["items"][0]["id"], second["items"][0]["id"]] == told.ids[::-1]
    assert second["next"] is None
    assert [one["period"] for one in told.boss("GET", "/digests?period=daily").json()["items"]] == ["daily"]
    for query in ("cursor=x", "limit=0", "period=yearly"):
        assert told.boss("GET", f"/digests?{query}").status_code == 400


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_files(told: Any, lang: str) -> None:
    page = told.boss("GET", f"/digests/{told.ids[1]}/file?lang={lang}")
    assert page.headers["content-type"].startswith("text/html")
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in page.text
    assert page.headers["content-disposition"] == 'inline; filename="yutang-weekly-2026-06-30.html"'
    book = told.boss("GET", f"/digests/{told.ids[1]}/file?format=xlsx&lang={lang}")
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(book.content)).sheet_names) == 4
    whole = told.boss("GET", f"/digests/{told.ids[1]}/file?format=json")
    assert whole.json() == told.boss("GET", f"/digests/{told.ids[1]}").json()["digest"]
    assert told.boss("GET", f"/digests/{told.ids[1]}/file?format=exe").status_code == 400


def test_two_side_by_side(told: Any) -> None:
    both = told.boss("GET", f"/digests/compare?earlier={told.ids[0]}&later={told.ids[1]}").json()
    assert (both["before"]["period"], both["after"]["period"]) == ("daily", "weekly")
    groups = next(one for one in both["figures"] if one["code"] == "groups")
    assert (groups["before"], groups["after"]) == (7, 7)
    assert told.boss("GET", f"/digests/compare?earlier={told.ids[0]}&later=999").status_code == 404


def test_one_made_now_is_a_job(told: Any) -> None:
    answer = told.boss("POST", "/digests", json={"period": "daily"})
    assert (answer.status_code, answer.json()["kind"], answer.json()["subject"]) == (202, "digest", "daily")
    assert told.woken == 1
    again = told.boss("POST", "/digests", json={"period": "daily"})
    assert (again.status_code, again.json()["code"]) == (409, "digest_running")


def test_who_may(told: Any) -> None:
    analyst, operator = told.client("analyst"), told.client("operator")
    assert analyst("GET", "/digests").status_code == 200
    assert analyst("POST", "/digests", json={"period": "daily"}).status_code == 403
    for path in ("/digests", f"/digests/{told.ids[0]}", f"/digests/{told.ids[0]}/file", "/webhooks"):
        assert operator("GET", path).status_code == 403
    assert analyst("GET", "/webhooks").status_code == 403


def test_what_is_not_there(told: Any) -> None:
    for path in ("/digests/999", "/digests/999/file", "/webhooks/999/deliveries"):
        assert told.boss("GET", path).status_code == 404
    assert told.boss("POST", "/webhooks/999/test").status_code == 404
    assert told.boss("DELETE", "/webhooks/999").status_code == 404


def test_a_webhooks_life(told: Any) -> None:
    made = told.boss("POST", "/webhooks", json=HOOK).json()
    id_ = made["webhook"]["id"]
    assert made["secret"].startswith("yws_")
    listed = told.boss("GET", "/webhooks")
    assert made["secret"] not in listed.text
    assert [(one["id"], one["last"]) for one in listed.json()["items"]] == [(id_, None)]
    tried = told.boss("POST", f"/webhooks/{id_}/test")
    assert (tried.status_code, tried.json()["state"], tried.json()["event"]) == (202, "waiting", "test")
    with told.ledger.state.read() as conn:
        assert "deliver" in [job.kind for job in jobs.listed(conn, open_only=True)]
    assert told.boss("GET", f"/webhooks/{id_}/deliveries").json()["items"] == [tried.json()]
    assert told.boss("DELETE", f"/webhooks/{id_}").status_code == 204
    assert told.boss("GET", "/webhooks").json()["items"] == []


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [({"url": "ftp://hooks.example/"}, 409, "webhook_url"), ({"url": "http://127.0.0.1/x"}, 409, "webhook_address"),
     ({"url": "http://169.254.169.254/"}, 409, "webhook_address"), ({"periods": []}, 400, "bad_request"),
     ({"periods": ["yearly"]}, 400, "bad_request"), ({"lang": "fr"}, 400, "bad_request"),
     ({"name": ""}, 400, "bad_request"), ({"url": "https://x/" + "a" * 2000}, 400, "bad_request")],
)  # fmt: skip
def test_a_webhook_that_is_none(told: Any, change: dict[str, Any], status: int, code: str) -> None:
    answer = told.boss("POST", "/webhooks", json=HOOK | change)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_from_the_button_to_the_receiver(told: Any) -> None:
    """A test message goes the whole way; the console then shows that it has arrived."""
    secrets = Secrets(told.home, {})
    with receiver() as here:
        new = NewWebhook(name="x", url=here.url, periods=[Period.DAILY], lang="zh")
        hook, _ = told.ledger.state.write(
            lambda c: add_webhook(
                c, new, secrets=secrets, reach="local", viewer=told.boss.viewer, now=clock.now()
            )
        )
        told.boss("POST", f"/webhooks/{hook.id}/test")
        deliver(told.ledger.state, secrets, now=clock.now, reach="local")
        assert "鱼塘" in here.got[0][2].decode()
    last = told.boss("GET", "/webhooks").json()["items"][0]["last"]
    assert (last["state"], last["attempts"], last["status"]) == ("delivered", 1, 200)
