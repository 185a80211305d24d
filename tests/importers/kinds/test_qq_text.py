import pytest

from yutang.importers.contract import Reading
from yutang.importers.kinds.qq_text import READER
from yutang.ledger.catalogue import Kind

TITLE = "消息记录（此消息记录为文本格式，不支持重新导入）\n\n"


def chat(name, *lines):
    return (
        f"{'=' * 64}\n消息分组:我的QQ群\n{'=' * 64}\n消息对象:{name}\n{'=' * 64}\n\n"
        + "\n".join(lines)
        + "\n"
    )


def test_figures_of_two_chats_in_one_file(fixture):
    got = fixture(READER, "qq/pc_export.txt")
    assert got.figures == {
        "chats": 2, "messages": 5, "senders": 5, "joins": 1, "leaves": 1, "recalls": 1, "rejects": 0,
    }  # fmt: skip
    seen = [(r["group_ref"], r["text"], r["props"]) for r in got.of(Kind.GROUP_SEEN)]
    assert seen == [
        ("name:二手书交流群", "二手书交流群", '{"private":false}'),
        ("name:小孙", "小孙", '{"private":true}'),
    ]


def test_who_is_who(fixture):
    got = fixture(READER, "qq/pc_export.txt")
    assert [(r["actor_ref"], r["actor_name"]) for r in got.of(Kind.MESSAGE_SENT)] == [
        ("100200300", "老周"), ("wu@example.com", "小吴"), ("100200301", "小郑😀"),
        ("name:小孙", "小孙"), ("name:我", "我"),
    ]  # fmt: skip
    (recall,) = got.of(Kind.MESSAGE_RECALLED)
    assert recall["actor_ref"] == "wu@example.com"


def test_lines_of_words_that_look_like_a_head(fixture):
    got = fixture(READER, "qq/pc_export.txt")
    assert got.texts[:3] == ["欢迎新人\n请看公告", "[图片]", "2020-02-14 10:00:00 这行是引用\n还有吗？"]


@pytest.mark.parametrize(
    ("stamp", "hour"),
    [
        ("2020-02-14 8:43:38 PM", 20),
        ("2020-02-14 12:43:38 AM", 0),
        ("2020-02-14 8:43:38", 8),
        ("2020-2-4 20:43:38", 20),
    ],
)
def test_clocks(written, stamp, hour):
    got = written(READER, TITLE + chat("群", f"{stamp} 甲(123456)", "好"))
    (happened,) = got.column(Kind.MESSAGE_SENT, "happened")
    assert (happened // 3_600_000_000 + 8) % 24 == hour


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ("2020-02-30 8:00:00 甲(123456)", "bad_time"),
        ("1970-01-01 8:00:00 甲(123456)", "time_ancient"),
        ("2035-01-01 8:00:00 甲(123456)", "time_future"),
    ],
)
def test_bad_stamps(written, bad, code):
    got = written(READER, TITLE + chat("群", bad, "坏", "", "2020-02-14 8:00:00 乙(123457)", "好"))
    assert (got.codes, got.texts) == ([code], ["好"])


def test_no_title_no_chat(written):
    got = written(READER, "2020-02-14 8:00:00 乙(123457)\n好\n", "家长群.txt")
    assert got.column(Kind.GROUP_SEEN, "text") == ["家长群"]


def test_same_name_twice_and_markup(written):
    body = chat("<b>群</b>", "2020-02-14 8:00:00 مرحبا(123457)", "<script>1</script>")
    got = written(READER, TITLE + body + body)
    assert got.figures["chats"] == 1
    assert got.figures["messages"] == 2
    assert got.texts[0] == "<script>1</script>"


def test_empty_cut_huge_and_gb18030(written):
    assert written(READER, TITLE).rows == []
    assert written(READER, TITLE + chat("群", "2020-02-14 8:00:00 甲(1234")).figures["messages"] == 1
    got = written(READER, TITLE + chat("群", "2020-02-14 8:00:00 甲(123456)", "哈" * 500_000))
    assert [len(text) for text in got.texts] == [65_536]
    body = TITLE + chat("二手书交流群", "2020-02-14 8:00:00 老周(123456)", "大家好，欢迎新人")
    assert written(READER, body.encode("gb18030")).texts == ["大家好，欢迎新人"]


def test_the_zone_is_the_readers(written):
    from zoneinfo import ZoneInfo

    how = Reading(ZoneInfo("UTC"), 1_900_000_000_000_000)
    got = written(READER, TITLE + chat("群", "2020-02-14 8:00:00 甲(123456)", "好"), how=how)
    assert got.column(Kind.MESSAGE_SENT, "happened") == [1581667200_000_000]
