"""Made-up people for measuring retention: relations of two years, 180 days of facts, groups. Deterministic."""

import duckdb
import numpy as np
import pyarrow as pa

from yutang.ledger.analytics import DDL
from yutang.ledger.catalogue import Ending

DAYS = 180
END = np.datetime64("2026-10-31T16:00:00", "us")  # midnight in Shanghai
DAY = np.timedelta64(86_400_000_000, "us")
BLOCK = 2_000_000


def store(customers: int, facts: int, threads: int = 2, seed: int = 7) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the ledger's analytics tables. Staff and groups: one in 500 customers, at least two."""
    r = np.random.default_rng(seed)
    con = duckdb.connect(
        config={"threads": threads, "memory_limit": "3GB", "autoinstall_known_extensions": False}
    )
    for table, columns in DDL.items():
        con.execute(f"create table {table} ({columns})")
    staff = max(2, customers // 500)
    since = END - (r.random(customers) * 720 * 86400e6).astype("timedelta64[us]")
    ids = np.arange(1, customers + 1)
    _put(con, "customer", {"id": ids, "since": since, "people": np.ones(customers, np.int16)})
    _put(
        con,
        "identity",
        {"id": ids, "platform": pa.array(["wecom"] * customers), "external_id": pa.array([f"w{i}" for i in ids]),
         "customer_id": ids, "role": np.ones(customers, np.int8), "role_rank": np.ones(customers, np.int8)},
    )  # fmt: skip
    _relations(con, r, (ids, since), staff)
    _groups(con, r, customers, staff)
    for begin in range(0, facts, BLOCK):
        _facts(con, r, (begin, min(BLOCK, facts - begin)), (customers, facts))
    return con


def _put(con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, object]) -> None:
    con.register("made", pa.table(columns))
    names = ", ".join(f'"{c}"' for c in columns)
    con.execute(f"insert into {table} ({names}) select {names} from made")
    con.unregister("made")


def _relations(con, r: np.random.Generator, people, staff: int) -> None:
    """One for everybody, a second for every fifth; a third of them over by now, a tenth of those handed over."""
    ids, since = people
    second = r.random(len(ids)) < 0.2
    who = np.r_[ids, ids[second]]
    begun = np.r_[since, since[second] + (r.random(second.sum()) * 90 * 86400e6).astype("timedelta64[us]")]
    ended = begun + (r.exponential(900, len(who)) * 86400e6).astype("timedelta64[us]")
    cause = r.choice(
        [Ending.CUSTOMER_DELETED, Ending.STAFF_DELETED, Ending.TRANSFERRED, Ending.TRANSFER_REFUSED],
        len(who), p=[0.6, 0.25, 0.1, 0.05],
    )  # fmt: skip
    over = ended < END
    handed = over & (cause == Ending.TRANSFERRED)
    after = ended[handed] + (r.random(handed.sum()) * 86400e6).astype("timedelta64[us]")
    n = len(after)
    _put(
        con,
        "relation",
        {
            "customer_id": np.r_[who, who[handed]],
            "identity_id": np.r_[who, who[handed]],
            "staff_id": 10**9 + r.integers(1, staff + 1, len(who) + n),
            "since": np.r_[begun, after],
            "ended": pa.array(np.r_[ended, after], mask=np.r_[~over, np.ones(n, bool)]),
            "cause": pa.array(np.r_[cause, cause[:n]].astype(np.int8), mask=np.r_[~over, np.ones(n, bool)]),
            "source_id": r.integers(1, 60, len(who) + n),
            "how": np.r_[np.ones(len(who), np.int8), np.full(n, 2, np.int8)],
        },
    )


def _groups(con, r: np.random.Generator, customers: int, groups: int) -> None:
    ids = np.arange(1, groups + 1)
    _put(
        con,
        "customer_group",
        {"id": ids, "platform": pa.array(["wecom"] * groups), "external_id": pa.array([f"g{i}" for i in ids]),
         "private": np.zeros(groups, bool), "owner_id": 10**9 + ids},
    )  # fmt: skip
    n = groups * 150
    joined = END - (r.random(n) * DAYS * 86400e6).astype("timedelta64[us]")
    left = joined + (r.exponential(200, n) * 86400e6).astype("timedelta64[us]")
    _put(
        con,
        "membership",
        {"group_id": np.repeat(ids, 150), "identity_id": r.integers(1, customers + 1, n), "joined": joined,
         "left": pa.array(left, mask=left >= END)},
    )  # fmt: skip


def _facts(con, r: np.random.Generator, span, size) -> None:
    """In order of time; a few customers do most (Zipf 0.75), kinds by Zipf 1.1, so a third are messages."""
    (begin, n), (customers, facts) = span, size
    at = END - DAYS * DAY + ((begin + np.arange(n)) * (DAYS * 86400e6 / facts)).astype("timedelta64[us]")
    # A power of a uniform number is Zipf's law turned round, 1 / rank^0.75; the prime scatters the ranks.
    rank = (customers * r.random(n) ** 4).astype(np.int64)
    weight = 1 / np.arange(1, 21) ** 1.1
    kind = np.searchsorted(np.cumsum(weight) / weight.sum(), r.random(n)) + 1
    _put(
        con,
        "fact",
        {
            "id": begin + np.arange(n) + 1,
            "kind": kind.astype(np.int16),
            "happened": at,
            "day": (at + np.timedelta64(8, "h")).astype("datetime64[D]"),
            "identity_id": rank * 7919 % customers + 1,
            "customer_id": rank * 7919 % customers + 1,
            "key_hi": np.zeros(n, np.int64),
            "key_lo": np.arange(n),
            "traits": np.zeros(n, np.int32),
        },
    )
