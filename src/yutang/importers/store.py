"""Statements on imports. No decisions."""

from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.importers.model import Summary
from yutang.importers.tables import column_mapping, import_file, import_run
from yutang.kit.db import upsert
from yutang.ledger.tables import inlet


def start(conn: sa.Connection, paths: str, now: int) -> int:
    made = conn.execute(sa.insert(import_run).values(started_at=now, paths=paths).returning(import_run.c.id))
    return int(made.scalar_one())


def finish(conn: sa.Connection, run_id: int, summary: Summary, now: int) -> None:
    note(conn, run_id, summary)
    conn.execute(sa.update(import_run).where(import_run.c.id == run_id).values(finished_at=now))


def note(conn: sa.Connection, run_id: int, summary: Summary) -> None:
    """What came of a run so far, and how many facts it brought, also before it was interrupted."""
    facts = sa.select(sa.func.coalesce(sa.func.sum(inlet.c.facts), 0)).where(inlet.c.run_id == run_id)
    told = {"summary": msgspec.json.encode(summary, enc_hook=str).decode(), "facts": facts.scalar_subquery()}
    conn.execute(sa.update(import_run).where(import_run.c.id == run_id).values(**told))


def finish_dry(conn: sa.Connection, run_id: int, summary: Summary, now: int) -> None:
    """A dry run brought nothing: its facts are those that would be new."""
    finish(conn, run_id, summary, now)
    conn.execute(sa.update(import_run).where(import_run.c.id == run_id).values(facts=summary.facts))


def finished(conn: sa.Connection, run_id: int) -> bool:
    """Whether all of it has been read and noted."""
    return conn.scalar(sa.select(import_run.c.finished_at).where(import_run.c.id == run_id)) is not None


def done_names(conn: sa.Connection, run_id: int) -> frozenset[str]:
    """The files that a run has read to their ends."""
    done = sa.select(import_file.c.name).where(import_file.c.run_id == run_id, import_file.c.done)
    return frozenset(conn.scalars(done))


def file(conn: sa.Connection, key: str) -> sa.Row[Any] | None:
    return conn.execute(sa.select(import_file).where(import_file.c.key == key)).one_or_none()


def note_files(conn: sa.Connection, rows: list[dict[str, Any]]) -> None:
    """How far files are in: in the transaction that acknowledges their rows."""
    if rows:
        statement = upsert(conn, import_file)
        moved = {c: statement.excluded[c] for c in ("chunks", "done", "figures")}
        conn.execute(statement.on_conflict_do_update(index_elements=[import_file.c.key], set_=moved), rows)


def mappings(conn: sa.Connection) -> dict[str, dict[str, str]]:
    """Remembered column mappings by signature."""
    return {
        row.signature: msgspec.json.decode(row.mapping, type=dict[str, str])
        for row in conn.execute(sa.select(column_mapping))
    }


def remember(conn: sa.Connection, found: dict[str, dict[str, str]], now: int) -> None:
    statement = upsert(conn, column_mapping)
    rows = [
        {"signature": s, "mapping": msgspec.json.encode(m).decode(), "changed_at": now}
        for s, m in found.items()
    ]
    if rows:
        set_ = {c: statement.excluded[c] for c in ("mapping", "changed_at")}
        conn.execute(
            statement.on_conflict_do_update(index_elements=[column_mapping.c.signature], set_=set_), rows
        )
