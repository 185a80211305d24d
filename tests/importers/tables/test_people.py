"""Tables of people: who they are, what is known of them, who follows them, what they allow."""

import json
import random

import pytest

from yutang.contacts import Kind as Contact
from yutang.importers.contract import Unreadable
from yutang.importers.model import Attribute
from yutang.ledger.catalogue import Kind, Role

DAY = "2024-06-01"  # the day of the import: what a list without dates tells was so then
PHONE = "+8613800138000"


def test_a_person_is_seen_and_their_other_accounts_are_linked(read, clock, phone, contacts):
    told = read(
        "客户.csv",
        "客户名称,external_userid,unionid,openid,手机号,邮箱\n张三,wmA1,u1,o1,13800138000,Zhang@Example.com\n",
    )
    (seen,) = told.rows(Kind.IDENTITY_SEEN)
    assert (seen["actor_ref"], seen["actor_name"], seen["actor_role"]) == ("wmA1", "张三", Role.PERSON)
    assert seen["happened"] == clock(DAY)
    mail = f"\x1femail\x1f{contacts.hash(Contact.EMAIL, 'zhang@example.com')}"
    assert [(r["actor_ref"], r["related_ref"], r["amount"]) for r in told.rows(Kind.IDENTITY_LINKED)] == [
        ("wmA1", "\x1funionid\x1fu1", 1), ("wmA1", "\x1fopenid\x1fo1", 1), ("wmA1", phone(PHONE), 1), ("wmA1", mail, 0),
    ]  # fmt: skip
    assert {r["props"] for r in told.rows(Kind.IDENTITY_LINKED)} == {'{"by":"import"}'}
    assert told.platforms() == {"wecom"}


def test_phones_and_mails_travel_sealed(read, contacts):
    told = read("客户.csv", "会员号,手机号,邮箱\nM1,13800138000,a@b.cn\n")
    links = told.rows(Kind.IDENTITY_LINKED)
    sealed, last_four, shown = links[0]["text"].split("\x1f")
    assert contacts.open_many(Contact.PHONE, [sealed]) == [PHONE]
    assert (last_four, shown) == (contacts.last_four_hash("8000"), contacts.shown_hash("1388000"))
    assert contacts.open_many(Contact.EMAIL, [links[1]["text"]]) == ["a@b.cn"]
    assert "13800138000" not in str(told.chunks)
    assert "a@b.cn" not in str(told.chunks)


@pytest.mark.parametrize(
    "cell",
    ["13800138000", "+86 138-0013-8000", "138 0013 8000", "008613800138000", "１３８００１３８０００", "13800138000.0",
     "'13800138000", "86-13800138000"],
)  # fmt: skip
def test_a_phone_is_one_however_it_is_spelt(read, phone, cell):
    told = read("客户.csv", f"姓名,手机号\n张三,{cell}\n")
    assert [r["actor_ref"] for r in told.rows(Kind.IDENTITY_SEEN)] == [phone(PHONE)]
    assert told.rows(Kind.IDENTITY_LINKED) == []


def test_a_row_without_an_id_goes_by_its_surest_account(read, phone, contacts):
    told = read(
        "客户.csv",
        "会员号,姓名,unionid,手机,email\n,甲,u1,13800138000,a@b.cn\n,乙,,13800138000,\n,丙,,,a@b.cn\n,丁,,,\n",
    )
    mail = f"\x1femail\x1f{contacts.hash(Contact.EMAIL, 'a@b.cn')}"
    assert [r["actor_ref"] for r in told.rows(Kind.IDENTITY_SEEN)] == [
        "\x1funionid\x1fu1", phone(PHONE), mail, "name:丁",
    ]  # fmt: skip
    links = told.rows(Kind.IDENTITY_LINKED)
    assert [(r["actor_ref"], r["related_ref"], r["amount"]) for r in links] == [
        ("\x1funionid\x1fu1", phone(PHONE), 1), ("\x1funionid\x1fu1", mail, 0),
    ]  # fmt: skip
    assert [bool(r["text"]) for r in told.rows(Kind.IDENTITY_SEEN)] == [False, True, True, False]


