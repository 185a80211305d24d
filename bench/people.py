"""Where a million customers stand: stages, ties and scores, a layer of four tiers, and who sits in which group."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import people_data
import pyarrow as pa
from row import Row, busy

from yutang.engine import World, rule
from yutang.kit import clock
from yutang.ledger.catalogue import Kind
from yutang.segments.allocation.model import NOBODY, Limits, People, Rooms
from yutang.segments.allocation.place import seat
from yutang.segments.allocation.preview import preview
from yutang.segments.layers.ladder import finder, plan
from yutang.segments.layers.model import Layer, Tier
from yutang.segments.lifecycle.model import at_end_of
from yutang.segments.lifecycle.standing import changes, stand

ZONE = clock.zone("Asia/Shanghai")
# The floor: last day, days and orders of each customer, the least that any of it must read.
FLOOR = f"""select count(*), sum(days), sum(orders) from (
    select customer_id, max(day), count(distinct day) as days,
        count(*) filter (kind = {Kind.ORDER_PLACED:d}) as orders
    from fact where kind in ({Kind.MESSAGE_SENT:d}, {Kind.ORDER_PLACED:d}) group by customer_id)"""
STEPS = (
    (0, 0, 30),
    (30_000, 25_000, 30),
    (200_000, 150_000, 30),
    (800_000, 600_000, 30),
)  # cents: in, stay; days


def rows(scale: float, only: str) -> list[Row]:
    """In a process of its own: the peak of memory is the process's."""
    n = max(2_000, int(1_000_000 * scale))
    out = subprocess.run(
        [sys.executable, str(Path(__file__)), str(n)], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    told = json.loads(out)
    parts = f"{told['stand']:.1f} stages, ties, scores · {told['layer']:.1f} layer"
    return [
        Row("people.standing", told["stand"] + told["layer"], "s", told["floor"],
            f"{n:,} customers, {told['facts']:,} facts: {parts}; floor: days and orders by customer · {busy()}"),
        Row("people.standing.memory", told["mb"], "MB", None, "peak of the process; DuckDB may take 3 GB"),
        Row("people.seats", told["seats"], "s", None, f"{n:,} customers into groups of 30, with the preview"),
    ]  # fmt: skip


def _layer() -> Layer:
    tiers = [
        Tier(id=11 + n, name=str(enter), rule=rule.Spending("spent", at_least=enter),
             stay=rule.Spending("spent", at_least=stay), hold_days=held, capacity=30)
        for n, (enter, stay, held) in enumerate(STEPS)
    ]  # fmt: skip
    return Layer(id=1, name="spend", tiers=tiers, created_at=0, changed_at=0)


def _timed_stand(con: duckdb.DuckDBPyConnection) -> float:
    began = time.perf_counter()
    stand(con, at_end_of(people_data.AS_OF, ZONE))
    changes(con, 0)
    return time.perf_counter() - began


def _timed_layer(con: duckdb.DuckDBPyConnection) -> float:
    now = clock.micros(at_end_of(people_data.AS_OF, ZONE).end.replace(tzinfo=clock.EPOCH.tzinfo))
    none = {name: pa.array([], pa.int64()) for name in ("id", "customer_id", "from_tier", "to_tier")}
    began = time.perf_counter()
    plan(con, _layer(), finder(World("Asia/Shanghai"), now), now, pa.table(none))
    return time.perf_counter() - began


def _timed_seats(n: int) -> float:
    """Four tiers, 34 regions (Zipf), 2,000 owners for every other one, two in five sit somewhere already."""
    r = np.random.default_rng(5)
    groups = max(1, n // 50)
    region = np.minimum(r.zipf(1.35, n), 34)
    who = People(
        np.arange(1, n + 1), r.integers(0, 4, n), region, np.where(r.random(n) < 0.5, r.integers(1, 2_001, n), NOBODY),
        np.where(r.random(n) < 0.4, r.integers(1, groups + 1, n), NOBODY),
    )  # fmt: skip
    where = Rooms(
        np.arange(1, groups + 1), r.integers(0, 4, groups), np.minimum(r.zipf(1.35, groups), 34),
        np.full(groups, NOBODY),
    )  # fmt: skip
    began = time.perf_counter()
    preview(who, seat(who, where, Limits(most=30)))
    return time.perf_counter() - began


def main() -> None:
    n = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        people_data.store(Path(folder) / "a.duckdb", n).close()  # what was cached while writing goes with it
        con = duckdb.connect(str(Path(folder) / "a.duckdb"), config={"threads": 2, "memory_limit": "3GB"})
        con.execute("set TimeZone = 'UTC'")
        con.execute("set preserve_insertion_order = false")
        began = time.perf_counter()
        con.execute(FLOOR).fetchall()
        floor = time.perf_counter() - began
        told = {"stand": _timed_stand(con), "layer": _timed_layer(con), "floor": floor,
                "facts": con.execute("select count(*) from fact").fetchall()[0][0]}  # fmt: skip
        con.close()
    told["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        2**20 if sys.platform == "darwin" else 1024
    )
    print(json.dumps(told | {"seats": _timed_seats(n)}))


if __name__ == "__main__":
    main()
