"""A made-up analytics store for measuring rules: customers with regions and tags, 50 facts each over 180 days, Zipf.

Facts lie in the order of time, as they are projected. Deterministic.
"""

import datetime as dt
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from yutang.ledger.marks import mark
from yutang.ledger.shape import DDL

DAYS, FACTS_EACH, REGIONS, TAGS = 180, 50, 34, 60
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
MICROS = int(NOW.timestamp()) * 1_000_000
REGION = mark("attribute", "region")
MESSAGE, LEFT, ORDER = 1, 4, 9
# Twenty kinds from frequent to rare, Zipf 1.1: the second are messages, the fourth leave groups, the fifth are orders.
KINDS = np.array([2, 1, 3, 4, 9, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 5, 6, 7, 8, 10], dtype=np.int16)
TABLES = ("fact", "customer", "attribute", "tagging", "relation", "spending", "standing", "segment_member", "consent",
          "tier_member", "identity", "membership", "group_state", "group_tagging")  # fmt: skip
MICRO_DAY = 86_400_000_000


_PEOPLE = {
    "customer": "id, since, 1 as people from _told",
    "attribute": f"id as customer_id, {REGION} as attribute_id, region::varchar as text, since as set_at from _told",
    "relation": "id as customer_id, id as identity_id, staff as staff_id, since, 1 as how from _told",
    "spending": "id as customer_id, orders, orders * spent as cents, 0 as refunded from _told where orders > 0",
    "standing": """id as customer_id, stage, id % 9 = 0 as spreading, tie, 1 + id % 5 as recency, 1 + id % 3 as frequency,
        1 + id % 4 as money from _told""",
    "tagging": """customer_id, tag_id, timestamp '2026-01-01' as since, 1 as source, 100 as confidence
        from _tagged join _names using (tag) order by tag_id, customer_id""",
}


class Population:
    """How often each customer and kind acts: the same for every day."""

    def __init__(self, customers: int) -> None:
        self.random = np.random.default_rng(7)
        self.customers = customers
        weights = 1 / np.arange(1, customers + 1) ** 0.75
        self.random.shuffle(weights)
        self._who = _shares(weights)
        self._kind = _shares(1 / np.arange(1, 21) ** 1.1)
        self._next = 1

    def day(self, count: int, begins: int) -> pa.Table:
        """`count` facts of the day that begins at an instant (µs), in order of time."""
        times = begins + np.sort((self.random.random(count) * MICRO_DAY).astype(np.int64))
        kinds = KINDS[np.searchsorted(self._kind, self.random.random(count))]
        money = np.round(np.exp(self.random.normal(4.5, 1.0, count)) * 100).astype(np.int64)
        first, self._next = self._next, self._next + count
        return pa.table({
            "id": np.arange(first, first + count), "kind": kinds, "happened": pa.array(times, pa.timestamp("us")),
            "customer_id": np.searchsorted(self._who, self.random.random(count)).astype(np.int64) + 1,
            "object_id": np.arange(first, first + count),
            "amount": pa.array(money, mask=kinds != ORDER), "channel": self.random.integers(1, 9, count).astype(np.int16),
        })  # fmt: skip


def _shares(weights: np.ndarray) -> np.ndarray:
    summed = np.cumsum(weights)
    return summed / summed[-1]


def store(path: Path, customers: int) -> tuple[duckdb.DuckDBPyConnection, Population]:
    """A store of so many customers in a new file, and who can go on for a day."""
    con = duckdb.connect(
        str(path), config={"threads": "2", "memory_limit": "4GB", "preserve_insertion_order": "true"}
    )
    con.execute("set enable_progress_bar = false")
    for table in TABLES:
        con.execute(f"create table {table} ({DDL[table]})")
    people = Population(customers)
    _people(con, people)
    shape = 1 + 0.3 * np.sin(np.arange(DAYS) * 2 * np.pi / 7)
    counts = (shape / shape.sum() * customers * FACTS_EACH).astype(int)
    for day in range(DAYS):
        add_day(con, people, int(counts[day]), MICROS - (DAYS - day) * MICRO_DAY)
    con.execute("checkpoint")
    return con, people


def add_day(con: duckdb.DuckDBPyConnection, people: Population, count: int, begins: int) -> None:
    facts = people.day(count, begins)
    con.register("_facts", facts)
    con.execute(
        "insert into fact by name select *, happened::date as day, customer_id as identity_id, 0 as key_hi,"
        " id as key_lo, 0 as traits from _facts"
    )
    con.unregister("_facts")


def _people(con: duckdb.DuckDBPyConnection, people: Population) -> None:
    n, random = people.customers, people.random
    numbers = np.arange(1, n + 1)
    since = MICROS - (random.random(n) * 720 * MICRO_DAY).astype(np.int64)
    regions = np.minimum(random.zipf(1.35, n), REGIONS)
    times = random.poisson(3, n)
    tags = np.minimum(random.zipf(1.3, times.sum()), TAGS)
    pairs = np.unique(np.repeat(numbers, times) * 64 + tags)
    names = pa.table(
        {"tag": np.arange(TAGS + 1), "tag_id": [mark("tag", f"组/{k}") for k in range(TAGS + 1)]}
    )
    told = pa.table({
        "id": numbers, "since": pa.array(since, pa.timestamp("us")), "region": regions,
        "staff": random.integers(1, 2001, n), "orders": random.poisson(1.2, n).astype(np.int32),
        "spent": np.round(np.exp(random.normal(4.2, 1.4, n)) * 100).astype(np.int64),
        "stage": random.integers(0, 8, n).astype(np.int8), "tie": random.integers(0, 3, n).astype(np.int8),
    })  # fmt: skip
    tagged = pa.table({"customer_id": pairs // 64, "tag": pairs % 64})
    for name, rows in (("_told", told), ("_tagged", tagged), ("_names", names)):
        con.register(name, rows)
    for table, columns in _PEOPLE.items():
        con.execute(f"insert into {table} by name select {columns}")
    for name in ("_told", "_tagged", "_names"):
        con.unregister(name)
