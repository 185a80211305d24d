"""Retention of a million customers over 180 days: each slice from stays that are kept, and making these."""

import datetime as dt
import time

import duckdb
import retention_data
from row import Row, busy, median

from yutang.accounts.model import Scope
from yutang.insight.retention.book import Book, make
from yutang.insight.retention.flows import retention
from yutang.insight.retention.model import CONTACT, Asked, Grain, RetentionDefinition, RetentionSlice

AS_OF = dt.date(2026, 10, 31)
FIRST = AS_OF - dt.timedelta(days=retention_data.DAYS - 1)
DEFINITION = RetentionDefinition(as_of=AS_OF, zone="Asia/Shanghai")
ALL = Scope(everything=True)
# The floor: each customer's first and last contact, the least that must be read.
FLOOR = f"""select count(*), max(a), min(b) from (select min(day) as a, max(day) as b from fact
    where kind in ({", ".join(f"{kind:d}" for kind in CONTACT)}) group by customer_id)"""


def rows(scale: float, only: str) -> list[Row]:
    customers = max(2_000, int(1_000_000 * scale))
    con = retention_data.store(customers, customers * 50)
    first, floor = _side_by_side(con)
    book = make(con, DEFINITION)
    asked = {d: median(lambda d=d: _ask(con, book, d)) for d in RetentionSlice if d is not RetentionSlice.TAG}
    slowest = max(asked, key=lambda d: asked[d])
    told = f"{customers:,} customers, {customers * 50:,} facts"
    return [
        Row("people.retention", asked[slowest], "s", floor,
            f"{told}: the slowest slice ({slowest}), 180 days by week; floor: first and last contact by customer · {busy()}"),
        Row("people.retention.first", first, "s", floor,
            f"the first question after new facts: each customer's stays are made · {busy()}"),
    ]  # fmt: skip


def _side_by_side(con: duckdb.DuckDBPyConnection) -> tuple[float, float]:
    """Medians of three, in turns, so that a busy machine weighs on both."""
    taken: list[tuple[float, float]] = []
    for _ in range(3):
        begun = time.perf_counter()
        make(con, DEFINITION)
        between = time.perf_counter()
        con.execute(FLOOR).fetchall()
        taken.append((between - begun, time.perf_counter() - between))
    return sorted(t[0] for t in taken)[1], sorted(t[1] for t in taken)[1]


def _ask(con: duckdb.DuckDBPyConnection, book: Book, dimension: RetentionSlice) -> None:
    asked = Asked(first=FIRST, last=AS_OF, period=Grain.WEEK, dimension=dimension)
    found = retention(con, book, asked, ALL)
    assert found.whole.total.retained > 0
