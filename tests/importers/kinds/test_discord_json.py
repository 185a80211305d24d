import json

import pytest

from yutang.importers.contract import Unreadable
from yutang.importers.kinds.discord_json import READER
from yutang.importers.trees import head_of
from yutang.ledger.catalogue import Kind, Role

GENERAL = "discord/general.json"
LINE = {"id": "1", "type": "Default", "timestamp": "2024-04-01T08:01:00+08:00", "content": "hi",
        "author": {"id": "5", "name": "ann", "isBot": False}}  # fmt: skip


def export(*lines: object, **channel: object) -> str:
    head = {
        "guild": {"id": "7", "name": "Shop"},
        "channel": {"id": "9", "type": "GuildTextChat", "name": "a"} | channel,
    }
    return json.dumps(head | {"messages": lines})


def test_figures_of_a_channel(fixture):
    got = fixture(READER, GENERAL)
    assert got.figures == {
        "chats": 1, "messages": 6, "senders": 3, "joins": 2, "leaves": 2, "recalls": 0, "rejects": 2,
    }  # fmt: skip
    assert [(reject.reason, reject.line) for reject in got.rejects] == [
        ("time_ancient", 13),
        ("bad_time", 14),
    ]
    assert got.notes == ["note.system_lines:1"]
    assert got.platforms == {"discord"}


def test_the_channel_is_the_group_and_the_server_its_line(fixture):
    first = fixture(READER, GENERAL).rows[0]
    assert (first["kind"], first["group_ref"], first["text"]) == (
        Kind.GROUP_SEEN,
        "987654321098765432",
        "general",
    )
    assert json.loads(first["props"]) == {"private": False, "kind": "GuildTextChat", "line": "Shop"}
    assert first["happened"] == 1711929600123000


def test_private_chats_say_so(fixture):
    (seen,) = fixture(READER, "discord/direct.json").of(Kind.GROUP_SEEN)
    assert json.loads(seen["props"]) == {"private": True, "kind": "DirectTextChat"}


def test_joins_leaves_and_a_new_name(fixture):
    got = fixture(READER, GENERAL)
    moves = [
        (r["actor_name"], r["related_ref"], r["props"])
        for k in (Kind.GROUP_JOINED, Kind.GROUP_LEFT)
        for r in got.of(k)
    ]
    assert moves == [
        ("Noah <script>", None, '{"how":"joined"}'),
        ("Zoe", "111111111111111111", '{"how":"invited"}'),
        ("Zoe", "111111111111111111", '{"how":"removed"}'),
        ("Noah <script>", None, '{"how":"left"}'),
    ]
    assert got.column(Kind.GROUP_RENAMED, "text") == ["lounge"]


def test_words_media_answers_and_bots(fixture):
    said = {row["object_ref"]: row for row in fixture(READER, GENERAL).of(Kind.MESSAGE_SENT)}
    assert said["3"]["related_ref"] == "2"
    assert said["3"]["happened"] == 1711929720123456
    assert (said["4"]["text"], said["4"]["props"]) == ("[图片]", '{"media":"image"}')
    assert (said["5"]["text"], said["5"]["actor_role"]) == ("Order\nreceived", Role.BOT)
    assert said["6"]["props"] == '{"media":"sticker"}'
    assert said["12"]["happened"] == 1420041600000000  # a stamp without zone is of the given one
    assert {row["actor_role"] for row in said.values()} == {Role.BOT, Role.UNKNOWN}


def test_an_answer_to_another_channel_names_none_here(written):
    got = written(READER, export(LINE | {"type": "Reply", "reference": {"messageId": "3", "channelId": "8"}}))
    assert got.column(Kind.MESSAGE_SENT, "related_ref") == [None]


def test_odd_values_do_not_stop_the_file(written):
    odd = [
        LINE | {"author": None},
        LINE | {"author": {"name": "مها"}},
        LINE | {"embeds": [None], "attachments": {}},
    ]
    got = written(READER, export(*odd, 5, None, [], LINE | {"type": 99}, id=-3, name=None))
    assert got.column(Kind.MESSAGE_SENT, "actor_ref") == ["", "name:مها", "5"]
    assert got.codes == ["not_a_message"] * 3
    assert (got.rows[0]["group_ref"], got.rows[0]["text"]) == ("-3", None)


def test_keys_in_any_order_and_a_mark_before_them(written):
    text = json.dumps(json.loads(export(LINE)), sort_keys=True)
    assert written(READER, b"\xef\xbb\xbf" + text.encode()).rows == written(READER, export(LINE)).rows


def test_a_broken_and_a_cut_message(written):
    text = export(LINE, LINE | {"id": "2"}, LINE | {"id": "3"})
    broken = text.replace('"id": "2"', '"id": "2')
    assert written(READER, text.replace('"id": "2"', '"id": nul')).codes == ["bad_json"]
    for bad in (text[:-40], broken):
        with pytest.raises(Unreadable):
            written(READER, bad)


@pytest.mark.parametrize(
    ("text", "sure"),
    [(export(LINE), True), ('{"name": "G", "type": "private_group", "messages": []}', False),
     ('{"messages": []}', False), ('[{"guild": 1}]', False), ("", False)],
)  # fmt: skip
def test_told_by_content(text, sure):
    assert (READER.sniff(head_of("any", len(text), text.encode())) > 0.5) is sure
