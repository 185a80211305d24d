# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Staff and house accounts, as they become known."""

import duckdb
import sqlalchemy as sa

from yutang.ledger.catalogue import Role
from yutang.ledger.contract import Batch, Change
from yutang.staff import store


class Staff:
    """The staff's part in applying a batch: keeps `staff` and `house_account` equal to the identities' roles."""

    name = "staff"
    said = "ref varchar"

    def resolve(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        moved = cursor.execute(
            "select id, role from decided_identity where role is distinct from old_role"
            f" and ({Role.STAFF} in (role, old_role) or {Role.HOUSE} in (role, old_role))"
        ).fetchall()
        if not moved:
            return None

        def write(conn: sa.Connection) -> None:
            store.set_roles(conn, moved, batch.id)

        return Change(write, lambda _: None)

    def react(self, cursor: duckdb.DuckDBPyConnection, batch: Batch) -> Change | None:
        return None

    def settle(self, cursor: duckdb.DuckDBPyConnection, source: str, *, gone: bool) -> None:
        """Nothing that analytics alone holds."""

    def told(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Nothing of its own: the customers keep roles."""

    def withdraw(self, cursor: duckdb.DuckDBPyConnection) -> Change | None:
        moved = cursor.execute(
            "select id, case when gone then -1 else role end from withdrawn_identity"
            " where gone or role is distinct from old_role"
        ).fetchall()
        if not moved:
            return None
        return Change(lambda conn: store.set_roles(conn, moved, 0), lambda _: None)

    def reload(self, conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> None:
        """No mirror of its own: rules read `identity.role`."""