def test_a_member_number_that_is_a_phone_is_never_kept_as_it_stands(read, phone):
    told = read("会员.csv", "会员号,姓名,标签\n13800138000,张三,VIP\n")
    assert [r["actor_ref"] for r in told.rows(Kind.IDENTITY_SEEN)] == [phone(PHONE)]
    roster = read("r.csv", "群ID,手机号,入群时间\nwrA1,13800138000,2024-05-01\n")
    assert [r["actor_ref"] for r in roster.rows(Kind.GROUP_JOINED)] == [phone(PHONE)]
    (seen,) = roster.rows(Kind.IDENTITY_SEEN)
    assert (seen["actor_ref"], bool(seen["text"])) == (phone(PHONE), True)


def test_without_keys_phones_are_used_for_nothing_and_a_note_says_so(read):
    told = read("客户.csv", "会员号,姓名,手机号,邮箱\nM1,张三,13800138000,a@b.cn\n", contacts=None)
    assert [r["kind"] for r in told.rows()] == [Kind.IDENTITY_SEEN]
    assert "note.contacts_unused:手机号, 邮箱" in told.notes()


@pytest.mark.parametrize(
    ("cell", "note"),
    [("1.38E+10", "phones_rounded:1"), ("138****8000", "phones_masked:1"), ("12345", "phones_unread:1"),
     ("没有", "phones_unread:1")],
)  # fmt: skip
def test_a_phone_that_is_none_costs_itself_not_the_person(read, cell, note):
    told = read("客户.csv", f"会员号,手机号,标签\nM1,{cell},VIP\nM2,13900139000,VIP\n")
    assert [r["actor_ref"] for r in told.rows(Kind.IDENTITY_SEEN)] == ["M1", "M2"]
    assert [r["actor_ref"] for r in told.rows(Kind.IDENTITY_LINKED)] == ["M2"]
    assert f"note.{note}" in told.notes()
    assert told.rejects() == []


def test_tags_are_cut_and_grouped(read):
    told = read("客户.csv", '会员号,标签\nM1,"VIP、老客，VIP; 等级:金 ｜地区/华东／等级 / 银"\nM2,\n')
    assert {(r["actor_ref"], r["object_ref"]) for r in told.rows(Kind.TAG_ADDED)} == {
        ("M1", tag) for tag in ("标签/VIP", "标签/老客", "等级/金", "地区/华东", "等级/银")
    }
    assert len(told.rows(Kind.TAG_ADDED)) == 5
    assert {r["props"] for r in told.rows(Kind.TAG_ADDED)} == {'{"source":"import"}'}


def test_followers_begin_and_end_relations(read, clock):
    told = read(
        "客户.csv",
        "external_userid,客户名称,跟进人,进来日期,来源,备注,流失状态,流失时间\n"
        "wmA1,甲,zhangsan,2024-01-02,扫码,老客,正常,\n"
        "wmA2,乙,李四、王五,2024-01-03,管理员分配,,被客户删除,2024-02-01\n"
        "wmA3,丙,zhangsan,,,,员工删除客户,\n"
        "wmA4,丁,zhangsan,,,,客户拒绝转接,\n"
        "wmA5,戊,zhangsan,,,,已转接,\nwmA6,己,,2024-01-01,扫码,,是,\nwmA7,庚,zhangsan,,,,正常,\n",
    )
    begun = sorted(told.rows(Kind.RELATION_BEGUN), key=lambda r: (r["actor_ref"], r["related_ref"]))
    assert [(r["actor_ref"], r["related_ref"]) for r in begun] == [
        ("wmA1", "zhangsan"), ("wmA2", "name:李四"), ("wmA2", "name:王五"), ("wmA7", "zhangsan"),
    ]  # fmt: skip
    assert [r["happened"] for r in begun] == [
        clock(d) for d in ("2024-01-02", "2024-01-03", "2024-01-03", DAY)
    ]
    assert json.loads(begun[3]["props"])["undated"]
    assert json.loads(begun[0]["props"]) == {"source": "扫码", "remark": "老客", "how": "added"}
    assert json.loads(begun[1]["props"])["how"] == "transferred"
    ended = sorted(told.rows(Kind.RELATION_ENDED), key=lambda r: (r["actor_ref"], r["related_ref"]))
    assert [(r["actor_ref"], r["related_ref"], r["amount"]) for r in ended] == [
        ("wmA2", "name:李四", 1), ("wmA2", "name:王五", 1), ("wmA3", "zhangsan", 2), ("wmA4", "zhangsan", 4),
        ("wmA5", "zhangsan", 3),
    ]  # fmt: skip
    assert ended[0]["happened"] == clock("2024-02-01")
    staff = {r["actor_ref"] for r in told.rows(Kind.IDENTITY_SEEN) if r["actor_role"] == Role.STAFF}
    assert staff == {"zhangsan", "name:李四", "name:王五"}


