import json
from datetime import UTC

import pytest

from yutang.importers.contract import Reading, Unreadable
from yutang.importers.kinds.chatlab import READER
from yutang.importers.trees import LocalFile
from yutang.ledger.catalogue import Kind

META = {"chatlab": {"version": "0.0.2"}, "meta": {"name": "群", "platform": "QQ", "type": "group"}}


def said(text="好", **changes):
    return {
        "sender": "u1",
        "accountName": "甲",
        "timestamp": 1717200000,
        "type": 0,
        "content": text,
    } | changes


def document(*messages, **heads):
    return json.dumps(META | heads | {"messages": list(messages)}, ensure_ascii=False)


def test_figures_of_a_group(fixture):
    got = fixture(READER, "chatlab/group.json")
    assert got.figures == {
        "chats": 1, "messages": 3, "senders": 2, "joins": 1, "leaves": 1, "recalls": 1, "rejects": 2,
    }  # fmt: skip
    assert got.platforms == {"wechat"}
    assert got.notes == ["note.time_unit:s"]
    assert [(r.line, r.reason) for r in got.rejects] == [(8, "time_ancient"), (9, "bad_value")]


def test_members_with_roles_as_of_the_export(fixture):
    got = fixture(READER, "chatlab/group.json")
    members = [(r["actor_ref"], r["actor_name"], r["props"], r["happened"]) for r in got.of(Kind.MEMBER_SEEN)]
    assert members == [
        ("wxid_li", "群主李姐", '{"role":"owner"}', 1717300000_000_000),
        ("wxid_wang", "小王", '{"role":"admin"}', 1717300000_000_000),
        ("wxid_zhao", "赵六", None, 1717300000_000_000),
    ]
    (seen,) = got.of(Kind.GROUP_SEEN)
    assert seen["props"] == '{"private":false,"owner":"wxid_li","members":3}'
    assert (seen["group_ref"], seen["text"], seen["happened"]) == (
        "99001@chatroom", "宝妈交流一群", 1717200000_000_000,
    )  # fmt: skip


def test_system_lines_become_events_of_known_people(fixture):
    got = fixture(READER, "chatlab/group.json")
    (joined,), (left,), (renamed,) = map(got.of, (Kind.GROUP_JOINED, Kind.GROUP_LEFT, Kind.GROUP_RENAMED))
    assert (joined["actor_ref"], joined["related_ref"], joined["props"]) == (
        "wxid_zhao", "wxid_wang", '{"how":"invited"}',
    )  # fmt: skip
    assert (left["actor_ref"], left["props"]) == ("wxid_zhao", '{"how":"removed"}')
    assert (renamed["actor_ref"], renamed["text"]) == ("wxid_li", "宝妈交流二群")


def test_figures_of_lines_in_milliseconds(fixture):
    got = fixture(READER, "chatlab/group.jsonl")
    assert got.figures == {
        "chats": 1, "messages": 3, "senders": 2, "joins": 0, "leaves": 0, "recalls": 0, "rejects": 1,
    }  # fmt: skip
    assert got.notes == ["note.time_unit:ms"]
    assert (got.rejects[0].line, got.rejects[0].reason) == (7, "bad_json")
    assert got.column(Kind.MESSAGE_SENT, "happened")[0] == 1717200000_000_000
    assert got.column(Kind.MESSAGE_SENT, "actor_name") == ["甲", "乙", "乙"]


def test_two_people_under_one_masked_id_stay_two(fixture):
    got = fixture(READER, "chatlab/private_masked.jsonl")
    assert got.figures["senders"] == 2
    assert got.column(Kind.GROUP_SEEN, "props") == ['{"private":true}']
    assert "note.ids_masked:1" in got.notes


def test_messages_before_the_header(written):
    body = json.dumps({"messages": [said()], "members": [], **META}, ensure_ascii=False)
    got = written(READER, body, "a.json")
    assert got.column(Kind.GROUP_SEEN, "text") == ["群"]
    assert got.platforms == {"qq"}


def test_one_odd_stamp_does_not_change_the_unit(written):
    got = written(
        READER, document(said(timestamp=0), said(timestamp=1717200000123), said(timestamp=1717200001))
    )
    assert got.notes == ["note.time_unit:ms"]
    assert (got.figures["messages"], got.codes) == (1, ["time_ancient", "time_ancient"])


def test_a_cut_document_gives_what_was_whole_before_it_complains(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(document(said(), said("再见"))[:-20])
    chunks = READER.read(LocalFile(path, "a.json"), Reading(UTC, 1_900_000_000_000_000))
    assert next(chunks).rows.num_rows == 2  # the group and its first message
    with pytest.raises(Unreadable) as caught:
        next(chunks)
    assert caught.value.code == "truncated_json"


def test_bad_rows(written):
    got = written(
        READER, document(said(timestamp=None), said(sender=None, accountName=None), {"x": 1}, 7, said())
    )
    assert got.codes == ["missing_field", "missing_field", "missing_field", "bad_value"]
    assert got.figures["messages"] == 1


def test_names_of_all_sorts_and_a_megabyte(written):
    names = ["👩‍👧 妈妈", "مرحبا", "<img src=x onerror=alert(1)>", "=1+1"]
    messages = [said(sender=f"u{i}", accountName=n) for i, n in enumerate(names)]
    got = written(READER, document(*messages, said("哈" * 400_000)))
    assert got.column(Kind.MESSAGE_SENT, "actor_name")[:4] == names
    assert len(got.texts[4]) == 65_536


@pytest.mark.samples
@pytest.mark.parametrize(
    ("name", "messages", "senders", "members", "note"),
    [
        ("excerpts/chatlab_0.0.2_group.json", 1, 1, 1, "note.time_unit:s"),
        ("excerpts/chatlab_0.0.2_group.jsonl", 1, 1, 1, "note.time_unit:s"),
        ("excerpts/chatlab_weflow_private.jsonl", 3, 2, 2, "note.time_unit:s"),
        ("excerpts/weflow_http_messages_chatlab.json", 1, 1, 1, "note.time_unit:ms"),
    ],
)
def test_samples(sample, name, messages, senders, members, note):
    got = sample(READER, name)
    assert got.figures == {
        "chats": 1, "messages": messages, "senders": senders, "joins": 0, "leaves": 0, "recalls": 0, "rejects": 0,
    }  # fmt: skip
    assert len(got.of(Kind.MEMBER_SEEN)) == members
    assert note in got.notes
