# pyright: reportUnknownMemberType=false
"""The files of a world: staff, customers, groups and members as tables, chats beside them.

Tables are CSV (UTF-8 with or without a mark, or GB18030) or XLSX, with the column names that WeCom's own exports have.
"""

import csv
import io
from datetime import datetime
from pathlib import Path

import msgspec
from python_calamine import CalamineWorkbook

from yutang.fakecom.errors import Refused
from yutang.fakecom.life.days import SHANGHAI

Row = dict[str, str]
TABLES = {"staff": "员工", "customers": "客户", "groups": "客户群", "seats": "群成员"}


class Files(msgspec.Struct):
    """Rows of each table, and the folder of the chats where there is one."""

    staff: list[Row]
    customers: list[Row]
    groups: list[Row]
    seats: list[Row]
    chats: Path | None


def read(folder: Path) -> Files:
    """The files of a folder, or of `data` in it; 40058 when a table is missing."""
    place = folder / "data" if (folder / "data").is_dir() else folder
    tables = {name: _table(place, stem) for name, stem in TABLES.items()}
    chats = place / "chatdata"
    return Files(**tables, chats=chats if chats.is_dir() else None)


def _table(place: Path, stem: str) -> list[Row]:
    csv_, xlsx = place / f"{stem}.csv", place / f"{stem}.xlsx"
    if csv_.is_file():
        return list(csv.DictReader(io.StringIO(_decoded(csv_.read_bytes()), newline="")))
    if xlsx.is_file():
        return _sheet(xlsx)
    raise Refused(40058, f"no table {stem}")


def _decoded(octets: bytes) -> str:
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        return octets.decode("gb18030")


def _sheet(path: Path) -> list[Row]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    head = [str(one) for one in rows[0]]
    return [dict(zip(head, (str(one) for one in row), strict=True)) for row in rows[1:]]


def moment(text: str) -> int:
    """A written time of Shanghai as milliseconds; 0 for none."""
    if not text.strip():
        return 0
    return int(datetime.fromisoformat(text.strip()).replace(tzinfo=SHANGHAI).timestamp() * 1000)
