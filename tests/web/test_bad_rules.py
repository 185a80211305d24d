"""Bad input of rules, people and orders, through the API or the ordinary import: a refusal or a note for each, with its
exact words in both languages; and what is still true after it.
"""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.web.imported import Imported

from yutang.locales import t
from yutang.locales.errors import error

WROTE = {"op": "did", "fact": {"kind": "message.sent"}}
PEOPLE = (
    "会员号,姓名,手机号,标签\nM1,张三,13800138000,VIP\nM2,李四,13900139000,VIP\nM3,王五,13700137000,老客\n"
)


# (English, Chinese), word for word.
CYCLE = (
    "Segment 2 leads back to this one: a segment can't depend on itself.",
    "人群 2 又绕回到这个人群：人群不能依赖自己。",
)
DELETED = (
    "The tag “偏好/茶” was deleted. Choose another, or remove this condition.",
    "标签“偏好/茶”已删除。请换一个，或去掉这个条件。",
)
WRONG_TYPE = (
    "The attribute “city” is of another type (text) than this condition asks for.",
    "属性“city”的类型（text）不能用于这个条件。",
)
WINDOW = {
    0: ("A window of 0 days holds nothing: it takes at least 1.", "0 天的时间窗里什么也没有：至少 1 天。"),
    10_000: (
        "A window of 10,000 days is too long: 3,650 at most. Leave it out to mean ever.",
        "10,000 天的时间窗太长：最多 3,650 天。不限时间请留空。",
    ),
}
MANY = (
    "A rule has at most 200 conditions, those of its segments included.",
    "一条规则最多 200 个条件，引用的人群里的条件也算在内。",
)
KIND = (
    "“message.eaten” is no kind of fact that can be asked of customers.",
    "“message.eaten”不是可以用来筛选客户的动态。",
)
BOMB = ("The request is nested too deeply.", "请求嵌套太深。")
TWICE = (
    "2 rows are about people that another row of the file is about: they were put together",
    "有 2 行与文件中其他行是同一位客户，已合在一起",
)
LOST = (
    "Values that are not of the attribute's type were left out: {}",
    "以下列有值与属性类型不符，未保存：{}",
)
ROUNDED = (
    "2 phones were rounded by a spreadsheet (1.38E+10) and are lost: export that column as text",
    "有 2 个手机号被表格软件写成科学计数（1.38E+10），数字已丢失：请把该列按文本导出",
)
FOREIGN = (
    "Rows in another currency than yours, kept and in no total: USD (2)",
    "以下币种与本店币种不同，这些行已保留，但不计入任何合计：USD (2)",
)
SAME = ("These two are one customer already.", "这两位已经是同一位客户。")
MISSING = (
    "There is no such customer, or you may not see it.",
    "没有这个客户，或者你没有查看权限。",
)


@pytest.fixture
def desk(empty: SimpleNamespace, tmp_path: Path) -> Imported:
    made = Imported(empty, tmp_path)
    made.bring({"会员.csv": PEOPLE})
    return made


def faults(
    desk: Imported, rule: Any, path: str = "/segments", method: str = "POST", **more: Any
) -> list[Any]:
    """(place, English, Chinese) of what is wrong, and nothing was saved of it."""
    before = desk.get("/segments")
    answer = desk.admin(method, path, json={"name": "错的", "rule": rule, **more})
    assert (answer.status_code, answer.json()["code"]) == (400, "segment_rule"), answer.text[:300]
    assert desk.get("/segments") == before
    return [said(one) for one in answer.json()["errors"]]


def said(place: Any) -> tuple[str, str, str]:
    return (place["at"], *(t(lang, place["code"], **place["params"]) for lang in ("en", "zh")))


def noted(summary: Any) -> set[tuple[str, str]]:
    """What the import's notes say."""
    notes = (note.partition(":") for file in summary.files for note in file.notes)
    return {(t("en", code, detail=detail), t("zh", code, detail=detail)) for code, _, detail in notes}


def test_cyclic_segments(desk: Imported) -> None:
    one = desk.post("/segments", {"name": "甲", "rule": {"op": "tag", "tag": "标签/VIP"}})["id"]
    two = desk.post("/segments", {"name": "乙", "rule": {"op": "segment", "segment": one}})["id"]
    ring = {"op": "segment", "segment": two}
    ((at, en, zh),) = faults(desk, ring, f"/segments/{one}/rule", "PUT", version=1)
    assert at == "rule.segment"
    assert (en, zh) == CYCLE


