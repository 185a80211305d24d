# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Staff and house accounts, as they become known."""

import duckdb
import sqlalchemy as sa

from yutang.ledger.catalogue import Role
from yutang.ledger.contract import Batch, Change
from yutang.staff import store


class Staff:
    """The staff's part in applying a batch: keeps `staff` and `house_account` equal to the identities' roles."""

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

    def reload(self, conn: sa.Connection, cursor: duckdb.DuckDBPyConnection) -> None:
        """No mirror of its own: rules read `identity.role`."""
