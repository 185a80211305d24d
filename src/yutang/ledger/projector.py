# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Applied batches → analytics, with the batch's id in the same DuckDB transaction: never lost, never doubled."""

import duckdb
import pyarrow as pa

from yutang.ledger.analytics import Analytics
from yutang.ledger.shape import FACT_COLUMNS

_COLUMNS = ", ".join(FACT_COLUMNS)


def insert(cursor: duckdb.DuckDBPyConnection, source: str) -> None:
    """Copy facts and their texts from `source` (shape of `new_fact`) into analytics."""
    cursor.execute(f"insert into fact ({_COLUMNS}) select {_COLUMNS} from {source}")
    cursor.execute(f"insert into payload select id, text from {source} where text is not null")


def project(analytics: Analytics, batch_id: int, facts: pa.Table) -> None:
    """Copy one applied batch, unless it is there already."""
    with analytics.transaction() as cursor:
        if cursor.execute("select 1 from batch where id = ?", [batch_id]).fetchall():
            return
        cursor.register("_applied", facts)
        insert(cursor, "_applied")
        cursor.execute("insert into batch values (?, ?)", [batch_id, facts.num_rows])
        cursor.unregister("_applied")
