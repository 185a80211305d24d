"""Everything that people feed a program by mistake, and what it says."""

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.process import Run
from cli.world import BEGIN, DAY, HOUR, Said, talk, telegram, wecom, whatsapp
from faults.folders import content

Yutang = Callable[..., Run]
NOTHING = "Nothing could be read from what you gave. Above is why, file by file."
PROSE = "Dear all,\nthis is a letter and no export.\n"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.json", b"", "it is empty"),
        ("blank.txt", b" \n\n\t\n", "it is empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + os.urandom(999), "a picture, sound, film or document, no chat"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + os.urandom(999), "a picture, sound, film or document, no chat"),
        ("letter.txt", PROSE.encode(), "no known export or table"),
        ("program", b"\x7fELF" + bytes(range(256)) * 9, "no known export or table"),
        ("cut.zip", b"PK\x03\x04\x14\x00\x00\x00\x08\x00 cut short", "the archive is cut short: copy or download it again"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_named(
    yutang: Yutang, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    run = yutang("checkup", tmp_path / name)
    assert (run.code, run.lines, run.out) == (1, [f"Not read: {name}: {why}", NOTHING], "")


def test_an_empty_folder_and_none_at_all(yutang: Yutang, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    run = yutang("checkup", tmp_path / "empty", tmp_path / "gone")
    assert run.code == 1
    assert run.lines == ["Not read: empty: there are no files in it",
                         "Not read: gone: there is no such file or folder", NOTHING]  # fmt: skip


def test_what_is_wrong_does_not_stop_what_is_right(yutang: Yutang, tmp_path: Path) -> None:
    wecom(tmp_path / "good.jsonl", talk(40))
    (tmp_path / "letter.txt").write_text(PROSE)
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + os.urandom(999))
    run = yutang("checkup", tmp_path, "--format", "json")
    assert run.code == 0
    assert [line for line in run.lines if "Not read" in line] == [
        f"Not read: {tmp_path.name}/letter.txt: no known export or table"
    ]


def test_a_zip_that_is_cut_short(yutang: Yutang, tmp_path: Path) -> None:
    file = tmp_path / "chats.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.write(telegram(tmp_path / "t.json", "群", talk(400)), "t.json")
    file.write_bytes(file.read_bytes()[:-100])
    run = yutang("checkup", file)
    assert (run.code, run.lines[0]) == (
        1,
        "Not read: chats.zip: the archive is cut short: copy or download it again",
    )


def test_a_json_that_is_cut_short_is_read_up_to_there(yutang: Yutang, tmp_path: Path) -> None:
    whole = telegram(tmp_path / "t.json", "群", talk(400)).read_bytes()
    (tmp_path / "t.json").write_bytes(whole[: len(whole) // 2])
    for _ in range(2):  # the second time it is known how far it went, and said again
        run = yutang("checkup", "--keep", tmp_path / "t.json", "--format", "json")
        assert run.code == 0
        assert "Read in part: t.json: it is cut short at character" in run.err
        assert json.loads(run.out)["evidence"]["messages"] == 200


def test_each_file_has_its_own_encoding(yutang: Yutang, home: Path, tmp_path: Path) -> None:
    said: list[Said] = [
        ("张三", 0, "请问还有货吗？这个口味好吃"),
        ("李四", HOUR, "有的，今天上新"),
        ("王五", 2 * HOUR, "好的谢谢"),
    ] * 9
    text = whatsapp(tmp_path / "x", said).read_text("utf-8")
    (tmp_path / "x").unlink()
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        (tmp_path / f"{encoding}.txt").write_bytes(text.encode(encoding))
    traditional = (
        text.replace("张", "張")
        .replace("请问还有货吗", "請問還有貨嗎")
        .replace("这个", "這個")
        .replace("谢谢", "謝謝")
    )
    (tmp_path / "big5.txt").write_bytes(traditional.encode("big5"))
    assert yutang("import", tmp_path).code == 0
    facts, _, people, groups = content(home)
    assert {row[2] for row in people} == {"张三", "李四", "王五", "張三"}
    assert {row[2] for row in groups} == {"utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"}
    assert {row[8] for row in facts} > {"请问还有货吗？这个口味好吃", "請問還有貨嗎？這個口味好吃"}


@pytest.mark.parametrize("write", [wecom, whatsapp, lambda path, said: telegram(path, "G", said)])
def test_a_line_of_a_megabyte_is_a_long_message(
    yutang: Yutang, tmp_path: Path, write: Callable[..., Path]
) -> None:
    file = write(
        tmp_path / "a.txt", [("wmA", 0, "x" * (1 << 20)), ("wmB", 60, "short"), ("wmC", 120, "short")]
    )
    run = yutang("checkup", file, "--format", "json")
    assert (run.code, json.loads(run.out)["evidence"]["messages"]) == (0, 3)


def test_stamps_of_1970_and_of_the_future_are_rejected_and_the_rest_goes_on(
    yutang: Yutang, tmp_path: Path
) -> None:
    said = [("wmA", 0, "a"), ("wmB", 5 - BEGIN, "1970"), ("wmB", 40 * 365 * DAY, "2064"), ("wmC", 60, "b")]
    run = yutang("checkup", wecom(tmp_path / "a.jsonl", said), "--format", "json", cwd=tmp_path)
    assert json.loads(run.out)["as_of"] == "2024-06-01"
    assert "2 rows could not be read; they are listed in yutang-rejects.csv" in run.lines
    with (tmp_path / "yutang-rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["file"], row["line"], row["reason"]) for row in csv.DictReader(file)]
    assert rows == [("a.jsonl", "2", "time_ancient"), ("a.jsonl", "3", "time_future")]


def test_negative_ids_are_ids(yutang: Yutang, tmp_path: Path) -> None:
    file = telegram(tmp_path / "a.json", "G", talk(30), number=-100_123_456_789_012, start=-20)
    run = yutang("checkup", file, "--format", "json")
    (group,) = json.loads(run.out)["groups"]
    assert (group["id"], group["messages_28d"]) == ("telegram:-100123456789012", 30)


NAMES = [
    "🍎👩‍👩‍👧",
    "\u202eevil\u202c",
    "محمد علي",
    "שלום",
    "e\u0301\u0327\u0489",
    "\u200b\u200d",
    "ＡＢＣ（群）",
]


def test_emoji_and_right_to_left_names_come_out_as_they_went_in(yutang: Yutang, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        telegram(
            tmp_path / f"{number}.json",
            name,
            [(f"{who}{name}", at, text) for who, at, text in talk(30)],
            number=9 + number,
        )
    found = json.loads(yutang("checkup", tmp_path, "--format", "json").out)
    assert {g["name"] for g in found["groups"]} == set(NAMES)
    table = yutang("checkup", tmp_path, "--all")
    assert table.code == 0
    assert "\u202e" not in table.out  # would turn the rest of the line around


EVIL = '=HYPERLINK("http://evil"),\'x'
HTML = "<img src=x onerror=alert(1)>"


def test_no_export_holds_a_formula(yutang: Yutang, tmp_path: Path) -> None:
    said: list[Said] = [
        (f"{sign}cmd|' /C calc'!A{n}", n * HOUR, "=1+1") for n, sign in enumerate("=+-@|＝\t\r")
    ]
    data = tmp_path / "data"
    data.mkdir()
    telegram(data / "a.json", EVIL, said * 9, number=1)
    wecom(data / "=bad.jsonl", [("wmA", 0, "a"), ("wmB", 40 * 365 * DAY, "=1+1")])
    assert yutang("checkup", data, "--format", "xlsx", "--out", tmp_path / "o.xlsx", cwd=tmp_path).code == 0
    run = yutang("checkup", data, "--format", "csv", cwd=tmp_path)
    for text in (run.out, (tmp_path / "yutang-rejects.csv").read_text("utf-8-sig")):
        cells = [cell for row in csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")) for cell in row]
        assert [c for c in cells if c.startswith(("=", "+", "@", "|", "＝", "\t", "\r"))] == []
        assert [c for c in cells if c.startswith("-") and not c[1:].replace(".", "").isdigit()] == []
    with zipfile.ZipFile(tmp_path / "o.xlsx") as book:
        sheets = "".join(book.read(n).decode() for n in book.namelist() if "sheet" in n)
    assert "<f>" not in sheets
    assert "<hyperlink" not in sheets


def test_html_in_names_is_shown_and_never_run(yutang: Yutang, tmp_path: Path) -> None:
    file = telegram(
        tmp_path / "a.json", HTML, [(f"<script>alert({n})</script>", n * HOUR, "hi") for n in range(30)]
    )
    run = yutang("checkup", file, "--report", tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    assert run.code == 0
    assert HTML not in page
    assert "<script>alert" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_group_with_one_message_is_unknown(yutang: Yutang, tmp_path: Path) -> None:
    run = yutang("checkup", wecom(tmp_path / "a.jsonl", [("wmA", 0, "喂")]), "--format", "json")
    (group,) = json.loads(run.out)["groups"]
    assert (group["state"], group["advice"], group["confidence"]) == ("unknown", "unknown", "low")


@pytest.mark.parametrize("names", [("旧名", "新名"), ("新名", "旧名")])
def test_one_group_under_two_names_is_one_with_the_latest(
    yutang: Yutang, tmp_path: Path, names: tuple[str, str]
) -> None:
    telegram(tmp_path / "1.json", names[0], talk(60), number=5)
    telegram(tmp_path / "2.json", names[1], talk(90), number=5)  # the same beginning, exported later
    found = json.loads(yutang("checkup", tmp_path, "--format", "json").out)
    assert [(g["id"], g["name"], g["messages_28d"]) for g in found["groups"]] == [
        ("telegram:5", names[1], 90)
    ]


def test_two_groups_under_one_name_are_two(yutang: Yutang, tmp_path: Path) -> None:
    telegram(tmp_path / "1.json", "同名", talk(60), number=6)
    telegram(tmp_path / "2.json", "同名", talk(90), number=7)
    found = json.loads(yutang("checkup", tmp_path, "--format", "json").out)
    assert sorted((g["id"], g["name"], g["messages_28d"]) for g in found["groups"]) == [
        ("telegram:6", "同名", 60), ("telegram:7", "同名", 90)
    ]  # fmt: skip


@pytest.mark.timeout(240)
def test_a_hundred_thousand_groups(yutang: Yutang, tmp_path: Path) -> None:
    """Daily counts of 100,000 groups, a third of them silent: it ends, and says of each what it is."""
    days = ("2024-05-20", "2024-05-28", "2024-06-01")
    with (tmp_path / "counts.csv").open("w", encoding="utf-8") as out:
        out.write("群ID,群名,日期,消息数,发言人数\n")
        for n in range(100_000):
            out.write(f"g{n},第{n}群,{days[n % 3]},{n % 40},{n % 7}\n")
    run = yutang("checkup", tmp_path / "counts.csv", "--format", "json", limit=200)
    assert run.code == 0, run.err
    found = json.loads(run.out)
    assert len(found["groups"]) == found["totals"]["groups"] == 100_000
    print(f"100,000 groups: {run.seconds:.1f} s")
