"""Documents whose keys were sorted by some tool, so that what names the chat stands behind its messages."""

import json

import pytest
from tests.importers.files import HOW, Memory, fixtures, kept

from yutang.importers import registry
from yutang.importers.contract import FileReader, Unreadable

ALL = fixtures()
NAMES = (
    "chatlab/group.json", "discord/general.json", "discord/direct.json", "qq/exporter_v4.json", "qq/exporter_v5.json",
    "telegram/account.json", "telegram/supergroup.json", "wechat/chatlog.json", "wechat/weflow_raw.json",
)  # fmt: skip
READERS: list[FileReader] = [r for r in registry.readers() if not registry.reads_trees(r)]  # type: ignore[misc]


def read(name: str, data: str) -> list[dict[str, object]]:
    whole = Memory(name, ALL[name])
    reader = max(READERS, key=lambda r: r.sniff(whole.head()))
    return [row for chunk in kept(reader.read(Memory(name, data), HOW)) for row in chunk.rows.to_pylist()]


def turned(value: object, *, backwards: bool) -> object:
    """The value with the keys of each object sorted."""
    if isinstance(value, dict):
        return {k: turned(value[k], backwards=backwards) for k in sorted(value, reverse=backwards)}
    return [turned(one, backwards=backwards) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("backwards", [False, True], ids=["sorted", "backwards"])
@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_keys_changes_nothing(name, backwards):
    value = json.loads(ALL[name])
    want = read(name, json.dumps(value))
    assert want
    got = read(name, json.dumps(turned(value, backwards=backwards), ensure_ascii=False))
    assert sorted(map(json.dumps, got)) == sorted(map(json.dumps, want))  # chats may change places


@pytest.mark.parametrize("name", NAMES)
def test_the_space_between_changes_nothing(name):
    value = json.loads(ALL[name])
    want = read(name, json.dumps(value))
    assert read(name, json.dumps(value, indent=1)) == want
    assert read(name, json.dumps(value, separators=(",", ":"), ensure_ascii=False)) == want


@pytest.mark.parametrize(
    "name", [n for n in NAMES if n.startswith(("chatlab", "discord/general", "telegram", "wechat/weflow"))]
)
def test_a_sorted_document_that_breaks_off_gives_what_was_whole(name):
    data = json.dumps(turned(json.loads(ALL[name]), backwards=False))
    reader = max(READERS, key=lambda r: r.sniff(Memory(name, ALL[name]).head()))
    most = 0
    for cut in range(len(data) // 2, len(data) - 1, max(1, len(data) // 12)):
        rows, code = counted(reader, Memory(name, data[:cut]))
        assert code == "truncated_json"
        most = max(most, rows)
    assert most > 0 or name.startswith("wechat/weflow")


def counted(reader: FileReader, file: Memory) -> tuple[int, str]:
    """(rows given, the code it ended with)."""
    rows = 0
    try:
        for chunk in reader.read(file, HOW):
            rows += chunk.rows.num_rows
    except Unreadable as error:
        return rows, error.code
    return rows, ""


def lab(**more: object) -> str:
    said = [
        {"sender": "u1", "accountName": "甲", "timestamp": 1717200000000 + n, "type": 0, "content": "x"}
        for n in range(3)
    ]
    who = [{"platformId": "u1", "accountName": "甲"}, {"platformId": "u2", "accountName": "乙"}]
    return json.dumps(
        {
            "chatlab": {"version": "0.0.2"},
            "meta": {"name": "g", "platform": "qq", "type": "group", "groupId": "7"},
            "members": who,
            "messages": said,
        }
        | more
    )


@pytest.mark.parametrize(
    ("exported", "at"),
    [(1717300000, 1_717_300_000_000_000), (1717300000000, 1_717_300_000_000_000), (None, 1_717_200_000_002_000), (0, 1_717_200_000_002_000),
     (99999999999, 1_717_200_000_002_000), (5, 1_717_200_000_002_000)],
)  # fmt: skip
def test_members_are_listed_as_of_the_export_in_its_own_unit(exported, at):
    """Seconds beside milliseconds; a day that can't be true costs no member."""
    rows = read("chatlab/group.json", lab(chatlab={"version": "0.0.2", "exportedAt": exported}))
    assert [(r["actor_ref"], r["happened"]) for r in rows if r["kind"] == 7] == [("u1", at), ("u2", at)]


def test_members_without_any_day_are_rejected_once():
    file = Memory("a.json", lab(messages=[]))
    (reader,) = (r for r in READERS if r.kind == "chatlab")
    (chunk,) = kept(reader.read(file, HOW))
    assert chunk.rows.num_rows == 0
    assert [r.reason for r in chunk.rejects] == ["time_ancient"]


def test_a_group_speaks_for_nobody():
    """WeFlow: in a group a message without its sender is rejected; alone with one other it is theirs."""
    item = {"localId": 1, "type": 1, "content": "x", "createTime": 1717200000}
    (reader,) = (r for r in READERS if r.kind == "weflow")
    for talker, want, why in (("7@chatroom", [], ["missing_field"]), ("wxid_b", ["wxid_b"], [])):
        (chunk,) = kept(
            reader.read(Memory("a.json", json.dumps({"talker": talker, "messages": [item]})), HOW)
        )
        assert [r["actor_ref"] for r in chunk.rows.to_pylist() if r["kind"] == 1] == want
        assert [r.reason for r in chunk.rejects] == why
