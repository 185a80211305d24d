"""CSV records of chat exports, whose quoted cells run over lines and whose quotes are sometimes never closed."""

import csv
import re
from collections.abc import Iterator

import msgspec

from yutang.importers.contract import File
from yutang.importers.text import open_lines

_LINES = 5_000  # of one record: beyond it a quote was left open
_SIZE = 1 << 20  # characters of one cell


class Record(msgspec.Struct, frozen=True):
    number: int  # line where it begins
    done: int
    cells: list[str] | None  # None: it can't be read as CSV
    row: str


def records(file: File, start: re.Pattern[str], delimiter: str = ",") -> Iterator[Record]:
    """The records after the header, which is the first line that isn't blank.

    `start` matches how one begins: it ends a record whose quote was left open.
    """
    held: list[str] = []
    first = quotes = done = 0
    headed = False
    for line in open_lines(file):
        if not headed:
            headed = bool(line.text.strip())
            continue
        if held and quotes % 2 and (start.match(line.text) or len(held) > _LINES):
            yield Record(first, done, None, "\n".join(held)[:2000])
            held, quotes = [], 0
        if not held:
            if not line.text.strip():
                continue
            first = line.number
        held.append(line.text)
        quotes += line.text.count('"')
        done = line.offset
        if quotes % 2 == 0:
            yield _record(first, done, "\n".join(held), delimiter)
            held, quotes = [], 0
    if held:
        yield Record(first, done, None, "\n".join(held)[:2000])


def _record(first: int, done: int, row: str, delimiter: str) -> Record:
    if '"' not in row:
        return Record(first, done, row.split(delimiter), row)
    csv.field_size_limit(_SIZE)
    try:
        # Given whole: splitlines() would also cut at U+2028 and its like, which people type.
        cells = next(csv.reader([row], delimiter=delimiter))
    except (csv.Error, StopIteration):
        return Record(first, done, None, row[:2000])
    return Record(first, done, cells, row)
