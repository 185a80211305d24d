from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from yutang.importers.contract import Reading
from yutang.importers.kinds.whatsapp import READER
from yutang.ledger.catalogue import Kind

ZONE = ZoneInfo("Asia/Shanghai")


def figures(chats, messages, senders, joins=0, leaves=0, recalls=0, rejects=0):
    return {
        "chats": chats, "messages": messages, "senders": senders, "joins": joins, "leaves": leaves,
        "recalls": recalls, "rejects": rejects,
    }  # fmt: skip


def days(got):
    stamps = (datetime.fromtimestamp(h / 1e6, ZONE) for h in got.column(Kind.MESSAGE_SENT, "happened"))
    return [stamp.strftime("%Y-%m-%d %H:%M:%S") for stamp in stamps]


@pytest.mark.parametrize(
    ("name", "expected", "title", "private", "notes"),
    [
        ("ios_de_group.txt", figures(1, 3, 3, 3, 1, 1), "Lesekreis: Sommer", "false", ["day_first"]),
        (
            "WhatsApp Chat with Garden Club.txt",
            figures(1, 4, 3, 4, 2, 1),
            "Garden Club",
            "false",
            ["month_first"],
        ),
        ("es_private.txt", figures(1, 2, 2), "es_private", "true", ["day_first"]),
        ("zh_group.txt", figures(1, 2, 2, 2, 1), "团购二群", "false", ["year_first"]),
        ("mixed_orders.txt", figures(1, 4, 3), "mixed_orders", "false", ["day_first", "month_first"]),
    ],
)
def test_figures(fixture, name, expected, title, private, notes):
    got = fixture(READER, "whatsapp/" + name)
    assert got.figures == expected
    assert got.column(Kind.GROUP_SEEN, "text") == [title]
    assert got.column(Kind.GROUP_SEEN, "props") == [f'{{"private":{private}}}']
    assert [n for n in got.notes if "date_order" in n] == [f"note.date_order:{order}" for order in notes]


def test_system_lines_of_an_iphone_name_people_and_not_the_group(fixture):
    got = fixture(READER, "whatsapp/ios_de_group.txt")
    people = [(r["actor_name"], r["related_ref"], r["props"]) for r in got.of(Kind.GROUP_JOINED)]
    assert people == [
        ("Bernd", "name:Anna", '{"how":"invited"}'),
        ("Clara", "name:Anna", '{"how":"invited"}'),
        ("Dora", None, '{"how":"link"}'),
    ]
    assert got.column(Kind.GROUP_LEFT, "actor_ref") == ["name:Clara"]
    assert got.texts == ["[图片]", "Willkommen: alle zusammen!\nZweite Zeile", "Hallo 👋"]


def test_colons_in_group_names(fixture):
    got = fixture(READER, "whatsapp/WhatsApp Chat with Garden Club.txt")
    (renamed,) = got.of(Kind.GROUP_RENAMED)
    assert (renamed["actor_name"], renamed["text"]) == ("Ann", "Garden: Club 2")
    assert got.texts == ["hello: there", "[文件]", "look at this", "see https://example.com/x"]
    assert days(got)[0] == "2023-06-08 00:01:00"


def test_two_orders_in_one_file(fixture):
    got = fixture(READER, "whatsapp/mixed_orders.txt")
    assert [day[:10] for day in days(got)] == ["2023-06-30", "2023-07-01", "2023-07-02", "2023-07-30"]


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("[30/06/23, 16:13:05] ", "2023-06-30 16:13:05"),
        ("[30/06/2023, 4:13:05\u202fPM] ", "2023-06-30 16:13:05"),
        ("\u200e[30.06.23, 16:13:05] ", "2023-06-30 16:13:05"),
        ("30/06/2023, 16:13 - ", "2023-06-30 16:13:00"),
        ("6/30/23, 12:13 AM - ", "2023-06-30 00:13:00"),
        ("30.06.23, 16:13 - ", "2023-06-30 16:13:00"),
        ("30/6/23 16:13 - ", "2023-06-30 16:13:00"),
        ("30/6/2023, 4:13 p. m. - ", "2023-06-30 16:13:00"),
        ("30-06-2023 16:13 - ", "2023-06-30 16:13:00"),
        ("2023-06-30, 16:13 - ", "2023-06-30 16:13:00"),
        ("[2023/6/30 下午4:13:05] ", "2023-06-30 16:13:05"),
        ("2023/6/30 凌晨12:13 - ", "2023-06-30 00:13:00"),
        ("2023. 6. 30. 오후 4:13 - ", "2023-06-30 16:13:00"),
        ("[30.6.2023 klo 16.13.05] ", "2023-06-30 16:13:05"),
        ("30/06/2023 à 16:13 - ", "2023-06-30 16:13:00"),
    ],
)
def test_locales(written, stamp, expected):
    got = written(READER, f"{stamp}Ann: hi\n")
    assert (days(got), got.texts) == ([expected], ["hi"])


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("1/2/23, 4:13 PM - ", "1/3/23, 4:14 PM - ", "month_first"),  # 2 January to 1 March would also do
        ("2/1/2023, 16:13 - ", "3/1/2023, 16:14 - ", "day_first"),
        ("11/12/22, 16:13 - ", "1/1/23, 16:14 - ", "day_first"),
        ("9/30/22, 16:13 - ", "1/2/23, 16:14 - ", "month_first"),
        ("5/1/23, 16:13 - ", "4/2/23, 16:14 - ", "day_first"),  # only so time runs forward
    ],
)
def test_order_by_the_whole_file(written, first, second, order):
    assert f"note.date_order:{order}" in written(READER, f"{first}A: x\n{second}B: y\n").notes