def test_staff_of_a_shops_customers_are_those_of_wecom(read):
    told = read("客户.csv", "客户编号,external_userid,跟进人ID\nC1,wmA1,zhangsan\n")
    (begun,) = told.rows(Kind.RELATION_BEGUN)
    assert (begun["actor_ref"], begun["related_ref"]) == ("C1", "\x1fwecom\x1fzhangsan")
    assert told.said(Kind.IDENTITY_LINKED) == [("C1", "\x1fwecom\x1fwmA1", 1)]


def test_a_source_without_a_follower_is_said_to_be_unused(read):
    told = read("客户.csv", "会员号,手机号,来源\nM1,13800138000,扫码\n")
    assert told.rows(Kind.RELATION_BEGUN) == []
    assert "note.source_alone" in told.notes()


def test_consents_are_given_and_withdrawn_by_channel(read, clock):
    told = read(
        "客户.csv",
        "会员号,是否接收短信,Accepts Email Marketing,同意营销,同意时间,隐私政策版本\nM1,是,no,同意,2024-03-01,v3\nM2,退订,yes,,,\nM3,未知,,,,\n",
    )
    given = {
        (r["actor_ref"], json.loads(r["props"]).get("channel")): r for r in told.rows(Kind.CONSENT_GIVEN)
    }
    gone = {
        (r["actor_ref"], json.loads(r["props"]).get("channel")): r for r in told.rows(Kind.CONSENT_WITHDRAWN)
    }
    assert set(given) == {("M1", "sms"), ("M1", None), ("M2", "email")}
    assert set(gone) == {("M1", "email"), ("M2", "sms")}
    assert {r["object_ref"] for r in (*given.values(), *gone.values())} == {"marketing"}
    assert json.loads(given["M1", "sms"]["props"]) == {
        "purpose": "marketing",
        "channel": "sms",
        "notice": "v3",
    }
    assert (given["M1", "sms"]["happened"], gone["M2", "sms"]["happened"]) == (
        clock("2024-03-01"),
        clock(DAY),
    )


ATTRIBUTES = [
    ("积分", "number", ["1,203", "７"], [1203, 7], [1203.0, 7.0]),
    ("评分", "number", ["4.6", "3"], [5, 3], [4.6, 3.0]),
    ("余额(元)", "money", ["19.9", "¥5"], [1990, 500], [1990, 500]),
    ("生日", "date", ["1980-02-03", "33000"], [3685, 7431], ["1980-02-03", "1990-05-07"]),
    ("生日", "date", ["19800203", "1990年5月7日"], [3685, 7431], ["1980-02-03", "1990-05-07"]),
    ("是否会员", "flag", ["是", "否"], [1, 0], [True, False]),
    ("等级", "choice", ["金", "银"], [None, None], ["金", "银"]),
    ("爱好", "choices", ["跑步、瑜伽", "跑步"], [None, None], [["瑜伽", "跑步"], ["跑步"]]),
    ("城市", "place", ['"杭州"', "上海"], [None, None], ["杭州", "上海"]),
]


@pytest.mark.parametrize(("heading", "type_", "cells", "amounts", "values"), ATTRIBUTES)
def test_columns_become_attributes_of_their_type(read, heading, type_, cells, amounts, values):
    rows = "".join(
        f'M{n},"{cell}"\n' if '"' not in cell else f"M{n},{cell}\n" for n, cell in enumerate(cells)
    )
    told = read("会员.csv", f"会员号,{heading}\n{rows}", mapping={heading: f"attribute:code_1:{type_}"})
    found = told.rows(Kind.ATTRIBUTE_SET)
    assert [(r["actor_ref"], r["object_ref"]) for r in found] == [("M0", "code_1"), ("M1", "code_1")]
    assert [r["amount"] for r in found] == amounts
    assert [json.loads(r["props"]) for r in found] == [
        {"value": value, "source": "import"} for value in values
    ]


