"""A made-up analytics store for measuring the check-up: Zipf groups, 1/9/90 inside them, 180 days. Deterministic."""

import datetime as dt

import duckdb
import numpy as np
import pyarrow as pa

from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.shape import DDL

DAYS = 180
END = np.datetime64("2026-11-01T00:00:00", "us")  # Shanghai midnight below: no message on this day
AS_OF = dt.date(2026, 10, 31)
ZONE = "Asia/Shanghai"
WORDS = ("直播", "优惠", "尺码", "发货", "早上好", "会员", "积分", "面膜", "打卡", "读书", "跑步", "多少钱")


def store(messages: int, groups: int, threads: int = 2, seed: int = 7) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the ledger's analytics tables: messages, members, orders, staff, texts."""
    r = np.random.default_rng(seed)
    con = duckdb.connect(
        config={"threads": threads, "memory_limit": "2GB", "autoinstall_known_extensions": False}
    )
    for table, columns in DDL.items():
        con.execute(f"create table {table} ({columns})")
    people = max(1000, messages // 20)
    staff = max(2, groups // 10)
    sizes = np.minimum(500, r.lognormal(4.8, 0.6, groups)).astype(int) + 3
    members = r.integers(1, people + 1, int(sizes.sum()))
    start = np.r_[0, np.cumsum(sizes)[:-1]]
    _neighbours(members, sizes, start)
    _identities(con, people, staff)
    _groups(con, r, groups, people, staff)
    _memberships(con, r, sizes, members)
    _messages(con, r, messages, (sizes, start, members), (people, staff))
    _orders(con, r, messages // 50, people)
    return con


def _neighbours(members: np.ndarray, sizes: np.ndarray, start: np.ndarray) -> None:
    """Every tenth group shares half of its people with the next one: candidates for a merge."""
    for g in range(0, len(sizes) - 1, 10):
        n = min(sizes[g], sizes[g + 1]) // 2
        members[start[g] : start[g] + n] = members[start[g + 1] : start[g + 1] + n]


def _put(con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, object]) -> None:
    con.register("made", pa.table(columns))
    names = ", ".join(f'"{c}"' for c in columns)
    con.execute(f"insert into {table} ({names}) select {names} from made")
    con.unregister("made")


def _identities(con: duckdb.DuckDBPyConnection, people: int, staff: int) -> None:
    ids = np.arange(1, people + staff + 1)
    role = np.where(ids <= people, Role.PERSON, Role.STAFF).astype(np.int8)
    names = pa.array([f"u{i}" for i in ids])
    _put(
        con,
        "identity",
        {
            "id": ids,
            "platform": pa.array(["table"] * len(ids)),
            "external_id": names,
            "name": names,
            "role": role,
            "role_rank": role,
        },
    )


def _groups(con: duckdb.DuckDBPyConnection, r: np.random.Generator, n: int, people: int, staff: int) -> None:
    ids = np.arange(1, n + 1)
    lines = np.array(["美妆", "读书", "跑步", "母婴", "生鲜", "数码", "旅行"])
    _put(
        con,
        "customer_group",
        {
            "id": ids,
            "platform": pa.array(["table"] * n),
            "external_id": pa.array([f"g{i}" for i in ids]),
            "name": pa.array([f"群{i}" for i in ids]),
            "private": np.zeros(n, dtype=bool),
            "owner_id": people + r.integers(1, staff + 1, n),
            "line": pa.array(lines[r.integers(0, 7, n)]),
        },
    )


def _memberships(con: duckdb.DuckDBPyConnection, r: np.random.Generator, sizes, members) -> None:
    n = len(members)
    joined = END - np.timedelta64(DAYS, "D") + (r.random(n) * 150 * 86400e6).astype("timedelta64[us]")
    left = joined + (r.exponential(200, n) * 86400e6).astype("timedelta64[us]")
    _put(
        con,
        "membership",
        {
            "group_id": np.repeat(np.arange(1, len(sizes) + 1), sizes),
            "identity_id": members,
            "joined": joined,
            "left": pa.array(left, mask=left >= END),
        },
    )


def _messages(con, r: np.random.Generator, n: int, seats, heads) -> None:
    (sizes, start, members), (people, staff) = seats, heads
    weight = 1 / np.arange(1, len(sizes) + 1) ** 1.1
    r.shuffle(weight)
    lived = np.where(
        r.random(len(sizes)) < 0.55, r.uniform(0.1, 1.0, len(sizes)), 1.0
    )  # of the time, then dead
    for part in np.array_split(np.arange(n), max(1, n // 1_000_000)):
        k = len(part)
        group = np.searchsorted(np.cumsum(weight) / weight.sum(), r.random(k)).clip(max=len(sizes) - 1)
        u, c, size = r.random(k), r.random(k), sizes[group]
        seat = np.where(
            c < 0.55,
            u * np.maximum(1, size * 0.01),
            np.where(c < 0.9, u * np.maximum(2, size * 0.1), u * size),
        )
        who = members[start[group] + seat.astype(int)]
        brand = r.random(k) < 0.1
        who = np.where(brand, people + 1 + group % staff, who)
        span = DAYS * 86400e6 / max(1, n)
        at = (
            END
            - np.timedelta64(8, "h")
            - np.timedelta64(DAYS, "D")
            + ((part + r.random(k)) * span * np.where(brand, 1.0, lived[group])).astype("timedelta64[us]")
        )
        fingerprint = np.minimum(r.zipf(1.2, k), 2**40)
        traits = (
            (r.random(k) < 0.08) * 1
            + (r.random(k) < 0.02) * 2
            + (r.random(k) < 0.05) * 4
            + (r.random(k) < 0.02) * 64
        )
        _put(
            con,
            "fact",
            {
                "id": part + 1,
                "kind": np.full(k, Kind.MESSAGE_SENT, dtype=np.int16),
                "happened": at,
                "day": (at + np.timedelta64(8, "h")).astype("datetime64[D]"),
                "identity_id": who,
                "group_id": group + 1,
                "object_id": pa.array(fingerprint + 100, mask=(fingerprint < 3) | (r.random(k) < 0.6)),
                "key_hi": np.zeros(k, dtype=np.int64),
                "key_lo": part + 1,
                "traits": traits.astype(np.int32),
            },
        )
        words = np.array(WORDS)[r.integers(0, len(WORDS), (k // 20, 2))]
        _put(
            con,
            "payload",
            {"fact_id": part[: k // 20] * 1 + 1, "text": pa.array(["".join(w) for w in words])},
        )


def _orders(con, r: np.random.Generator, n: int, people: int) -> None:
    at = END - np.timedelta64(8, "h") - (r.random(n) * DAYS * 86400e6).astype("timedelta64[us]")
    _put(
        con,
        "fact",
        {
            "id": np.arange(n) + 2**40,
            "kind": np.full(n, Kind.ORDER_PLACED, dtype=np.int16),
            "happened": at,
            "day": (at + np.timedelta64(8, "h")).astype("datetime64[D]"),
            "identity_id": r.integers(1, people + 1, n),
            "amount": np.exp(r.normal(8, 1, n)).astype(np.int64),
            "key_hi": np.zeros(n, dtype=np.int64),
            "key_lo": np.arange(n) + 2**40,
            "traits": np.zeros(n, dtype=np.int32),
        },
    )
