"""A small world for the check-up's tests: plain lists of facts, put into a real DuckDB when asked."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from yutang.checkup import store
from yutang.checkup.actions import examine
from yutang.checkup.measures import BEFORE_JUDGING
from yutang.checkup.model import Checkup
from yutang.checkup.settings import Assumptions
from yutang.checkup.situation import Situation
from yutang.engine.steps import run
from yutang.ledger.catalogue import Kind, Role
from yutang.ledger.shape import DDL
from yutang.ledger.traits import Trait

ZONE = "Asia/Shanghai"
DAY = dt.date(2026, 6, 30)


def at(day: int, hour: float = 12.0) -> dt.datetime:
    """UTC instant of a local hour, `day` days before DAY (negative: after it)."""
    local = dt.datetime(DAY.year, DAY.month, DAY.day, tzinfo=ZoneInfo(ZONE)) - dt.timedelta(day)
    return (local + dt.timedelta(hours=hour)).astimezone(dt.UTC).replace(tzinfo=None)


@dataclass
class Fact:
    kind: Kind
    group: int | None
    identity: int | None
    happened: dt.datetime
    amount: int | None = None
    traits: int = 0
    object_id: int | None = None
    props: str | None = None

    @property
    def day(self) -> dt.date:
        return self.happened.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(ZONE)).date()


@dataclass
class World:
    roles: dict[int, Role] = field(default_factory=dict)
    customers: dict[int, int] = field(default_factory=dict)
    groups: dict[int, dict[str, object]] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    stays: list[tuple[int, int, dt.datetime | None, dt.datetime | None]] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)

    def group(self, group: int, **columns: object) -> None:
        self.groups[group] = columns

    def say(
        self,
        group: int,
        who: int,
        day: int,
        hour: float = 12,
        *,
        traits: Trait | int = 0,
        print_: int | None = None,
        text: str = "",
    ) -> None:
        self.groups.setdefault(group, {})
        self.roles.setdefault(who, Role.PERSON)
        self.facts.append(Fact(Kind.MESSAGE_SENT, group, who, at(day, hour), None, int(traits), print_))
        if text:
            self.texts[len(self.facts)] = text

    def talk(self, group: int, days: Iterable[int], people: Iterable[int] = (1, 2)) -> None:
        """Each of `people` says one thing on each day: an active day when there are two."""
        crowd = tuple(people)
        for day in days:
            for i, who in enumerate(crowd):
                self.say(group, who, day, 9 + i / 4)

    def count(self, group: int, day: int, messages: int, who: int | None = None, **props: int) -> None:
        self.groups.setdefault(group, {})
        self.facts.append(
            Fact(
                Kind.GROUP_COUNTED, group, who, at(day), messages, props=json.dumps(props) if props else None
            )
        )

    def stay(
        self, group: int, who: int, joined: int | None, left: int | None = None, *, hour: float = 12
    ) -> None:
        """Membership from `joined` to `left`, in days before DAY, both at that hour."""
        self.groups.setdefault(group, {})
        self.roles.setdefault(who, Role.PERSON)
        times = (None if joined is None else at(joined, hour), None if left is None else at(left, hour))
        self.stays.append((group, who, *times))

    def order(self, who: int, day: int, cents: int) -> None:
        self.roles.setdefault(who, Role.PERSON)
        self.facts.append(Fact(Kind.ORDER_PLACED, None, who, at(day), cents))

    def store(self) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(config={"autoinstall_known_extensions": False, "threads": 1})
        for table, columns in DDL.items():
            con.execute(f"create table {table} ({columns})")
        _fill(
            con,
            "identity",
            [
                {
                    "id": i,
                    "platform": "test",
                    "external_id": f"p{i}",
                    "customer_id": self.customers.get(i),
                    "name": f"人{i}",
                    "role": int(r),
                    "role_rank": 0,
                }
                for i, r in self.roles.items()
            ],
        )
        _fill(
            con,
            "customer_group",
            [
                {"id": g, "platform": "test", "external_id": f"g{g}", "name": f"群{g}", "private": False}
                | columns
                for g, columns in self.groups.items()
            ],
        )
        _fill(
            con,
            "membership",
            [{"group_id": g, "identity_id": i, "joined": j, "left": gone} for g, i, j, gone in self.stays],
        )
        _fill(
            con,
            "fact",
            [
                {
                    "id": n,
                    "kind": int(f.kind),
                    "happened": f.happened,
                    "day": f.day,
                    "identity_id": f.identity,
                    "group_id": f.group,
                    "object_id": f.object_id,
                    "amount": f.amount,
                    "key_hi": 0,
                    "key_lo": n,
                    "traits": f.traits,
                    "props": f.props,
                }
                for n, f in enumerate(self.facts, 1)
            ],
        )
        _fill(con, "payload", [{"fact_id": n, "text": t} for n, t in self.texts.items()])
        return con

    def measured(self, as_of: dt.date = DAY, *, private: bool = False) -> dict[int, Situation]:
        """The row of every group, without judging."""
        with self.store() as con, con.cursor() as cursor:
            values = store.values_of(cursor, as_of, ZONE, Assumptions(), private=private)
            run(cursor, BEFORE_JUDGING, values)
            return {s.group_id: s for s in store.situations(cursor, values)}

    def examined(self, as_of: dt.date | None = DAY, **options: bool) -> Checkup:
        with self.store() as con:
            return examine(con, as_of=as_of, zone=ZONE, settings=Assumptions(), **options)


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> None:
    if not rows:
        return
    columns = sorted({c for r in rows for c in r})
    con.register("rows_", pa.Table.from_pylist([{c: r.get(c) for c in columns} for r in rows]))
    names = ", ".join(f'"{c}"' for c in columns)
    con.execute(f"insert into {table} ({names}) select {names} from rows_")
    con.unregister("rows_")