@pytest.mark.parametrize(
    ("cells", "type_"),
    [(["1", "2.5"], "number"), (["1980-02-03", "33000"], "date"), (["是", "否"], "flag"), (["杭州", "1"], "text"),
     (["0571", "010"], "text"), (["", ""], "text")],
)  # fmt: skip
def test_the_type_of_an_attribute_is_told_by_its_values(read, cells, type_):
    rows = "".join(f"M{n},VIP,{cell}\n" for n, cell in enumerate(cells))
    told = read("会员.csv", f"会员号,标签,某列\n{rows}", mapping={"某列": "attribute:x"})
    assert any(f"某列=attribute:x:{type_}" in note for note in told.notes())


def test_what_the_tenant_defined_of_an_attribute_holds(read):
    """Its type, whatever stands in the column or was said of it before, and its choices: another value is counted."""
    defined = {
        "no": Attribute("no", "text"),
        "tier": Attribute("tier", "choice", ("金", "it's")),
        "likes": Attribute("likes", "choices", ("跑步", "瑜伽")),
    }
    told = read(
        "会员.csv",
        "会员号,编号,等级,爱好\nM1,12,金,跑步、瑜伽\nM2,13,it's,跑步;游泳\nM3,14,钻石,\nM4,,,瑜伽\n",
        mapping={"编号": "attribute:no:number", "等级": "attribute:tier", "爱好": "attribute:likes"},
        attributes=defined,
    )
    found = [(r["actor_ref"], json.loads(r["props"])["value"]) for r in told.rows(Kind.ATTRIBUTE_SET)]
    assert sorted(found, key=repr) == sorted([
        ("M1", "12"), ("M1", "金"), ("M1", ["瑜伽", "跑步"]), ("M2", "13"), ("M2", "it's"), ("M3", "14"), ("M4", ["瑜伽"])
    ], key=repr)  # fmt: skip
    assert {"note.values_lost:等级 (1)", "note.values_lost:爱好 (1)"} <= told.notes()
    assert len(told.rows(Kind.IDENTITY_SEEN)) == 4


def test_a_value_of_another_type_costs_itself_and_is_counted(read):
    told = read(
        "会员.csv",
        "会员号,积分,生日\nM1,很多,1980-02-30\nM2,5,不详\nM3,,\n",
        mapping={"积分": "attribute:points:number", "生日": "attribute:birthday:date"},
    )
    assert told.said(Kind.ATTRIBUTE_SET) == [("M2", "points", 5)]
    assert {"note.values_lost:积分 (1)", "note.values_lost:生日 (2)"} <= told.notes()
    assert len(told.rows(Kind.IDENTITY_SEEN)) == 3


def test_columns_that_nobody_maps_are_named_and_left_out(read):
    told = read("会员.csv", "会员号,手机号,性别,会员等级\nM1,13800138000,女,金\n")
    assert told.rows(Kind.ATTRIBUTE_SET) == []
    assert "note.columns_unused:性别, 会员等级" in told.notes()


@pytest.mark.parametrize(
    "field", ["attribute:", "attribute:1a", "attribute:a b", "attribute:a:colour", "attributes:a"]
)
def test_a_mapping_that_names_no_attribute_maps_nothing(read, field):
    told = read("会员.csv", "会员号,手机号,性别\nM1,13800138000,女\n", mapping={"性别": field})
    assert told.rows(Kind.ATTRIBUTE_SET) == []


def test_a_list_of_ids_alone_is_no_table_of_people_unless_somebody_says_so(read):
    text = "household_id,age,income\n1,65+,35-49K\n"
    with pytest.raises(Unreadable, match="table_unknown"):
        read("demographics.csv", text)
    told = read("demographics.csv", text, mapping={"age": "attribute:age"})
    assert told.said(Kind.ATTRIBUTE_SET) == [("1", "age", None)]
    assert [r["actor_ref"] for r in read("d.csv", text, mapping={"@table": "people"}).rows()] == ["1"]


def test_what_a_file_says_is_of_its_own_day(read, clock):
    """A later file's newer value wins by this stamp, whichever is read first."""
    told = read(
        "会员.csv",
        "会员号,手机号,等级,更新时间\nM1,,金,2024-05-03 10:00:00\n",
        mapping={"等级": "attribute:tier"},
    )
    assert {r["happened"] for r in told.rows()} == {clock("2024-05-03 10:00:00")}


