"""Segments over HTTP: made, tried out, swept, changed, archived, frozen, uploaded, exported; and what is refused."""

import csv
import io

import pytest

from yutang.accounts import audit
from yutang.locales import catalogue
from yutang.segments.saved.starters import STARTERS
from yutang.segments.saved.sweep import sweep

WROTE = {"op": "did", "fact": {"kind": "message.sent"}}
SILENT = {"op": "not", "rule": WROTE}


def make(boss, name="写过话", rule=WROTE, **more) -> int:
    made = boss("POST", "/segments", json={"name": name, "rule": rule, **more})
    assert made.status_code == 201, made.text
    return made.json()["id"]


@pytest.fixture
def boss(served):
    return served.client("administrator")


def swept(served, id_: int) -> int:
    sweep(served.ledger, id_, now=served.context.now())
    return served.ledger.analytics.rows("select count(*) from segment_member where segment_id = ?", [id_])[0][
        0
    ]


def test_made_swept_listed_and_read(served, boss) -> None:
    id_ = make(boss, description="发过言的客户", note="第一版")
    (row,) = boss("GET", "/segments").json()["items"]
    assert (row["members"], row["swept_at"], row["current"]) == (None, None, False)
    members = swept(served, id_)
    assert members > 10
    (row,) = boss("GET", "/segments").json()["items"]
    assert (row["members"], row["entered"], row["left"], row["current"]) == (members, members, 0, True)
    detail = boss("GET", f"/segments/{id_}").json()
    assert (detail["rule"], detail["faults"], detail["used_by"]) == (WROTE, [], [])
    page = boss("GET", f"/segments/{id_}/members", params={"limit": 10}).json()
    rest = boss("GET", f"/segments/{id_}/members", params={"limit": 500, "after": page["next"]}).json()
    assert len(page["items"]) + len(rest["items"]) == members
    assert rest["next"] is None


def test_a_preview_says_how_many_and_who_and_agrees_with_the_ids(boss) -> None:
    rule = {"op": "all", "rules": [{"op": "group"}, {**WROTE, "at_least": 100}]}
    told = boss("POST", "/segments/preview", json={"rule": rule}).json()
    ids = boss("POST", "/segments/ids", json={"rule": rule}).json()["ids"]
    assert told["count"] == len(ids) == told["left"][-1]
    assert told["left"] == sorted(told["left"], reverse=True)
    assert len(told["people"]) == 5
    assert all(one["values"]["rule.rules[1]"]["times"] >= 100 for one in told["people"])
    assert told["complete"]
    why = boss("POST", "/segments/explain", json={"rule": rule, "customer_id": ids[0]}).json()["items"]
    assert [one["at"] for one in why] == ["rule", "rule.rules[0]", "rule.rules[1]"]
    assert all(one["holds"] for one in why)


def test_overlaps_with_saved_ones(served, boss) -> None:
    wrote, silent = make(boss), make(boss, "没写过", SILENT)
    sizes = [swept(served, id_) for id_ in (wrote, silent)]
    matrix = boss("POST", "/segments/overlap", json={"segment_ids": [wrote, silent]}).json()["counts"]
    assert matrix == [[sizes[0], 0], [0, sizes[1]]]
    told = boss("POST", "/segments/preview", json={"rule": WROTE, "overlap": [wrote, silent]}).json()[
        "overlap"
    ]
    assert [(one["both"], one["members"]) for one in told] == [(sizes[0], sizes[0]), (0, sizes[1])]


def test_a_new_version_and_the_old_one_again(boss) -> None:
    id_ = make(boss)
    new = {"rule": SILENT, "version": 1, "note": "反过来"}
    assert boss("PUT", f"/segments/{id_}/rule", json=new).json() == {"version": 2}
    late = boss("PUT", f"/segments/{id_}/rule", json=new | {"rule": {"op": "group"}})
    assert (late.status_code, late.json()["code"]) == (409, "segment_changed")
    assert boss("POST", f"/segments/{id_}/restore", json={"restore": 1, "version": 2}).json() == {
        "version": 3
    }
    versions = boss("GET", f"/segments/{id_}/versions").json()["items"]
    assert [(one["version"], one["rule"]) for one in versions] == [(3, WROTE), (2, SILENT), (1, WROTE)]
    assert boss("POST", f"/segments/{id_}/restore", json={"restore": 9, "version": 3}).status_code == 404


def test_renamed_copied_archived(boss) -> None:
    id_ = make(boss)
    assert boss("PATCH", f"/segments/{id_}", json={"name": "爱聊天", "refresh": "hourly"}).status_code == 204
    copied = boss("POST", f"/segments/{id_}/copy", json={"name": "再来一个"}).json()["id"]
    user = make(boss, "引用", {"op": "segment", "segment": copied})
    refused = boss("POST", f"/segments/{copied}/archive")
    assert (refused.status_code, refused.json()["code"]) == (409, "segment_used")
    uses = boss("GET", f"/segments/{copied}").json()["used_by"]
    assert uses == [{"kind": "segment", "id": user, "name": "引用"}]
    for gone in (user, copied):
        assert boss("POST", f"/segments/{gone}/archive").status_code == 204
    assert [row["name"] for row in boss("GET", "/segments").json()["items"]] == ["爱聊天"]
    assert boss("GET", f"/segments/{copied}").status_code == 404


