"""Customers over HTTP: who gets what, in what shape; decisions are proven where they are made (tests/customers)."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.customers.shop import NOW, buys, follows, met, staff, tagged
from tests.ledger.batch import DAY, START, table
from tests.web.imported import Imported

from yutang.customers.model import STAGES, TIES
from yutang.segments.lifecycle.model import Stage, Tie


@pytest.fixture
def shop(empty: SimpleNamespace) -> SimpleNamespace:
    """Two customers, one of staff an, one of staff bo."""
    rows = table(
        staff("an", "安"), staff("bo", "波"), met("li", "李雷"), met("zhou", "周舟"), follows("li", "an", START + DAY),
        follows("zhou", "bo", START + DAY), buys("li", "o1", 9_900, START + 2 * DAY), tagged("li", "偏好/茶"),
    )  # fmt: skip
    empty.ledger.take("b", "test", "wecom", rows, now=NOW)
    empty.ids = dict(empty.ledger.analytics.rows("select external_id, id from identity"))
    return empty


def ok(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def test_codes_of_stages_and_ties_are_those_of_the_lifecycle() -> None:
    assert tuple(stage.name.lower() for stage in Stage) == STAGES
    assert tuple(tie.name.lower() for tie in Tie) == TIES
    assert [int(stage) for stage in Stage] == list(range(1, len(STAGES) + 1))


def test_the_list_and_a_page_have_their_shape(shop: SimpleNamespace) -> None:
    admin = shop.client("administrator")
    found = ok(admin("GET", "/customers", params={"sort": "spend", "limit": 1}))
    assert (found["total"], found["items"][0]["name"], found["items"][0]["id"]) == (
        2,
        "李雷",
        str(shop.ids["li"]),
    )
    rest = ok(admin("GET", "/customers", params={"sort": "spend", "limit": 1, "cursor": found["next"]}))
    assert (rest["items"][0]["name"], rest["next"]) == ("周舟", None)
    page = ok(admin("GET", f"/customers/{shop.ids['li']}"))
    assert (page["name"], page["spending"]["spend_cents"], page["owner"]["staff"]["name"]) == (
        "李雷",
        9_900,
        "安",
    )
    line = ok(admin("GET", f"/customers/{shop.ids['li']}/timeline", params={"kind": ["order.placed"]}))
    assert [one["kind"] for one in line["items"]] == ["order.placed"]


@pytest.mark.parametrize(
    "asked",
    [
        "cursor=%00", "cursor=bnVsbA", "limit=0", "limit=201", "sort=age", "stage=king", "tag=x", "tag=-1", "tag=4&tag=9007199254740993", "owner=0",
        "owner=9007199254740992", "q=" + "x" * 201,
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_a_bad_request(shop: SimpleNamespace, asked: str) -> None:
    assert shop.client("administrator")("GET", f"/customers?{asked}").status_code == 400


def test_operators_see_and_change_their_own_only(shop: SimpleNamespace) -> None:
    an = shop.client("operator", staff_id=shop.ids["an"])
    li, zhou = str(shop.ids["li"]), str(shop.ids["zhou"])
    admin = shop.client("administrator")
    theirs = ok(admin("POST", f"/customers/{zhou}/notes", json={"text": "周的"}), 201)["id"]
    assert [row["id"] for row in ok(an("GET", "/customers"))["items"]] == [li]
    for method, path, body in (
        ("GET", f"/customers/{zhou}", None), ("GET", f"/customers/{zhou}/timeline", None),
        ("POST", f"/customers/{zhou}/reveal", None), ("POST", f"/customers/{zhou}/notes", {"text": "x"}),
        ("POST", f"/customers/{zhou}/notes/{theirs}/withdraw", None), ("POST", f"/customers/{li}/notes/{theirs}/withdraw", None),
        ("POST", f"/customers/{zhou}/consents", {"purpose": "marketing", "given": True, "notice": "1"}),
        ("PUT", f"/customers/{zhou}/frequency-wish", {"per_week": 1}),
        ("POST", f"/customers/{zhou}/part", {"account_ids": [zhou]}),
        ("POST", "/customers/merge", {"one": li, "other": zhou}),
        ("POST", "/customers/suggestions", {"one": li, "other": zhou, "accept": False}),
        ("PUT", "/customers/owner", {"ids": [li], "staff_id": shop.ids["bo"]}),
    ):  # fmt: skip
        assert an(method, path, json=body).status_code == 404, (method, path)
    done = ok(an("POST", "/customers/tags", json={"ids": [li, zhou], "add": ["a/b"]}))
    assert done == {"changed": 1, "skipped": [zhou]}


def test_analysts_look_and_change_nothing(shop: SimpleNamespace) -> None:
    analyst = shop.client("analyst")
    li = shop.ids["li"]
    assert ok(analyst("GET", "/customers"))["total"] == 2
    assert ok(analyst("GET", f"/customers/{li}"))["may_reveal"] is False
    for method, path in (("POST", f"/customers/{li}/reveal"), ("POST", f"/customers/{li}/notes"),
                         ("POST", f"/customers/{li}/notes/1/withdraw"),
                         ("GET", "/customers/suggestions"), ("POST", "/attributes")):  # fmt: skip
        assert analyst(method, path, json={}).json()["code"] == "not_allowed"


def test_acts_over_http_are_seen_on_the_page(shop: SimpleNamespace) -> None:
    admin = shop.client("administrator")
    li = str(shop.ids["li"])
    made = {"code": "skin", "name_zh": "肤质", "name_en": "Skin", "type": "choices", "choices": ["干", "油"]}
    assert ok(admin("POST", "/attributes", json=made), 201)["reserved"] is False
    ok(admin("PUT", "/customers/attributes", json={"ids": [li], "code": "skin", "value": ["油"]}))
    ok(admin("POST", f"/customers/{li}/notes", json={"text": "喜欢龙井"}), 201)
    consent = {"purpose": "marketing", "given": True, "channel": "sms", "notice": "v3"}
    ok(admin("POST", f"/customers/{li}/consents", json=consent))
    ok(admin("PUT", f"/customers/{li}/frequency-wish", json={"per_week": 2}))
    ok(admin("PUT", "/customers/owner", json={"ids": [li], "staff_id": shop.ids["an"]}))
    page = ok(admin("GET", f"/customers/{li}"))
    assert [(one["code"], one["value"]) for one in page["attributes"]] == [("skin", ["油"])]
    assert ([one["text"] for one in page["notes"]], page["frequency_wish"]) == (["喜欢龙井"], 2)
    assert [(one["purpose"], one["channel"], one["in_force"]) for one in page["consents"]] == [
        ("marketing", "sms", True)
    ]
    acts = {one["act"] for one in ok(admin("GET", "/audit", params={"subject_kind": "customer"}))["items"]}
    assert acts >= {"attribute_set", "note_written", "consent_changed", "owner_assigned"}


def test_a_colleague_takes_a_note_back_and_the_log_says_who(shop: SimpleNamespace) -> None:
    admin, an = shop.client("administrator"), shop.client("operator", staff_id=shop.ids["an"])
    li = str(shop.ids["li"])
    note = ok(an("POST", f"/customers/{li}/notes", json={"text": "怀孕三个月"}), 201)["id"]
    path = f"/customers/{li}/notes/{note}/withdraw"
    assert ok(admin("POST", path)) == {"changed": 1, "skipped": []}
    assert ok(an("POST", path)) == {"changed": 0, "skipped": []}
    assert ok(an("GET", f"/customers/{li}"))["notes"] == []
    line = ok(an("GET", f"/customers/{li}/timeline", params={"kind": ["note.written", "note.withdrawn"]}))[
        "items"
    ]
    assert [(one["kind"], one["text"]) for one in line] == [("note.withdrawn", None), ("note.written", None)]
    assert (line[0]["details"]["by"], line[1]["details"]["withdrawn"]) == (admin.viewer.name, True)
    (told,) = ok(admin("GET", "/audit", params={"act": "note_withdrawn"}))["items"]
    assert (told["user_name"], told["subject_id"]) == (admin.viewer.name, li)
    for bad in ("0", "9007199254740992", "x"):
        assert admin("POST", f"/customers/{li}/notes/{bad}/withdraw").status_code in (400, 404)


def test_a_rule_asks_for_who_had_a_note_withdrawn(shop: SimpleNamespace) -> None:
    admin = shop.client("administrator")
    for who in ("li", "zhou"):
        note = ok(admin("POST", f"/customers/{shop.ids[who]}/notes", json={"text": who}), 201)["id"]
    ok(admin("POST", f"/customers/{shop.ids['zhou']}/notes/{note}/withdraw"))
    rule = {"op": "did", "fact": {"kind": "note.withdrawn"}}
    assert ok(admin("POST", "/segments/ids", json={"rule": rule}))["ids"] == [shop.ids["zhou"]]


def test_refusals_name_the_place(shop: SimpleNamespace) -> None:
    admin = shop.client("administrator")
    li = str(shop.ids["li"])
    made = {"code": "born", "name_zh": "出生", "name_en": "Born", "type": "date", "sensitive": True}
    ok(admin("POST", "/attributes", json=made), 201)
    wrong = admin("PUT", "/customers/attributes", json={"ids": [li], "code": "born", "value": "gestern"})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["errors"][0]["at"]) == (
        400,
        "attribute_value",
        "value",
    )
    missing = admin("PUT", "/customers/attributes", json={"ids": [li], "code": "born", "value": "2000-01-01"})
    assert (missing.status_code, missing.json()["code"], missing.json()["params"]) == (
        409, "consent_needed", {"purpose": "sensitive", "count": 1})  # fmt: skip
    assert admin("POST", "/attributes", json=made).json()["code"] == "attribute_taken"
    assert admin("POST", f"/customers/{li}/notes", json={"text": "x" * 2_001}).status_code == 400
    assert (
        admin("POST", "/customers/tags", json={"ids": [li], "add": ["茶"]}).json()["code"] == "tag_whole_name"
    )
    for number in ("9" * 17, "9" * 60, "9" * 200):  # no tag has so long an id
        told = admin("POST", "/customers/tags", json={"ids": [li], "remove": [number]})
        assert (told.status_code, told.json()["code"]) == (400, "tag_whole_name")
    many = {"ids": [str(n) for n in range(1_001)], "add": ["a/b"]}
    assert admin("POST", "/customers/tags", json=many).status_code == 400
    assert admin("POST", "/customers/tags", json={"ids": ["1; drop"], "add": ["a/b"]}).status_code == 400


def test_a_merge_is_undone_by_parting(shop: SimpleNamespace) -> None:
    admin = shop.client("administrator")
    li, zhou = str(shop.ids["li"]), str(shop.ids["zhou"])
    (now,) = ok(admin("POST", "/customers/merge", json={"one": li, "other": zhou}))["ids"]
    assert ok(admin("GET", f"/customers/{zhou}"))["id"] == now
    parted = ok(admin("POST", f"/customers/{now}/part", json={"account_ids": [zhou]}))["ids"]
    assert sorted(parted) == sorted([li, zhou])
    assert ok(admin("GET", "/customers/suggestions")) == {"items": [], "next": None}


def test_an_attribute_that_a_rule_asks_for_is_only_put_away(shop: SimpleNamespace) -> None:
    admin = shop.client("administrator")
    for code in ("asked", "free"):
        body = {"code": code, "name_zh": code, "name_en": code, "type": "text"}
        ok(admin("POST", "/attributes", json=body), 201)
    rule = json.dumps({"op": "all", "of": [{"op": "known", "attribute": "asked"}]})
    shop.ledger.state.write(lambda conn: conn.exec_driver_sql(
            "insert into segment (name, description, kind, rule, version, refresh, created_by_name, created_at,"
            " changed_at) values ('s', '', 'dynamic', ?, 1, 'daily', '', 0, 0)", (rule,)))  # fmt: skip
    assert ok(admin("DELETE", "/attributes/asked")) == {"archived": True}
    assert ok(admin("DELETE", "/attributes/free")) == {"archived": False}
    found = ok(admin("GET", "/attributes"))["items"]
    assert [(one["code"], one["archived_at"] is None) for one in found] == [("asked", False)]
    back = ok(admin("PATCH", "/attributes/asked", json={"archived": False, "name_en": "Asked"}))
    assert (back["archived_at"], back["name_en"]) == (None, "Asked")


def test_what_programs_post_of_people_is_on_their_page(shop: SimpleNamespace) -> None:
    when = START // 1000
    one = {"happened": when, "platform": "wecom", "actor": {"id": "li"}}
    posted = [
        one | {"kind": "identity.linked", "other": {"id": "x", "platform": "app"}, "surely": True},
        one | {"kind": "attribute.set", "object": "city", "props": {"value": "杭州"}},
        one | {"kind": "tag.added", "object": "来源/门店", "props": {"source": "platform", "confidence": 60}},
        one | {"kind": "relation.begun", "related": "bo", "props": {"source": "直播", "remark": "李哥"}},
        one | {"kind": "consent.given", "object": "marketing", "props": {"channel": "sms", "notice": "v9"}},
        one | {"kind": "order.refunded", "object": "r1", "related": "o1", "amount": 900},
        one | {"kind": "order.changed", "object": "o1", "happened": when + 1, "props": {"status": "部分退款"}},
    ]  # fmt: skip
    admin = shop.client("administrator")
    ok(admin("POST", "/facts", json={"facts": posted}), 202)
    while shop.ledger.drain():
        pass
    page = ok(admin("GET", f"/customers/{shop.ids['li']}"))
    assert [one["platform"] for one in page["accounts"]] == ["wecom", "app"]
    assert {one["value"] for one in page["attributes"]} == {"杭州"}
    assert {one["confidence"] for one in page["tags"]} == {60, 100}
    assert page["sources"] == ["直播"]
    assert page["consents"][0]["notice"] == "v9"
    assert (page["orders"][0]["refunded_cents"], page["orders"][0]["status"]) == (900, "部分退款")


def test_a_tag_lasts_as_its_definition_says_and_stands_alone_in_an_exclusive_group(
    shop: SimpleNamespace,
) -> None:
    admin = shop.client("administrator")
    li = str(shop.ids["li"])
    (group,) = ok(admin("POST", "/tags/groups", json={"items": [{"name": "温度", "exclusive": True}]}), 201)[
        "items"
    ]
    drafts = [{"group_id": group["id"], "name": name, "until_days": 7} for name in ("热", "冷")]
    ok(admin("POST", "/tags", json={"items": drafts}), 201)
    for name in ("温度/热", "温度/冷"):
        ok(admin("POST", "/customers/tags", json={"ids": [li], "add": [name]}))
    tags = {one["name"]: one for one in ok(admin("GET", f"/customers/{li}"))["tags"]}
    assert "温度/热" not in tags
    assert tags["温度/冷"]["until_at"] is not None
    assert [row["id"] for row in ok(admin("GET", "/customers", params={"q": "冷"}))["items"]] == [li]


def test_tags_of_a_file_are_called_as_the_file_calls_them(empty: SimpleNamespace, tmp_path: Path) -> None:
    desk = Imported(empty, tmp_path)
    desk.bring({"会员.csv": "会员号,姓名,标签\nM1,张三,VIP、地区:华东\nM2,李四,地区/华北\n"})
    names = {one["name"] for one in desk.page("M1")["tags"]}
    assert names == {"标签/VIP", "地区/华东"}
    rows = {row["name"]: {tag["name"] for tag in row["tags"]} for row in desk.get("/customers")["items"]}
    assert rows == {"张三": names, "李四": {"地区/华北"}}
    assert [row["name"] for row in desk.get("/customers", q="华东")["items"]] == ["张三"]
    group = desk.post("/tags/groups", {"items": [{"name": "地区"}]})["items"][0]
    made = desk.post("/tags", {"items": [{"group_id": group["id"], "name": "华东"}]})["items"][0]
    desk.post(f"/tags/{made['id']}", {"name": "江浙沪"}, method="PATCH")
    assert {one["name"] for one in desk.page("M1")["tags"]} == {"标签/VIP", "地区/江浙沪"}


def test_how_many_an_upload_found_is_for_who_sees_them_all(shop: SimpleNamespace) -> None:
    admin, an = shop.client("administrator"), shop.client("operator", staff_id=shop.ids["an"])
    body = {"name": "名单", "text": "li\nzhou", "by": "external_id"}
    made = ok(admin("POST", "/segments/upload", json=body), 201)["id"]
    assert ok(admin("GET", f"/segments/{made}"))["origin"]["matched"] == 2
    told = ok(an("GET", f"/segments/{made}"))
    assert (told["row"]["members"], told["origin"]) == (1, {})


def test_who_is_erased_leaves_lists_that_were_frozen_or_uploaded(
    empty: SimpleNamespace, tmp_path: Path
) -> None:
    desk = Imported(empty, tmp_path)
    rows = "".join(f"M{n},客{n},1380013800{n},m{n}@b.cn,VIP\n" for n in range(4))
    desk.bring({"会员.csv": "会员号,姓名,手机号,邮箱,标签\n" + rows})
    rule = {"op": "tag", "tag": "标签/VIP"}
    live = desk.post("/segments", {"name": "会员", "rule": rule})["id"]
    frozen = desk.post(f"/segments/{live}/freeze", {"name": "当时"})["id"]
    text = "+86 138 0013 8001,备注\n138-0013-8002\n13900000000\n13800138001\n"
    told = desk.post("/segments/upload", {"name": "名单", "text": text, "by": "phone"})
    assert (told["lines"], told["matched"], told["members"]) == (4, 3, 2)
    mails = {"name": "邮件", "text": "M1@B.cn\nnobody@b.cn\nm1@b.cn", "by": "email"}
    mailed = desk.post("/segments/upload", mails)
    assert (mailed["lines"], mailed["matched"], mailed["members"]) == (3, 2, 1)
    gone, lists = desk.id("M1"), (frozen, told["id"], mailed["id"])
    sizes = [desk.get(f"/segments/{one}")["row"]["members"] for one in lists]
    desk.post(f"/customers/{gone}/erase")
    for one, before in zip(lists, sizes, strict=True):
        detail = desk.get(f"/segments/{one}")
        assert (detail["row"]["members"], detail["origin"]["erased"]) == (before - 1, 1)
        ids = desk.post("/segments/ids", {"rule": {"op": "segment", "segment": one}})["ids"]
        assert len(ids) == before - 1
        assert int(gone) not in ids
    assert desk.post(f"/customers/{gone}/erase")["accounts"] == 0
    assert desk.get(f"/segments/{frozen}")["origin"]["erased"] == 1
    left = desk.post("/segments/ids", {"rule": rule})[
        "ids"
    ]  # of the erased, what happened stays: it is nobody's
    assert set(left) >= {int(desk.id(who)) for who in ("M0", "M2", "M3")}


def test_who_can_be_reached_is_told_for_the_purpose_that_is_asked_about(shop: SimpleNamespace) -> None:
    admin = shop.client("administrator")
    li, zhou = str(shop.ids["li"]), str(shop.ids["zhou"])
    for who, purpose, given in ((li, "service", False), (zhou, "marketing", False), (li, "marketing", True)):
        body = {"purpose": purpose, "given": given, "channel": "wecom", "notice": "v1"}
        ok(admin("POST", f"/customers/{who}/consents", json=body))
    rule = {"op": "not", "rule": {"op": "spreading"}}

    def reach(**more: str) -> tuple[int, ...]:
        told = ok(admin("POST", "/segments/preview", json={"rule": rule, **more}))["reach"]
        found = next(one for one in told if one["channel"] == "wecom")
        return tuple(found[name] for name in ("having", "refused", "agreed", "reachable"))

    assert reach() == reach(purpose="marketing") == (2, 1, 1, 1)
    assert reach(purpose="service") == (2, 1, 0, 1)
    assert reach(purpose="surveys") == (2, 0, 0, 2)
