"""Made-up customers for measuring where they stand: a store on disk, filled by SQL. Deterministic.

For a million customers 50 million facts of 180 days: 31 % messages (a fifth by staff; 40 % one to one), 5 % orders, the
rest of kinds that nobody asks for here, but that lie between. Who is active follows a power law (u⁴).
"""

import datetime as dt
from pathlib import Path

import duckdb

from yutang.ledger.catalogue import Ending, Kind, Role
from yutang.ledger.shape import DDL

DAYS = 180
AS_OF = dt.date(2026, 10, 31)
FIRST = AS_OF - dt.timedelta(DAYS - 1)
FACTS = 50  # a customer
CHATS = 100_000_000  # ids of 1:1 chats begin behind it; customers' ids are below
BLOCK = 5_000_000


def _h(salt: int, of: str = "i") -> str:
    """A number of 64 bits that only `of` and `salt` decide. (hash(i, salt) makes numbers that know of each other.)"""
    return f"hash({of} + {salt * 1_000_000_007})"


def _u(salt: int) -> str:
    """A number of 0 to below 1."""
    return f"({_h(salt)} >> 11)::double / 9007199254740992"


def store(path: Path, customers: int, threads: int = 2) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(str(path), config={"threads": threads, "memory_limit": "3GB"})
    con.execute("set TimeZone = 'UTC'")
    con.execute("set preserve_insertion_order = false")
    con.execute("set enable_progress_bar = false")
    for table, columns in DDL.items():
        con.execute(f"create table {table} ({columns})")
    staff, groups = max(2, customers // 500), max(5, customers // 200)
    _people(con, customers, staff)
    _places(con, customers, staff, groups)
    _facts(con, customers, staff, groups)
    con.execute(
        f"""insert into spending (customer_id, orders, cents, refunded, first_at, last_at)
        select customer_id, count(*), sum(amount), 0, min(happened), max(happened)
        from fact where kind = {Kind.ORDER_PLACED:d} group by customer_id"""
    )
    con.execute("checkpoint")
    return con


def _people(con: duckdb.DuckDBPyConnection, n: int, staff: int) -> None:
    con.execute(
        f"insert into customer (id, since, people) select i, timestamp '2026-01-01', 1 from range(1, {n + 1}) r(i)"
    )
    con.execute(
        f"""insert into identity (id, platform, external_id, customer_id, role, role_rank)
        select i, 'wecom', 'w' || i, i, case when i <= {n} then {Role.PERSON:d} else {Role.STAFF:d} end, 3
        from range(1, {n + staff + 1}) r(i)"""
    )
    con.execute(
        f"""insert into relation (customer_id, identity_id, staff_id, since, ended, cause, source_id, how)
        select i, i, {n} + 1 + i % {staff}, timestamp '2026-02-01',
            case when {_u(1)} < 0.2 then timestamp '2026-09-01' end,
            case when {_u(1)} < 0.2 then {Ending.CUSTOMER_DELETED:d} end, null, 1
        from range(1, {n + 1}) r(i) where {_u(2)} < 0.8"""
    )


def _places(con: duckdb.DuckDBPyConnection, n: int, staff: int, groups: int) -> None:
    con.execute(
        f"""insert into customer_group (id, platform, external_id, private, owner_id)
        select i, 'wecom', 'g' || i, i > {CHATS}, {n} + 1 + i % {staff}
        from (select i from range(1, {groups + 1}) r(i) union all
            select i from range({CHATS + 1}, {CHATS + n + 1}) r(i))"""
    )
    con.execute(
        f"""insert into membership (group_id, identity_id, joined, inviter_id)
        select 1 + {_h(3)} % {groups}, 1 + {_h(4)} % {n},
            timestamp '{FIRST}' + to_days(({_h(5)} % 150)::integer),
            case when {_u(6)} < 0.3 then 1 + {_h(7)} % {n} end
        from range({n}) r(i)"""
    )


def _facts(con: duckdb.DuckDBPyConnection, n: int, staff: int, groups: int) -> None:
    count = n * FACTS
    for begin in range(0, count, BLOCK):
        con.execute(
            f"""insert into fact by name
            with drawn as (
                select i, 1 + ((floor({n} * pow({_u(11)}, 4))::bigint * 7919) % {n}) as who, {_u(12)} as sort,
                    {_u(13)} < 0.2 as by_staff, {_u(14)} < 0.4 as alone,
                    timestamp '{FIRST - dt.timedelta(1)} 16:00:00' + to_microseconds(
                        (({DAYS} * 86400e6 / {count}) * (i + {_u(15)}))::bigint) as happened
                from range({begin}, {min(count, begin + BLOCK)}) r(i)
            )
            select i + 1 as id, happened, (happened + interval 8 hour)::date as day, i as key_hi, i as key_lo, 0 as traits,
                (case when sort < 0.31 then {Kind.MESSAGE_SENT:d} when sort < 0.36 then {Kind.ORDER_PLACED:d}
                    else {Kind.MEMBER_SEEN:d} end)::smallint as kind,
                case when sort < 0.31 and by_staff then {n} + 1 + who % {staff} else who end as identity_id,
                identity_id as customer_id,
                case when sort < 0.31 then case when alone then {CHATS} + who else 1 + {_h(17, "who * 3 + i % 3")} % {groups} end end
                    as group_id,
                case when sort between 0.31 and 0.36 then i end as object_id,
                case when sort between 0.31 and 0.36 then 1000 + {_h(16)} % 50000 end as amount
            from drawn"""
        )
