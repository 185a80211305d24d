import json

import pytest

from yutang.importers.contract import Unreadable
from yutang.importers.kinds.qq_exporter import READER
from yutang.ledger.catalogue import Kind

ITEM = {
    "id": "1", "timestamp": 1717200000000, "sender": {"uid": "u_a", "uin": "10001", "name": "甲"}, "type": "text",
    "content": {"text": "好"}, "recalled": False, "system": False,
}  # fmt: skip


def document(*items, **chat):
    info = {"type": "group", "peerUid": "5", "name": "群"} | chat
    heads = {"metadata": {"name": "QQChatExporter V5", "version": "5.0.0"}, "chatInfo": info}
    return json.dumps(heads | {"messages": items}, ensure_ascii=False)


def test_figures_of_version_5(fixture):
    got = fixture(READER, "qq/exporter_v5.json")
    assert got.figures == {
        "chats": 1, "messages": 4, "senders": 3, "joins": 1, "leaves": 0, "recalls": 1, "rejects": 0,
    }  # fmt: skip
    assert got.texts == ["周末去哪？", "[图片]", "山里", "大家好"]
    assert got.column(Kind.MESSAGE_SENT, "related_ref")[2] == "9001"
    assert got.column(Kind.MESSAGE_RECALLED, "related_ref") == ["9004"]


def test_the_group_card_is_the_name_and_the_number_the_id(fixture):
    got = fixture(READER, "qq/exporter_v5.json")
    names = {(r["actor_ref"], r["actor_name"]) for r in got.of(Kind.MESSAGE_SENT)}
    assert names == {("10001001", "领队阿光"), ("10001002", "阿树"), ("10001003", "阿云")}
    (joined,) = got.of(Kind.GROUP_JOINED)
    assert (joined["actor_ref"], joined["related_ref"]) == ("10001003", "10001002")


def test_figures_of_version_4(fixture):
    got = fixture(READER, "qq/exporter_v4.json")
    assert got.figures == {
        "chats": 1, "messages": 1, "senders": 1, "joins": 0, "leaves": 0, "recalls": 0, "rejects": 1,
    }  # fmt: skip
    assert got.codes == ["bad_time"]
    assert got.column(Kind.GROUP_SEEN, "props") == ['{"private":false}']  # three senders outweigh "private"


def test_a_chunk_alone_is_named_by_its_folder(fixture):
    got = fixture(READER, "qq/group_露营群_700800900_chunked_jsonl/chunks/c000002.jsonl")
    (seen,) = got.of(Kind.GROUP_SEEN)
    assert (seen["group_ref"], seen["text"], seen["props"]) == ("700800900", "露营群", '{"private":false}')
    assert (got.figures["messages"], got.codes) == (1, ["bad_json"])


def test_private_chats(written):
    got = written(READER, document(ITEM, type="private", peerUid="u_b", peerUin="20002"))
    assert [(r["group_ref"], r["props"]) for r in got.of(Kind.GROUP_SEEN)] == [("20002", '{"private":true}')]


def test_bad_rows(written):
    items = [
        ITEM | {"timestamp": 0},
        ITEM | {"sender": None},
        ITEM | {"content": 3},
        ITEM | {"timestamp": 4102444800000},
        ITEM,
    ]
    got = written(READER, document(*items))
    assert got.codes == ["time_ancient", "missing_field", "bad_value", "time_future"]
    assert got.figures["messages"] == 1


def test_a_cut_document(written):
    with pytest.raises(Unreadable):
        written(READER, document(ITEM, ITEM)[:-9])
