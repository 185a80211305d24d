# pyright: reportMissingTypeStubs=false
"""A summary as a workbook: figures, groups that moved, groups advised otherwise, new blasts. All rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import xlsxwriter

from yutang.checkup.model import Reason
from yutang.digests import text
from yutang.digests.model import Digest
from yutang.insight.wording import Words
from yutang.kit.cells import harmless
from yutang.locales import Lang

Cell = str | int | float | dt.date | None
MOVED = ("group", "move", "owner", "line", "members", "state_before", "state_after", "why", "id")
ADVISED = ("group", "advice_before", "advice_after", "hours", "owner", "line", "why", "id")
WIDE = {"group": 32, "why": 60, "sample": 60, "id": 24, "figure": 34, "owner": 16, "line": 14}


def write_xlsx(digest: Digest, lang: Lang, out: BinaryIO) -> None:
    """Text is always written as text and made harmless (kit.cells); constant memory."""
    words = Words(lang)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book: Any = xlsxwriter.Workbook(out, options)
    head = book.add_format(
        {"bold": True, "bg_color": "#E4F2EF", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    looks: dict[str, Any] = {"head": head, "day": book.add_format({"num_format": "yyyy-mm-dd"})}

    def sheet(section: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        _sheet(book.add_worksheet(words(f"digest.section.{section}")), words, looks, columns, rows)

    sheet("figures", ("figure", "before", "after"), _figures(digest, words))
    sheet("moved", MOVED, _moved(digest, words))
    sheet("advised", ADVISED, _advised(digest, words))
    blasts = [(one.sample, one.groups, one.messages, one.first_day) for one in digest.blasts]
    sheet("blasts", ("sample", "groups", "messages", "first_day"), blasts)
    book.close()


def _figures(digest: Digest, words: Words) -> Iterable[Sequence[Cell]]:
    yield (words(f"digest.title.{digest.period}"), digest.since, digest.as_of)
    yield (text.sentence(digest, words),)
    for one in digest.figures:
        yield (words(f"digest.figure.{one.code}"), one.before, one.after)
    yield (f"{words('digest.section.tasks')} · {text.tasks(digest, words)}",)


def _moved(digest: Digest, words: Words) -> Iterable[Sequence[Cell]]:
    for one in digest.moved:
        yield (
            text.name(one.name, words), words(f"digest.move.{one.move}"), one.owner, one.line, one.members,
            words(f"state.{one.before}") if one.before else None, words(f"state.{one.after}") if one.after else None,
            _why(one.reason, words), one.id,
        )  # fmt: skip


def _advised(digest: Digest, words: Words) -> Iterable[Sequence[Cell]]:
    for one in digest.advised:
        yield (
            text.name(one.name, words), words(f"advice.{one.before}"), words(f"advice.{one.after}"),
            round(one.hours_freed_per_week, 1), one.owner, one.line, _why(one.reason, words), one.id,
        )  # fmt: skip


def _why(reason: Reason | None, words: Words) -> str:
    return words.reason(reason) if reason else ""


def _sheet(
    sheet: Any, words: Words, looks: dict[str, Any], columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    for at, code in enumerate(columns):
        sheet.set_column(at, at, WIDE.get(code, 12))
    sheet.freeze_panes(1, 1)
    for at, code in enumerate(columns):
        sheet.write_string(0, at, words(f"digest.column.{code}"), looks["head"])
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            _write(sheet, number, at, cell, looks)


def _write(sheet: Any, row: int, at: int, cell: Cell, looks: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, at, harmless(cell))
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, at, cell, looks["day"])
    else:
        sheet.write_number(row, at, cell)
