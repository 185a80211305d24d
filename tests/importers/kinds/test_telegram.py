import json

import pytest

from yutang.importers.contract import Unreadable
from yutang.importers.kinds.telegram import READER
from yutang.importers.trees import head_of
from yutang.ledger.catalogue import Kind, Role

GROUP = "telegram/supergroup.json"
LINE = {"id": 1, "type": "message", "date": "2024-01-01T08:00:00", "date_unixtime": "1704067200",
        "from": "Ann", "from_id": "user1", "text": "hi"}  # fmt: skip


def export(*lines: object, **chat: object) -> str:
    return json.dumps({"name": "G", "type": "private_group", "id": 9} | chat | {"messages": lines})


def test_figures_of_a_group(fixture):
    got = fixture(READER, GROUP)
    assert got.figures == {
        "chats": 1, "messages": 9, "senders": 8, "joins": 7, "leaves": 2, "recalls": 0, "rejects": 2,
    }  # fmt: skip
    assert got.codes == ["time_ancient", "time_future"]
    assert [reject.line for reject in got.rejects] == [19, 20]
    assert got.notes == ["note.system_lines:2"]
    assert got.platforms == {"telegram"}


def test_figures_of_an_account(fixture):
    got = fixture(READER, "telegram/account.json")
    assert got.figures == {
        "chats": 5, "messages": 7, "senders": 4, "joins": 2, "leaves": 0, "recalls": 0, "rejects": 0,
    }  # fmt: skip
    seen = {row["group_ref"]: row["props"] for row in got.of(Kind.GROUP_SEEN)}
    assert [ref for ref, props in seen.items() if '"private":true' in props] == ["202", "203", "201"]
    assert got.notes == ["note.zone_assumed:Asia/Shanghai", "note.system_lines:1"]


def test_a_chat_is_announced_first_with_its_first_time(fixture):
    first = fixture(READER, GROUP).rows[0]
    assert (first["kind"], first["group_ref"], first["happened"]) == (
        Kind.GROUP_SEEN,
        "1500000001",
        1709254800000000,
    )
    assert first["text"] == "水果团购 🍎 <b>A群</b>"
    assert first["props"] == '{"private":false,"kind":"private_supergroup"}'


def test_joins_and_leaves_go_by_number_where_the_chat_tells_it(fixture):
    got = fixture(READER, GROUP)
    joins = [(r["actor_ref"], r["related_ref"], r["props"]) for r in got.of(Kind.GROUP_JOINED)]
    assert joins == [
        ("user101", None, '{"how":"created"}'),
        ("user102", "user101", '{"how":"invited"}'),
        ("user103", "user101", '{"how":"invited"}'),
        ("name:Qin Bo", "user101", '{"how":"invited"}'),
        ("deleted:1500000001.3.1", "user101", '{"how":"invited"}'),
        ("user104", "user101", '{"how":"link"}'),
        ("user105", "user101", '{"how":"request"}'),
    ]
    leaves = [(r["actor_ref"], r["related_ref"], r["props"]) for r in got.of(Kind.GROUP_LEFT)]
    assert leaves == [("user104", None, '{"how":"left"}'), ("user105", "user101", '{"how":"removed"}')]


def test_a_name_that_two_accounts_share_stays_a_name(written):
    invited = LINE | {
        "type": "service",
        "action": "invite_members",
        "actor": "Bob",
        "actor_id": "user3",
        "members": ["Ann"],
    }
    got = written(READER, export(invited, LINE, LINE | {"id": 2, "from_id": "user2"}))
    assert got.column(Kind.GROUP_JOINED, "actor_ref") == ["name:Ann"]


def test_words_media_and_answers(fixture):
    said = {row["object_ref"]: row for row in fixture(READER, GROUP).of(Kind.MESSAGE_SENT)}
    assert said["7"]["text"] == "五块，点 这里 https://example.com/apple  下单"
    assert said["7"]["related_ref"] == "6"
    assert (said["8"]["text"], said["8"]["props"]) == ("[图片]", '{"media":"image"}')
    assert (said["9"]["text"], said["9"]["props"]) == ("[表情]", '{"media":"sticker"}')
    assert said["14"]["text"] == "要苹果还是梨？"
    assert said["13"]["actor_name"] is None


def test_roles_that_the_format_tells(fixture):
    roles = {
        r["actor_ref"]: r["actor_role"]
        for r in fixture(READER, GROUP).of(Kind.MESSAGE_SENT)
        if r["actor_role"]
    }
    assert roles == {"user900": Role.BOT, "channel1500000001": Role.STAFF}
    account = fixture(READER, "telegram/account.json").of(Kind.MESSAGE_SENT)
    assert [r["actor_name"] for r in account if r["actor_role"] == Role.BOT] == ["Weather"]


