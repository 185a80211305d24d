"""Where a table begins and how it is cut: delimiter, header row, and the keys of JSON lines."""

import csv
from collections.abc import Iterator, Sequence

import msgspec

from yutang.importers.contract import Head
from yutang.importers.sheets.guess import Sample, recognised
from yutang.importers.sheets.records import records

_DELIMITERS = (",", "\t", ";", "|")
_ROWS = 200
_OBJECT = msgspec.json.Decoder(dict[str, object])
_DEEP = 15  # titles and notes above the header: seldom more lines than this


class Layout(msgspec.Struct, frozen=True):
    """How a text table is laid out."""

    sample: Sample
    delimiter: str = ""  # "" for JSON lines
    skip: int = 0  # lines above the first row of data
    paths: tuple[str, ...] = ()  # of JSON lines: where each column stands
    even: float = 1.0  # share of the lines that fit the columns: prose with commas in it does not


def layout(head: Head) -> Layout | None:
    """How the head of a text file is cut into a table; None when it isn't one."""
    if head.encoding == "binary":
        return None
    text = head.text.removeprefix("\ufeff")
    if text.lstrip()[:1] in ("{", "["):
        return _json(head.name, text, whole=head.size <= len(head.data))
    return _delimited(head.name, text, whole=head.size <= len(head.data))


def header_row(rows: Sequence[Sequence[str | None]]) -> int | None:
    """Which of the first rows heads the columns: the one with most known words. None for no row at all."""
    worth = [(_heads(row), -place) for place, row in enumerate(rows[:_DEEP])]
    if not worth:
        return None
    best, place = max(worth)
    if best > 0:
        return -place
    # No word known: the first row that is as wide as the table, so that the user can say what it means.
    widest = max(_filled(row) for row in rows[:_DEEP])
    return next((n for n, row in enumerate(rows[:_DEEP]) if _filled(row) == widest), None) if widest else None


def _filled(row: Sequence[str | None]) -> int:
    return sum(bool(cell and cell.strip()) for cell in row)


def _heads(row: Sequence[str | None]) -> float:
    cells = [cell.strip() for cell in row if cell and cell.strip()]
    if len(cells) != len(set(cells)) and len(set(cells)) < 2:
        return 0.0
    # Headings are short words; a row of data has numbers, stamps, sentences.
    plain = [cell for cell in cells if len(cell) <= 40 and not cell.replace(".", "").isdigit()]
    known = recognised(plain)
    return known * len(plain) / len(cells) if cells and known >= min(1.0, len(cells)) * 0.6 else 0.0


def _delimited(name: str, text: str, *, whole: bool) -> Layout | None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = lines if whole or len(lines) < 2 else lines[:-1]  # the last one may be cut
    tried = [_cut(name, lines, delimiter) for delimiter in _DELIMITERS]
    found = [t for t in tried if t is not None]
    return max(found, key=lambda f: (f[0], len(f[1].sample.columns)))[1] if found else None


def _cut(name: str, lines: list[str], delimiter: str) -> tuple[float, Layout] | None:
    heads = [_cells(line, delimiter) for line in lines[:_DEEP]]
    at = header_row(heads)
    if at is None:
        return None
    columns = _trimmed(heads[at])
    rows = _under(lines[at + 1 :], delimiter, len(columns))
    if len(columns) < 2 and (delimiter != "," or not _list_of_ids(lines, at)):
        return None
    even = _even(lines[at + 1 :][:_ROWS], delimiter, len(columns))
    return recognised(columns) + even, Layout(
        Sample(name, columns, tuple(rows)), delimiter, at + 1, even=even
    )


def _even(lines: list[str], delimiter: str, width: int) -> float:
    """The share of rows with as many cells as the header has columns, give or take an empty one."""
    sizes = [len(record.text.split(delimiter)) for record in records(lines, delimiter, width)]
    return sum(size >= width - 1 for size in sizes) / len(sizes) if sizes else 0.5


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    """Headings without the empty one that a delimiter at the line's end makes."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return tuple(cell.strip() for cell in cells)


def _list_of_ids(lines: list[str], at: int) -> bool:
    """One column is a table only under a heading that is known: anything else is prose."""
    return at == 0 and recognised([lines[0].strip()]) >= 1.0


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return list(next(csv.reader([line], delimiter=delimiter), ()))
    except csv.Error:
        return line.split(delimiter)


def _under(lines: list[str], delimiter: str, width: int) -> list[tuple[str | None, ...]]:
    found: list[tuple[str | None, ...]] = []
    for record in records(lines, delimiter, width):
        if record.cells is not None:
            found.append(record.cells)
        if len(found) >= _ROWS:
            break
    return found


def _json(name: str, text: str, *, whole: bool) -> Layout | None:
    """JSON lines; keys of an inner object stand as "outer.inner"."""
    rows = list(_objects(text, whole=whole))
    keys: dict[str, str] = {}
    for row in rows:
        for key, value in row.items():
            if isinstance(value, dict):
                inner: list[str] = list(value)  # pyright: ignore[reportUnknownArgumentType]
                keys |= {f"{key}.{one}": f'$."{key}"."{one}"' for one in inner if _plain(key) and _plain(one)}
            elif _plain(key):
                keys.setdefault(key, f'$."{key}"')
    if len(keys) < 2:
        return None
    sample = tuple(tuple(_picked(row, key) for key in keys) for row in rows)
    return Layout(Sample(name, tuple(keys), sample), "", 0, tuple(keys.values()))


def _plain(key: str) -> bool:
    """Whether a key can stand in DuckDB's paths, which know no way to escape."""
    return key not in ("", "*") and '"' not in key and "\\" not in key


def _objects(text: str, *, whole: bool) -> Iterator[dict[str, object]]:
    lines = text.split("\n")
    for line in lines[:_ROWS] if whole or len(lines) > _ROWS else lines[:-1]:
        try:
            yield _OBJECT.decode(line)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            continue


def _picked(row: dict[str, object], key: str) -> str | None:
    outer, _, inner = key.partition(".")
    value = row.get(key, row.get(outer))
    if isinstance(value, dict):
        value = _OBJECT.decode(msgspec.json.encode(value)).get(inner)
    if value is None or isinstance(value, list | dict):
        return None
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
