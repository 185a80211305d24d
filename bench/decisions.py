# pyright: reportMissingTypeStubs=false
"""The figures behind docs/decisions, measured anew: `make bench ONLY=decision.` (each some seconds).

Each row is named after its decision: decision.<number>.<what>. The floor is what the decision was weighed against, so
the ratio is what counts, on a busy machine too.
"""

import asyncio
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
import sqlalchemy as sa
from pyarrow import ipc
from row import Row, busy, median

import yutang.state  # noqa: F401 - registers every table
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.importers.postable import Facts
from yutang.kit import jobs
from yutang.kit.db import Database
from yutang.kit.jobs import Order
from yutang.kit.migrate import migrate
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.ledger.posts import Post, Sighting, pack_post, sightings
from yutang.ledger.tables import ledger_meta
from yutang.ledger.texts import SQL_FINGERPRINT, SQL_GLANCE, SQL_TRAITS
from yutang.staff import Staff

TEXTS = (
    "请问这个怎么下单？",
    "早上好",
    "新品上架 https://shop.example/a/b?from=x 快来看看吧",
    "昨天买的已经收到了，谢谢大家推荐",
)


def rows(scale: float, only: str) -> list[Row]:
    """`scale`: of the rows and threads' turns measured."""
    parts: dict[str, Callable[[float], list[Row]]] = {
        "decision.0001": _marks, "decision.0002": _keys, "decision.0003": _writers, "decision.0006": _posts,
        "decision.0007": _jobs,
    }  # fmt: skip
    return [
        row
        for name, part in parts.items()
        if name.startswith(only) or only.startswith(name)
        for row in part(scale)
    ]


def _marks(scale: float) -> list[Row]:
    """Marks in a column against marks in JSON; what deriving them costs a message."""
    count, few = int(4_000_000 * scale), int(200_000 * scale)
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")
        con.execute(
            "create table fact as select (i % 8)::integer as traits, '{\"traits\":' || i % 8 || '}' as props"
            f" from range({count}) r(i)"
        )
        told = ", ".join("'" + text.replace("'", "''") + "'" for text in TEXTS)
        con.execute(
            f"create table said as select ([{told}])[1 + i % {len(TEXTS)}] || i as text from range({few}) r(i)"
        )
        column = median(lambda: con.execute("select count(*) from fact where traits & 4 > 0").fetchall())
        json = median(
            lambda: con.execute(
                "select count(*) from fact where json_extract(props, '$.traits')::integer & 4 > 0"
            ).fetchall()
        )
        derive = median(
            lambda: con.execute(
                f"select sum({SQL_TRAITS}), count({SQL_FINGERPRINT}) from (select *, {SQL_GLANCE} from said)"
            ).fetchall()
        )
    return [
        Row(
            "decision.0001.scan",
            column / count * 1e7,
            "s/10 M",
            json / count * 1e7,
            f"floor: JSON · {busy()}",
        ),
        Row("decision.0001.derive", derive / few * 1e6, "µs", None, "marks and fingerprint of a message"),
    ]


def _keys(scale: float) -> list[Row]:
    """One hash split in two against two hashes, a second of all cores; what a UHUGEINT is on the other side of Arrow."""
    count = int(2_000_000 * scale)
    split = "select sum(((u >> 64) & m)::bigint % 7 + (u & m)::bigint % 7) from (select md5_number(t) u, 9223372036854775807::uhugeint m from named)"
    twice = "select sum((md5_number_upper(t) % 7)::bigint + (md5_number_lower(t) % 7)::bigint) from named"
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")
        con.execute(
            f"create table named as select 'wecom|1|g' || i || '|u' || i % 999 as t from range({count}) r(i)"
        )
        ours, other = (median(lambda sql=sql: con.execute(sql).fetchall()) for sql in (split, twice))
        one = "select md5_number(t) as u from named limit 1000"
        there = con.sql(one).to_arrow_table()["u"]
        here = con.execute(f"select u::varchar from ({one})").fetchall()
    wrong = sum(int(value) != int(told) for value, (told,) in zip(there.to_pylist(), here, strict=True))
    return [
        Row(
            "decision.0002.hash",
            count / ours / 1e6,
            "M/s",
            count / other / 1e6,
            f"floor: two hashes · {busy()}",
        ),
        Row("decision.0002.arrow", wrong, "of 1,000", None, f"wrong: a UHUGEINT leaves as {there.type}"),
    ]