def test_old_numbers_are_those_of_today(fixture):
    got = fixture(READER, "telegram/account.json")
    assert set(got.column(Kind.MESSAGE_SENT, "actor_ref")) == {"user201", "user202", "user203", "user204"}
    assert got.rows[0]["happened"] == 1556676000000000  # 10:00 of Shanghai


def test_a_new_name(fixture):
    (renamed,) = fixture(READER, GROUP).of(Kind.GROUP_RENAMED)
    assert (renamed["actor_ref"], renamed["text"]) == ("user101", "水果团购 🍎 <b>A群</b>")


def test_keys_in_any_order(written):
    text = json.dumps({"id": 9, "messages": [LINE], "name": "G", "type": "personal_chat"})
    (seen,) = written(READER, text).of(Kind.GROUP_SEEN)
    assert (seen["group_ref"], seen["text"]) == ("9", "G")
    assert '"private":true' in seen["props"]


def test_what_is_no_message_is_a_reject(written):
    bad = [
        1,
        None,
        {"id": 2, "type": "message"},
        LINE | {"date_unixtime": "soon"},
        LINE | {"date_unixtime": "9" * 40},
    ]
    got = written(READER, export(LINE, *bad))
    assert got.codes == ["not_a_message", "not_a_message", "bad_time", "bad_time", "time_future"]
    assert [reject.line for reject in got.rejects] == [2, 3, 4, 5, 6]
    assert len(got.texts) == 1


def test_odd_fields_do_not_stop_the_file(written):
    odd = LINE | {"from": None, "from_id": None, "text": [1, {"type": "bold"}, "ok"], "id": -5}
    moved = LINE | {"type": "service", "action": "invite_members", "members": "Ann"}
    got = written(READER, export(odd, moved, LINE | {"type": "service", "action": None}, name=None, id=-7))
    assert got.texts == ["ok"]
    assert (got.rows[0]["group_ref"], got.rows[1]["object_ref"], got.rows[1]["actor_ref"]) == ("-7", "-5", "")


def test_a_long_message_half_an_emoji_and_markup(written):
    long = "x" * (1 << 20)
    text = export(LINE | {"text": long}, LINE | {"from": "<b>", "text": "=1+1"}).replace("=1+1", "\\ud83d")
    got = written(READER, text)
    assert len(got.texts[0]) == 65_536
    assert got.texts[1] == "?"
    assert got.rows[2]["actor_name"] == "<b>"


def test_a_cut_file_gives_what_was_whole(written, tmp_path):
    with pytest.raises(Unreadable, match="truncated_json"):
        written(READER, export(LINE, LINE)[:-60])
    with pytest.raises(Unreadable, match="empty_file"):
        written(READER, "")


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        (export(LINE), True),
        ('{"about": "x", "personal_information": {"user_id": 1}, "contacts": {"list": [', True),
        ('{"chatlab": {"version": "0.0.2"}, "meta": {"type": "group"}, "messages": []}', False),
        ('{"guild": {"id": "1"}, "channel": {"type": "GuildTextChat"}, "messages": []}', False),
        ('{"metadata": {"name": "QQChatExporter"}, "chatInfo": {"type": "private"}, "messages": []}', False),
        ("id,type,messages\n", False),
    ],
)
def test_told_by_content(text, sure):
    assert (READER.sniff(head_of("any.name", len(text), text.encode())) > 0.5) is sure


# Counted by a script of its own over the samples: chats, messages, senders, joins, leaves, rejects.
SAMPLES = {
    "2020-01": (4, 42, 9, 5, 1, 0), "2021-05": (1, 1, 1, 4, 0, 0), "2021-06_supergroup": (1, 3, 3, 1, 0, 0),
    "2021-07": (1, 0, 0, 0, 0, 0), "2023-01": (1, 1, 1, 1, 0, 0), "2023-08": (1, 1, 1, 1, 0, 0),
    "2023-10_audio-video": (1, 4, 1, 0, 0, 0), "2023-11": (1, 1, 1, 0, 0, 0),
}  # fmt: skip


@pytest.mark.samples
@pytest.mark.parametrize("version", SAMPLES)
def test_figures_of_the_samples(sample, version):
    got = sample(READER, f"telegram/telegram_{version}/result.json").figures
    assert (
        got["chats"],
        got["messages"],
        got["senders"],
        got["joins"],
        got["leaves"],
        got["rejects"],
    ) == SAMPLES[version]
