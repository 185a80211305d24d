# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Rosters and activity tables: CSV, TSV, JSON lines, workbooks, Parquet, whatever their columns are called."""

import itertools
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import BinaryIO

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.parquet

from yutang.importers.contract import Chunk, File, Head, Reading, Unreadable
from yutang.importers.sheets import books
from yutang.importers.sheets.blocks import Block, Delimited, as_text, delimited, json_lines, parquet
from yutang.importers.sheets.facts import Facts, prepare
from yutang.importers.sheets.guess import Guess, Sample, guess, named, signature
from yutang.importers.sheets.heads import layout
from yutang.importers.sheets.streams import Utf8

_SUFFIXES = (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".parquet")
_PROSE = (".md", ".rst", ".html", ".htm", ".xml", ".py", ".js", ".log")
_HEAD_ROWS = 200
_TELLING = 1.5  # of `named`: what headings must say where the file's name says nothing
_SLASHED = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}")


class _Table(msgspec.Struct, frozen=True):
    """One table of a file, before it is known what it holds."""

    sample: Sample
    blocks: Callable[[], Iterator[Block]]
    streams: list[Utf8] = []  # those opened so far, the last one by the reading itself

    def notes(self) -> list[str]:
        """What reading had to mend, once it is through."""
        counts = {"mixed_encoding": 0, "lines_cut": 0}
        for stream in self.streams[-1:]:
            counts = {"mixed_encoding": stream.patched, "lines_cut": stream.cut}
        return [f"note.{code}:{count}" for code, count in counts.items() if count]


class TableReader:
    """Reads what `guess` knows; the user's `Reading.mapping` (column → field, "@table" → sort) wins."""

    kind = "table"

    def sniff(self, head: Head) -> float:
        """At most 0.85: a kind with a format of its own is surer."""
        suffix = PurePosixPath(head.name).suffix.lower()
        if head.encoding == "binary":
            book = (
                head.data.startswith(b"\xd0\xcf\x11\xe0")
                or b"[Content_Types].xml" in head.data
                or b"xl/" in head.data
            )
            mine = head.data.startswith(b"PAR1") or (
                suffix in _SUFFIXES and (book or head.data.startswith(b"PK"))
            )
            return 0.7 if mine else 0.0
        found = layout(head)
        if found is None:
            return 0.0
        if suffix not in _SUFFIXES and (found.even < 0.7 or suffix in _PROSE):
            return 0.0
        known = guess(found.sample)
        if known is not None and suffix not in _SUFFIXES and named(known) < _TELLING:
            return 0.0
        if known is not None:
            return 0.55 + 0.3 * known.confidence
        # A table of unknown columns is named as such, so that the user can say what they mean.
        return 0.51 if suffix in _SUFFIXES and found.delimiter else 0.0

    def look(self, file: File, told: dict[str, str] | None = None) -> list[tuple[Sample, Guess | None]]:
        """Each table of a file with what it is taken for: to show, to correct, to remember. Raises Unreadable."""
        with ExitStack() as open_files:
            sql = open_files.enter_context(_connection())
            return [(table.sample, guess(table.sample, told)) for table in _tables(file, sql, open_files)]

    def begin(self, file: File, how: Reading) -> Iterator[tuple[Sample, Guess | None, list[Chunk]]]:
        """Each table with its first rows as `how` reads them, without a look at the rest of the file.

        Raises Unreadable. An open order of day and month is taken from the head.
        """
        with ExitStack() as open_files:
            sql = open_files.enter_context(_connection())
            for table in _tables(file, sql, open_files):
                found = guess(table.sample, _told(table, how), how.attributes)
                first: list[Chunk] = []
                if found is not None:
                    slashed = any(s.slashed and s.day_first for s in found.stamps.values())
                    near = (
                        how if how.day_first is not None else msgspec.structs.replace(how, day_first=slashed)
                    )
                    chunks = Facts(sql, table.sample, found, near).chunks(table.blocks(), table.notes)
                    first = list(itertools.islice(chunks, 2))  # names of groups may have one of their own
                yield table.sample, found, first

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        """Raises Unreadable: "table_unknown" with the columns, "table_empty", and those of damaged files."""
        with ExitStack() as open_files:
            sql = open_files.enter_context(_connection())
            tables = _tables(file, sql, open_files)
            known = [
                (table, found)
                for table in tables
                if (found := guess(table.sample, _told(table, how), how.attributes)) is not None
            ]
            if not tables:
                raise Unreadable("table_empty")
            if not known:
                raise Unreadable("table_unknown", columns=", ".join(c for c in tables[0].sample.columns if c))
            for table, found in known:
                settled = _settled(table, found, how)
                yield from Facts(sql, table.sample, found, settled).chunks(table.blocks(), table.notes)


