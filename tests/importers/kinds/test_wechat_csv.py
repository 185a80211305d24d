import pytest

from yutang.importers.kinds.wechat_csv import HEADER, READER
from yutang.ledger.catalogue import Kind

GROUP = "wechat/车友群(12345678901@chatroom).csv"


def row(ident=1, text="好", **cells):
    base = {
        "localId": ident, "TalkerId": 1, "Type": 1, "SubType": 0, "IsSender": 0, "CreateTime": 1717200000 + ident,
        "Status": "", "StrContent": text, "StrTime": "", "Remark": "", "NickName": "甲", "Sender": "wxid_a",
    }  # fmt: skip
    return ",".join(str(cell) for cell in (base | cells).values())


def body(*rows):
    return "\ufeff" + "\n".join([HEADER, *rows]) + "\n"


def test_figures_of_a_group(fixture):
    got = fixture(READER, GROUP)
    assert got.figures == {
        "chats": 1, "messages": 7, "senders": 3, "joins": 2, "leaves": 0, "recalls": 1, "rejects": 2,
    }  # fmt: skip
    assert [(r.line, r.reason) for r in got.rejects] == [(11, "bad_value"), (12, "bad_csv")]
    (seen,) = got.of(Kind.GROUP_SEEN)
    assert (seen["group_ref"], seen["text"], seen["props"]) == (
        "12345678901@chatroom", "车友群", '{"private":false}',
    )  # fmt: skip


def test_words_inside_xml(fixture):
    assert fixture(READER, GROUP).texts == [
        "明天几点出发？", "八点，\n老地方", "[图片]", "[表情]",
        "优惠 & 路线 https://example.com/r?a=1&b=2", "同意", "最后一行",
    ]  # fmt: skip


def test_system_lines_find_the_person_by_nickname(fixture):
    (recall,) = fixture(READER, GROUP).of(Kind.MESSAGE_RECALLED)
    assert recall["actor_ref"] == "wxid_li"


def test_two_people_are_a_private_chat(fixture):
    got = fixture(READER, "wechat/小陈.csv")
    assert got.figures["messages"] == 2
    assert got.column(Kind.GROUP_SEEN, "props") == ['{"private":true}']
    assert got.notes == ["note.private_guessed:senders"]


def test_three_people_are_a_group(written):
    rows = [row(i, Sender=f"wxid_{i}") for i in range(1, 4)]
    got = written(READER, body(*rows), "钓鱼群.csv")
    assert got.column(Kind.GROUP_SEEN, "props") == ['{"private":false}']
    assert got.column(Kind.GROUP_SEEN, "text") == ["钓鱼群"]


def test_local_time_where_the_stamp_is_missing(written):
    got = written(READER, body(row(CreateTime="", StrTime="2024-06-01 08:00:00")))
    assert got.column(Kind.MESSAGE_SENT, "happened") == [1717200000_000_000]


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (row(2, CreateTime=0), "time_ancient"),
        (row(2, CreateTime=4102444800), "time_future"),
        (row(2, CreateTime="x"), "bad_value"),
        ("1,2,3", "bad_csv"),
    ],
)
def test_bad_rows(written, bad, code):
    got = written(READER, body(row(1), bad, row(3)))
    assert (got.figures["messages"], got.codes) == (2, [code])


def test_empty_cut_and_huge(written):
    assert written(READER, body()).figures["chats"] == 0
    assert written(READER, body(row(1), '2,1,1,0,0,1717200002,,"cut')).codes == ["bad_csv"]
    got = written(READER, body(row(1, "哈" * 300_000), row(2)))
    assert [len(text) for text in got.texts] == [65_536, 1]


def test_gb18030_rows_inside_utf8(written):
    content = body(row(1)).encode() + row(2, "退款").encode("gb18030") + b"\n"
    assert written(READER, content).texts == ["好", "退款"]
