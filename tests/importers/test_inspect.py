"""Looking into files before they are imported: kinds, columns, first rows, and whether a zone is needed."""

import re
from pathlib import Path

import msgspec
import pytest

from cli.world import talk, telegram, whatsapp
from yutang import importers
from yutang.contacts import Contacts
from yutang.importers import inspect as module
from yutang.importers.contract import Reading
from yutang.importers.inspect import Inspection, inspect
from yutang.importers.sheets.guess import signature
from yutang.kit.clock import zone
from yutang.kit.db import Database
from yutang.kit.migrate import migrate
from yutang.kit.secrets import Secrets
from yutang.ledger.catalogue import Kind
from yutang.locales import Lang, t

NOW = 1_790_000_000_000_000
HOW = Reading(zone=zone("Asia/Shanghai"), now=NOW)


def look(*paths: Path, known: dict[str, dict[str, str]] | None = None, how: Reading = HOW) -> Inspection:
    return inspect(list(paths), how, known=known or {}, zip_limit=1 << 30)


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_files_are_named_by_kind_or_by_why_not(tmp_path: Path) -> None:
    telegram(tmp_path / "a.json", "G", talk(5))
    table(tmp_path / "b.txt", "a letter", "of two lines")
    (tmp_path / "c.csv").write_bytes(b"")
    found = look(tmp_path).files
    assert [(f.name.rpartition("/")[2], f.kind, f.code) for f in found] == [
        ("a.json", "telegram_json", None), ("b.txt", None, "unknown_kind"), ("c.csv", None, "empty")
    ]  # fmt: skip


def test_columns_come_with_fields_samples_and_rows_as_they_will_be_read(tmp_path: Path) -> None:
    file = table(
        tmp_path / "露营群.csv",
        "群名,时间,发送人,内容",
        "露营,2024-06-01 10:00,张三,你好",
        "露营,2024-06-01 11:00,李四,在",
    )
    (found,) = look(file).files[0].tables
    assert {c.heading: c.field for c in found.columns} == {
        "群名": "group_name", "时间": "sent", "发送人": "person_name", "内容": "text"
    }  # fmt: skip
    assert [c.samples for c in found.columns][2] == ["张三", "李四"]
    assert (found.shape, found.sheet, all(c.guessed for c in found.columns)) == ("messages", None, True)
    said = [(s.kind, s.group, s.who, s.what) for s in found.preview if s.kind == "message_sent"]
    assert said == [("message_sent", "露营", "张三", "你好"), ("message_sent", "露营", "李四", "在")]


def test_a_word_of_the_user_wins_and_is_marked(tmp_path: Path) -> None:
    file = table(tmp_path / "t.csv", "甲,乙,丙", "2024-06-01 10:00,P1,hello", "2024-06-01 11:00,P2,hi")
    unknown = look(file).files[0]
    assert (unknown.code, unknown.params, unknown.tables[0].shape) == (
        "table_unknown",
        {"columns": "甲, 乙, 丙"},
        None,
    )
    mapping = {"@table": "messages", "甲": "sent", "乙": "person_name", "丙": "text"}
    told = look(file, known={unknown.tables[0].signature: mapping}).files[0]
    assert (told.code, [c.guessed for c in told.tables[0].columns]) == (None, [False] * 3)
    assert told.tables[0].preview[0].what == "hello"


def test_the_zone_is_asked_for_only_where_a_time_needs_it(tmp_path: Path) -> None:
    unix = table(tmp_path / "u.csv", "time,sender,text", "1717200000,P1,hello", "1717200060,P2,hi")
    local = table(tmp_path / "l.csv", "time,sender,text", "2024-06-01 10:00,P1,hello")
    chat = whatsapp(tmp_path / "w.txt", talk(9))
    needed = [
        look(file).zone_needed for file in (unix, local, chat, telegram(tmp_path / "t.json", "G", talk(5)))
    ]
    assert needed == [False, True, True, False]


