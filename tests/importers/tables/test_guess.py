"""What tables are taken for, from headers as operators write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.importers.sheets.guess import Sample, guess, signature
from yutang.importers.sheets.words import concepts, squash

CASES = [
    ("群ID,群名称,成员ID,昵称,入群时间,退群时间,入群方式,邀请人,成员类型",
     "wrA12345,护肤群,wm1234,小王,2024-01-02 03:04,,扫码,zhangsan,客户", "members",
     "group_id group_name person_id person_name joined left how inviter role", "wecom"),
    ("客户群名称,群主姓名,建群时间,群成员总数,所属业务线", "护肤群,张三,2023/1/1,200,护肤", "groups",
     "group_name owner created members line", "table"),
    ("统计日期,所在群,消息条数,活跃成员数", "2024-01-01,护肤群,12,3", "counts", "day group_name messages speakers", "table"),
    ("stat_time,chat_id,msg_total,member_has_msg", "1714492800,wrA12345,3,4", "counts",
     "day group_id messages speakers", "wecom"),
    ("message_id,stream_id,stream,topic,sender,timestamp,html_len", "204,113488,general,Occurs,ubc09704f8ceb,1594905457,4",
     "messages", "message_id group_id group_name - person_id sent -", "table"),
    ("time(Asia/Shanghai),group_id,group_name,from_id,from_nickname,content_type,content",
     "2024-01-01 10:00:00,123@chatroom,护肤群,wxid_a1,张三,text,大家好", "messages",
     "sent group_id group_name person_id person_name message_type text", "table"),
    ("發送人,發送時間,訊息內容", "張三,2024-01-01 10:00:00,大家好", "messages", "person_name sent text", "table"),
    ("group,user,ts,text", "g1001,u2001,1700000000123,hi", "messages", "group_id person_id sent text", "table"),
    ("channel,author,createdAt,message", "general,Bob Smith,2024-01-01T10:00:00Z,hi", "messages",
     "group_name person_name sent text", "table"),
    ("订单编号,会员ID,实付金额（元）,支付时间,商品名称,订单状态", "A1,wmB1234,19.90,2024-01-01 10:00,面霜,已完成", "orders",
     "order_id person_id amount ordered items order_status", "wecom"),
    ("Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID", "489434,85048,12,2009-12-01 07:45:00,6.95,13085.0", "orders",
     "order_id items quantity ordered price person_id", "table"),
    ("household_id,basket_id,sales_value,transaction_timestamp", "2261,31625220889,3.86,2017-01-28 19:06:53", "orders",
     "person_id order_id amount ordered", "table"),
    ("工号,姓名,部门", "001,张三,客服部", "staff", "person_id person_name department", "table"),
    ("企业微信账号,员工姓名", "zhangsan,张三", "staff", "person_id person_name", "wecom"),
    ("自有号,昵称", "xiaohao1,小号", "house", "person_id person_name", "table"),
    ("成员,进群日期,来源", "张三,2024-01-01,扫码", "members", "person_name joined how", "table"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row", "table", "fields", "platform"), CASES)
def test_realistic_headers(header, row, table, fields, platform):
    columns = tuple(header.split(","))
    found = guess(Sample("x.csv", columns, (tuple(row.split(",")),)))
    assert (found.table, found.platform) == (table, platform)
    assert [found.mapping.get(column, "-") for column in columns] == fields.split()
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize(
    "header",
    [
        "name,age,city",
        "household_size,income",
        "split,topic,label,TEXT",
        "客户名称,性别,年龄",
        "a,b,c",
        "id,value",
    ],
)
def test_tables_of_other_things_are_left_alone(header):
    columns = tuple(header.split(","))
    assert guess(Sample("x.csv", columns, (tuple("1" for _ in columns),))) is None


def test_the_file_name_may_say_that_it_lists_staff():
    sample = Sample("员工名单.csv", ("账号", "姓名"), (("zhangsan", "张三"),))
    assert guess(sample).table == "staff"


def test_the_user_may_ignore_a_column_and_name_another():
    sample = Sample(
        "x.csv",
        ("群名称", "发言人", "时间", "内容", "备注"),
        (("甲", "乙", "2024-05-01 10:00:00", "好", "x"),),
    )
    found = guess(sample, {"群名称": "ignore", "备注": "group_name"})
    assert found.mapping["备注"] == "group_name"
    assert "群名称" not in found.mapping


def test_open_questions_are_asked():
    rows = tuple((f"A{n}", "wmB1234", str(n), f"0{n}/0{n}/2024") for n in range(1, 5))
    found = guess(Sample("x.csv", ("订单号", "客户ID", "金额", "下单时间"), rows))
    assert set(found.questions) == {"day_first:下单时间", "amount_unit:金额"}


def test_a_signature_knows_the_columns_whatever_their_order_and_spelling():
    assert signature(["群 ID", "昵稱"]) == signature(["昵称", "群ID"]) != signature(["群ID"])


@pytest.mark.parametrize(
    ("header", "squashed"),
    [
        ("Group_ID", ("groupid", "")),
        ("金額（元）", ("金额", "元")),
        ("（备注）", ("备注", "备注")),
        ("ｔｅｘｔ", ("text", "")),
    ],
)
def test_headers_are_squashed(header, squashed):
    assert squash(header) == squashed


@given(
    st.lists(st.text(max_size=12), max_size=6),
    st.lists(st.lists(st.none() | st.text(max_size=9), max_size=6), max_size=4),
)
def test_any_table_has_an_answer(columns, rows):
    found = guess(Sample("x.csv", tuple(columns), tuple(tuple(row) for row in rows)))
    assert found is None or set(found.mapping) <= set(columns)
    assert all(0 < weight <= 1 for column in columns for _, weight in concepts(column))
