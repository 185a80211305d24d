"""Tables written in the test, read through the reader."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
import xlsxwriter

from yutang.contacts import Contacts
from yutang.contacts import Kind as Kinds
from yutang.importers.contract import Chunk, Reading
from yutang.importers.kinds.table import READER
from yutang.importers.trees import LocalFile
from yutang.kit.db import Database
from yutang.kit.migrate import migrate
from yutang.kit.secrets import Secrets
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

    def said(self, kind: Kind) -> list[tuple[Any, ...]]:
        """(who, whom or what, amount) of each sighting of a kind."""
        return [
            (r["actor_ref"], r["related_ref"] if r["object_ref"] is None else r["object_ref"], r["amount"])
            for r in self.rows(kind)
        ]

    def platforms(self) -> set[str]:
        return {chunk.platform for chunk in self.chunks if chunk.rows.num_rows}


@pytest.fixture(scope="session")
def contacts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Contacts]:
    """Contacts with keys of their own."""
    home = tmp_path_factory.mktemp("contacts")
    state = Database(f"sqlite:///{home / 'state.sqlite'}")
    migrate(state)
    yield Contacts.open(state, Secrets(home, {}))
    state.close()


@pytest.fixture
def phone(contacts: Contacts) -> Callable[[str], str]:
    """The reference of a phone in E.164."""
    return lambda number: f"\x1fphone\x1f{contacts.hash(Kinds.PHONE, number)}"


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str | bytes], LocalFile]:
    """Write a file; text as UTF-8."""

    def write(name: str, content: str | bytes) -> LocalFile:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return LocalFile(path, name)

    return write


@pytest.fixture
def read(put: Callable[[str, str | bytes], LocalFile], contacts: Contacts) -> Callable[..., Told]:
    """Write a file and read it in Shanghai on 1 June 2024."""

    def reading(name: str, content: str | bytes, **how: Any) -> Told:
        settings = {"zone": SHANGHAI, "now": int(NOW.timestamp() * 1e6), "contacts": contacts} | how
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