def test_the_user_overrules_the_guess(written):
    how = Reading(ZONE, 1_900_000_000_000_000, day_first=True)
    assert days(written(READER, "1/2/23, 4:13 PM - A: x\n", how=how)) == ["2023-02-01 16:13:00"]


@pytest.mark.parametrize(
    ("line", "kind", "who"),
    [
        ("Ann ist der Gruppe über den Einladungslink beigetreten.", Kind.GROUP_JOINED, ["Ann"]),
        ("Lucía añadió a Pedro y Ana", Kind.GROUP_JOINED, ["Pedro", "Ana"]),
        ("Lucía salió del grupo", Kind.GROUP_LEFT, ["Lucía"]),
        ("Marie a ajouté Paul", Kind.GROUP_JOINED, ["Paul"]),
        ("Marie a quitté le groupe", Kind.GROUP_LEFT, ["Marie"]),
        ("João adicionou Maria", Kind.GROUP_JOINED, ["Maria"]),
        ("João saiu", Kind.GROUP_LEFT, ["João"]),
        ("Luca ha aggiunto Gino", Kind.GROUP_JOINED, ["Gino"]),
        ("Jan heeft de groep verlaten", Kind.GROUP_LEFT, ["Jan"]),
        ("小明已離開", Kind.GROUP_LEFT, ["小明"]),
        ("小明使用此群組的邀請連結加入", Kind.GROUP_JOINED, ["小明"]),
        ("You added Zoë", Kind.GROUP_JOINED, ["Zoë"]),
        ("You left", Kind.GROUP_LEFT, []),
    ],
)
def test_events_in_many_languages(written, line, kind, who):
    got = written(READER, f"30/06/2023, 16:13 - {line}\n30/06/2023, 16:14 - Ben: hi\n")
    assert got.column(kind, "actor_name") == who
    assert got.figures["messages"] == 1


def test_silent_system_lines_are_no_messages(written):
    lines = [
        "Ann changed this group's icon",
        "Your security code with Ann changed.",
        "+1 555 0100 is a contact",
    ]
    got = written(
        READER, "".join(f"30/06/2023, 16:13 - {line}\n" for line in lines) + "30/06/2023, 16:14 - Ann: hi\n"
    )
    assert got.figures == figures(1, 1, 1)


@pytest.mark.parametrize(
    ("text", "media"),
    [
        ("<Medien ausgeschlossen>", "file"), ("<Médias omis>", "file"), ("<略過多媒體檔>", "file"),
        ("\u200evideo omitted", "video"), ("\u200e<attached: 00000012-PHOTO-2023.jpg>", "image"),
        ("PTT-20230630-WA0002.opus (Datei angehängt)", "voice"), ("\u200esticker omitted", "sticker"),
    ],
)  # fmt: skip
def test_media(written, text, media):
    got = written(READER, f"[30/06/23, 16:13:05] Ann: {text}\n")
    assert got.column(Kind.MESSAGE_SENT, "props") == [f'{{"media":"{media}"}}']


def test_bad_stamps_and_words_of_nobody(written):
    got = written(
        READER,
        "lost\n45/45/2023, 16:13 - A: x\n1/1/1970, 16:13 - A: x\n1/1/2099, 16:13 - A: x\n20/1/2023, 16:13 - A: y\n",
    )
    assert (got.codes, got.texts) == (["no_sender", "bad_time", "time_ancient", "time_future"], ["y"])


def test_names_of_all_sorts_and_a_megabyte(written):
    names = ["👩‍👧 Mum", "مرحبا", "<b>x</b>", "=1+1"]
    body = "".join(f"20/1/2023, 16:1{i} - {n}: hi\n" for i, n in enumerate(names))
    got = written(
        READER, body + "20/1/2023, 16:20 - Ann: " + "x" * 2_000_000 + "\n20/1/2023, 16:21 - Ann: end\n"
    )
    assert got.column(Kind.MESSAGE_SENT, "actor_name")[:4] == names
    assert [len(text) for text in got.texts[4:]] == [65_536, 3]


def test_empty_and_utf16(written):
    assert written(READER, "").rows == []
    assert written(READER, "20/1/2023, 16:10 - Ann: 你好\n".encode("utf-16")).texts == ["你好"]


def test_a_zip_of_an_iphone_has_its_name_inside(written):
    body = "[30/06/23, 16:13:05] Book club: \u200eMessages and calls are end-to-end encrypted.\n[30/06/23, 16:13:06] Ann: hi\n"
    got = written(READER, body, "_chat.txt")
    assert got.column(Kind.GROUP_SEEN, "group_ref") == ["name:Book club"]
    assert written(READER, body, "WhatsApp Chat - Reading/_chat.txt").column(Kind.GROUP_SEEN, "text") == [
        "Reading"
    ]


@pytest.mark.samples
def test_sample(sample):
    got = sample(READER, "whatsapp_text/WhatsApp Chat with +123 45 6789.txt")
    assert got.figures == figures(1, 10, 2)
    assert got.column(Kind.GROUP_SEEN, "props") == ['{"private":true}']
    assert {"note.date_order:day_first", "note.date_order:month_first"} <= set(got.notes)
    assert {
        datetime.fromtimestamp(h / 1e6, UTC).date().isoformat()
        for h in got.column(Kind.MESSAGE_SENT, "happened")
    } == {"2023-06-30"}
