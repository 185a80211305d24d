import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yutang.importers.contract import Reading
from yutang.importers.kinds.discord_csv import READER, channel_of
from yutang.importers.trees import head_of
from yutang.ledger.catalogue import Kind, Role

OLD, NEW = "discord/general.csv", "discord/Shop - Chat - general [987654321098765432] [part 2].csv"
HEADER = "AuthorID,Author,Date,Content,Attachments,Reactions\r\n"
ANN = '"111111111111111111","Ann#1234"'


def minute(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()) * 1_000_000


def times(got) -> list[object]:
    return got.column(Kind.MESSAGE_SENT, "happened")


def test_figures_of_the_semicolons_of_2018(fixture):
    got = fixture(READER, OLD)
    assert got.figures == {
        "chats": 1, "messages": 5, "senders": 4, "joins": 1, "leaves": 0, "recalls": 0, "rejects": 2,
    }  # fmt: skip
    assert [(reject.reason, reject.line) for reject in got.rejects] == [("bad_time", 8), ("time_future", 9)]
    assert got.notes == ["note.zone_assumed:Asia/Shanghai", "note.webhooks_are_bots:1", "note.system_lines:1"]
    assert got.texts[1] == 'he said "hi";\nand left'
    assert got.texts[2] == "[图片]"


def test_figures_of_the_commas_of_2020(fixture):
    got = fixture(READER, NEW)
    assert got.figures == {
        "chats": 1, "messages": 3, "senders": 2, "joins": 0, "leaves": 0, "recalls": 0, "rejects": 0,
    }  # fmt: skip
    assert got.texts == ["comma, inside", "😀 早上好", "clip"]
    assert (got.rows[0]["group_ref"], got.rows[0]["text"]) == ("987654321098765432", "general")


def test_times_are_minutes_of_the_given_zone(fixture):
    assert times(fixture(READER, OLD))[:2] == [minute("2018-04-03T01:48"), minute("2018-04-03T12:05")]
    assert times(fixture(READER, OLD))[4] == minute("2018-04-04T00:00")


def test_numbers_are_cut_from_names_and_0000_is_a_webhook(fixture):
    people = {
        r["actor_ref"]: (r["actor_name"], r["actor_role"]) for r in fixture(READER, OLD).of(Kind.MESSAGE_SENT)
    }
    assert people["111111111111111111"] == ("Mia", Role.UNKNOWN)
    assert people["333333333333333333"] == ("Feed", Role.BOT)
    assert people["456226577798135808"] == ("Deleted User", Role.UNKNOWN)


def test_without_ids_the_full_name_is_the_reference(written):
    got = written(READER, 'Author;Date;Content;Attachments;\n"Ann#1234";"03-Apr-18 01:48 AM";"x";"";\n')
    assert (got.rows[1]["actor_ref"], got.rows[1]["actor_name"]) == ("name:Ann#1234", "Ann")


@pytest.mark.parametrize(
    ("stamp", "at", "note"),
    [
        ("03-Apr-2018 13:48", "2018-04-03T13:48", None),
        ("3-April-18 12:00 AM", "2018-04-03T00:00", None),
        ("2018-04-03 13:48", "2018-04-03T13:48", None),
        ("2018-04-03T05:48:00.0000000+00:00", "2018-04-03T13:48", None),
        ("4/3/2018 1:48 PM", "2018-04-03T13:48", "note.date_order:month_first"),
        ("23/04/2018 13:48", "2018-04-23T13:48", "note.date_order:day_first"),
        ("23.04.2018 13:48", "2018-04-23T13:48", "note.date_order:day_first"),
    ],
)
def test_dates_of_all_versions_and_places(written, stamp, at, note):
    got = written(READER, f'{HEADER}{ANN},"{stamp}","x","",""\r\n')
    assert times(got) == [minute(at)]
    assert [n for n in got.notes if "order" in n] == ([note] if note else [])
    assert ("note.zone_assumed:Asia/Shanghai" in got.notes) is ("+00:00" not in stamp)