def test_frozen_it_stays_as_it_was(served, boss) -> None:
    id_ = make(boss)
    members = swept(served, id_)
    frozen = boss("POST", f"/segments/{id_}/freeze", json={"name": "当时的人"}).json()["id"]
    detail = boss("GET", f"/segments/{frozen}").json()
    assert (detail["row"]["kind"], detail["row"]["members"], detail["rule"]) == ("frozen", members, None)
    assert detail["origin"] == {"segment": id_, "version": 1}
    inside = boss("POST", "/segments/ids", json={"rule": {"op": "segment", "segment": frozen}}).json()["ids"]
    assert len(inside) == members
    edit = boss("PUT", f"/segments/{frozen}/rule", json={"rule": WROTE, "version": 1})
    assert edit.json()["code"] == "segment_is_list"


def test_uploaded_lines_are_matched_and_counted(served, boss) -> None:
    known = served.ledger.analytics.rows(
        "select external_id from identity where customer_id in (select id from customer)"
        " and platform not in ('phone', 'email') order by id limit 3"
    )
    text = "\ufeff" + "\r\n".join([*(f"{row[0]},备注" for row in known), known[0][0], "没有这个人", "", " "])
    body = {"name": "名单", "text": text, "by": "external_id"}
    made = boss("POST", "/segments/upload", json=body).json()
    assert (made["lines"], made["matched"], made["members"]) == (4, 3, 3)
    (row,) = boss("GET", "/segments").json()["items"]
    assert (row["kind"], row["members"]) == ("uploaded", 3)
    nobody = boss("POST", "/segments/upload", json={"name": "空", "text": "x\ny", "by": "phone"})
    assert (nobody.status_code, nobody.json()["code"]) == (409, "segment_nobody")
    assert len(boss("GET", "/segments").json()["items"]) == 1  # nothing is left of the second


def test_an_export_names_the_members_and_is_logged(served, boss) -> None:
    id_ = make(boss)
    members = swept(served, id_)
    file = boss("GET", f"/segments/{id_}/export")
    lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert lines[0] == ["id", "name", "accounts"]
    assert len(lines) == members + 1
    assert (
        boss("GET", f"/segments/{id_}/export", params={"format": "xlsx", "contacts": True}).content[:2]
        == b"PK"
    )
    analyst = served.client("analyst")
    assert analyst("GET", f"/segments/{id_}/export").status_code == 200
    refused = analyst("GET", f"/segments/{id_}/export", params={"contacts": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    with served.ledger.state.read() as conn:
        told = audit.listed(conn, act="segment_exported")
    assert [one.after["contacts"] for one in told] == [False, True, False]
    assert told[0].after["members"] == members
    assert [one.after["opened"] for one in told] == [0, 0, 0]  # the tenant has no contacts


def test_an_operator_sees_their_own_and_nobody_else(served, boss) -> None:
    id_ = make(boss)
    swept(served, id_)
    operator = served.client("operator")  # linked to no member of staff: nobody is theirs
    assert operator("GET", "/segments").json()["items"][0]["members"] == 0
    assert operator("GET", f"/segments/{id_}/members").json()["items"] == []
    assert operator("POST", "/segments/ids", json={"rule": WROTE}).json()["ids"] == []
    assert operator("POST", "/segments/preview", json={"rule": WROTE}).json()["count"] == 0
    someone = boss("POST", "/segments/ids", json={"rule": WROTE}).json()["ids"][0]
    asked = operator("POST", "/segments/explain", json={"rule": WROTE, "customer_id": someone})
    assert asked.status_code == 404


def test_starters_run_and_have_names(boss) -> None:
    items = boss("GET", "/segments/starters").json()["items"]
    assert [one["code"] for one in items] == list(STARTERS)
    for one in items:
        assert boss("POST", "/segments/preview", json={"rule": one["rule"]}).json()["complete"]
        for key in (f"starter.{one['code']}", f"starter.{one['code']}.about"):
            assert all(catalogue(lang)[key] for lang in ("zh", "en"))


def test_the_schema_of_rules_is_published(boss) -> None:
    assert "$defs" in boss("GET", "/segments/rule-schema").json()


@pytest.mark.parametrize(
    "bomb",
    [
        b'{"rule":' + b'{"op":"not","rule":' * 50_000 + b'{"op":"spreading"}' + b"}" * 50_001,
        b'{"rule":' + b"[" * 100_000,
        b'{"rule":{"op":"any","rules":[' + b",".join([b'{"op":"spreading"}'] * 60_000) + b"]}}",
        b'{"rule":{"op":"stage","stages":["' + b"x" * 2_000_000 + b'"]}}',
        b'{"rule":{"op":"sample","salt":"x","start":' + b"9" * 5_000 + b',"end":1}}',
        b'{"rule":null}',
        b'{"rule":"\xff"}',
    ],
    ids=["deep", "open", "wide", "long", "number", "nothing", "no text"],
)
def test_json_bombs_are_refused_with_a_code(boss, bomb: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    for path in ("/segments/preview", "/segments/check", "/segments/ids"):
        answer = boss("POST", path, content=bomb, headers=headers)
        assert answer.status_code in (400, 413), answer.text[:200]
        assert f"error.{answer.json()['code']}" in catalogue("zh")
        for place in answer.json()["errors"]:
            assert not place["code"].startswith("fault.") or place["code"] in catalogue("zh")
