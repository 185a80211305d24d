# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What the domains make of batches that are taken back: from what those said, and what the others say still."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb
import sqlalchemy as sa

from yutang.kit.db import Database
from yutang.ledger import store
from yutang.ledger.analytics import Analytics
from yutang.ledger.blob import pack, unpack
from yutang.ledger.contract import Change, Domain
from yutang.ledger.facts import SHIFT

# What is still told of who goes: what jobs made of them, or they would stay (`customers.withdrawal`). No import brought
# it, and none keeps it.
ORPHANED = """
create or replace temp table orphan_fact as
select * from fact where identity_id in (select id from withdrawn_identity where gone)
"""
_FEWER = f"""
update batch set facts = batch.facts - o.facts
from (select id >> {SHIFT} as id, count(*) as facts from orphan_fact group by 1) o where o.id = batch.id
"""


class Stores(NamedTuple):
    state: Database
    analytics: Analytics
    folder: Path
    domains: Sequence[Domain]


def withdraw(stores: Stores, cursor: duckdb.DuckDBPyConnection, batches: list[int]) -> list[Change]:
    """What every domain answers to batches that go; makes the temp tables that `Domain.withdraw` names, and
    `orphan_fact`: facts that have to follow who goes."""
    cursor.execute("create or replace temp table gone_fact as from own_fact where keeper is null")
    own = set(batches)
    changes: list[Change] = []
    for domain in stores.domains:
        for table in (f"said_gone_{domain.name}", f"said_left_{domain.name}"):
            cursor.execute(
                f"create or replace temp table {table} (batch bigint, platform varchar, {domain.said})"
            )
        with stores.state.read() as conn:
            for row in store.said(conn, domain.name, batches[0]) if batches else ():
                if row.batch_id in own:
                    _add_said(cursor, f"said_gone_{domain.name}", row)
            named = f"semi join said_gone_{domain.name} g using (platform, ref)"
            for row in store.said(conn, domain.name):
                if row.batch_id not in own:
                    _add_said(cursor, f"said_left_{domain.name}", row, named)
        change = domain.withdraw(cursor)
        changes += [change] if change else []
    cursor.execute(ORPHANED)
    return changes


def drop_orphans(cursor: duckdb.DuckDBPyConnection) -> None:
    """They go from analytics, and are among the facts that went."""
    cursor.execute("insert into gone_fact by name select * from orphan_fact")
    cursor.execute("delete from fact where id in (select id from orphan_fact)")
    cursor.execute("delete from payload where fact_id in (select id from orphan_fact)")
    cursor.execute(_FEWER)


def bereft(
    conn: sa.Connection, cursor: duckdb.DuckDBPyConnection, waiting: Sequence[int]
) -> Iterator[tuple[int, int, bytes]]:
    """(id, facts, blob) of those batches, of all that the inlet holds, that lose orphans: what is left of them."""
    found = cursor.execute(f"select distinct id >> {SHIFT} from orphan_fact").fetchall()
    for id_ in sorted({row[0] for row in found}.intersection(waiting)):
        cursor.register("_blob", unpack(store.batch(conn, id_).blob))
        left = cursor.sql("select * from _blob anti join orphan_fact using (id) order by id").to_arrow_table()
        cursor.unregister("_blob")
        yield id_, left.num_rows, pack(left)


def _add_said(cursor: duckdb.DuckDBPyConnection, table: str, row: store.Said, named: str = "") -> None:
    """Add what a batch said to the table of what goes; or of what stays, where it is `named` in what goes."""
    cursor.register("_said", unpack(row.blob))
    said = (
        "select $batch::bigint as batch, case when starts_with(s.ref, chr(31)) then split_part(s.ref, chr(31), 2)"
        " else $platform::varchar end as platform, s.* replace (case when starts_with(s.ref, chr(31))"
        " then split_part(s.ref, chr(31), 3) else s.ref end as ref) from _said s"
    )
    select = f"select s.* from ({said}) s {named}"
    bound = {"batch": row.batch_id, "platform": row.platform}
    cursor.execute(f"insert into {table} by name {select}", bound)
    cursor.unregister("_said")