def _writers(scale: float) -> list[Row]:
    """Four threads that read, then write: what is lost, and who waits longest for one turn."""
    turns = max(10, int(100 * scale))
    with tempfile.TemporaryDirectory() as folder:
        lost, _ = _race(_late_begin(Path(folder) / "a.sqlite"), turns)
        bare_lost, bare = _race(_begin_immediate(Path(folder) / "b.sqlite"), turns)
        state = Database(f"sqlite:///{Path(folder) / 'c.sqlite'}")
        migrate(state)
        ours_lost, ours = _race(_queue(state), turns)
        state.close()
    return [
        Row("decision.0003.lost", ours_lost, f"of {4 * turns}", lost, "floor: BEGIN at the first write"),
        Row("decision.0003.wait", ours * 1000, "ms worst", bare * 1000,
            f"floor: bare BEGIN IMMEDIATE ({bare_lost} lost) · {busy()}"),
    ]  # fmt: skip


def _race(turn: Callable[[], int], turns: int) -> tuple[int, float]:
    """(updates lost, the longest turn in seconds). `turn` adds one and says how many there are; it may raise."""
    longest: list[float] = []

    def run() -> None:
        worst = 0.0
        for _ in range(turns):
            begun = time.perf_counter()
            turn()
            worst = max(worst, time.perf_counter() - begun)
        longest.append(worst)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return 4 * turns - (turn() - 1), max(longest)


def _counter(path: Path, begin: str) -> Callable[[], int]:
    """Adds one in a transaction of sqlite3's own. `begin`: the statement it begins with; empty: at the first write."""
    here = threading.local()

    def connect() -> sqlite3.Connection:
        conn = sqlite3.connect(path, timeout=30, isolation_level=None)
        conn.execute("pragma journal_mode=WAL")
        conn.execute("pragma synchronous=FULL")
        return conn

    first = connect()
    first.execute("create table n (value integer)")
    first.execute("insert into n values (0)")
    first.close()

    def turn() -> int:
        conn: sqlite3.Connection = here.__dict__.setdefault("conn", None) or connect()
        here.conn = conn
        if begin:
            conn.execute(begin)
        value = conn.execute("select value from n").fetchone()[0]
        time.sleep(0.0005)  # what Python does between the two
        if not begin:
            conn.execute("begin")
        conn.execute("update n set value = ?", [value + 1])
        conn.execute("commit")
        return value + 1

    return turn


def _late_begin(path: Path) -> Callable[[], int]:
    return _counter(path, "")


def _begin_immediate(path: Path) -> Callable[[], int]:
    return _counter(path, "begin immediate")


def _queue(state: Database) -> Callable[[], int]:
    state.write(lambda conn: conn.execute(sa.insert(ledger_meta).values(name="n", value="0")))
    mine = ledger_meta.c.name == "n"

    def write(conn: sa.Connection) -> int:
        value = int(conn.execute(sa.select(ledger_meta.c.value).where(mine)).scalar_one()) + 1
        time.sleep(0.0005)
        conn.execute(sa.update(ledger_meta).where(mine).values(value=str(value)))
        return value

    return lambda: state.write(write)