def test_lines_of_discord_itself_are_no_messages(written):
    told = ["Joined the server.", "Left the group.", "Added Bo to the group.", "Removed Bo from the group.",
            "Changed the channel name: new.", "Started a call that lasted 1,234 minutes.", "I Joined the server."]  # fmt: skip
    got = written(READER, HEADER + "".join(f'{ANN},"03-Apr-18 01:48 AM","{t}","",""\n' for t in told))
    assert got.texts == ["I Joined the server."]
    assert [(r["actor_ref"], r["related_ref"]) for r in got.of(Kind.GROUP_JOINED)] == [
        ("111111111111111111", None), ("name:Bo", "111111111111111111"),
    ]  # fmt: skip
    assert got.column(Kind.GROUP_LEFT, "props") == ['{"how":"left"}', '{"how":"removed"}']
    assert got.column(Kind.GROUP_RENAMED, "text") == ["new"]
    assert "note.system_lines:1" in got.notes


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a/Shop - Chat - general [987654321098765432].csv", ("987654321098765432", "general")),
        (
            "Shop - general [987654321098765432] (after 2020-01-01) [part 3].csv",
            ("987654321098765432", "general"),
        ),
        ("lounge/1.csv", ("name:lounge", "lounge")),
        ("lounge/12.csv", ("name:lounge", "lounge")),
        ("1.csv", ("name:discord", "discord")),
        ("general (2).csv", ("name:general", "general")),
        ("Shop - general.csv", ("name:Shop - general", "general")),
        ("team-2.csv", ("name:team-2", "team-2")),
    ],
)
def test_the_channel_by_the_path(path, found):
    assert channel_of(path) == found


def test_private_chats_say_so(written):
    row = f'{HEADER}{ANN},"03-Apr-18 01:48 AM","x","",""\n'
    got = written(READER, row, "Direct Messages - Private - Ann [987654321098765432].csv")
    assert got.rows[0]["props"] == '{"private":true}'


def test_bad_rows_are_rejects_and_the_rest_goes_on(written):
    good = f'{ANN},"03-Apr-18 01:48 AM","<b>مرحبا</b> 🍎","",""\n'
    rows = [
        '"222222222222222222","Bo#1111"\n',
        f'{ANN},"","","",""\n',
        f'{ANN},"03-Apr-18 01:48 AM","left open\n',
    ]
    got = written(READER, HEADER + good + "".join(rows) + good)
    assert got.codes == ["bad_csv", "bad_time", "bad_csv"]
    assert got.texts == ["<b>مرحبا</b> 🍎"] * 2


def test_a_line_of_two_megabytes_and_other_encodings(written):
    long = f'{ANN},"03-Apr-18 01:48 AM","{"x" * (2 << 20)}","",""\n'
    got = written(READER, HEADER + long + f'{ANN},"03-Apr-18 01:48 AM","好","",""\n')
    assert got.texts[-1] == "好"
    mixed = f'{HEADER}{ANN},"03-Apr-18 01:48 AM","早上好，大家","",""\n'
    row = f'{ANN},"03-Apr-18 01:49 AM","收到，谢谢大家","",""\n'
    assert written(READER, mixed.encode() * 1 + row.encode("gb18030")).texts == [
        "早上好，大家",
        "收到，谢谢大家",
    ]


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"])), max_size=6), st.sampled_from(",;"))
def test_what_was_written_is_read(texts, delimiter):
    def row(*cells: str) -> str:
        return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"

    class Memory:
        name, place, size = "a.csv", "a.csv", 1
        data = (
            HEADER.replace(",", delimiter)
            + "".join(row("1" * 18, "A", "03-Apr-18 01:48 AM", t, "", "") for t in texts)
        ).encode()

        def head(self):
            return head_of("a.csv", 1, self.data)

        def open(self):
            return io.BytesIO(self.data)

    chunks = READER.read(Memory(), Reading(ZoneInfo("UTC"), 1_900_000_000_000_000))
    rows = [r for chunk in chunks for r in chunk.rows.to_pylist() if r["kind"] == Kind.MESSAGE_SENT]
    assert [r["text"] or "" for r in rows] == texts


@pytest.mark.parametrize(
    ("text", "sure"),
    [(HEADER, True), (HEADER.replace(",", ";"), True), ("\ufeff" + HEADER, True), ("Author;Date;Content;Attachments;\n", True),
     ("Date,Author,Content\n", False), ("group,day,count\n", False), ("", False)],
)  # fmt: skip
def test_told_by_the_header(text, sure):
    assert (READER.sniff(head_of("any", len(text), text.encode())) > 0.5) is sure
