"""A segment's rule against its members as kept: who has entered, who has left."""

from typing import NamedTuple

import duckdb

from yutang.engine.compile import Query


class Moved(NamedTuple):
    """Temporary tables of the cursor, of one column customer_id, and how many rows they have."""

    entered: str
    left: str
    entered_count: int
    left_count: int


def diff(cursor: duckdb.DuckDBPyConnection, query: Query, segment_id: int) -> Moved:
    """Two temporary tables; the kept members stay as they are, and nothing is recorded here.

    The rule is answered once. Who is a customer no more (merged, erased) is among those who left.
    """
    found, kept, entered, left = (
        f"segment_{segment_id}_{name}" for name in ("now", "kept", "entered", "left")
    )
    cursor.execute(f"create or replace temp table {found} as {query.sql}", query.params or None)
    cursor.execute(
        f"create or replace temp table {kept} as select distinct customer_id from segment_member where segment_id = ?",
        [segment_id],
    )
    for name, these, those in ((entered, found, kept), (left, kept, found)):
        cursor.execute(
            f"create or replace temp table {name} as select customer_id from {these}"
            f" where customer_id not in (select customer_id from {those}) order by customer_id"
        )
    counts = [cursor.execute(f"select count(*) from {name}").fetchall()[0][0] for name in (entered, left)]
    for name in (found, kept):
        cursor.execute(f"drop table {name}")
    return Moved(entered, left, int(counts[0]), int(counts[1]))
