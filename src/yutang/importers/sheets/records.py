"""Delimited text read by the record, for what the fast reader can't cut: stray quotes, rows of odd width."""

import csv
from collections.abc import Iterable, Iterator

import msgspec

_LINES = 100  # a quoted cell longer than this is no cell but a quote that nobody closed
_CHARS = 256 * 1024
csv.field_size_limit(2 * 1024 * 1024)


class Record(msgspec.Struct, frozen=True):
    """One row: its cells, or none of them where it has no reading."""

    text: str
    cells: tuple[str | None, ...] | None
    line: int = 0  # of the given ones, where it begins


def records(lines: Iterable[str], delimiter: str, width: int) -> Iterator[Record]:
    """Cut lines into rows of `width` cells; a quote that isn't closed costs its own line, not the rest.

    Short rows are filled up, empty cells too many are cut off. Blank lines are passed over.
    """
    held: list[str] = []
    first = 0
    for number, line in enumerate(lines):
        if not held:
            first = number
        held.append(line)
        whole = "\n".join(held)
        if whole.count('"') % 2 and len(held) < _LINES and len(whole) < _CHARS:
            continue
        held.clear()
        yield from _cut(whole, first, delimiter, width)
    if held:
        yield from _cut("\n".join(held), first, delimiter, width)


def _cut(text: str, first: int, delimiter: str, width: int) -> Iterator[Record]:
    if not text.strip():
        return
    if (cells := _cells(text, delimiter, width)) is not None:
        yield Record(text, cells, first)
        return
    for number, line in enumerate(text.split("\n"), first):
        if line.strip():
            yield Record(line, _cells(line, delimiter, width) or _literal(line, delimiter, width), number)


def _cells(text: str, delimiter: str, width: int) -> tuple[str | None, ...] | None:
    try:
        # Given whole: splitlines() would also cut at U+2028 and its like, which people type.
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return _fitted(rows[0], width) if len(rows) == 1 else None


def _literal(line: str, delimiter: str, width: int) -> tuple[str | None, ...] | None:
    """The cells of a line whose quotes mean nothing."""
    return _fitted(line.split(delimiter), width)


def _fitted(cells: list[str], width: int) -> tuple[str | None, ...] | None:
    if any(cells[width:]):
        return None
    # A row of one cell in a wide table is a stray line, not a row with the rest left out.
    if len(cells) == 1 < width - 1:
        return None
    return tuple(cell or None for cell in (cells + [""] * width)[:width])
