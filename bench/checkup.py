"""The check-up on made-up stores: time against the group-and-day query on the same rows, memory, small and deep."""

import datetime as dt
import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import checkup_data
import duckdb
import numpy as np
import pyarrow as pa
from row import Row

from yutang.checkup.actions import examine
from yutang.checkup.changepoints import changepoints
from yutang.checkup.near import near_same
from yutang.checkup.settings import Assumptions

# The floor: messages, speakers and a sum for each group and day, the least that any check-up must read.
FLOOR = """select count(*), sum(msgs), sum(spk), sum(chars) from (
    select group_id, happened::date as d, count(*) as msgs, count(distinct identity_id) as spk,
        sum(traits) as chars
    from fact where kind = 1 group by 1, 2)"""
APART = ("changepoints", "near_same")  # have limits of their own


def rows(scale: float, only: str) -> list[Row]:
    found: list[Row] = []
    if "checkup.10m".startswith(only) or only.startswith("checkup.10m"):
        found += _ten_million(scale)
    if "checkup.300".startswith(only) or only.startswith("checkup.300"):
        found.append(_warm(scale))
    found += [_changepoints(), _near(scale)]
    return found


def _side_by_side(con: duckdb.DuckDBPyConnection, n: int) -> tuple[float, float]:
    """Median seconds of check-up and floor, in turns, so that a busy machine weighs on both."""
    pairs = [(_timed(con), _floor(con)) for _ in range(n)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def _timed(con: duckdb.DuckDBPyConnection) -> float:
    """Seconds of a whole check-up, less what has a limit of its own."""
    began = time.perf_counter()
    found = examine(con, as_of=checkup_data.AS_OF, zone=checkup_data.ZONE, settings=Assumptions())
    return time.perf_counter() - began - sum(found.timings[name] for name in APART)


def _floor(con: duckdb.DuckDBPyConnection) -> float:
    began = time.perf_counter()
    con.execute(FLOOR).fetchall()
    return time.perf_counter() - began


def _ten_million(scale: float) -> list[Row]:
    """In a process of its own: the peak of memory is the process's."""
    out = subprocess.run(
        [sys.executable, str(Path(__file__)), str(int(10_000_000 * scale)), str(max(10, int(3000 * scale)))],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    told = json.loads(out)
    note = f"{told['messages']:,} messages, {told['groups']:,} groups"
    return [
        Row("checkup.10m", told["seconds"], "s", told["floor"], f"{note}; floor: group-and-day query"),
        Row(
            "checkup.10m.memory", told["mb"], "MB", None, "peak of the process, the store in memory included"
        ),
    ]


def _warm(scale: float) -> Row:
    con = checkup_data.store(max(1000, int(200_000 * scale)), 300)
    _timed(con)
    seconds, floor = _side_by_side(con, 5)
    return Row("checkup.300.warm", seconds, "s", floor, "300 groups, 200,000 messages")


def _changepoints() -> Row:
    r = np.random.default_rng(3)
    levels = r.choice([0.5, 4, 40], (50, 6))
    series = [np.concatenate([r.poisson(level, 30) for level in row]) for row in levels]
    began = time.perf_counter()
    for one in series:
        changepoints(one, dt.date(2026, 5, 1))
    return Row(
        "checkup.changepoints", (time.perf_counter() - began) / 50 * 1000, "ms a group", None, "180 days"
    )


def _near(scale: float) -> Row:
    n = max(2000, int(40_000 * scale))
    r = np.random.default_rng(4)
    letters = np.array([chr(0x4E00 + i) for i in range(800)])
    texts = ["".join(letters[r.integers(0, 800, 24)]) for _ in range(n * 9 // 10)]
    blast = "".join(letters[:30])
    texts += [blast[:i] + "改" + blast[i + 1 :] for i in r.integers(0, 30, n - len(texts))]
    groups = r.integers(0, 300, n)
    began = time.perf_counter()
    near_same(groups, pa.array(texts))
    return Row(
        "checkup.near",
        n / (time.perf_counter() - began),
        "messages/s",
        None,
        f"{n:,} texts, a tenth reworded",
    )


def main() -> None:
    messages, groups = int(sys.argv[1]), int(sys.argv[2])
    con = checkup_data.store(messages, groups)
    seconds, floor = _side_by_side(con, 5)
    mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
    print(json.dumps({"messages": messages, "groups": groups, "seconds": seconds, "floor": floor, "mb": mb}))


if __name__ == "__main__":
    main()
