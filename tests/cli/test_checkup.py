"""`yutang checkup`: every option, every form of output, every exit code."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from python_calamine import CalamineWorkbook

from cli.process import Run
from cli.world import DAY, HOUR, talk, telegram, wecom, whatsapp

Yutang = Callable[..., Run]


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    """Twelve days of one group with five people."""
    return telegram(tmp_path / "chat.json", "团购群", talk(300), number=5)


def groups(run: Run) -> list[dict[str, object]]:
    assert run.code == 0, run.err
    return json.loads(run.out)["groups"]


def test_the_json_meets_its_schema(yutang: Yutang, chat: Path) -> None:
    schema = json.loads(yutang("checkup", "--schema").out)
    found = json.loads(yutang("checkup", chat, "--format", "json").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(found, schema)
    wanted = {"id", "name", "state", "p_active_28d", "advice", "reasons", "evidence", "confidence", "last_active_day",
              "active_days_7d", "speakers_28d", "messages_28d", "gini", "key_people", "inflow_28d", "evaporation_28d",
              "retained", "hours_freed_per_week", "merge_with"}  # fmt: skip
    assert wanted <= set(found["groups"][0])
    assert {"as_of", "evidence", "totals", "groups", "operators"} <= set(found)


def test_as_of_an_earlier_day_knows_nothing_later(yutang: Yutang, chat: Path) -> None:
    (group,) = groups(yutang("checkup", chat, "--as-of", "2024-06-05", "--format", "json"))
    assert (group["messages_28d"], group["last_active_day"]) == (
        112,
        "2024-06-05",
    )  # 4 days and 16 hours, hourly


def test_as_of_a_day_before_everything_is_refused(yutang: Yutang, chat: Path) -> None:
    run = yutang("checkup", chat, "--as-of", "2020-01-01")
    assert run.code == 2
    assert run.lines[-1] == "--as-of 2020-01-01 lies before the first day of the data (2024-06-01)."


@pytest.mark.parametrize("day", ["2024-13-01", "yesterday", "1.6.2024"])
def test_as_of_no_day_is_refused(yutang: Yutang, chat: Path, day: str) -> None:
    run = yutang("checkup", chat, "--as-of", day)
    assert (run.code, f"'{day}' does not match the format '%Y-%m-%d'" in run.err) == (2, True)


def test_the_zone_moves_stamps_without_one_and_the_days(yutang: Yutang, tmp_path: Path) -> None:
    file = whatsapp(tmp_path / "a.txt", [(f"P{n % 3}", 23 * HOUR + n * 60, "x") for n in range(9)])
    days = {}
    for zone in ("Asia/Shanghai", "America/Lima"):
        run = yutang("checkup", file, "--tz", zone, "--format", "json")
        days[zone] = json.loads(run.out)["as_of"]
        assert f"  Times without a zone are taken as {zone} (--tz says otherwise)" in run.lines
    assert days == dict.fromkeys(days, "2024-06-01")  # a wall clock's day is its own
    stamped = wecom(tmp_path / "b.jsonl", [(f"wm{n % 3}", n * 60, "x") for n in range(9)])
    assert (
        json.loads(yutang("checkup", stamped, "--tz", "America/Lima", "--format", "json").out)["as_of"]
        == "2024-05-31"
    )


def test_no_zone_is_refused(yutang: Yutang, chat: Path) -> None:
    run = yutang("checkup", chat, "--tz", "Mars/Olympus")
    assert (run.code, run.line) == (
        2,
        "Mars/Olympus is no time zone: use a name such as Asia/Shanghai or Europe/Berlin.",
    )


def test_staff_and_house_accounts_are_not_measured(yutang: Yutang, chat: Path, tmp_path: Path) -> None:
    staff, house = tmp_path / "staff.csv", tmp_path / "house.txt"
    staff.write_bytes("姓名,部门\nP0,运营\nP1,运营\n".encode("gb18030"))
    house.write_text("# 自有号\nP2\nnobody\n", "utf-8")
    (before,) = groups(yutang("checkup", chat, "--format", "json"))
    run = yutang("checkup", chat, "--staff", staff, "--house", house, "--format", "json")
    (after,) = groups(run)
    assert (before["speakers_28d"], after["speakers_28d"]) == (5, 2)
    assert "No account fits this entry of your list: house.txt: nobody" in run.lines


@pytest.mark.parametrize("content", [None, b"\x89PNG\r\n\x1a\n" + bytes(99)])
def test_a_list_that_is_none_is_named_before_anything_is_read(
    yutang: Yutang, chat: Path, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "list"
    if content:
        file.write_bytes(content)
    run = yutang("checkup", chat, "--staff", file)
    assert (run.code, run.line.startswith(f"{file} can't be read as a list of accounts (")) == (2, True)


def test_private_chats_are_counted_and_listed_only_when_asked(
    yutang: Yutang, chat: Path, tmp_path: Path
) -> None:
    telegram(tmp_path / "p.json", "Ann", talk(30, people=2), number=9, type="personal_chat")
    run = yutang("checkup", tmp_path, "--format", "json")
    assert [g["name"] for g in groups(run)] == ["团购群"]
    assert "1 private chat left out (--private lists it)" in run.lines
    assert {g["name"] for g in groups(yutang("checkup", tmp_path, "--private", "--format", "json"))} == {
        "团购群",
        "Ann",
    }


def test_what_is_kept_is_checked_without_paths(yutang: Yutang, home: Path, chat: Path) -> None:
    assert yutang("checkup").line == "Give files or folders to read, or --keep to check what is kept."
    first = yutang("checkup", chat, "--keep", "--format", "json")
    again = yutang("checkup", "--keep", "--format", "json")
    assert groups(first) == groups(again)
    assert (home / "state.sqlite").exists()
    assert list((home / "sealed").iterdir())


def test_nothing_is_kept_unless_asked(yutang: Yutang, home: Path, chat: Path) -> None:
    assert yutang("checkup", chat).code == 0
    assert not home.exists()


def test_nothing_kept_is_said(yutang: Yutang) -> None:
    run = yutang("checkup", "--keep")
    assert (run.code, run.line) == (1, "There is nothing to judge yet: no group was found in the data.")


def test_csv_and_workbook_hold_the_same_groups(yutang: Yutang, chat: Path, tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(yutang("checkup", chat, "--format", "csv").out.lstrip("\ufeff"))))
    assert yutang("checkup", chat, "--format", "xlsx", "--out", tmp_path / "o.xlsx").code == 0
    sheet = CalamineWorkbook.from_path(tmp_path / "o.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Group"
    assert rows[1][0] == "团购群"
    assert any("团购群" in map(str, row) for row in sheet)
    run = yutang("checkup", chat, "--format", "xlsx")
    assert (run.code, run.line) == (2, "--format xlsx needs --out FILE.xlsx")


@pytest.mark.parametrize("form", ["table", "csv"])
def test_out_holds_what_would_have_been_printed(
    yutang: Yutang, chat: Path, tmp_path: Path, form: str
) -> None:
    printed = yutang("checkup", chat, "--format", form, env={"COLUMNS": "100"})
    written = yutang("checkup", chat, "--format", form, "--out", tmp_path / "o")
    assert written.out == ""
    assert (tmp_path / "o").read_text("utf-8").split() == printed.out.split()


def test_places_that_cannot_be_written_are_named(yutang: Yutang, chat: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone" / "o"
    for how in (["--out", gone], ["--report", gone], ["--format", "json", "--out", gone]):
        run = yutang("checkup", chat, *how)
        assert (run.code, run.lines[-1]) == (2, f"{gone} can't be written: No such file or directory")


def test_the_report_is_written_and_its_path_said(yutang: Yutang, chat: Path, tmp_path: Path) -> None:
    run = yutang("checkup", chat, "--report", tmp_path / "r.html", "--lang", "zh")
    assert (run.code, run.lines[-1]) == (0, f"报告：{tmp_path / 'r.html'}")
    assert "团购群" in (tmp_path / "r.html").read_text("utf-8")


@pytest.mark.parametrize(("how", "word"), [(["--lang", "zh"], "天天有人聊"), (["--lang=en"], "Judged from")])
def test_it_speaks_the_language_asked_for(yutang: Yutang, chat: Path, how: list[str], word: str) -> None:
    assert word in yutang("checkup", chat, *how).out


@pytest.mark.parametrize(
    ("env", "argv", "said"),
    [({"YUTANG_LANG": "zh"}, [], "请给出要读取的文件或文件夹；要检查已保存的数据，请加 --keep。"),
     ({"YUTANG_LANG": "", "LANG": "zh_CN.UTF-8"}, [], "请给出要读取的文件或文件夹；要检查已保存的数据，请加 --keep。"),
     ({"YUTANG_LANG": "zh"}, ["--lang", "en"], "Give files or folders to read, or --keep to check what is kept."),
     ({"YUTANG_LANG": "en"}, ["--lang=zh"], "请给出要读取的文件或文件夹；要检查已保存的数据，请加 --keep。")],
)  # fmt: skip
def test_errors_speak_it_too(yutang: Yutang, env: dict[str, str], argv: list[str], said: str) -> None:
    assert yutang("checkup", *argv, env=env).line == said


def test_eighty_columns_are_enough(yutang: Yutang, tmp_path: Path) -> None:
    for n in range(6):
        telegram(
            tmp_path / f"{n}.json", "很长很长的一个群名字🍎" * 3 + str(n), talk(60 * n + 5), number=n + 1
        )
    lines = yutang("checkup", tmp_path, "--all").out.splitlines()
    wide = [
        line
        for line in lines
        if sum(2 if "\u2e80" <= c <= "\uffef" or c > "\U0001f000" else 1 for c in line) > 80
    ]
    assert wide == []


def test_no_colour_where_there_is_no_terminal_or_nobody_wants_it(yutang: Yutang, chat: Path) -> None:
    assert "\x1b[" not in yutang("checkup", chat).out
    forced = yutang("checkup", chat, env={"FORCE_COLOR": "1"})
    assert "\x1b[3" in forced.out or "\x1b[1" in forced.out
    plain = yutang("checkup", chat, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out
    assert "\x1b[31m" not in plain
    assert "\x1b[32m" not in plain


def test_days_of_silence_count_to_the_day_judged(yutang: Yutang, chat: Path) -> None:
    (group,) = groups(yutang("checkup", chat, "--as-of", "2024-09-01", "--format", "json"))
    assert (group["last_active_day"], group["messages_28d"], group["active_days_7d"]) == ("2024-06-13", 0, 0)
    assert 300 * HOUR // DAY == 12
