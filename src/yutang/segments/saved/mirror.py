# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Members in analytics (`segment_member`), as State keeps them; who was merged since is who they are now."""

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from yutang.ledger.ledger import Ledger
from yutang.segments.saved import blob, store

NOW_CALLED = """select distinct i.customer_id from _kept k join identity i on i.id = k.customer_id
    where i.customer_id is not null"""


def put(cursor: duckdb.DuckDBPyConnection, segment_id: int, ids: pa.Table) -> None:
    """Make `ids` (customer_id) a segment's members."""
    cursor.register("_kept", ids)
    try:
        cursor.execute("delete from segment_member where segment_id = ?", [segment_id])
        cursor.execute(
            f"insert into segment_member select {segment_id:d}, customer_id from ({NOW_CALLED}) k"
            " where customer_id in (select id from customer)"
        )
    finally:
        cursor.unregister("_kept")


def level(conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> int:
    """Bring the members of segments that differ level with State; how many did. After a crash, a merge, a rebuild."""
    kept = {id_: (one.members, one.checksum) for id_, one in store.standings(conn).items()}
    in_use = {one.id for one in store.segments(conn)}
    there = {
        row[0]: (row[1], row[2])
        for row in cursor.execute(
            "select segment_id, count(*), bit_xor(customer_id) from segment_member group by segment_id"
        ).fetchall()
    }
    differing = 0
    for id_ in sorted(there.keys() | kept.keys()):
        wanted = kept.get(id_) if id_ in in_use else None
        if there.get(id_, (0, 0)) == (wanted or (0, 0)):
            continue
        packed = store.ids_of(conn, id_) if wanted else None
        put(cursor, id_, blob.unpack(packed or blob.EMPTY))
        differing += 1
    return differing


def level_all(ledger: Ledger) -> int:
    """The same for open stores."""
    with ledger.state.read() as conn:
        return ledger.derive(lambda cursor: level(conn, cursor))


class Segments:
    """The part of saved segments in applying and rebuilding: their members are mirrored anew. All else is by sweeps."""

    name = "segments"
    said = "ref varchar"

    def resolve(self, cursor: duckdb.DuckDBPyConnection, batch: object) -> None:
        """Nothing: no reference names a segment."""

    def react(self, cursor: duckdb.DuckDBPyConnection, batch: object) -> None:
        """Nothing: a sweep looks at what has come."""

    def settle(self, cursor: duckdb.DuckDBPyConnection, source: str, *, gone: bool) -> None:
        """Nothing: members are no fold of facts."""

    def told(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Nothing of its own."""

    def withdraw(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Nothing: a sweep sees that facts went."""

    def reload(self, conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> None:
        level(conn, cursor)
