"""Batches of sightings for tests of the ledger."""

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa

from states import ready
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.importers.rows import Rows
from yutang.ledger.analytics import Analytics
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import Ledger
from yutang.staff import Staff

NOW = 1_790_000_000_000_000  # 2026-09-21
START = 1_780_000_000_000_000  # 2026-05-28T20:26:40Z
SECOND = 1_000_000
DAY = 86_400 * SECOND


def table(*sightings: tuple[Kind, int, dict[str, Any]], file_no: int = 0) -> pa.Table:
    """(kind, happened, columns) → a batch as the ledger takes it."""
    rows = Rows()
    for kind, happened, columns in sightings:
        rows.add(kind, happened, **columns)
    made = pa.Table.from_batches([rows.take()])
    count = made.num_rows
    made = made.append_column("ordinal", pa.array(range(count), pa.int64()))
    return made.append_column("file_no", pa.array([file_no] * count, pa.int32()))


def say(group: str, who: str, at: int, text: str = "", **more: Any) -> tuple[Kind, int, dict[str, Any]]:
    return (Kind.MESSAGE_SENT, at, {"group": group, "actor": who, "text": text, **more})


def join(group: str, who: str, at: int, **more: Any) -> tuple[Kind, int, dict[str, Any]]:
    return (Kind.GROUP_JOINED, at, {"group": group, "actor": who, **more})


def leave(group: str, who: str, at: int, **more: Any) -> tuple[Kind, int, dict[str, Any]]:
    return (Kind.GROUP_LEFT, at, {"group": group, "actor": who, **more})


def take(ledger: Ledger, key: str, *sightings: Any, platform: str = "wecom", file_no: int = 0) -> int | None:
    return ledger.take(key, "test", platform, table(*sightings, file_no=file_no), now=NOW)


def facts(ledger: Ledger) -> list[tuple[Any, ...]]:
    """All facts with names instead of ids, sorted: what must be the same after any detour."""
    return ledger.analytics.rows(
        "select f.kind, f.happened, f.day, i.external_id, g.external_id, f.amount, f.traits, f.props, p.text,"
        " f.key_hi, f.key_lo from fact f left join identity i on i.id = f.identity_id"
        " left join customer_group g on g.id = f.group_id left join payload p on p.fact_id = f.id order by all"
    )


def memberships(ledger: Ledger) -> list[tuple[Any, ...]]:
    """(group, who, joined, left) as days since START, from the mirror."""
    found = ledger.analytics.rows(
        "select g.external_id, i.external_id, epoch_us(m.joined), epoch_us(m.left) from membership m"
        " join customer_group g on g.id = m.group_id join identity i on i.id = m.identity_id order by all"
    )
    return [
        (g, i, *(None if at is None else (at - START) // DAY for at in stamps)) for g, i, *stamps in found
    ]


# Everything that analytics alone holds of customers, with the accounts of a customer instead of ids.
_WHO = "(select string_agg(x.platform || ':' || x.external_id, ' ' order by x.platform, x.external_id) from identity x where x.customer_id = t.customer_id)"
_STAFF = "(select external_id from identity where id = t.staff_id)"
PERSONS = (
    f"select {_WHO.replace('t.customer_id', 't.id')}, since, name, people, heard from customer t order by all",
    f"select {_WHO}, attribute_id, number, text, set_at from attribute t order by all",
    f"select {_WHO}, {_STAFF}, tag_id, since, until, source, confidence from tagging t order by all",
    (
        "select g.external_id, tag_id, since, until, source, confidence from group_tagging t"
        " join customer_group g on g.id = t.group_id order by all"
    ),
    f"select {_WHO}, {_STAFF}, since, ended, cause, source_id, how, source, remark from relation t order by all",
    f"select {_WHO}, channel, purpose_id, given, since, until from consent t order by all",
    f"select {_WHO}, orders, cents, refunded, first_at, last_at from spending t order by all",
    (
        "select least(a.external_id, b.external_id), greatest(a.external_id, b.external_id), l.strong, l.by_user"
        " from link l join identity a on a.id = l.one_id join identity b on b.id = l.other_id order by all"
    ),
)


def persons(ledger: Ledger) -> list[Any]:
    return [ledger.analytics.rows(query) for query in PERSONS]


def day(n: int) -> dt.date:
    return (dt.datetime.fromtimestamp((START + n * DAY) / SECOND, dt.UTC) + dt.timedelta(hours=8)).date()


def fresh(folder: Path) -> Ledger:
    """An empty ledger for one example of many: nothing is made to survive."""
    database = ready(f"sqlite:///{folder / 'state.sqlite'}", durable=False)
    analytics = Analytics(None, memory_mb=256, threads=1)
    return Ledger(database, analytics, [Customers(), Groups(), Staff()], folder=folder, zone_="Asia/Shanghai")
