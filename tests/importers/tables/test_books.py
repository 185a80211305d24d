# ruff: noqa: DTZ001 - wall clocks have no zone
"""Workbooks as operators keep them: titles, merged cells, several sheets, dates as numbers."""

import io
import zipfile
from datetime import datetime

import pytest

from yutang.importers.contract import Unreadable
from yutang.importers.kinds.table import READER
from yutang.importers.sheets.books import text_of
from yutang.ledger.catalogue import Kind

STAMP = "yyyy-mm-dd hh:mm:ss"


def test_every_sheet_with_a_header_is_read(read, book, clock):
    content = book(
        {
            "群列表": [["群ID", "群名称", "群主"], ["wrA1", "护肤群", "zhangsan"]],
            "空表": [],
            "说明": [["本表由系统导出"]],
            "成员": [
                ["群ID", "成员ID", "昵称", "入群时间"],
                ["wrA1", "wmB1", "甲", (datetime(2024, 5, 1, 10, 20), STAMP)],
                ["wrA1", "wmB2", "乙", "坏"],
            ],
        }
    )
    told = read("名单.xlsx", content)
    assert [r["text"] for r in told.rows(Kind.GROUP_SEEN)] == ["护肤群"]
    assert [r["happened"] for r in told.rows(Kind.GROUP_JOINED)] == [clock("2024-05-01 10:20")]
    assert told.rejects() == [(3, "time_bad")]
    assert [r.row for c in told.chunks for r in c.rejects] == ["[成员] wrA1,wmB2,乙,坏"]


def test_the_header_stands_in_the_third_row_under_a_merged_title(read, book):
    rows = [
        ["五月客户群日报"],
        [],
        ["日期", "群名称", "发言数", "发言人数"],
        ["2024-05-01", "甲", 1203, 4],
        ["x", "甲", 1, 1],
    ]
    told = read("日报.xlsx", book({"Sheet1": rows}, {"Sheet1": [("A1:D1", "五月客户群日报")]}))
    assert [r["amount"] for r in told.rows(Kind.GROUP_COUNTED)] == [1203]
    assert told.rejects() == [(5, "time_bad")]


def test_merged_groups_are_filled_down(read, book):
    rows = [["群名称", "成员ID", "入群时间"], *[["", f"wm{n}00", "2024-05-01"] for n in range(4)]]
    told = read("r.xlsx", book({"S": rows}, {"S": [("A2:A4", "护肤群"), ("A5:A5", "x")][:1]}))
    assert [r["group_ref"] for r in told.rows(Kind.GROUP_JOINED)] == ["name:护肤群"] * 3
    assert told.rejects() == [(5, "group_missing")]


def test_dates_may_be_bare_numbers_and_ids_whole_ones(read, book, clock):
    rows = [["群ID", "QQ号", "入群时间"], [123456789, 987654321, 45413.5], [123456789, 987654322, 45414]]
    told = read("r.xlsx", book({"S": rows}))
    joined = told.rows(Kind.GROUP_JOINED)
    assert [r["happened"] for r in joined] == [clock("2024-05-01 12:00"), clock("2024-05-02")]
    assert (joined[0]["group_ref"], joined[0]["actor_ref"]) == ("123456789", "987654321")


def test_a_roster_without_a_group_takes_the_name_of_its_sheet(read, book):
    content = book(
        {
            "护肤一群": [["昵称", "入群时间"], ["甲", "2024-05-01"]],
            "Sheet2": [["昵称", "入群时间"], ["乙", "2024-05-01"]],
        }
    )
    told = read("名单.xlsx", content)
    assert [r["group_ref"] for r in told.rows(Kind.GROUP_JOINED)] == ["name:护肤一群", "name:名单"]


def test_ids_that_excel_has_rounded_are_pointed_out(put, book):
    file = put("r.xlsx", book({"S": [["群ID", "成员ID", "入群时间"], ["1.23457E+17", "wm1", "2024-05-01"]]}))
    ((_, guess),) = READER.look(file)
    assert guess.questions == ("ids_rounded:群ID",)


def test_a_workbook_that_unpacks_without_end_is_refused(read):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    with pytest.raises(Unreadable) as error:
        read("bomb.xlsx", packed.getvalue())
    assert error.value.code == "zip_bomb"


def test_an_empty_workbook_is_named(read, book):
    with pytest.raises(Unreadable, match="table_empty"):
        read("e.xlsx", book({"S": []}))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.0, "3"),
        (3.5, "3.5"),
        ("", None),
        (None, None),
        (1e18, "1e+18"),
        (True, "True"),
        (datetime(2024, 5, 1, 1), "2024-05-01 01:00:00"),
    ],
)
def test_cells_as_text(cell, text):
    assert text_of(cell) == text
