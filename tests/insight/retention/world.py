"""A small world of people for retention: plain lists, put into a real DuckDB when asked."""

import datetime as dt
import json
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from yutang.insight.retention.model import RetentionDefinition
from yutang.ledger.catalogue import Kind
from yutang.ledger.shape import DDL

ZONE = "Asia/Shanghai"
START = dt.date(2026, 3, 2)  # a Monday
ADDED, TRANSFERRED = 1, 2
FIRST, SECOND = 1_000_000, 2_000_000
SINCE = -8  # the day on which the customers of a world came to be known


def at(day: float, zone: str = ZONE) -> dt.datetime:
    """UTC instant of a local time, `day` days (and parts of one) after START's midnight on the clock of the zone."""
    whole = int(day // 1)
    local = dt.datetime.combine(START + dt.timedelta(whole), dt.time(), ZoneInfo(zone))
    return local.astimezone(dt.UTC).replace(tzinfo=None) + dt.timedelta(day - whole)


def day_of(moment: dt.datetime, zone: str = ZONE) -> int:
    """Days after START, on the clock of the zone."""
    return (moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone)).date() - START).days


@dataclass
class Relation:
    customer: int
    staff: int
    since: dt.datetime
    ended: dt.datetime | None = None
    cause: int | None = None
    source: int | None = None
    how: int = ADDED


@dataclass
class Contact:
    customer: int
    happened: dt.datetime
    kind: Kind = Kind.MESSAGE_SENT


@dataclass
class Seat:
    group: int
    customer: int
    joined: dt.datetime | None
    left: dt.datetime | None = None
    second: bool = False  # by the customer's other account


@dataclass
class Tagging:
    customer: int
    tag: int
    since: dt.datetime
    until: dt.datetime | None = None


@dataclass
class World:
    """Customers n with accounts n + FIRST and n + SECOND; staff from 101 on; groups from 1 on, each owned by 100 + its id."""

    customers: int = 5
    zone: str = ZONE
    relations: list[Relation] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    tags: list[Tagging] = field(default_factory=list)

    def definition(self, as_of: int, **more) -> RetentionDefinition:
        return RetentionDefinition(as_of=START + dt.timedelta(as_of), zone=self.zone, **more)

    def store(self) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
        for table, columns in DDL.items():
            con.execute(f"create table {table} ({columns})")
        con.execute("set TimeZone = 'UTC'")
        self.fill(con)
        return con

    def fill(self, con: duckdb.DuckDBPyConnection) -> None:
        """Into tables of the ledger's shape."""
        people = range(1, self.customers + 1)
        staff = sorted({r.staff for r in self.relations} | {101, 102})
        groups = sorted({s.group for s in self.seats})
        put(
            con,
            "customer",
            [{"id": c, "since": at(SINCE, self.zone), "name": f"客{c}", "people": 2} for c in people],
        )
        put(
            con,
            "identity",
            [account(c + n, c) for c in people for n in (FIRST, SECOND)]
            + [account(s, None, 2) for s in staff],
        )  # fmt: skip
        put(con, "customer_group", [{"id": g, "platform": "wecom", "external_id": f"g{g}", "name": f"群{g}",
                                     "private": False, "owner_id": 100 + g} for g in groups])  # fmt: skip
        put(con, "relation", [{"customer_id": r.customer, "identity_id": r.customer + FIRST, "staff_id": r.staff,
                               "since": r.since, "ended": r.ended, "cause": r.cause, "source_id": r.source,
                               "how": r.how} for r in self.relations])  # fmt: skip
        put(con, "membership", [{"group_id": s.group, "identity_id": s.customer + (SECOND if s.second else FIRST),
                                 "joined": s.joined, "left": s.left} for s in self.seats])  # fmt: skip
        put(con, "tagging", [{"customer_id": t.customer, "tag_id": t.tag, "since": t.since, "until": t.until,
                              "source": 1, "confidence": 100} for t in self.tags])  # fmt: skip
        put(con, "fact", [self._fact(n, c) for n, c in enumerate(self.contacts)])

    def _fact(self, n: int, contact: Contact) -> dict:
        day = START + dt.timedelta(day_of(contact.happened, self.zone))
        return {"id": n + 1, "kind": int(contact.kind), "happened": contact.happened, "day": day,
                "identity_id": contact.customer + FIRST, "customer_id": contact.customer, "key_hi": 0, "key_lo": n,
                "traits": 0}  # fmt: skip


def account(id_: int, customer: int | None, role: int = 1) -> dict:
    return {"id": id_, "platform": "wecom", "external_id": f"a{id_}", "customer_id": customer,
            "name": f"名{id_}", "role": role, "role_rank": 1}  # fmt: skip


def put(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    if rows:
        con.register("made", pa.Table.from_pylist(rows))
        con.execute(f"insert into {table} by name from made")
        con.unregister("made")


def sightings(world: World) -> list[tuple[Kind, int, dict]]:
    """The same world as an export tells it: facts, from which the ledger makes its tables."""

    def micros(moment: dt.datetime) -> int:
        return (moment - dt.datetime(1970, 1, 1)) // dt.timedelta(microseconds=1)  # noqa: DTZ001

    rows: list[tuple[Kind, int, dict]] = []
    for r in world.relations:
        told = {"actor": f"c{r.customer}", "related": f"s{r.staff}"}
        props = {
            "source": r.source and f"来源{r.source}",
            "how": "transferred" if r.how == TRANSFERRED else "added",
        }
        rows.append((Kind.RELATION_BEGUN, micros(r.since), told | {"props": json.dumps(props)}))
        if r.ended:
            rows.append((Kind.RELATION_ENDED, micros(r.ended), told | {"amount": r.cause}))
    rows += [(c.kind, micros(c.happened), {"actor": f"c{c.customer}", "group": "g"}) for c in world.contacts]
    return rows
