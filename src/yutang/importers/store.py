"""Statements on imports. No decisions."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.importers.model import FileOutcome, Summary
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


def forget_names(conn: sa.Connection, names: Iterable[str]) -> None:
    """Out of what files are called, that which names a person who is erased, or a chat with them: from everything kept
    of imports, dry runs too. A part of another name ("Ann" in "Channel") stays."""
    sought = sorted({one for one in names if len(one) > 1}, key=len, reverse=True)
    if not sought:
        return
    named = re.compile("|".join(map(_apart, sought)))

    def without(text: str) -> str:
        return named.sub("erased", text)

    run, one = import_run.c, import_file.c
    for row in conn.execute(sa.select(run.id, run.paths, run.name, run.summary)).mappings().all():
        name, summary = row["name"], row["summary"]
        left = {"id": row["id"], "paths": without(row["paths"]), "name": name and without(name),
                "summary": summary and _summary(summary, without)}  # fmt: skip
        if left != dict(row):
            conn.execute(sa.update(import_run).where(run.id == row["id"]).values(**left))
    for row in conn.execute(sa.select(one.key, one.name, one.figures)).all():
        if (name := without(row.name)) != row.name:
            told = _outcome(msgspec.json.decode(row.figures, type=FileOutcome), without)
            figures = msgspec.json.encode(told).decode()
            conn.execute(sa.update(import_file).where(one.key == row.key).values(name=name, figures=figures))


def _apart(name: str) -> str:
    letter = "[0-9A-Za-z]"
    before = f"(?<!{letter})" if re.match(letter, name[0]) else ""
    return before + re.escape(name) + (f"(?!{letter})" if re.match(letter, name[-1]) else "")


def _summary(text: str, without: Callable[[str], str]) -> str:
    """As it is, where nothing is to be taken out."""
    if without(text) == text:
        return text
    told = msgspec.json.decode(text, type=Summary, dec_hook=lambda _, path: Path(path))
    told.files = [_outcome(file, without) for file in told.files]
    told.guessed = [without(name) for name in told.guessed]
    return msgspec.json.encode(told, enc_hook=str).decode()


def _outcome(file: FileOutcome, without: Callable[[str], str]) -> FileOutcome:
    file.name = without(file.name)
    file.params = {name: without(value) for name, value in file.params.items()}
    return file


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
