import json

import pytest

from yutang.importers.kinds.weflow import READER
from yutang.ledger.catalogue import Kind


def test_figures_of_the_raw_answer(fixture):
    got = fixture(READER, "wechat/weflow_raw.json")
    assert got.figures == {
        "chats": 1, "messages": 2, "senders": 2, "joins": 0, "leaves": 1, "recalls": 0, "rejects": 0,
    }  # fmt: skip
    assert got.notes == ["note.time_unit:ms", "note.partial_export:hasMore"]
    assert got.texts == ["第一", "[图片]"]


def test_figures_of_the_text(fixture):
    got = fixture(READER, "wechat/三人群.txt")
    assert got.figures == {
        "chats": 1, "messages": 3, "senders": 3, "joins": 0, "leaves": 0, "recalls": 0, "rejects": 0,
    }  # fmt: skip
    assert got.column(Kind.GROUP_SEEN, "props") == ['{"private":false}']
    assert got.column(Kind.MESSAGE_SENT, "actor_name") == ["我", "张三", '李"四']
    assert got.texts[0] == '你好！\n"引号开头"'


def test_seconds_are_noticed(written):
    item = {
        "localId": 1,
        "talker": "wxid_b",
        "type": 1,
        "content": "x",
        "createTime": 1717200000,
        "isSelf": 1,
    }
    got = written(READER, json.dumps({"success": True, "talker": "wxid_b", "messages": [item]}), "a.json")
    assert got.column(Kind.MESSAGE_SENT, "happened") == [1717200000_000_000]
    assert got.column(Kind.MESSAGE_SENT, "actor_ref") == ["name:我"]
    assert got.notes == ["note.time_unit:s"]


def test_bad_stamps_in_the_text(written):
    body = 'words of nobody\n2023-13-41 12:00:00 "甲"\nx\n1970-01-01 12:00:00 "甲"\ny\n2023-01-01 12:00:00 "甲"\nz\n'
    got = written(READER, body)
    assert (got.codes, got.texts) == (["no_sender", "bad_time", "time_ancient"], ["z"])


@pytest.mark.samples
@pytest.mark.parametrize(
    ("name", "messages", "senders"),
    [("excerpts/weflow_http_messages_raw.json", 1, 1), ("excerpts/weflow_export.txt", 3, 2)],
)
def test_samples(sample, name, messages, senders):
    got = sample(READER, name)
    assert got.figures == {
        "chats": 1, "messages": messages, "senders": senders, "joins": 0, "leaves": 0, "recalls": 0, "rejects": 0,
    }  # fmt: skip
    assert got.column(Kind.GROUP_SEEN, "props") == ['{"private":true}']
