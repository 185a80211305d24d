# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Owners of some customers: staff.ownership, asked only about those in hand."""

from collections.abc import Generator
from contextlib import contextmanager

import duckdb
import sqlalchemy as sa

from yutang.staff import ownership, store

# The statement reads `relation`: here, of whom it is asked about only.
_SOME = (
    "with relation as (select * from main.relation where customer_id in ({whom})) select * from ({owners})"
)


@contextmanager
def placed(cursor: duckdb.DuckDBPyConnection, conn: sa.Connection) -> Generator[None]:
    """What State says of the organisation, for the statements below, until the block ends."""
    cursor.register("place", ownership.places(conn))
    cursor.register("decided", ownership.decided(conn))
    try:
        yield
    finally:
        cursor.unregister("place")
        cursor.unregister("decided")


def owners_of(conn: sa.Connection, whom: str) -> str:
    """A SELECT of (customer_id, owner_id, clash, why) of the customers that `whom`, a SELECT, gives."""
    return _SOME.format(whom=whom, owners=ownership.owners_sql(store.rules(conn)))


def owned_by(conn: sa.Connection) -> str:
    """A SELECT of the customers whom `$owner` owns: only who follows may own."""
    followed = "select customer_id from main.relation where staff_id = $owner and ended is null"
    return f"select customer_id from ({owners_of(conn, followed)}) where owner_id = $owner"