def test_somebody_twice_in_a_file_is_said_and_both_rows_count(read):
    told = read("会员.csv", "会员号,手机号,标签\nM1,13800138000,a\nM2,,b\nM1,13900139000,c\n")
    assert "note.people_twice:1" in told.notes()
    assert [r["actor_ref"] for r in told.rows(Kind.TAG_ADDED)] == ["M1", "M2", "M1"]


def test_a_workbook_of_people_with_numbers_and_dates_of_its_own(read, book, phone, clock):
    sheets = {"客户": [["客户导出"], ["会员号", "手机号", "添加时间", "跟进人", "生日"],
                      [10001, 13800138000, (45292.5, "yyyy-mm-dd hh:mm"), "zhangsan", (29254, "yyyy-mm-dd")],
                      ["10002", "1.3900139000E+10", "2024/1/2", "zhangsan", "1990-05-07"]]}  # fmt: skip
    told = read("客户.xlsx", book(sheets), mapping={"生日": "attribute:birthday"})
    assert told.said(Kind.IDENTITY_LINKED) == [
        ("10001", phone(PHONE), 1),
        ("10002", phone("+8613900139000"), 1),
    ]
    assert [r["happened"] for r in told.rows(Kind.RELATION_BEGUN)] == [
        clock("2024-01-01 12:00:00"),
        clock("2024-01-02"),
    ]
    assert [r["amount"] for r in told.rows(Kind.ATTRIBUTE_SET)] == [3685, 7431]


def test_a_byte_order_mark_and_full_width_ids_change_nobody(read):
    plain = read("a.csv", "会员号,姓名,标签\nAB12,张三,VIP\n").rows()
    assert read("b.csv", "\ufeff会员号,姓名,标签\nＡＢ１２,张三,VIP\n").rows() == plain
    assert read("c.csv", "会员号,姓名,标签\nAB12,张三,VIP\n".encode("gb18030")).rows() == plain


@pytest.mark.parametrize(
    ("row", "reason"),
    [(",,,", None), (",张*,,", "person_masked"), (",,VIP,", "person_missing"), ("M1,甲,VIP,昨天", "time_bad"),
     ("M1,甲,VIP,2031-01-01", "time_future"), ("合计,,,", "total_row")],
)  # fmt: skip
def test_rows_about_nobody_are_rejected(read, row, reason):
    told = read("会员.csv", f"会员号,姓名,标签,添加时间\n{row}\nM2,乙,VIP,2024-05-01\n")
    assert told.rejects() == ([(2, reason)] if reason else [])
    assert [r["actor_ref"] for r in told.rows(Kind.IDENTITY_SEEN)] == ["M2"]


def test_rejected_rows_show_no_contact(read):
    told = read(
        "会员.csv",
        "会员号,姓名,手机号,邮箱,备注,添加时间\nM1,甲,13800138000,zhang@example.com,电 139 0013 9000,昨天\nM2,乙,13800138000,x,,2024-05-01\n"
        "M3,丙,13800138000,a@b.cn,x,2024-05-01,多,余\n",
    )
    texts = [reject.row for chunk in told.chunks for reject in chunk.rejects]
    assert len(texts) == 2
    assert not any(
        part in text for text in texts for part in ("13800138000", "example.com", "139 0013 9000", "b.cn")
    )


def test_shuffled_columns_say_the_same(read):
    """Order of columns is nobody's business."""
    head = [
        "客户名称",
        "external_userid",
        "unionid",
        "手机号",
        "邮箱",
        "标签",
        "跟进人",
        "添加时间",
        "来源渠道",
        "流失状态",
        "性别",
        "是否接收短信",
    ]
    rows = [["张三", "wmA1", "u1", "13800138000", "a@b.cn", "VIP", "李四", "2024-05-01", "扫码", "正常", "男", "是"],
            ["李四", "wmA2", "", "13900139000", "", "a、b", "王五", "2024-05-02", "搜索", "客户删除", "女", "否"]]  # fmt: skip

    def heard(order: list[int]) -> list[tuple[object, ...]]:
        text = "\n".join(",".join(cells[at] for at in order) for cells in (head, *rows))
        told = read("客户.csv", text, mapping={"性别": "attribute:gender"})
        return sorted(
            tuple(str(v) for k, v in row.items() if k != "text") for row in told.rows()
        )  # seals differ

    places = list(range(len(head)))
    expected = heard(places)
    assert len(expected) == 18
    for seed in range(12):
        random.Random(seed).shuffle(places)
        assert heard(places) == expected
