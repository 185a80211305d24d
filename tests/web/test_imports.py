"""Imports over HTTP: upload in pieces, look, correct, import, download the rejects, take back."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from tests.worker.lanes import until

from yutang.importers import met
from yutang.importers import uploads as module
from yutang.kit import clock
from yutang.kit.jobs import JobState
from yutang.kit.settings import Settings
from yutang.main import private_ledger
from yutang.web.api import uploads as api
from yutang.worker.imports import Desk, importing, undoing
from yutang.worker.loop import Workers

ROSTER = "时间,发送人,内容\n2024-06-01 10:00:00,张三,你好\n2024-06-02 11:00:00,李四,<b>在</b>\nnever,王五,x\n"
ODD = ROSTER.replace("内容", "甲")


@pytest.fixture
def desk(empty: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """The application with workers, and a supervisor's browser."""
    alone = Settings(home=empty.home, threads=1, memory_mb=256)
    made = Desk(ledger=empty.ledger, home=empty.home, uploads=empty.context.uploads, zip_limit=1 << 30,
                private=lambda: private_ledger(alone), now=clock.now)  # fmt: skip
    handlers = {
        "import": importing(made),
        "undo": undoing(made),
        "checkup": lambda _: None,
        "standing": lambda _: None,
        "autotag": lambda _: None,
        "seal": lambda _: None,
    }
    workers = Workers(empty.ledger.state, handlers, empty.stop, now=clock.now)
    workers.start()
    empty.workers, empty.browser = workers, empty.client("supervisor")
    yield empty
    assert workers.close(30)


def put(
    browser: Any, upload: int, path: str, data: bytes, *, offset: int = 0, size: int | None = None
) -> Any:
    total = len(data) if size is None else size
    address = f"/uploads/{upload}/file?path={quote(path)}&offset={offset}&size={total}"
    return browser("PUT", address, content=data)


def uploaded(browser: Any, **files: str) -> int:
    upload = browser("POST", "/uploads").json()["id"]
    for name, text in files.items():
        assert put(browser, upload, name.replace("_csv", ".csv"), text.encode()).status_code == 200
    return upload


def done(desk: SimpleNamespace, answer: Any) -> dict[str, Any]:
    """The job of an answer once it has ended."""
    assert answer.status_code == 202, answer.text
    desk.workers.wake()
    job = answer.json()["id"]
    return until(
        lambda: (
            (found := desk.browser("GET", f"/jobs/{job}").json())["state"] not in ("queued", "running")
            and found
        )
    )


