"""Tables written in the test, read through the reader."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
import xlsxwriter

from yutang.importers.contract import Chunk, Reading
from yutang.importers.kinds.table import READER
from yutang.importers.trees import LocalFile
from yutang.ledger.catalogue import Kind

NOW = datetime(2024, 6, 1, 4, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


class Told(msgspec.Struct):
    """What a file gave."""

    chunks: list[Chunk]

    def rows(self, kind: Kind | None = None) -> list[dict[str, Any]]:
        every = [row for chunk in self.chunks for row in chunk.rows.to_pylist()]
        return [row for row in every if kind is None or row["kind"] == kind]

    def rejects(self) -> list[tuple[int, str]]:
        return [(reject.line, reject.reason) for chunk in self.chunks for reject in chunk.rejects]

    def notes(self) -> set[str]:
        return {note for chunk in self.chunks for note in chunk.notes}

    def platforms(self) -> set[str]:
        return {chunk.platform for chunk in self.chunks if chunk.rows.num_rows}


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str | bytes], LocalFile]:
    """Write a file; text as UTF-8."""

    def write(name: str, content: str | bytes) -> LocalFile:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return LocalFile(path, name)

    return write


@pytest.fixture
def read(put: Callable[[str, str | bytes], LocalFile]) -> Callable[..., Told]:
    """Write a file and read it in Shanghai on 1 June 2024."""

    def reading(name: str, content: str | bytes, **how: Any) -> Told:
        settings = {"zone": SHANGHAI, "now": int(NOW.timestamp() * 1e6)} | how
        return Told(list(READER.read(put(name, content), Reading(**settings))))

    return reading


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., bytes]:
    """A workbook: sheet → rows; a cell may be a (value, number format) pair; `merged` = ranges of each sheet."""

    def make(
        sheets: dict[str, list[list[Any]]], merged: dict[str, list[tuple[str, str]]] | None = None
    ) -> bytes:
        path = tmp_path / "made.xlsx"
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as workbook:
            for name, rows in sheets.items():
                sheet = workbook.add_worksheet(name)
                for at, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        value, form = cell if isinstance(cell, tuple) else (cell, None)
                        sheet.write(
                            at, column, value, workbook.add_format({"num_format": form}) if form else None
                        )
                for where, value in (merged or {}).get(name, []):
                    sheet.merge_range(where, value)
        return path.read_bytes()

    return make


def at(text: str) -> int:
    """Microseconds of a Shanghai wall clock."""
    return int(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).timestamp()) * 1_000_000


@pytest.fixture
def clock() -> Callable[[str], int]:
    return at
