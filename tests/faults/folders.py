"""A data folder after something happened to it: what it acknowledged and what it holds."""

import random
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cli.world import HOUR, Said, talk, telegram, wecom, whatsapp
from ledger.batch import facts
from yutang.kit.settings import Settings
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger
from yutang.main import open_ledger

BY_CLOCK = {Kind.STAGE_CHANGED, Kind.TIER_CHANGED, Kind.SEGMENT_ENTERED, Kind.SEGMENT_LEFT}


def exports(folder: Path, *, rows: int = 900, rounds: int = 3) -> Path:
    """Files of three formats in turn, so that every file is a batch of its own; ids and none, joins, equal lines."""
    folder.mkdir()
    for n in range(rounds):
        said: list[Said] = talk(rows, people=9, gap=HOUR // 4, words="第 {n} 句，还有货吗")
        telegram(folder / f"{n}-a.json", f"群{n}", said, number=100 + n, start=1 + n * rows)
        whatsapp(folder / f"{n}-b.txt", [(who, at, text.replace("7", "")) for who, at, text in said])
        wecom(folder / f"{n}-c.jsonl", said, room=f"wrROOM{n}")
    return folder


def acknowledged(home: Path) -> set[str]:
    """Keys of the batches that State has, whole (3 is a number set aside, of which nobody was told). Reads beside whatever a killed process left."""
    if not (home / "state.sqlite").exists():
        return set()
    with sqlite3.connect(f"file:{home / 'state.sqlite'}?mode=ro", uri=True) as state:
        try:
            rows = state.execute("select key from inlet where state <> 3").fetchall()
        except sqlite3.OperationalError:  # killed before the first migration was whole
            rows = []
    state.close()
    return {key for (key,) in rows}


def held(ledger: Ledger) -> tuple[list[tuple[Any, ...]], ...]:
    """Everything that must be the same after any detour: facts, stays, names, roles; no ids, which order makes.

    Without what a server says of people by itself: it comes by the clock, before or after it is stopped.
    """
    rows = ledger.analytics.rows
    return (
        [row for row in facts(ledger) if row[0] not in BY_CLOCK],
        rows("select g.external_id, i.external_id, m.joined, m.left, m.how, m.how_left from membership m"
             " join customer_group g on g.id = m.group_id join identity i on i.id = m.identity_id order by all"),
        rows("select platform, external_id, name, name_at, role, role_rank from identity order by all"),
        rows("select platform, external_id, name, name_at, private, line, created from customer_group order by all"),
    )  # fmt: skip


def content(home: Path, *, rebuilt: bool = False) -> tuple[list[tuple[Any, ...]], ...]:
    """What a data folder holds, opened as any command opens it."""
    with open_ledger(Settings(home=home, threads=1, memory_mb=512)) as ledger:
        if rebuilt:
            ledger.rebuild()
        return held(ledger)


def until(done: Callable[[], bool], limit: float = 60) -> None:
    """Wait for a moment inside another process."""
    end = time.monotonic() + limit
    while not done():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.001)


def flip(path: Path, *, seed: int, where: float = 0.5, count: int = 2_000) -> None:
    """Put `count` random bytes into the middle of a file."""
    data = bytearray(path.read_bytes())
    at = int(len(data) * where)
    data[at : at + count] = random.Random(seed).randbytes(count)
    path.write_bytes(data)