def imported(desk: SimpleNamespace, upload: int, **how: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    job = done(desk, desk.browser("POST", "/imports", json={"upload_id": upload, **how}))
    return job, desk.browser("GET", "/imports").json()["items"][0]


def test_a_file_in_two_pieces_with_a_gap_refused(empty: SimpleNamespace) -> None:
    browser = empty.client("supervisor")
    upload = browser("POST", "/uploads").json()["id"]
    assert put(browser, upload, "群/a.csv", b"12345", size=10).json() == {"path": "群/a.csv", "received": 5}
    gap = put(browser, upload, "群/a.csv", b"x", offset=7, size=10)
    assert (gap.status_code, gap.json()["code"], gap.json()["params"]) == (
        409,
        "upload_offset",
        {"received": 5},
    )
    early = browser("POST", f"/uploads/{upload}/inspect", json={})
    assert (early.status_code, early.json()["params"]) == (409, {"missing": 1, "first": "群/a.csv"})
    assert put(browser, upload, "群/a.csv", b"67890", offset=5, size=10).json()["received"] == 10
    files = browser("GET", f"/uploads/{upload}").json()["files"]
    assert files == [{"path": "群/a.csv", "size": 10, "received": 10}]
    assert browser("DELETE", f"/uploads/{upload}").status_code == 204
    assert browser("GET", f"/uploads/{upload}").status_code == 404


def test_a_body_larger_than_any_other_limit_streams(empty: SimpleNamespace) -> None:
    browser = empty.client("supervisor")
    upload, size = browser("POST", "/uploads").json()["id"], 12 << 20
    assert put(browser, upload, "big", b"x" * size).json()["received"] == size


@pytest.mark.parametrize(
    ("path", "size", "status", "code"),
    [
        ("../x", 1, 422, "upload_path"), ("/etc/x", 1, 422, "upload_path"), ("a\x00b", 1, 400, "bad_request"),
        ("a", 0, 413, "upload_too_long"), ("a", 5 << 30, 413, "upload_total"), ("a", -1, 400, "bad_request"),
        ("x" * 2001, 1, 400, "bad_request"),
    ],
)  # fmt: skip
def test_hostile_uploads_are_refused(
    empty: SimpleNamespace, path: str, size: int, status: int, code: str
) -> None:
    browser = empty.client("supervisor")
    upload = browser("POST", "/uploads").json()["id"]
    answer = put(browser, upload, path, b"x", size=size)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not (empty.home.parent / "x").exists()


def test_a_full_disk_and_too_many_at_once_are_said(
    empty: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = empty.client("supervisor")
    upload = browser("POST", "/uploads").json()["id"]
    monkeypatch.setattr(module, "free", lambda _: module.RESERVE)
    assert (answer := put(browser, upload, "a", b"x")).status_code == 507
    assert answer.json()["params"] == {"needed": 1, "free": 0}
    monkeypatch.setattr(api, "AT_ONCE", 0)
    assert (answer := put(browser, upload, "a", b"x")).status_code == 429
    assert answer.headers["retry-after"] == "2"


def test_another_persons_upload_is_not_there(empty: SimpleNamespace) -> None:
    upload = uploaded(empty.client("supervisor"), a_csv=ROSTER)
    other = empty.client("administrator")
    tries = [
        other("GET", f"/uploads/{upload}"), other("DELETE", f"/uploads/{upload}"), put(other, upload, "b", b"x"),
        other("POST", f"/uploads/{upload}/inspect", json={}), other("POST", "/imports", json={"upload_id": upload}),
    ]  # fmt: skip
    assert [answer.status_code for answer in tries] == [404] * 5


def test_a_table_is_shown_corrected_and_imported(desk: SimpleNamespace) -> None:
    upload = uploaded(desk.browser, t_csv=ODD)
    (file,) = desk.browser("POST", f"/uploads/{upload}/inspect", json={}).json()["files"]
    (table,) = file["tables"]
    assert (file["kind"], file["code"], table["shape"]) == ("table", "table_unknown", None)
    assert [(c["heading"], c["field"], c["guessed"]) for c in table["columns"]][2] == ("甲", None, True)
    assert "text" in table["fields"]
    mappings = {table["signature"]: {"甲": "text"}}
    look = desk.browser("POST", f"/uploads/{upload}/inspect", json={"mappings": mappings}).json()
    assert look["zone_needed"] is True
    second = look["files"][0]["tables"][0]
    assert [(c["heading"], c["field"], c["guessed"]) for c in second["columns"]][2] == ("甲", "text", False)
    assert second["preview"][1] == {
        "kind": "message_sent", "happened_at": 1_717_297_200_000, "group": "t", "who": "李四", "what": "<b>在</b>"
    }  # fmt: skip
    job, run = imported(desk, upload, mappings=mappings)
    assert (job["error"], run["state"], run["messages"], run["rejects"], run["by"]) == (
        None,
        "done",
        2,
        1,
        desk.browser.viewer.name,
    )
    again = uploaded(desk.browser, u_csv=ODD.replace("你好", "再见"))
    table = desk.browser("POST", f"/uploads/{again}/inspect", json={}).json()["files"][0]["tables"][0]
    assert table["columns"][2]["field"] == "text"


def test_what_came_of_it_is_told_and_its_rejects_downloaded(desk: SimpleNamespace) -> None:
    _, run = imported(desk, uploaded(desk.browser, t_csv=ROSTER), staff="张三\nnobody")
    detail = desk.browser("GET", f"/imports/{run['id']}").json()
    (outcome,) = detail["outcomes"]
    assert (outcome["name"], outcome["kind"], outcome["rejects"], detail["unmatched"]) == (
        "t.csv",
        "table",
        1,
        ["nobody"],
    )
    assert {"code": "table", "detail": "messages"} in outcome["notes"]
    assert (detail["rejects_file"], detail["run"]["unread"]) == (True, 0)
    csv = desk.browser("GET", f"/imports/{run['id']}/rejects")
    assert csv.headers["content-disposition"].startswith("attachment")
    assert "t.csv,4,time_bad" in csv.text


def test_an_import_is_taken_back(desk: SimpleNamespace) -> None:
    _, run = imported(desk, uploaded(desk.browser, t_csv=ROSTER))
    preview = desk.browser("GET", f"/imports/{run['id']}/undo").json()
    assert (preview["facts"], preview["groups"], preview["kept_facts"]) == (run["facts"], ["t"], 0)
    job = done(desk, desk.browser("POST", f"/imports/{run['id']}/undo"))
    assert job["result"]["facts"] == run["facts"]
    told = desk.browser("GET", f"/imports/{run['id']}").json()["run"]
    assert (told["state"], told["undoable"]) == ("undone", False)
    again = desk.browser("POST", f"/imports/{run['id']}/undo")
    assert (again.status_code, again.json()["params"]) == (409, {"state": "undone"})
    acts = [e["act"] for e in desk.client("administrator")("GET", "/audit?subject=import").json()["items"]]
    assert {"import_started", "import_undone"} <= set(acts)


@pytest.mark.parametrize("alone", [1, 4 << 20], ids=["big", "small"])
def test_what_another_import_found_there_is_kept_and_said_whose_it_is(
    desk: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, alone: int
) -> None:
    monkeypatch.setattr(met, "ALONE", alone)
    _, first = imported(desk, uploaded(desk.browser, t_csv=ROSTER, u_csv=ROSTER.replace("你好", "再见")))
    imported(desk, uploaded(desk.browser, t_csv=ROSTER), dry_run=True)
    assert desk.browser("GET", f"/imports/{first['id']}/undo").json()["kept_because"] == []
    _, second = imported(desk, uploaded(desk.browser, t_csv=ROSTER))
    assert (second["facts"], second["messages"], second["undoable"]) == (0, 2, False)
    preview = desk.browser("GET", f"/imports/{first['id']}/undo").json()
    assert (preview["kept_because"], preview["groups"]) == (["t.csv"], ["u"])
    done(desk, desk.browser("POST", f"/imports/{first['id']}/undo"))
    kept = desk.browser("GET", f"/imports/{second['id']}").json()["run"]
    assert (kept["facts"], kept["undoable"]) == (preview["kept_facts"], True)
    assert desk.browser("GET", f"/imports/{second['id']}/undo").json()["facts"] == kept["facts"] > 0


def test_a_dry_run_is_marked_as_one_and_leaves_nothing(desk: SimpleNamespace, empty: SimpleNamespace) -> None:
    upload = uploaded(desk.browser, t_csv=ROSTER)
    before = empty.ledger.analytics.rows("select count(*) from fact")
    job, run = imported(desk, upload, dry_run=True)
    assert (job["result"]["dry_run"], run["dry_run"], run["undoable"], run["facts"] > 0) == (
        True,
        True,
        False,
        True,
    )
    assert desk.browser("GET", f"/uploads/{upload}").status_code == 200
    assert empty.ledger.analytics.rows("select count(*) from fact") == before
    _, real = imported(desk, upload)
    assert real["facts"] == run["facts"]


@pytest.mark.parametrize(
    ("more", "code"),
    [({"zone": "Mars/Olympus"}, "unknown_zone"), ({"mappings": {"x": {"甲": "nonsense"}}}, "import_column")],
)
def test_a_wish_that_means_nothing_is_refused(
    empty: SimpleNamespace, more: dict[str, Any], code: str
) -> None:
    browser = empty.client("supervisor")
    upload = uploaded(browser, t_csv=ROSTER)
    answer = browser("POST", "/imports", json={"upload_id": upload, **more})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_one_upload_is_imported_once_at_a_time(empty: SimpleNamespace) -> None:
    browser = empty.client("supervisor")
    upload = uploaded(browser, t_csv=ROSTER)
    first = browser("POST", "/imports", json={"upload_id": upload})
    assert (first.status_code, first.json()["state"], empty.woken) == (202, JobState.QUEUED, 1)
    again = browser("POST", "/imports", json={"upload_id": upload})
    assert (again.status_code, again.json()["code"]) == (409, "import_running")
    assert browser("DELETE", f"/uploads/{upload}").json()["code"] == "import_running"


def test_the_history_comes_in_pages(desk: SimpleNamespace) -> None:
    for n in range(3):
        imported(desk, uploaded(desk.browser, **{f"t{n}_csv": ROSTER.replace("你好", f"你好{n}")}))
    first = desk.browser("GET", "/imports?limit=2").json()
    rest = desk.browser("GET", f"/imports?limit=2&cursor={first['next']}").json()
    assert [run["name"] for run in first["items"] + rest["items"]] == ["t2.csv", "t1.csv", "t0.csv"]
    assert rest["next"] is None


def test_a_sensitive_attribute_is_not_taken_from_a_file(
    desk: SimpleNamespace, empty: SimpleNamespace
) -> None:
    """Nor by a mapping of before it was one: consents are looked for on customers' pages, and a file shows none."""
    people = "会员号,姓名,手机号,病史\nM1,张三,13800138000,敏感肌\n"
    admin = empty.client("administrator")
    made = {"code": "illness", "name_zh": "病史", "name_en": "Illness", "type": "text"}
    assert admin("POST", "/attributes", json=made).status_code == 201
    upload = uploaded(desk.browser, p_csv=people)
    (table,) = desk.browser("POST", f"/uploads/{upload}/inspect", json={}).json()["files"][0]["tables"]
    told = {table["signature"]: {"病史": "attribute:illness"}}
    imported(desk, upload, mappings=told)
    values = "select count(*) from attribute"
    assert empty.ledger.analytics.rows(values) == [(1,)]
    assert admin("PATCH", "/attributes/illness", json={"sensitive": True}).status_code == 200
    more = people.replace("M1,张三,13800138000", "M2,李四,13900139000")
    upload = uploaded(desk.browser, p_csv=more)
    refused = desk.browser("POST", "/imports", json={"upload_id": upload, "mappings": told})
    assert (refused.status_code, refused.json()["code"]) == (422, "import_sensitive")
    assert refused.json()["params"] == {"heading": "病史", "attribute": "illness"}
    _, run = imported(desk, upload)
    assert run["facts"] > 0
    assert empty.ledger.analytics.rows(values) == [(1,)]


def test_what_the_tenant_defined_holds_for_files(desk: SimpleNamespace, empty: SimpleNamespace) -> None:
    people = "会员号,姓名,手机号,等级\nM1,张三,13800138000,金\nM2,李四,13900139000,钻石\n"
    made = {"code": "tier", "name_zh": "等级", "name_en": "Tier", "type": "choice", "choices": ["金", "银"]}
    assert empty.client("administrator")("POST", "/attributes", json=made).status_code == 201
    upload = uploaded(desk.browser, p_csv=people)
    (table,) = desk.browser("POST", f"/uploads/{upload}/inspect", json={}).json()["files"][0]["tables"]
    wrong = {table["signature"]: {"等级": "attribute:tier:number"}}
    refused = desk.browser("POST", "/imports", json={"upload_id": upload, "mappings": wrong})
    assert (refused.status_code, refused.json()["code"]) == (422, "import_type")
    assert refused.json()["params"] == {
        "heading": "等级",
        "attribute": "tier",
        "type": "choice",
        "told": "number",
    }
    told = {table["signature"]: {"等级": "attribute:tier"}}
    looked = desk.browser("POST", f"/uploads/{upload}/inspect", json={"mappings": told}).json()
    assert looked["files"][0]["tables"][0]["columns"][3]["field"] == "attribute:tier:choice"
    _, run = imported(desk, upload, mappings=told)
    (outcome,) = desk.browser("GET", f"/imports/{run['id']}").json()["outcomes"]
    assert {"code": "values_lost", "detail": "等级 (1)"} in outcome["notes"]
    assert empty.ledger.analytics.rows("select text from attribute") == [("金",)]