READER = TableReader()


def _connection() -> duckdb.DuckDBPyConnection:
    sql = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "96MB",
            "threads": "1",
        }
    )
    prepare(sql)
    return sql


def _tables(file: File, sql: duckdb.DuckDBPyConnection, open_files: ExitStack) -> list[_Table]:
    head = file.head()
    if head.data.startswith(b"PAR1"):
        return [_parquet(file, sql, open_files)]
    if head.encoding == "binary":
        return [_sheet(sheet, file.size) for sheet in books.sheets(file)]
    found = layout(head)
    if found is None:
        return []

    streams: list[Utf8] = []

    def source() -> Utf8:
        streams.append(Utf8(file.open(), head.encoding, found.skip))
        return streams[-1]

    if not found.delimiter:
        return [_Table(found.sample, lambda: json_lines(source, list(found.paths), sql), streams)]
    cut = Delimited(source, found.delimiter, len(found.sample.columns), found.skip + 1)
    return [_Table(found.sample, lambda: delimited(cut), streams)]


def _told(table: _Table, how: Reading) -> dict[str, str] | None:
    """The user's mapping of this table: remembered under its columns, else the one for all."""
    return how.mappings.get(signature(table.sample.columns), how.mapping)


def _sheet(sheet: books.Sheet, size: int) -> _Table:
    return _Table(sheet.sample, lambda: books.rows(sheet, size))


def _parquet(file: File, sql: duckdb.DuckDBPyConnection, open_files: ExitStack) -> _Table:
    try:
        source = pyarrow.parquet.ParquetFile(open_files.enter_context(_seekable(file)))
        first = next(source.iter_batches(batch_size=_HEAD_ROWS), None)
    except (pa.ArrowInvalid, OSError) as error:
        raise Unreadable("parquet_damaged", why=str(error)[:200]) from error
    rows: list[tuple[str | None, ...]] = []
    if first is not None:
        with sql.cursor() as cursor:
            text = as_text(pa.Table.from_batches([first]), cursor)
        rows = list(zip(*(column.to_pylist() for column in text.columns), strict=True))
    sample = Sample(file.name, tuple(source.schema_arrow.names), tuple(rows))
    return _Table(sample, lambda: parquet(source, file.size, sql))


def _seekable(file: File) -> BinaryIO:
    """Parquet is read from its end: a member of an archive is unpacked first."""
    source = file.open()
    if source.seekable():
        return source
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with source:
        while block := source.read(1024 * 1024):
            spool.write(block)
    spool.seek(0)
    return spool


def _settled(table: _Table, found: Guess, how: Reading) -> Reading:
    """The order of day and month for the whole table: told, or shown by a number above 12 anywhere in it."""
    slashed = [name for name, stamps in found.stamps.items() if stamps.slashed]
    if not slashed or how.day_first is not None:
        return how
    places = [
        f"c{table.sample.columns.index(column)}"
        for column, field in found.mapping.items()
        if field in slashed
    ]
    first = second = False
    for block in table.blocks():
        for place in places:
            for text in block.rows[place].unique().to_pylist():
                if text and (parts := _SLASHED.match(text)):
                    first |= int(parts[1]) > 12
                    second |= int(parts[2]) > 12
    return msgspec.structs.replace(how, day_first=first and not second)
