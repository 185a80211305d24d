"""Generated relations, groups and places for tests of what staff see and own; loaded into a real analytics store."""

import datetime as dt
from typing import Any, NamedTuple

import duckdb
import hypothesis.strategies as st
import pyarrow as pa

from yutang.ledger.shape import DDL
from yutang.staff.ownership import DECIDED, PLACE

START = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - analytics holds UTC without a zone
IDENTITIES, STAFF, GROUPS, UNITS = range(1, 7), range(101, 106), range(201, 204), range(1, 7)
# Two identities a customer: the customer's id is the smaller one.
CUSTOMER = {id_: id_ - (id_ - 1) % 2 for id_ in IDENTITIES}
# 1 holds 2 and 3; 2 holds 4; 3 holds 5; 6 stands apart. In the order of the organisation.
PATHS = {1: [1], 2: [1, 2], 4: [1, 2, 4], 3: [1, 3], 5: [1, 3, 5], 6: [6]}


class Relation(NamedTuple):
    identity: int
    staff: int
    since: int  # hours after START
    live: bool

    @property
    def customer(self) -> int:
        return CUSTOMER[self.identity]


class World(NamedTuple):
    relations: list[Relation]
    members: list[tuple[int, int, bool]]  # group, identity, there now
    owners: dict[int, int | None]  # of groups
    units: dict[int, int]  # of staff
    decided: list[tuple[int, int, int]]  # identity, staff, when


_ids, _staff = st.sampled_from(IDENTITIES), st.sampled_from(STAFF)
worlds = st.builds(
    World,
    relations=st.lists(st.builds(Relation, _ids, _staff, st.integers(0, 4), st.booleans()), max_size=12),
    members=st.lists(st.tuples(st.sampled_from(GROUPS), _ids, st.booleans()), max_size=8),
    owners=st.fixed_dictionaries({group: st.none() | _staff for group in GROUPS}),
    units=st.dictionaries(_staff, st.sampled_from(UNITS)),
    decided=st.lists(st.tuples(_ids, _staff, st.integers(0, 3)), max_size=4, unique_by=lambda row: row[0]),
)


def place(world: World) -> pa.Table:
    order = list(PATHS)
    rows = [
        {"staff_id": staff, "unit_id": unit, "path": PATHS[unit], "rank": order.index(unit)}
        for staff, unit in world.units.items()
    ]
    return pa.Table.from_pylist(rows, schema=PLACE)


def decided(world: World) -> pa.Table:
    rows = [dict(zip(DECIDED.names, row, strict=True)) for row in world.decided]
    return pa.Table.from_pylist(rows, schema=DECIDED)


def loaded(world: World) -> duckdb.DuckDBPyConnection:
    """An analytics store with the world in it."""
    con = duckdb.connect()
    for table in ("identity", "customer_group", "membership", "relation"):
        con.execute(f"create table {table} ({DDL[table]})")
    _fill(con, "identity", ["id", "platform", "external_id", "customer_id", "role", "role_rank"],
          [(id_, "wecom", f"i{id_}", CUSTOMER[id_], 0, 0) for id_ in IDENTITIES])  # fmt: skip
    _fill(con, "customer_group", ["id", "platform", "external_id", "private", "owner_id"],
          [(group, "wecom", f"g{group}", False, owner) for group, owner in world.owners.items()])  # fmt: skip
    _fill(con, "membership", ["group_id", "identity_id", '"left"'],
          [(group, identity, None if there else START) for group, identity, there in world.members])  # fmt: skip
    _fill(con, "relation", ["customer_id", "identity_id", "staff_id", "since", "ended", "how"],
          [(r.customer, r.identity, r.staff, at(r.since), None if r.live else at(9), 1) for r in world.relations])  # fmt: skip
    return con


def at(hours: int) -> dt.datetime:
    return START + dt.timedelta(hours=hours)


def _fill(
    con: duckdb.DuckDBPyConnection, table: str, columns: list[str], rows: list[tuple[Any, ...]]
) -> None:
    if rows:
        places = ", ".join("?" for _ in columns)
        con.executemany(f"insert into {table} ({', '.join(columns)}) values ({places})", rows)
