# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Analytics anew from truth: sealed days, then what the inlet still holds, then the mirrors from State."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from yutang.kit.db import Database
from yutang.ledger import projector, store
from yutang.ledger.analytics import Analytics
from yutang.ledger.blob import unpack
from yutang.ledger.contract import Domain
from yutang.ledger.sealer import prove_day
from yutang.ledger.shape import DDL, FACT_COLUMNS


def catch_up(state: Database, analytics: Analytics, folder: Path, domains: Sequence[Domain]) -> bool:
    """Bring analytics level with State. True when it had to be rebuilt from the sealed days.

    Levels: nothing missing (nothing done); batches missing that the inlet holds (copied); else all anew.
    """
    if not analytics.trusted:
        rebuild(state, analytics, folder, domains)
        analytics.trust()
        return True
    held = {row[0] for row in analytics.rows("select id from batch")}
    with state.read() as conn:
        pending = [id_ for id_, _ in store.applied(conn)]
        last = store.last_applied(conn)
        sealed = store.sealed(conn)
        undone = store.undone(conn)
    missing = [id_ for id_ in pending if id_ not in held]
    past = bool(sealed) and max(row.upto for row in sealed.values()) not in held | undone
    ahead = bool(held) and max(held) > last
    if not missing and not past and not ahead and not held & undone:
        return False
    if past or ahead or held & undone:
        rebuild(state, analytics, folder, domains)
        return True
    for id_ in missing:
        with state.read() as conn:
            blob = store.batch(conn, id_).blob
        projector.project(analytics, id_, unpack(blob))
    _mirrors(state, analytics, domains)
    return False


def rebuild(state: Database, analytics: Analytics, folder: Path, domains: Sequence[Domain]) -> int:
    """Empty analytics and fill it from truth; the number of facts comes back."""
    with state.read() as conn:
        sealed = store.sealed(conn)
        pending = [id_ for id_, _ in store.applied(conn)]
        last = store.last_applied(conn)
        undone = store.undone(conn)
    with analytics.transaction() as cursor:
        for table in DDL:
            cursor.execute(f"delete from {table}")
        for row in sealed.values():
            prove_day(folder, row.file, row.digest)
        columns = ", ".join(FACT_COLUMNS)
        for row in sealed.values():
            path = str(folder / row.file).replace("'", "''")
            texts = str(folder / row.file.replace(".parquet", ".texts.parquet")).replace("'", "''")
            cursor.execute(f"insert into fact ({columns}) select {columns} from read_parquet('{path}')")
            cursor.execute(f"insert into payload select * from read_parquet('{texts}')")
        upto = pa.table({"day": pa.array(list(sealed), pa.string()),
                         "upto": pa.array([row.upto for row in sealed.values()], pa.int64())})  # fmt: skip
        cursor.register("_sealed", upto)
        for id_ in pending:
            with state.read() as conn:
                blob = store.batch(conn, id_).blob
            cursor.register("_applied", unpack(blob))
            cursor.execute(
                "create or replace temp table _left as select a.* from _applied a left join _sealed s"
                " on s.day = a.day::varchar where s.upto is null or s.upto < (a.id >> 20)"
            )
            projector.insert(cursor, "_left")
            cursor.unregister("_applied")
        cursor.unregister("_sealed")
        cursor.execute("insert into batch select id >> 20, count(*) from fact group by 1")
        known = {row[0] for row in cursor.execute("select id from batch").fetchall()}
        for id_ in (
            {*pending, *(row.upto for row in sealed.values()), *([last] if last else [])} - known - undone
        ):
            cursor.execute("insert into batch values (?, 0)", [id_])  # batches that brought nothing new
        facts = int(cursor.execute("select count(*) from fact").fetchall()[0][0])
    _mirrors(state, analytics, domains)
    return facts


def _mirrors(state: Database, analytics: Analytics, domains: Sequence[Domain]) -> None:
    with state.read() as conn, analytics.transaction() as cursor:
        cursor.execute("delete from floor")
        for what, id_ in store.floors(conn).items():
            cursor.execute("insert into floor values (?, ?)", [what, id_])
        for domain in domains:
            domain.reload(conn, cursor)
