"""Files that come again under another import: who met them, and whose they become when the first is taken back.

A big file has batches of its own; a run that meets it only notes so, and inherits them. Small files share batches,
of which nothing could be handed over; they are read anew, and the ledger keeps that this run told them too.
"""

import sqlalchemy as sa

from yutang.importers.tables import import_batch, import_file, import_met, import_run
from yutang.kit.db import upsert
from yutang.ledger.tables import UNDONE, inlet

ALONE = 4 << 20  # bytes; reading and applying so much takes longer than the batch more that it costs


def note_batch(conn: sa.Connection, key: str, batch_key: str) -> None:
    """The batch `batch_key` of the inlet holds rows of that file only."""
    found = sa.select(sa.literal(key), inlet.c.id).where(inlet.c.key == batch_key)
    conn.execute(sa.insert(import_batch).from_select(["key", "batch_id"], found))


def stands_alone(conn: sa.Connection, key: str) -> bool:
    return conn.scalar(sa.select(import_batch.c.key).where(import_batch.c.key == key).limit(1)) is not None


def meet(conn: sa.Connection, run_id: int, key: str) -> None:
    conn.execute(upsert(conn, import_met).values(run_id=run_id, key=key).on_conflict_do_nothing())


def heirs(conn: sa.Connection, run_id: int) -> dict[int, int]:
    """Batches of a run → the first other import that met their file and has not been taken back."""
    found = conn.execute(
        sa.select(import_batch.c.batch_id, sa.func.min(import_met.c.run_id).label("heir"))
        .join(inlet, inlet.c.id == import_batch.c.batch_id)
        .join(import_met, import_met.c.key == import_batch.c.key)
        .join(import_run, import_run.c.id == import_met.c.run_id)
        .where(inlet.c.run_id == run_id, import_met.c.run_id != run_id, import_run.c.undone_at.is_(None))
        .group_by(import_batch.c.batch_id)
    )
    return {row.batch_id: row.heir for row in found}


def inherit(conn: sa.Connection, run_id: int) -> None:
    """The files of an import that is taken back: those whose batches went to others follow them, the rest is read
    anew when it comes again. Imports bring as many facts as are theirs now."""
    owner = (
        sa.select(sa.func.min(inlet.c.run_id))
        .join(import_batch, import_batch.c.batch_id == inlet.c.id)
        .where(import_batch.c.key == import_file.c.key)
        .scalar_subquery()
    )
    mine = import_file.c.run_id == run_id
    conn.execute(sa.update(import_file).where(mine, owner.is_not(None)).values(run_id=owner))
    # One import may have gone on with a file where another was stopped: what is broken is no longer known.
    lost = (
        sa.select(import_batch.c.key)
        .join(inlet, inlet.c.id == import_batch.c.batch_id)
        .where(inlet.c.state == UNDONE)
    )
    broken = list(conn.scalars(sa.select(import_file.c.key).where(mine | import_file.c.key.in_(lost))))
    ones = [{"one": key} for key in broken]
    if ones:
        conn.execute(sa.delete(import_batch).where(import_batch.c.key == sa.bindparam("one")), ones)
        conn.execute(sa.delete(import_file).where(import_file.c.key == sa.bindparam("one")), ones)
    conn.execute(sa.delete(import_met).where(import_met.c.run_id == run_id))
    facts = sa.select(sa.func.coalesce(sa.func.sum(inlet.c.facts), 0)).where(
        inlet.c.run_id == import_run.c.id
    )
    live = (import_run.c.undone_at.is_(None), import_run.c.facts.is_not(None), ~import_run.c.dry_run)
    conn.execute(sa.update(import_run).where(*live).values(facts=facts.scalar_subquery()))
