"""A small population for the tests of segments: plain lists of what happened, put into a real DuckDB when asked."""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.shape import DDL

ZONE = ZoneInfo("Asia/Shanghai")
DAY = dt.date(2026, 6, 30)


def at(day: int, hour: float = 12.0) -> dt.datetime:
    """UTC instant of a local hour, `day` days before DAY (negative: after it)."""
    local = dt.datetime.combine(DAY - dt.timedelta(day), dt.time(), ZONE) + dt.timedelta(hours=hour)
    return local.astimezone(dt.UTC).replace(tzinfo=None)


@dataclass
class Fact:
    kind: Kind
    happened: dt.datetime
    identity: int | None
    group: int | None = None
    object_id: int | None = None
    amount: int | None = None
    traits: int = 0
    source: int | None = None

    @property
    def day(self) -> dt.date:
        return self.happened.replace(tzinfo=dt.UTC).astimezone(ZONE).date()


@dataclass
class Relation:
    customer: int
    staff: int
    since: dt.datetime
    ended: dt.datetime | None = None
    cause: int | None = None


@dataclass
class Seat:
    group: int
    identity: int
    joined: dt.datetime | None
    inviter: int | None = None


@dataclass
class Population:
    """Identity → customer (itself unless said); groups by id with `private`."""

    customers: dict[int, int] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)
    groups: dict[int, bool] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)

    def person(self, *ids: int, of: int | None = None) -> None:
        for id_ in ids:
            self.customers[id_], self.roles[id_] = of or id_, Role.PERSON

    def staff(self, id_: int) -> None:
        self.customers[id_], self.roles[id_] = id_, Role.STAFF

    def group(self, id_: int, *, private: bool = False) -> None:
        self.groups[id_] = private

    def say(self, who: int, group: int, day: int, hour: float = 12.0) -> None:
        self.facts.append(Fact(Kind.MESSAGE_SENT, at(day, hour), who, group))

    def order(self, who: int, day: int, cents: int = 100, mark: int | None = None, traits: int = 0) -> None:
        known = len(self.facts) + 10_000 if mark is None else mark
        self.facts.append(Fact(Kind.ORDER_PLACED, at(day), who, None, known, cents, traits))

    def stood(self, who: int, stage: int, day: int, before: int | None = None) -> None:
        self.facts.append(Fact(Kind.STAGE_CHANGED, at(day, 23.5), who, None, stage, before))

    def fact(
        self, kind: Kind, who: int, happened: dt.datetime, *, object_id: int | None, source: int | None
    ) -> None:
        self.facts.append(Fact(kind, happened, who, None, object_id, source=source))

    @property
    def people(self) -> list[int]:
        """Customer ids of persons, as the table `customer` holds them."""
        return sorted({c for i, c in self.customers.items() if self.roles[i] is not Role.STAFF})

    def store(self) -> duckdb.DuckDBPyConnection:
        """An in-memory store with all of it."""
        con = duckdb.connect(config={"threads": 1})
        con.execute("set TimeZone = 'UTC'")
        for table, columns in DDL.items():
            con.execute(f"create table {table} ({columns})")
        self.tell(con, self.facts)
        ids = list(self.customers)
        put(con, "identity", {
            "id": ids, "platform": ["wecom"] * len(ids), "external_id": [str(i) for i in ids],
            "customer_id": [self.customers[i] for i in ids], "role": [int(self.roles[i]) for i in ids],
            "role_rank": [3] * len(ids),
        })  # fmt: skip
        put(con, "customer", {"id": self.people, "since": [at(900)] * len(self.people),
                              "people": [1] * len(self.people)})  # fmt: skip
        self._sides(con)
        return con

    def tell(self, con: duckdb.DuckDBPyConnection, told: list[Fact]) -> None:
        """Put facts into the store behind those that are there."""
        first = con.execute("select coalesce(max(id), 0) + 1 from fact").fetchall()[0][0]
        put(con, "fact", {
            "id": list(range(first, first + len(told))), "kind": [int(f.kind) for f in told],
            "happened": [f.happened for f in told], "day": [f.day for f in told],
            "identity_id": [f.identity for f in told],
            "customer_id": [self.customers.get(f.identity or 0) for f in told],
            "group_id": [f.group for f in told], "object_id": [f.object_id for f in told],
            "amount": [f.amount for f in told], "traits": [f.traits for f in told], "source_id": [f.source for f in told],
            "key_hi": [0] * len(told), "key_lo": list(range(first, first + len(told))),
        })  # fmt: skip

    def _sides(self, con: duckdb.DuckDBPyConnection) -> None:
        groups = list(self.groups)
        put(con, "customer_group", {
            "id": groups, "platform": ["wecom"] * len(groups), "external_id": [str(g) for g in groups],
            "private": list(self.groups.values()),
        })  # fmt: skip
        put(con, "membership", {
            "group_id": [s.group for s in self.seats], "identity_id": [s.identity for s in self.seats],
            "joined": [s.joined for s in self.seats], "inviter_id": [s.inviter for s in self.seats],
        })  # fmt: skip
        put(con, "relation", {
            "customer_id": [r.customer for r in self.relations], "identity_id": [r.customer for r in self.relations],
            "staff_id": [r.staff for r in self.relations], "since": [r.since for r in self.relations],
            "ended": [r.ended for r in self.relations], "cause": [r.cause for r in self.relations],
            "how": [1] * len(self.relations),
        })  # fmt: skip


def put(con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, list]) -> None:
    if next(iter(columns.values()), None):
        con.register("made", pa.table(columns))
        con.execute(f"insert into {table} by name select * from made")
        con.unregister("made")
