import json

import pytest

from yutang.importers.kinds.chatlog import READER
from yutang.ledger.catalogue import Kind

ITEM = {
    "seq": 1, "time": "2024-06-01T08:00:00+08:00", "talker": "5@chatroom", "talkerName": "群", "isChatRoom": True,
    "sender": "wxid_a", "senderName": "甲", "isSelf": False, "type": 1, "subType": 0, "content": "好",
}  # fmt: skip


def test_figures(fixture):
    got = fixture(READER, "wechat/chatlog.json")
    assert got.figures == {
        "chats": 2, "messages": 3, "senders": 3, "joins": 1, "leaves": 0, "recalls": 0, "rejects": 1,
    }  # fmt: skip
    assert got.codes == ["bad_time"]
    assert got.texts == ["早", "路线 https://example.com/run", "[语音]"]
    assert got.column(Kind.GROUP_SEEN, "props") == ['{"private":false}', '{"private":true}']


def test_a_scanned_code_names_who_shared_it(fixture):
    (joined,) = fixture(READER, "wechat/chatlog.json").of(Kind.GROUP_JOINED)
    assert (joined["actor_ref"], joined["related_ref"], joined["props"]) == (
        "wxid_a",
        "wxid_b",
        '{"how":"code"}',
    )


@pytest.mark.parametrize(
    "body",
    [
        [ITEM],
        {"items": [ITEM]},
        {
            "talker": "5@chatroom",
            "talkerName": "群",
            "messages": [ITEM | {"talker": None, "talkerName": None}],
        },
    ],
)
def test_all_three_shapes(written, body):
    got = written(READER, json.dumps(body, ensure_ascii=False), "a.json")
    (seen,) = got.of(Kind.GROUP_SEEN)
    assert (seen["group_ref"], seen["text"], got.texts) == ("5@chatroom", "群", ["好"])


def test_bad_rows(written):
    items = [ITEM | {"time": None}, ITEM | {"talker": ""}, ITEM | {"time": "1970-01-01T00:00:00Z"}, 3, ITEM]
    got = written(READER, json.dumps(items), "a.json")
    assert got.codes == ["missing_field", "missing_field", "time_ancient", "bad_value"]
    assert got.figures["messages"] == 1


@pytest.mark.samples
def test_sample(sample):
    got = sample(READER, "excerpts/chatlog_http_chatroom.json")
    assert got.figures == {
        "chats": 1, "messages": 1, "senders": 1, "joins": 0, "leaves": 0, "recalls": 0, "rejects": 0,
    }  # fmt: skip
    assert got.column(Kind.MESSAGE_SENT, "happened") == [1780289347_000_000]
