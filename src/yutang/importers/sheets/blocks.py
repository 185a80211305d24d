# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Tables of any file kind as blocks of text columns `c0`, `c1` …: what the conversion to facts starts from."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from yutang.importers.contract import Reject, Unreadable
from yutang.importers.sheets.paced import Paced
from yutang.importers.sheets.records import Record, records
from yutang.importers.sheets.streams import Utf8

Lines = np.ndarray[tuple[int], np.dtype[np.int64]]
BLOCK_BYTES = 2 * 1024 * 1024  # above the longest line that streams let through
_LONG_CELL = 400  # bytes: a cell shorter than this can't have swallowed several rows
PARQUET_ROWS = 100_000


class Block(msgspec.Struct, frozen=True):
    """Some rows of one table, all cells text or null."""

    rows: pa.Table  # c0, c1 … as string
    numbers: Lines  # 1-based, of each row: the line it begins in, or its row in a sheet
    done: int = 0  # bytes of the file consumed
    rejects: tuple[Reject, ...] = ()


class Delimited(msgspec.Struct, frozen=True):
    """How a delimited file is cut. `open` gives its bytes behind the header, from the beginning each time."""

    open: Callable[[], Utf8]
    delimiter: str
    width: int
    first: int = 1  # number of the first line behind the header
    quotes: bool = True
    block: int = BLOCK_BYTES


def delimited(how: Delimited) -> Iterator[Block]:
    """The rows of a delimited file. Those of odd width are mended where only empty cells are concerned."""
    odd: list[tuple[int, str]] = []
    place = _Place(how.first)
    with how.open() as source:
        try:
            for batch in _arrow_batches(source, how, odd):
                rows = pa.Table.from_batches([batch])
                ready = _before(odd, place.row + batch.num_rows)
                numbers, lines = place.passed(rows, ready)
                yield from _unswallowed(Block(rows, numbers, source.done), how)
                if ready:
                    yield _mended(
                        list(zip(lines, (text for _, text in ready), strict=True)), how, source.done
                    )
                    del odd[: len(ready)]
        except pa.ArrowInvalid:
            # A quote that never closes swallowed the rest: read on by the record, which costs one line.
            yield from _by_record(how, place.line)
            return
        if odd:
            _, lines = place.passed(text_table([], how.width), odd)
            yield _mended(list(zip(lines, (text for _, text in odd), strict=True)), how, source.done)


class _Place:
    """Where in the file reading is: rows passed so far, and the line the next one begins in."""

    def __init__(self, line: int) -> None:
        self.row = 0
        self.line = line

    def passed(self, rows: pa.Table, odd: list[tuple[int, str]]) -> tuple[Lines, list[int]]:
        """The lines in which these rows begin, and those of the odd ones among them."""
        size = rows.num_rows + len(odd)
        strange = np.zeros(size, bool)
        strange[np.array([number - 1 - self.row for number, _ in odd], np.int64)] = True
        long = np.ones(size, np.int64)
        long[strange] += np.array([text.count("\n") for _, text in odd], np.int64)
        for column in filter(_may_break, rows.columns):
            breaks = pc.call_function("count_substring", [column], pc.MatchSubstringOptions("\n"))
            long[~strange] += breaks.fill_null(0).to_numpy()
        ends = self.line + np.cumsum(long)
        starts = ends - long
        self.row, self.line = self.row + size, int(ends[-1]) if size else self.line
        return starts[~strange], starts[strange].tolist()


def _may_break(column: pa.ChunkedArray) -> bool:
    """Whether a line ends within some cell. Few columns have such, and their bytes are quick to look through."""
    return any(b"\n" in data.to_pybytes() for piece in column.chunks if (data := piece.buffers()[2]))


def _before(odd: list[tuple[int, str]], rows: int) -> list[tuple[int, str]]:
    """The odd rows up to the `rows`th that is not. The reader looks ahead, so there may be later ones."""
    count = 0
    while count < len(odd) and odd[count][0] - count <= rows:
        count += 1
    return odd[:count]


def _unswallowed(block: Block, how: Delimited) -> Iterator[Block]:
    """The block, with rows cut again that a stray quote has drawn into the cell of another."""
    long = np.zeros(block.rows.num_rows, bool)
    for column in block.rows.columns if how.quotes else ():
        long |= pc.call_function("binary_length", [column]).fill_null(0).to_numpy() > _LONG_CELL
    torn = [place for place in np.flatnonzero(long).tolist() if _holds_rows(block.rows, place, how)]
    if not torn:
        yield block
        return
    kept = np.ones(block.rows.num_rows, bool)
    kept[torn] = False
    yield Block(block.rows.filter(pa.array(kept)), block.numbers[kept], block.done)
    texts = [(int(block.numbers[place]), _text(block.rows, place, how)) for place in torn]
    yield _mended(texts, how, block.done)


def _text(rows: pa.Table, place: int, how: Delimited) -> str:
    """A row as it may have stood in the file, its stray quote before the cell that swallowed others."""
    cells = [str(column[place].as_py() or "") for column in rows.columns]
    return how.delimiter.join('"' + cell if len(cell) > _LONG_CELL else cell for cell in cells)


def _holds_rows(rows: pa.Table, place: int, how: Delimited) -> bool:
    lines = _text(rows, place, how).split("\n")[1:-1]
    return len(lines) >= 5 and sum(line.count(how.delimiter) >= how.width - 1 for line in lines) > 0.9 * len(
        lines
    )