def test_a_deleted_tag_in_a_rule(desk: Imported) -> None:
    group = desk.post("/tags/groups", {"items": [{"name": "偏好"}]})["items"][0]["id"]
    tag = desk.post("/tags", {"items": [{"group_id": group, "name": "茶"}]})["items"][0]["id"]
    assert desk.admin("POST", "/tags/archive", json={"ids": [tag]}).is_success
    assert faults(desk, {"op": "tag", "tag": "偏好/茶"}) == [("rule.tag", *DELETED)]


def test_a_wrong_type(desk: Imported) -> None:
    desk.post("/attributes", {"code": "city", "name_zh": "城市", "name_en": "City", "type": "text"})
    rule = {"op": "number", "attribute": "city", "at_least": 1}
    assert faults(desk, rule) == [("rule.attribute", *WRONG_TYPE)]


@pytest.mark.parametrize("days", [0, 10_000])
def test_a_window_of_0_and_of_10_000_days(desk: Imported, days: int) -> None:
    ((at, en, zh),) = faults(desk, WROTE | {"window": {"span": "last", "days": days}})
    assert at.startswith("rule.window")
    assert (en, zh) == WINDOW[days]


def test_5_000_conditions(desk: Imported) -> None:
    many = {"op": "any", "rules": [WROTE | {"at_least": n + 1} for n in range(5_000)]}
    assert [row[1:] for row in faults(desk, many)] == [MANY]


def test_an_unknown_kind(desk: Imported) -> None:
    assert faults(desk, {"op": "did", "fact": {"kind": "message.eaten"}}) == [("rule.fact.kind", *KIND)]


def test_json_bombs(desk: Imported) -> None:
    deep = b'{"name":"x","rule":' + b'{"op":"not","rule":' * 50_000 + b'{"op":"spreading"}' + b"}" * 50_001
    answer = desk.admin("POST", "/segments", content=deep, headers={"Content-Type": "application/json"})
    code = answer.json()["code"]
    assert (answer.status_code, [t(lang, f"error.{code}") for lang in ("en", "zh")]) == (400, list(BOMB))
    assert desk.get("/customers")["total"] == 3  # it goes on


def test_duplicate_identities_in_a_file(desk: Imported) -> None:
    notes = noted(
        desk.bring({"两次.csv": "会员号,姓名,手机号\nM8,赵六,13600136000\nM8,赵六,13500135000\nM8,赵六,\n"})
    )
    assert TWICE in notes
    assert len(desk.page("M8")["contacts"]) == 2
    assert desk.get("/customers")["total"] == 4


def test_duplicate_identities_across_files(desk: Imported) -> None:
    desk.bring({"企微.csv": "external_userid,客户名称,手机号\nwmA1,三哥,+86 138-0013-8000\n"})
    assert desk.id("wmA1") == desk.id("M1")
    assert desk.get("/customers")["total"] == 3


def test_excel_dates_and_numbers_as_text(desk: Imported) -> None:
    text = "会员号,积分,生日,姓名\nM1,'1203,29254,张三\nM2,很多,不详,李四\n"
    told = {"积分": "attribute:points:number", "生日": "attribute:birthday:date"}
    for code, type_ in (("points", "number"), ("birthday", "date")):
        desk.post("/attributes", {"code": code, "name_zh": code, "name_en": code, "type": type_})
    notes = noted(desk.bring({"表.csv": text.replace("'", "")}, mapping=told))
    assert {one["code"]: one["value"] for one in desk.page("M1")["attributes"]} == {
        "points": 1203, "birthday": "1980-02-03",
    }  # fmt: skip
    for lost in ("积分 (1)", "生日 (1)"):
        assert tuple(text.format(lost) for text in LOST) in notes
    assert desk.page("M2")["attributes"] == []


def test_a_phone_in_five_spellings(desk: Imported) -> None:
    cells = [
        "+86 138-0013-8000",
        "138 0013 8000",
        "008613800138000",
        "１３８００１３８０００",
        "13800138000.0",
    ]
    rows = "".join(f"X{n},{cell}\n" for n, cell in enumerate(cells))
    desk.bring({"五种.csv": f"会员号,手机号\n{rows}"})
    assert {desk.id(f"X{n}") for n in range(5)} == {desk.id("M1")}
    assert desk.get("/customers", q="138 0013 8000")["total"] == 1


