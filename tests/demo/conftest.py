import csv
import datetime as dt
import io
import json
from collections import defaultdict
from types import SimpleNamespace

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from yutang.demo import world

SEED, DAY = 7, dt.date(2026, 3, 31)
ZONE = dt.timezone(dt.timedelta(hours=8))


def table(data: bytes, encoding: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline="")))


def sheet(data: bytes) -> list[dict[str, str]]:
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    return world(SEED, DAY)


@pytest.fixture(scope="session")
def seen(files) -> SimpleNamespace:
    """What an outsider reads from the files, without any code of the demo."""
    lines = [
        msgspec.json.decode(line)
        for name in sorted(files)
        if "chatdata" in name
        for line in files[name].splitlines()
    ]
    house = set(files["data/自有号.txt"].decode().split())
    said = [m for m in lines if m["action"] == "send"]
    end = dt.datetime.combine(DAY + dt.timedelta(days=1), dt.time(), ZONE).timestamp() * 1000
    people, staff = defaultdict(lambda: defaultdict(set)), defaultdict(set)
    for m in said:
        ago = int((end - 1 - m["msgtime"]) // 86_400_000)
        if m["from"][:2] in ("wm", "wo") and m["from"] not in house:
            people[m["roomid"]][ago].add(m["from"])
        else:
            staff[m["roomid"]].add(ago)
    return SimpleNamespace(
        lines=lines,
        said=said,
        house=house,
        people=people,  # room → days ago → who spoke
        staff=staff,  # room → days ago on which the brand's side spoke
        groups=table(files["data/客户群.csv"], "gb18030"),
        members=sheet(files["data/群成员.xlsx"]),
        orders=table(files["data/订单.csv"], "utf-8-sig"),
        employees=table(files["data/员工.csv"], "utf-8-sig"),
        contacts=table(files["data/客户.csv"], "utf-8-sig"),
        own=table(files["data/员工.csv"], "utf-8-sig"),
        truth=json.loads(files["truth.json"]),
    )