def test_every_sheet_of_a_workbook_is_shown_with_rows(tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        for name, people in (("露营", ("张三", "李四")), ("亲子", ("王五", "赵六"))):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["时间", "发送人", "内容"])
            for n, who in enumerate(people, 1):
                sheet.write_row(n, 0, [f"2024-06-0{n} 10:00:00", who, "你好"])
    tables = look(tmp_path / "b.xlsx").files[0].tables
    who = [[s.who for s in t.preview if s.kind == "message_sent"] for t in tables]
    assert ([t.sheet for t in tables], who) == (["露营", "亲子"], [["张三", "李四"], ["王五", "赵六"]])


def test_slashed_dates_are_previewed_in_the_order_told(tmp_path: Path) -> None:
    file = table(
        tmp_path / "t.csv", "time,sender,text", "03/04/2024 10:00,P1,hello", "04/04/2024 10:00,P2,hi"
    )
    first = [
        look(file, how=Reading(zone=zone("UTC"), now=NOW, day_first=order)).files[0].tables[0] for order in (True, False)
    ]  # fmt: skip
    assert [t.preview[0].happened_at for t in first] == [1_712_138_400_000, 1_709_546_400_000]
    assert first[0].questions[0].startswith("day_first:")


def test_of_many_files_only_some_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(4):
        table(tmp_path / f"{n}.csv", "time,sender,text", "2024-06-01 10:00,P1,hello")
    monkeypatch.setattr(module, "FILES", 3)
    monkeypatch.setattr(module, "TABLES", 2)
    found = look(tmp_path)
    assert (len(found.files), found.more, found.zone_needed) == (3, 1, True)
    assert [bool(f.tables[0].preview) for f in found.files] == [True, True, False]


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + b"x" * 100)
    file = look(tmp_path / "a.parquet").files[0]
    assert (file.kind, file.code, file.tables) == ("table", "parquet_damaged", [])


def test_people_are_shown_without_what_is_sealed(tmp_path: Path) -> None:
    state = Database(f"sqlite:///{tmp_path / 'state.sqlite'}")
    migrate(state)
    try:
        how = msgspec.structs.replace(HOW, contacts=Contacts.open(state, Secrets(tmp_path, {})))
        file = table(
            tmp_path / "客户.csv",
            "客户名称,external_userid,手机号,跟进人,标签,等级",
            "张三,wmA1,13800138000,zhangsan,VIP,金",
            ",,13900139000,,,",
        )
        (found,) = look(file, how=how).files[0].tables
    finally:
        state.close()
    said = [(s.kind, s.who, s.what) for s in found.preview]
    assert ("identity_linked", "wmA1", "phone") in said
    assert ("identity_seen", "phone", None) in said
    assert ("relation_begun", "wmA1", "zhangsan") in said
    assert ("tag_added", "wmA1", "标签/VIP") in said
    assert found.shape == "people"


def test_a_column_may_be_called_an_attribute(tmp_path: Path) -> None:
    file = table(tmp_path / "客户.csv", "会员号,标签,等级", "M1,VIP,金", "M2,VIP,银")
    known = {signature(["会员号", "标签", "等级"]): {"等级": "attribute:tier:choice"}}
    (found,) = look(file, known=known).files[0].tables
    column = next(c for c in found.columns if c.heading == "等级")
    assert (column.field, column.guessed) == ("attribute:tier:choice", False)
    assert ("attribute_set", "M1", "tier") in [(s.kind, s.who, s.what) for s in found.preview]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_kind_that_files_tell_has_words_in_the_preview(lang: Lang) -> None:
    code = "".join(path.read_text("utf-8") for path in Path(importers.__file__).parent.rglob("*.py"))
    kinds = {name for name in re.findall(r"\bKind\.([A-Z_]+)", code) if name in Kind.__members__}
    assert len(kinds) > 15
    for name in sorted(kinds):
        assert t(lang, f"sighting.{name.lower()}") != f"sighting.{name.lower()}"
