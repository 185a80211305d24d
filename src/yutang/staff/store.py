"""Statements on staff and house accounts. No decisions."""

import sqlalchemy as sa

from yutang.kit.db import upsert
from yutang.ledger.catalogue import Role
from yutang.staff.tables import house_account, staff


def set_roles(conn: sa.Connection, moved: list[tuple[int, int]], batch_id: int) -> None:
    """(identity, role) pairs: in the table of that role, and in no other."""
    for table, role in ((staff, Role.STAFF), (house_account, Role.HOUSE)):
        here = [{"identity_id": id_, "first_batch": batch_id} for id_, r in moved if r == role]
        gone = [{"one": id_} for id_, r in moved if r != role]
        if gone:
            conn.execute(sa.delete(table).where(table.c.identity_id == sa.bindparam("one")), gone)
        if here:
            conn.execute(upsert(conn, table).on_conflict_do_nothing(), here)