def _posts(scale: float) -> list[Row]:
    """Decoding and checking a posted fact; its bytes in the inlet; reading many requests back."""
    count = int(20_000 * scale)
    fact = {"kind": "message.sent", "happened": 1_780_000_000_000, "platform": "wecom", "group": "wrA",
            "actor": {"id": "wmB", "name": "小王"}, "object": "m1", "text": TEXTS[0]}  # fmt: skip
    body = msgspec.json.encode({"facts": [fact] * 1000})
    decoder = msgspec.json.Decoder(Facts)
    check = median(lambda: decoder.decode(body)) / 1000
    one = Sighting(1, 1_780_000_000_000_000, "wrA", "wmB", "小王", object_ref="m1", text=TEXTS[0])
    blob = pack_post([one])
    table = pa.Table.from_pylist([msgspec.structs.asdict(one)])
    sink = pa.BufferOutputStream()
    with ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    requests = [(1, blob)] * count
    hundreds = [(100, pack_post([one] * 100))] * (count // 20)
    with duckdb.connect(config={"threads": "2", "memory_limit": "64MB"}) as con:
        read = median(lambda: sightings(con, requests))
        batches = median(lambda: sightings(con, hundreds))
    alone, together = _applied(10, 1), _applied(1, 5_000)
    return [
        Row("decision.0006.check", check * 1e6, "µs a fact", None, f"decoded and checked · {busy()}"),
        Row(
            "decision.0006.bytes",
            len(blob),
            "bytes",
            float(sink.tell()),
            "one request; floor: an Arrow stream",
        ),
        Row(
            "decision.0006.read.single",
            count / read,
            "facts/s",
            None,
            "requests of one fact, back into columns",
        ),
        Row(
            "decision.0006.read.batch",
            100 * (count // 20) / batches,
            "facts/s",
            None,
            "requests of 100 facts",
        ),
        Row("decision.0006.apply.one", alone, "s of CPU", None, "a request alone"),
        Row(
            "decision.0006.apply.many",
            together / 5_000 * 1e6,
            "µs of CPU",
            alone * 1e6,
            "a request of 5,000; floor: alone",
        ),
    ]


def _applied(times: int, requests: int) -> float:
    """Seconds of CPU for applying so many requests at once, mean of `times`."""
    with tempfile.TemporaryDirectory() as folder:
        state = Database(f"sqlite:///{Path(folder) / 's.sqlite'}", durable=False)
        migrate(state)
        analytics = Analytics(None, memory_mb=256, threads=1)
        ledger = Ledger(
            state, analytics, [Customers(), Groups(), Staff()], folder=Path(folder), zone_="Asia/Shanghai"
        )
        spent = 0.0
        for turn in range(times):
            posts = [_post(turn * requests + n) for n in range(requests)]
            asyncio.run(ledger.intake.put(posts, now=1_790_000_000_000_000))
            begun = time.process_time()
            while ledger.drain():
                pass
            spent += time.process_time() - begun
        ledger.close()
    return spent / times


def _post(n: int) -> Post:
    said = Sighting(
        1, 1_780_000_000_000_000 + n, f"g{n % 50}", f"u{n % 999}", text=TEXTS[n % 4], object_ref=f"m{n}"
    )
    return Post(f"k{n}", "o", "wecom", 1, pack_post([said]))


def _jobs(scale: float) -> list[Row]:
    """Trivial jobs, each claimed, told once and ended, every step durable."""
    count = max(20, int(300 * scale))
    with tempfile.TemporaryDirectory() as folder:
        state = Database(f"sqlite:///{Path(folder) / 's.sqlite'}")
        migrate(state)
        now = 1_790_000_000_000_000
        state.write(lambda conn: [jobs.enqueue(conn, Order(kind="none"), now=now) for _ in range(count)])
        begun = time.perf_counter()
        while (taken := state.write(lambda conn: jobs.claim(conn, "long", now=now))) is not None:
            state.write(lambda conn, taken=taken: jobs.finish(conn, taken, None, now=now))
        spent = time.perf_counter() - begun
        state.close()
    return [Row("decision.0007.jobs", count / spent, "jobs/s", None, f"trivial, durable · {busy()}")]
