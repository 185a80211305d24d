# pyright: reportMissingTypeStubs=false
"""The check-up as CSV and XLSX. Text that a spreadsheet would take for a formula is made harmless (kit.cells)."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, TextIO

import xlsxwriter

from yutang.checkup.model import Checkup
from yutang.insight.columns import (
    BLAST_COLUMNS,
    COUNT,
    DAY,
    GROUP_COLUMNS,
    MONEY,
    NUMBER,
    OPERATOR_COLUMNS,
    SHARE,
    TEXT,
    Cell,
    defined,
)
from yutang.insight.wording import Words
from yutang.kit.cells import harmless
from yutang.locales import Lang

FORMATS = {COUNT: "#,##0", NUMBER: "#,##0.0", SHARE: "0%", MONEY: "¥#,##0.00", DAY: "yyyy-mm-dd"}
Head = tuple[str, str, int]  # code, kind, width


def write_csv(checkup: Checkup, lang: Lang, out: BinaryIO) -> None:
    """The groups as CSV: UTF-8 with BOM (Excel needs it for Chinese), CRLF. `out` stays open."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    _csv(checkup, Words(lang), text)
    text.detach()


def _csv(checkup: Checkup, words: Words, text: TextIO) -> None:
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(words(f"column.{column.code}") for column in GROUP_COLUMNS)
    rows.writerows([_csv_cell(cell) for cell in row] for row in _groups(checkup, words))


def _csv_cell(cell: Cell) -> str | int | float:
    if isinstance(cell, float):
        return round(cell, 4)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return "" if cell is None else harmless(cell) if isinstance(cell, str) else cell


def write_xlsx(checkup: Checkup, lang: Lang, out: BinaryIO) -> None:
    """A workbook of groups, operators, blasts and definitions, written row by row in constant memory."""
    words = Words(lang)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = xlsxwriter.Workbook(out, options)
    looks: dict[str, Any] = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
    looks["head"] = book.add_format(
        {"bold": True, "bg_color": "#E4F2EF", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    looks[TEXT] = book.add_format({"valign": "top"})
    looks["prose"] = book.add_format({"valign": "top", "text_wrap": True})
    groups = [(column.code, column.kind, column.width) for column in GROUP_COLUMNS]
    _sheet(book.add_worksheet(words("sheet.groups")), words, looks, groups, _groups(checkup, words))
    _sheet(book.add_worksheet(words("sheet.operators")), words, looks, OPERATOR_COLUMNS, _operators(checkup))
    _sheet(book.add_worksheet(words("sheet.blasts")), words, looks, BLAST_COLUMNS, _blasts(checkup, words))
    _definitions(book.add_worksheet(words("sheet.definitions")), words, looks, checkup)
    book.close()


def _sheet(
    sheet: Any, words: Words, looks: dict[str, Any], heads: Sequence[Head], rows: Iterable[Sequence[Cell]]
) -> None:
    for at, (_, _, width) in enumerate(heads):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(1, 1)
    for at, (code, _, _) in enumerate(heads):
        sheet.write_string(0, at, words(f"column.{code}"), looks["head"])
    last = 0
    for last, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            _write(sheet, last, at, cell, looks[heads[at][1]])
    sheet.autofilter(0, 0, last, len(heads) - 1)


def _write(sheet: Any, row: int, at: int, cell: Cell, look: Any) -> None:
    """Text is always written as text, never guessed at: write() would make formulas and links of it."""
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, at, harmless(cell), look)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, at, cell, look)
    else:
        sheet.write_number(row, at, cell, look)


def _definitions(sheet: Any, words: Words, looks: dict[str, Any], checkup: Checkup) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.freeze_panes(1, 0)
    lines = [(words("report.term"), words("report.meaning"))]
    lines += [(words(f"column.{code}"), words(f"define.{code}")) for code in defined()]
    lines += [(words.named("assumption", name), f"{value:g}") for name, value in checkup.assumptions.items()]
    lines += [(words("report.as_of"), f"{checkup.as_of.isoformat()} {checkup.zone}")]
    for row, pair in enumerate(lines):
        for at, text in enumerate(pair):
            sheet.write_string(row, at, harmless(text), looks["head" if row == 0 else "prose"])


def _groups(checkup: Checkup, words: Words) -> Iterator[list[Cell]]:
    for group in checkup.groups:
        yield [column.get(group, words) for column in GROUP_COLUMNS]


def _operators(checkup: Checkup) -> Iterator[list[Cell]]:
    for one in checkup.operators:
        yield [
            one.name,
            one.groups,
            one.owned,
            one.alive,
            one.unread_per_day,
            one.hours_per_week,
            one.hours_freed_per_week,
            one.id,
        ]


def _blasts(checkup: Checkup, words: Words) -> Iterator[list[Cell]]:
    for blast in checkup.blasts:
        yield [blast.sample, words.blast(blast), blast.groups, blast.messages, blast.first_day]
