"""Statements on the ledger's own tables. No decisions."""

from typing import Any

import sqlalchemy as sa

from yutang.kit.db import upsert
from yutang.ledger.tables import APPLIED, RECEIVED, RESERVED, SEALED, inlet, ledger_meta, sealed_day


def put(conn: sa.Connection, row: dict[str, Any]) -> int | None:
    """Take one batch in. None: a batch of this key is known already."""
    made = conn.execute(upsert(conn, inlet).values(**row).on_conflict_do_nothing().returning(inlet.c.id))
    return made.scalar()


def forget_reserved(conn: sa.Connection) -> None:
    """Ids whose batch never came to be."""
    conn.execute(sa.delete(inlet).where(inlet.c.state == RESERVED))


def waiting(conn: sa.Connection) -> list[int]:
    """Batches received and not applied, in order."""
    return list(conn.scalars(sa.select(inlet.c.id).where(inlet.c.state == RECEIVED).order_by(inlet.c.id)))


def batch(conn: sa.Connection, id_: int) -> sa.Row[Any]:
    return conn.execute(sa.select(inlet).where(inlet.c.id == id_)).one()


def mark_applied(conn: sa.Connection, id_: int, facts: int, blob: bytes) -> None:
    conn.execute(sa.update(inlet).where(inlet.c.id == id_).values(state=APPLIED, facts=facts, blob=blob))


def applied(conn: sa.Connection) -> list[tuple[int, int]]:
    """(id, facts) of the batches applied whose facts are not all sealed, in order."""
    found = conn.execute(
        sa.select(inlet.c.id, inlet.c.facts).where(inlet.c.state == APPLIED).order_by(inlet.c.id)
    )
    return [(row.id, row.facts) for row in found]


def last_applied(conn: sa.Connection) -> int:
    return conn.scalar(sa.select(sa.func.max(inlet.c.id)).where(inlet.c.state.in_((APPLIED, SEALED)))) or 0


def let_go(conn: sa.Connection, ids: list[int]) -> None:
    """Drop the blobs of batches whose facts all lie in sealed days."""
    if ids:
        conn.execute(
            sa.update(inlet).where(inlet.c.id == sa.bindparam("one")).values(state=SEALED, blob=None),
            [{"one": id_} for id_ in ids],
        )


def sealed(conn: sa.Connection) -> dict[str, sa.Row[Any]]:
    return {row.day: row for row in conn.execute(sa.select(sealed_day).order_by(sealed_day.c.day))}


def note_sealed(conn: sa.Connection, rows: list[dict[str, Any]]) -> None:
    statement = upsert(conn, sealed_day)
    if rows:
        conn.execute(
            statement.on_conflict_do_update(
                index_elements=[sealed_day.c.day],
                set_={c: statement.excluded[c] for c in ("upto", "facts", "file", "digest")},
            ),
            rows,
        )


def remember(conn: sa.Connection, name: str, value: str) -> str:
    """Keep `value` under `name` unless something is kept there already; the kept one comes back."""
    conn.execute(upsert(conn, ledger_meta).values(name=name, value=value).on_conflict_do_nothing())
    return conn.execute(sa.select(ledger_meta.c.value).where(ledger_meta.c.name == name)).scalar_one()
