# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Workbooks: every sheet as text cells, merged cells filled, hostile archives refused."""

import datetime as dt
import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator

import msgspec
import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from yutang.importers.contract import File, Unreadable
from yutang.importers.sheets.blocks import Block, text_table
from yutang.importers.sheets.guess import Sample
from yutang.importers.sheets.heads import header_row

BOOK_BYTES = 400 * 1024 * 1024  # of the file: a sheet is held in memory by its reader
BOOK_UNPACKED = 4 * 1024**3
_ROWS = 50_000
_HEAD = 200


class Sheet(msgspec.Struct, frozen=True):
    """One sheet with a header: its head for the guess, and where its rows begin."""

    sample: Sample
    sheet: CalamineSheet
    header: int  # rows of the sheet above the first row of data


def sheets(file: File) -> list[Sheet]:
    """The sheets that hold anything. Raises Unreadable: "workbook_damaged", "workbook_locked", "zip_bomb"."""
    book = _opened(file)
    found: list[Sheet] = []
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        head = list(itertools.islice(_filled(sheet), _HEAD))
        at = header_row(head)
        if at is None:
            continue
        columns = tuple(cell or "" for cell in head[at])
        sample = Sample(f"{file.name}!{name}", columns, tuple(tuple(row) for row in head[at + 1 :]))
        found.append(Sheet(sample, sheet, at + 1))
    return found


def rows(sheet: Sheet, size: int) -> Iterator[Block]:
    """The rows under a sheet's header; numbers are those the spreadsheet shows."""
    width = len(sheet.sample.columns)
    total = max(1, sheet.sheet.total_height)
    start = (sheet.sheet.start or (0, 0))[0]
    rest = enumerate(itertools.islice(_filled(sheet.sheet), sheet.header, None), start + sheet.header + 1)
    while part := list(itertools.islice(rest, _ROWS)):
        numbers = np.array([number for number, _ in part], np.int64)
        table = text_table([(row + [None] * width)[:width] for _, row in part], width)
        yield Block(table, numbers, min(size, size * int(numbers[-1]) // total))


def text_of(cell: object) -> str | None:
    """A cell as text: whole numbers without ".0", stamps as ISO, nothing as None."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "microseconds" if cell.microsecond else "seconds")
    return str(cell)


def _opened(file: File) -> CalamineWorkbook:
    if file.size > BOOK_BYTES:
        raise Unreadable("workbook_large", limit=BOOK_BYTES)
    with file.open() as source:
        data = source.read()
    if data.startswith(b"\xd0\xcf\x11\xe0") and b"E\0n\0c\0r\0y\0p\0t\0" in data:
        raise Unreadable("workbook_locked")
    if data.startswith(b"PK"):
        _weigh(data)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("workbook_damaged", why=str(error)[:200]) from error


def _weigh(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise Unreadable("workbook_damaged", why=str(error)[:200]) from error
    # Sheets are repetitive XML: honest ones reach 1 : 60.
    if unpacked > BOOK_UNPACKED or unpacked > max(200 * len(data), 64 * 1024 * 1024):
        raise Unreadable("zip_bomb", why="size")


def _filled(sheet: CalamineSheet) -> Iterator[list[str | None]]:
    """The rows as text, each cell of a merged block with the value of its first."""
    inner = _merged(sheet.merged_cell_ranges or ())
    start_row, start_column = sheet.start or (0, 0)
    held: dict[tuple[int, int], str | None] = {}
    for number, cells in enumerate(sheet.iter_rows(), start_row):
        row = [text_of(cell) for cell in cells]
        for column, anchor in inner.get(number, ()):
            if 0 <= (at := column - start_column) < len(row):
                held.setdefault(anchor, row[at]) if anchor == (number, column) else None
                row[at] = held.get(anchor, row[at])
        yield row


_Range = tuple[tuple[int, int], tuple[int, int]]


def _merged(ranges: Iterable[_Range]) -> dict[int, list[tuple[int, tuple[int, int]]]]:
    """Row → (column, first cell of its block). A block wider than a row of data is a title: left alone."""
    found: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    for (top, left), (bottom, right) in ranges:
        if top == bottom or right - left > 3:
            continue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                found.setdefault(row, []).append((column, (top, left)))
    return found
