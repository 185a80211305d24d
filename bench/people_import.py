"""A table of people, five accounts each, into a ledger that is kept: seconds for a million, and the most memory.

The floor beside it: SQLite taking the same accounts alone, in one transaction, unique by platform and id; it reads no
file, seals no phone, links nobody and keeps no fact.
"""

import csv
import multiprocessing
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from imports import _peak
from row import Row, busy

HEAD = ("会员号", "姓名", "手机号", "邮箱", "unionid", "openid")
STEP = 7_919  # coprime to the numbers there are, so that no phone comes twice
NUMBERS = 999_999_937


def people(count: int) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Members as a shop exports them: in the order of their numbers, all else as good as random."""
    dice = random.Random(11)
    for n in range(count):
        yield (
            f"M{n:08}", f"客户{n}", f"13{n * STEP % NUMBERS:09}", f"u{dice.getrandbits(40):x}.{n}@example.com",
            f"oU{dice.getrandbits(96):024x}", f"oO{dice.getrandbits(96):024x}",
        )  # fmt: skip


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEAD)
        writer.writerows(people(count))


Told = tuple[float, float, list[tuple[str, float, int]]]  # seconds, MB, searches


def _import(path: Path, count: int, out: "multiprocessing.SimpleQueue[Told]") -> None:
    """In a process of its own, so that its memory is its own."""
    import people_search

    from yutang.importers.actions import bring_in
    from yutang.importers.model import Options
    from yutang.importers.registry import readers
    from yutang.kit.clock import now
    from yutang.kit.settings import load
    from yutang.main import open_ledger

    readers()
    home = str(path.with_name("home"))
    settings, _ = load({"YUTANG_ZONE": "Asia/Shanghai", "YUTANG_MEMORY_MB": "1024", "YUTANG_HOME": home})
    with open_ledger(settings) as ledger:
        begun = time.perf_counter()
        bring_in(ledger, [path], Options(zone="Asia/Shanghai"), now=now(), rejects=path.with_suffix(".rej"))
        taken, peak = time.perf_counter() - begun, _peak()
        made = ledger.analytics.rows("select count(*), min(people), max(people) from customer")
        if made != [(count, 5, 5)]:
            raise RuntimeError(f"{count} people of five accounts became {made}")
        people_search.spread(ledger)
        out.put((taken, peak, people_search.timed(ledger, settings.home, count)))


def _floor(count: int, path: Path) -> float:
    begun = 0.0
    with sqlite3.connect(path) as conn:
        conn.execute("pragma journal_mode = wal")
        conn.execute(
            "create table identity (id integer primary key, platform text not null, external_id text not null,"
            " name text, unique (platform, external_id))"
        )
        made = [
            (platform, value, one[1])
            for one in people(count)
            for platform, value in zip(HEAD, one, strict=True)
            if platform != "姓名"
        ]
        begun = time.perf_counter()
        conn.executemany("insert into identity (platform, external_id, name) values (?, ?, ?)", sorted(made))
    conn.close()
    return time.perf_counter() - begun


def rows(scale: float, only: str) -> list[Row]:
    """All measures: they are of one import."""
    count = max(2_000, int(1_000_000 * scale))
    with tempfile.TemporaryDirectory(prefix="yutang-bench-") as folder:
        path = Path(folder) / "people.csv"
        write(path, count)
        context = multiprocessing.get_context("spawn")
        out = context.SimpleQueue()
        child = context.Process(target=_import, args=(path, count, out))
        child.start()
        child.join()
        if child.exitcode:
            raise RuntimeError(f"the import of people ended with {child.exitcode}")
        taken, peak, searched = out.get()
        floor = _floor(count, Path(folder) / "floor.sqlite")
    per = 1_000_000 / count
    ways = "the slowest of: " + ", ".join(f"{way} {ms:.0f} ({n:,})" for way, ms, n in searched)
    said = f"{count:,} people, five accounts each, {taken:.1f} s; floor: SQLite alone · {busy()}"
    return [
        Row("people.import", taken * per, "s/million", floor * per, said),
        Row("people.import.memory", peak, "MB", None, "peak of the process; DuckDB may take 1 GB"),
        Row("people.search", max(ms for _, ms, _ in searched), "ms", None, ways),
    ]
