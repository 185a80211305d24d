import json

import pytest

from yutang.importers.kinds.wecom_archive import READER
from yutang.ledger.catalogue import Kind, Role

LINE = {
    "msgid": "m1", "action": "send", "from": "wmA", "tolist": ["li"], "roomid": "wr1", "msgtime": 1717200000000,
    "msgtype": "text", "text": {"content": "好"},
}  # fmt: skip


def line(**changes) -> str:
    return json.dumps(LINE | changes, ensure_ascii=False) + "\n"


def test_figures_of_the_archive(fixture):
    got = fixture(READER, "wecom/archive.jsonl")
    assert got.figures == {
        "chats": 3, "messages": 11, "senders": 5, "joins": 0, "leaves": 0, "recalls": 1, "rejects": 0,
    }  # fmt: skip
    assert got.platforms == {"wecom"}
    assert got.notes == ["note.time_unit:ms"]


def test_accounts_are_told_apart_by_their_prefix(fixture):
    got = fixture(READER, "wecom/archive.jsonl")
    roles = {row["actor_ref"]: row["actor_role"] for row in got.of(Kind.MESSAGE_SENT)}
    assert roles == {
        "zhangsan": Role.STAFF, "wmAAAA0001": Role.PERSON, "wmAAAA0002": Role.PERSON,
        "wbROBOT01": Role.BOT, "woBBBB0003": Role.PERSON,
    }  # fmt: skip


def test_words_of_every_type(fixture):
    got = fixture(READER, "wecom/archive.jsonl")
    said = {row["object_ref"].split("_")[0]: (row["text"], row["props"]) for row in got.of(Kind.MESSAGE_SENT)}
    assert said["m3"] == ("[图片]", '{"media":"image"}')
    assert said["m4"] == ("领券 满百减十 https://example.com/c?id=1", '{"media":"link"}')
    assert said["m5"] == ("下单", '{"media":"app"}')
    assert said["m6"] == ("看这张", None)
    assert said["m8"] == ("报价.xlsx", '{"media":"file"}')
    assert said["m11"] == ("恭喜发财", '{"media":"redpacket"}')
    assert said["m14"] == (None, '{"media":"hologram"}')


def test_both_sides_of_a_private_chat_meet_in_one_group(fixture):
    got = fixture(READER, "wecom/archive.jsonl")
    seen = {row["group_ref"]: row["props"] for row in got.of(Kind.GROUP_SEEN)}
    assert seen == {
        "wrGROUP0001": '{"private":false}',
        "private:wmAAAA0001|zhangsan": '{"private":true}',
        "wrGROUP0002": '{"private":false}',
    }


def test_a_recall_names_the_message(fixture):
    (recall,) = fixture(READER, "wecom/archive.jsonl").of(Kind.MESSAGE_RECALLED)
    assert (recall["related_ref"], recall["actor_ref"]) == ("m2_1717200060", "wmAAAA0001")
    assert recall["group_ref"] == "wrGROUP0001"


def test_callbacks_give_joins_and_leaves(fixture):
    got = fixture(READER, "wecom/group_events.jsonl")
    assert [(r["actor_ref"], r["props"]) for r in got.of(Kind.GROUP_JOINED)] == [
        ("wmAAAA0001", '{"how":"code"}'),
        ("wmAAAA0002", '{"how":"code"}'),
    ]
    assert [(r["actor_ref"], r["props"]) for r in got.of(Kind.GROUP_LEFT)] == [
        ("wmAAAA0002", '{"how":"removed"}')
    ]
    assert "note.events_without_names:1" in got.notes
    told = [r["props"] for r in got.of(Kind.GROUP_SEEN)]
    assert '{"private":false,"created":1717100000000000}' in told
    assert '{"private":false,"dismissed":1717100500000000}' in told


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        ('{"msgid":"m2","action":"send","fr\n', "bad_json"),
        (line(msgtime="never"), "bad_value"),
        (line(**{"from": ""}), "missing_field"),
        (line(msgtime=0), "missing_field"),
        (line(msgtime=86_400_000), "time_ancient"),
        (line(msgtime=4102444800000), "time_future"),
        ("[1,2]\n", "bad_value"),
    ],
)
def test_a_bad_line_is_rejected_and_the_rest_goes_on(written, bad, code):
    got = written(READER, line() + "\n" + bad + line(msgid="m3"))
    assert got.figures["messages"] == 2
    assert [(r.line, r.reason) for r in got.rejects] == [(3, code)]
    assert got.rejects[0].row[:5] == bad[:5]


def test_seconds_are_noticed_for_the_whole_file(written):
    got = written(READER, line(msgtime=1717200000) + line(msgtime="1717200001", msgid="m2"))
    assert got.column(Kind.MESSAGE_SENT, "happened") == [1717200000_000_000, 1717200001_000_000]
    assert got.notes == ["note.time_unit:s"]


def test_empty_and_truncated_files(written):
    assert written(READER, "").figures["messages"] == 0
    got = written(READER, line() + line()[:60])
    assert (got.figures["messages"], got.codes) == (1, ["bad_json"])


def test_a_megabyte_in_one_line_and_names_of_all_sorts(written):
    text = "哈" * 400_000
    names = ["wm👩‍👧", "wmمرحبا", "wm<b>x</b>"]
    body = line(text={"content": text}) + "".join(line(**{"from": n}) for n in names)
    got = written(READER, body)
    assert len(got.texts[0]) == 400_000
    assert got.column(Kind.MESSAGE_SENT, "actor_ref")[1:] == names


def test_a_line_beyond_all_bounds_is_dropped(written):
    got = written(READER, line() + '{"msgid":"' + "x" * (25 << 20) + '"}\n' + line(msgid="m3"))
    assert got.figures["messages"] == 2
    assert [(r.line, r.reason, len(r.row)) for r in got.rejects] == [(2, "line_too_long", 500)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings(written, encoding):
    got = written(
        READER, (line() + line(msgid="m2", text={"content": "今天晚上群里直播，欢迎大家"})).encode(encoding)
    )
    assert got.texts == ["好", "今天晚上群里直播，欢迎大家"]
    assert got.rejects == []


def test_a_gb18030_line_inside_utf8(written):
    got = written(READER, line().encode() + line(msgid="m2", text={"content": "退款"}).encode("gb18030"))
    assert got.texts == ["好", "退款"]