def _by_record(how: Delimited, line: int) -> Iterator[Block]:
    """The rest of a file from a line on."""
    with how.open() as source:
        lines = (line.decode("utf-8", "replace").removesuffix("\r") for line in source.lines())
        behind = itertools.islice(lines, line - how.first, None)
        rest = ((line + record.line, record) for record in records(behind, how.delimiter, how.width))
        while part := list(itertools.islice(rest, 50_000)):
            yield _block(part, how.width, source.done)


def _mended(odd: list[tuple[int, str]], how: Delimited, done: int) -> Block:
    found = [
        (line + record.line, record)
        for line, text in odd
        for record in records(text.split("\n"), how.delimiter, how.width)
    ]
    return _block(found, how.width, done)


def _block(found: list[tuple[int, Record]], width: int, done: int) -> Block:
    good = [(number, record.cells) for number, record in found if record.cells is not None]
    bad = tuple(
        Reject(number, "columns", record.text[:500]) for number, record in found if record.cells is None
    )
    return Block(text_table([c for _, c in good], width), np.array([n for n, _ in good], np.int64), done, bad)


def _arrow_batches(source: Utf8, how: Delimited, odd: list[tuple[int, str]]) -> Iterator[pa.RecordBatch]:
    names = [f"c{n}" for n in range(how.width)]

    def keep(row: pyarrow.csv.InvalidRow) -> str:
        odd.append((row.number or 0, row.text))
        return "skip"

    paced = Paced(source.read)
    try:
        reader = pyarrow.csv.open_csv(
            pa.PythonFile(paced, mode="r"),
            read_options=pyarrow.csv.ReadOptions(column_names=names, block_size=how.block, use_threads=False),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=how.delimiter, quote_char='"' if how.quotes else False,
                newlines_in_values=how.quotes, ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True,
                check_utf8=False,
            ),
        )  # fmt: skip
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return
        raise
    yield from paced.batches(iter(reader))


def text_table(rows: Sequence[Sequence[str | None]], width: int) -> pa.Table:
    """Rows of Python cells as text columns."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    return pa.table({f"c{n}": pa.array(column, pa.string()) for n, column in enumerate(columns)})


def json_lines(
    source: Callable[[], Utf8], paths: list[str], sql: duckdb.DuckDBPyConnection
) -> Iterator[Block]:
    """Rows of NDJSON: the values at `paths` ("$.a"), as text. Lines that are no JSON object are rejected."""
    picks = ", ".join(f"v[{n + 1}] as c{n}" for n in range(len(paths)))
    found = f"try(json_extract_string(c0, {_listed(paths)}))"
    # What something was found in is an object: nothing else has a member of that name.
    nothing = f"coalesce({', '.join(f'v[{n + 1}]' for n in range(len(paths)))}, null) is null"
    bad = f"case when {nothing} then json_type(try(c0::json)) is distinct from 'OBJECT' else false end"
    # U+0001 can't stand in JSON, so each line is one cell.
    for block in delimited(Delimited(source, "\x01", 1, quotes=False, block=2 * BLOCK_BYTES)):
        with sql.cursor() as cursor:
            cursor.register("lines", block.rows)
            rows = cursor.sql(
                f"select {bad} as bad, {picks} from (select {found} as v, c0 from lines)"
            ).to_arrow_table()
        yield _without(
            rows["bad"].to_numpy(zero_copy_only=False).astype(bool), rows.drop_columns(["bad"]), block
        )


def _without(bad: np.ndarray[tuple[int], np.dtype[np.bool_]], rows: pa.Table, block: Block) -> Block:
    """The rows of a block of lines, without the bad ones, which are told unless they are blank."""
    if not bad.any():
        return Block(rows, block.numbers, block.done, block.rejects)
    lines = block.rows["c0"]
    rejects = tuple(
        Reject(int(block.numbers[i]), "json", str(lines[int(i)])[:500])
        for i in np.flatnonzero(bad & ~_blank(lines))
    )
    return Block(rows.filter(pa.array(~bad)), block.numbers[~bad], block.done, (*block.rejects, *rejects))


def _blank(cells: pa.ChunkedArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    words = pc.call_function("utf8_trim_whitespace", [cells])
    return pc.call_function("equal", [words.fill_null(""), pa.scalar("")]).to_numpy(zero_copy_only=False)


def _listed(paths: list[str]) -> str:
    return "[" + ", ".join("'" + path.replace("'", "''") + "'" for path in paths) + "]"


def parquet(file: pyarrow.parquet.ParquetFile, size: int, sql: duckdb.DuckDBPyConnection) -> Iterator[Block]:
    """Rows of a Parquet file. Raises Unreadable("parquet_damaged")."""
    total = max(1, file.metadata.num_rows)
    at = 0
    try:
        for batch in file.iter_batches(batch_size=PARQUET_ROWS):
            with sql.cursor() as cursor:
                rows = as_text(pa.Table.from_batches([batch]), cursor)
            numbers = at + 1 + np.arange(batch.num_rows, dtype=np.int64)
            at += batch.num_rows
            yield Block(rows, numbers, size * at // total)
    except (pa.ArrowInvalid, OSError) as error:
        raise Unreadable("parquet_damaged", why=str(error)[:200]) from error


def as_text(rows: pa.Table, cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """Typed columns as text: stamps "2024-01-02 03:04:05", with "+00" where they have a zone."""
    cursor.register("typed", rows.rename_columns([f"c{n}" for n in range(rows.num_columns)]))
    picks = ", ".join(f"c{n}::varchar as c{n}" for n in range(rows.num_columns))
    return cursor.sql(f"select {picks} from typed").to_arrow_table()
