"""Each sort of table, from its file to sightings."""

import json

import pytest

from yutang.importers.contract import SIGHTING, Unreadable
from yutang.importers.sheets.guess import signature
from yutang.importers.sheets.judge import CODES
from yutang.importers.sheets.shapes import BY_TABLE, FIELDS
from yutang.ledger.catalogue import Kind, Role
from yutang.locales import FOLDERS, catalogue


def test_messages_become_sightings_with_their_group_named_once(read, clock):
    told = read(
        "聊天.csv",
        "群ID,群名称,发送人ID,发送人昵称,发送时间,消息内容\n"
        "wrAAAA1,护肤群,wmBBBB1,小王,2024-05-01 10:00:00,早\n"
        'wrAAAA1,护肤群,zhangsan,张三,2024-05-01 10:00:05.250,"今天\n直播"\n',
    )
    first, second = told.rows(Kind.MESSAGE_SENT)
    assert first | {"happened": clock("2024-05-01 10:00:00")} == first
    assert (first["group_ref"], first["actor_ref"], first["actor_name"]) == ("wrAAAA1", "wmBBBB1", "小王")
    assert (first["actor_role"], second["actor_role"]) == (Role.PERSON, Role.STAFF)
    assert second["text"] == "今天\n直播"
    assert second["happened"] == clock("2024-05-01 10:00:05") + 250_000
    assert [(r["group_ref"], r["text"]) for r in told.rows(Kind.GROUP_SEEN)] == [("wrAAAA1", "护肤群")]
    assert told.platforms() == {"wecom"}
    assert told.rejects() == []
    assert all(chunk.rows.schema.equals(SIGHTING) for chunk in told.chunks)


def test_a_roster_gives_joins_and_leaves_and_bare_members(read, clock):
    told = read(
        "roster.csv",
        "群ID,成员ID,昵称,入群时间,退群时间,入群方式,邀请人,成员类型\n"
        "wrA11,wmB1,甲,2024/1/2 3:04,2024-02-01 00:00:00,扫码,zhangsan,客户\n"
        "wrA11,wmB2,乙,2024年1月3日,-,邀请,李四,客户\n"
        "wrA11,lisi,李四,,,,,员工\n"
        "wrA11,wbR1,小助手,,,,,机器人\n",
    )
    joined = told.rows(Kind.GROUP_JOINED)
    assert [r["happened"] for r in joined] == [clock("2024-01-02 03:04:00"), clock("2024-01-03")]
    assert [r["related_ref"] for r in joined] == ["zhangsan", "name:李四"]
    assert json.loads(joined[0]["props"]) == {"how": "扫码"}
    assert [r["happened"] for r in told.rows(Kind.GROUP_LEFT)] == [clock("2024-02-01")]
    seen = told.rows(Kind.MEMBER_SEEN)
    assert [(r["actor_ref"], r["actor_role"]) for r in seen] == [("lisi", Role.STAFF), ("wbR1", Role.BOT)]
    assert {r["happened"] for r in seen} == {clock("2024-06-01")}


def test_groups_carry_what_the_list_knows(read, clock):
    told = read(
        "groups.tsv",
        "客户群ID\t群名稱\t群主\t建群時間\t群人數\t群上限\t業務線\nwrA1\t護膚群\twangwu\t2023-05-01 08:00\t1,203\t500\t護膚\n",
    )
    (row,) = told.rows(Kind.GROUP_SEEN)
    assert row["text"] == "護膚群"
    assert json.loads(row["props"]) == {
        "private": False, "owner": "wangwu", "line": "護膚", "created": clock("2023-05-01 08:00"), "members": 1203,
        "size_limit": 500,
    }  # fmt: skip


def test_daily_counts_of_groups_and_of_members(read, clock):
    told = read(
        "d.csv", "日期,群名称,发言数,发言人数,群人数\n2024-05-01,护肤群,12,3,200\n2024-05-02,护肤群,0,0,199\n"
    )
    first, second = told.rows(Kind.GROUP_COUNTED)
    assert (first["happened"], first["group_ref"], first["amount"]) == (
        clock("2024-05-01"),
        "name:护肤群",
        12,
    )
    assert json.loads(first["props"]) == {"speakers": 3, "members": 200}
    assert second["amount"] == 0
    each = read("m.csv", "群ID,成员ID,日期,发言数\nwrA1,wmB1,20240501,3\n").rows(Kind.GROUP_COUNTED)
    assert [(r["actor_ref"], r["amount"], r["actor_role"]) for r in each] == [("wmB1", 3, Role.PERSON)]


def test_wecom_statistics_as_their_interface_names_them(read):
    told = read(
        "s.csv",
        "stat_time,chat_id,msg_total,member_has_msg,member_total,new_member_cnt\n1714492800,wrA1,9,4,50,2\n",
    )
    (row,) = told.rows(Kind.GROUP_COUNTED)
    assert row["amount"] == 9
    assert json.loads(row["props"]) == {"speakers": 4, "members": 50, "joins": 2}


