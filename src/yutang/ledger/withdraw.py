# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""What the domains make of batches that are taken back: from what those said, and what the others say still."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import duckdb

from yutang.kit.db import Database
from yutang.ledger import store
from yutang.ledger.analytics import Analytics
from yutang.ledger.blob import unpack
from yutang.ledger.contract import Change, Domain


class Stores(NamedTuple):
    state: Database
    analytics: Analytics
    folder: Path
    domains: Sequence[Domain]


def withdraw(stores: Stores, cursor: duckdb.DuckDBPyConnection, batches: list[int]) -> list[Change]:
    """What every domain answers to batches that go; makes the temp tables that `Domain.withdraw` names."""
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
    return changes


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