def test_a_phone_that_a_spreadsheet_spoilt(desk: Imported) -> None:
    notes = noted(desk.bring({"坏.csv": "会员号,手机号\nX1,1.38E+10\nX2,13300133000\nX3,1.39E+10\n"}))
    assert ROUNDED in notes


def test_an_order_twice(desk: Imported) -> None:
    row = "A1,M1,10,2024-05-01,已完成\n"
    for name in ("a", "b"):
        desk.bring({f"{name}.csv": f"订单号,会员号,金额,下单时间,订单状态\n{row}{row}"})
    spent = desk.page("M1")["spending"]
    assert (spent["orders"], spent["spend_cents"]) == (1, 1000)


def test_a_refund_before_its_order(desk: Imported) -> None:
    head = "订单号,会员号,金额,下单时间\n"
    desk.bring({"退.csv": f"{head}A1,M1,-4,2024-05-03\n"})
    (order,) = desk.page("M1")["orders"]
    assert (order["placed_at"], order["refunded_cents"]) == (None, 400)
    desk.bring({"单.csv": f"{head}A1,M1,10,2024-05-01\n"})
    (order,) = desk.page("M1")["orders"]
    assert (order["cents"], order["refunded_cents"]) == (1000, 400)


def test_negative_and_mixed_currency(desk: Imported) -> None:
    head = "订单号,会员号,金额,下单时间,币种\n"
    rows = (
        "A1,M1,10,2024-05-01,CNY\nA1,M1,-3,2024-05-02,CNY\nA2,M1,50,2024-05-01,USD\nA2,M1,-5,2024-05-02,USD\n"
    )
    notes = noted(desk.bring({"混.csv": head + rows}))
    assert FOREIGN in notes
    spent = desk.page("M1")["spending"]
    assert (spent["orders"], spent["spend_cents"], spent["refunded_cents"]) == (1, 1000, 300)
    shown = {one["foreign"]: one["currency"] for one in desk.page("M1")["orders"]}
    assert shown == {False: "CNY", True: "USD"}


def test_merging_three_people_and_undoing_it(desk: Imported) -> None:
    ids = [desk.id(who) for who in ("M1", "M2", "M3")]
    before = [desk.get(f"/customers/{one}") for one in ids]
    for other in ids[1:]:
        desk.post("/customers/merge", {"one": ids[0], "other": other})
    assert {desk.id(who) for who in ("M1", "M2", "M3")} == {ids[0]}
    again = desk.admin("POST", "/customers/merge", json={"one": ids[0], "other": ids[2]})
    assert again.status_code == 400
    assert [t(lang, f"error.{again.json()['code']}") for lang in ("en", "zh")] == list(SAME)
    for other in ids[1:]:
        desk.post(f"/customers/{ids[0]}/part", {"account_ids": [other]})
    assert [desk.get(f"/customers/{one}") for one in ids] == before


def test_erasing_somebody_inside_a_running_segment(desk: Imported) -> None:
    """The rule goes on; who is left of the erased is nobody; erasing them again finds nothing."""
    rule = {"op": "tag", "tag": "标签/VIP"}
    made = desk.post("/segments", {"name": "会员", "rule": rule})["id"]
    user = desk.post("/segments", {"name": "会员之内", "rule": {"op": "segment", "segment": made}})["id"]
    gone, stays = desk.id("M1"), desk.id("M2")
    desk.post(f"/customers/{gone}/erase")
    for asked in (rule, {"op": "segment", "segment": made}):
        assert int(stays) in desk.post("/segments/ids", {"rule": asked})["ids"]
    assert desk.get(f"/segments/{user}")["faults"] == []
    page = json.dumps(desk.get(f"/customers/{gone}"), ensure_ascii=False)
    assert "张三" not in page
    assert "M1" not in page
    assert desk.post(f"/customers/{gone}/erase")["accounts"] == 0
    missing = desk.admin("POST", "/customers/987654/erase")
    assert missing.status_code == 404
    told = [error(lang, missing.json()["code"], missing.json()["params"]) for lang in ("en", "zh")]
    assert told == list(MISSING)