@pytest.mark.parametrize(
    ("header", "cell", "cents"),
    [("金额(元)", "19.9", 1990), ("金额(分)", "1990", 1990), ("实付金额", '"1,234.50"', 123450), ("amount_cents", "5", 5),
     ("金额", "¥88", 8800), ("金额（万元）", "1.5", 1_500_000)],
)  # fmt: skip
def test_money_is_counted_in_cents(read, header, cell, cents):
    told = read("o.csv", f"订单号,客户ID,{header},下单时间,商品\nA1,wmB1,{cell},2024-05-01 10:00,面霜\n")
    (row,) = told.rows(Kind.ORDER_PLACED)
    assert (row["amount"], row["object_ref"], row["actor_ref"]) == (cents, "A1", "wmB1")
    assert json.loads(row["props"]) == {"items": "面霜"}


def test_staff_and_house_lists(read):
    staff = read("s.csv", "工号,姓名,部门\n001,张三,客服部\n")
    assert [(r["actor_ref"], r["actor_name"], r["actor_role"]) for r in staff.rows()] == [
        ("001", "张三", Role.STAFF)
    ]
    house = read("h.csv", "自有号,昵称\nxiaohao1,小号一\n")
    assert [(r["actor_ref"], r["actor_role"]) for r in house.rows(Kind.IDENTITY_SEEN)] == [
        ("xiaohao1", Role.HOUSE)
    ]
    told = read("any.csv", "userid,姓名\nlisi,李四\n", mapping={"@table": "house"})
    assert [(r["actor_ref"], r["actor_role"]) for r in told.rows()] == [("lisi", Role.HOUSE)]


def test_the_users_mapping_wins(read):
    text = "甲,乙,丙\n2024-05-01 10:00:00,张三,大家好\n"
    with pytest.raises(Unreadable, match="table_unknown") as error:
        read("t.csv", text)
    assert error.value.params == {"columns": "甲, 乙, 丙"}
    told = read("t.csv", text, mapping={"甲": "sent", "乙": "person_name", "丙": "text"})
    (row,) = told.rows(Kind.MESSAGE_SENT)
    assert (row["actor_ref"], row["text"], row["group_ref"]) == ("name:张三", "大家好", "name:t")
    assert "note.group_from_name:t" in told.notes()


def test_a_column_of_platforms_splits_the_table(read):
    told = read(
        "r.csv",
        "平台,群ID,成员ID,入群时间\n企业微信,wrA1,wmB1,2024-01-01\nQQ,123456,777777,2024-01-01\n,wrA1,wmB2,2024-01-01\n",
    )
    by = {c.platform: c.rows.num_rows for c in told.chunks if c.rows.num_rows}
    assert by["qq"] == 1
    assert sum(by.values()) == 3


def test_message_types_say_media_and_system(read):
    told = read(
        "m.csv",
        "群名称,发言人,时间,内容,消息类型\n群,张三,2024-05-01 10:00:00,,图片\n群,张三,2024-05-01 10:00:01,欢迎,系统消息\n群,李四,2024-05-01 10:00:02,好,文本\n",
    )
    picture, system, words = told.rows(Kind.MESSAGE_SENT)
    assert (picture["text"], picture["props"]) == ("[图片]", '{"media":"image"}')
    assert system["actor_role"] == Role.SYSTEM
    assert words["props"] is None


def test_a_mapping_is_remembered_under_the_columns(read):
    text = "甲,乙,丙\n2024-05-01 10:00:00,张三,大家好\n"
    mapping = {"甲": "sent", "乙": "person_name", "丙": "text"}
    told = read("t.csv", text, mappings={signature(["丙", "甲", "乙"]): mapping})
    assert [r["text"] for r in told.rows(Kind.MESSAGE_SENT)] == ["大家好"]


def test_what_had_to_be_mended_is_noted(read):
    lines = ["群名称,发言人,时间,内容"] + ["群,张三,2024-05-01 10:00:00,你好呀"] * 3
    told = read("m.csv", "\n".join(lines).encode() + "\n群,李四,2024-05-01 10:00:00,大家好".encode("gb18030"))
    assert "note.mixed_encoding:1" in told.notes()


def test_every_code_of_tables_has_words_in_both_languages():
    keys = (
        {f"reject.{code}" for code in CODES[1:]}
        | {f"field.{name}" for name in FIELDS}
        | {f"table_kind.{t}" for t in BY_TABLE}
    )
    for lang in FOLDERS:
        assert keys <= set(catalogue(lang))


def test_an_order_of_several_rows_keeps_each(read):
    text = "Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID\n" + "".join(
        f"489434,{code},{n},2009-12-01 07:45:00,6.95,13085.0\n" for code, n in (("85048", 12), ("79323P", -1))
    )
    told = read("o.csv", text)
    (bought,), (back,) = told.rows(Kind.ORDER_PLACED), told.rows(Kind.ORDER_REFUNDED)
    assert (bought["object_ref"], bought["related_ref"], bought["amount"]) == (
        "489434/85048/8340",
        "489434",
        8340,
    )
    assert (back["object_ref"], back["related_ref"], back["amount"]) == ("489434/79323P/-695", "489434", 695)
    assert {r["actor_ref"] for r in told.rows()} == {"13085"}
