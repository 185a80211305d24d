"""Imports that people order: noted with their job, listed, and what state they are in."""

import enum
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.importers import met, store, uploadrows
from yutang.importers.model import Summary
from yutang.importers.sheets import free
from yutang.importers.sheets.guess import TABLE
from yutang.importers.sheets.shapes import BY_TABLE
from yutang.importers.tables import import_run
from yutang.importers.uploads import Upload
from yutang.kit import jobs
from yutang.kit.clock import zone
from yutang.kit.errors import YutangError
from yutang.kit.jobs import JobState, Order
from yutang.kit.tables import job

IMPORT, UNDO, CHECKUP, SEAL = "import", "undo", "checkup", "seal"
# Stages and tiers, tags by rule: segments.lifecycle.orders and segments.tags.rules, above this package.
STANDING, AUTOTAG = "standing", "autotag"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """How a person wants an upload imported. `staff`, `house`: lists of accounts, one a line."""

    zone: str
    private: bool = False
    day_first: bool | None = None
    mappings: dict[str, dict[str, str]] = {}
    staff: str = ""
    house: str = ""
    dry_run: bool = False


class RunState(enum.StrEnum):
    RUNNING = "running"  # or queued
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNDONE = "undone"


class Figures(msgspec.Struct, frozen=True):
    """One outcome's numbers: all that a list needs of it."""

    code: str | None = None
    messages: int = 0
    joins: int = 0
    rejects: int = 0


class Short(msgspec.Struct, frozen=True):
    """A summary read for a list. Outcomes without figures are passed over quickly: there may be ten thousand."""

    files: list[Figures] = []
    all_chats: int = 0


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One import of the history."""

    id: int
    name: str
    state: RunState
    job_id: int | None
    by_name: str | None  # None: the command line
    started_at: int
    finished_at: int | None
    undone_at: int | None
    dry_run: bool
    facts: int
    short: Short
    wish: Wish | None

    @property
    def undoable(self) -> bool:
        """Dry runs changed nothing; a running one is cancelled first."""
        over = self.state in (RunState.DONE, RunState.FAILED, RunState.CANCELLED)
        return over and not self.dry_run and self.facts > 0


def check(wish: Wish) -> None:
    """Raises unknown_zone, and import_column for a mapping to what no table has."""
    zone(wish.zone)
    for mapping in wish.mappings.values():
        for heading, field in mapping.items():
            known = field in BY_TABLE if heading == TABLE else free.known(field)
            if not known:
                raise YutangError("import_column", heading=heading[:80], field=field[:80])


def order(conn: sa.Connection, upload: Upload, wish: Wish, who: tuple[int, str], now: int) -> tuple[int, int]:
    """Note an import and its job, remember the columns that were corrected; (run, job). Raises import_running.

    `who`: the account's id and name.
    """
    user_id, by_name = who
    if not wish.dry_run:
        store.remember(conn, {k: v for k, v in wish.mappings.items() if v}, now)
    row = {
        "started_at": now, "paths": upload.name, "name": upload.name, "user_id": user_id, "by_name": by_name,
        "dry_run": wish.dry_run, "wish": msgspec.json.encode(wish).decode(),
    }  # fmt: skip
    run_id = int(conn.execute(sa.insert(import_run).values(**row).returning(import_run.c.id)).scalar_one())
    params = {"run": run_id, "upload": upload.id}
    made = jobs.enqueue(
        conn,
        Order(kind=IMPORT, params=params, subject=upload.name, only_one=_key(upload.id), created_by=user_id),
        now=now,
    )  # fmt: skip
    if made is None:
        raise YutangError("import_running")
    conn.execute(sa.update(import_run).where(import_run.c.id == run_id).values(job_id=made))
    return run_id, made


def _key(upload_id: int) -> str:
    return f"{uploadrows.KEY}{upload_id}"


def order_undo(conn: sa.Connection, run: Run, user_id: int, now: int) -> int:
    """The job that takes an import back. Raises import_not_undoable, undo_running."""
    if not run.undoable:
        raise YutangError("import_not_undoable", state=str(run.state))
    wanted = Order(
        kind=UNDO, params={"run": run.id}, subject=run.name, only_one=f"undo:{run.id}", created_by=user_id
    )
    made = jobs.enqueue(conn, wanted, now=now)
    if made is None:
        raise YutangError("undo_running")
    return made


def undone(conn: sa.Connection, run_id: int, now: int) -> None:
    """An import has been taken back: its files are another's, or read anew when they come again."""
    conn.execute(sa.update(import_run).where(import_run.c.id == run_id).values(undone_at=now))
    met.inherit(conn, run_id)


def follow(conn: sa.Connection, now: int) -> None:
    """What comes after facts have come or gone, in this order: a new check-up, where everybody stands, tags (their
    rules may ask for both), sealed days. One that runs by now began without these facts: another comes behind it.
    """
    for kind in (CHECKUP, STANDING, AUTOTAG, SEAL):
        jobs.enqueue_behind(conn, Order(kind=kind, lane="short", only_one=kind), now=now)


def one(conn: sa.Connection, run_id: int) -> Run | None:
    row = conn.execute(_select().where(import_run.c.id == run_id)).mappings().one_or_none()
    return None if row is None else _run(row)


def listed(conn: sa.Connection, *, before: int | None = None, limit: int = 50) -> list[Run]:
    """Imports, newest first. `before`: an import's id."""
    wanted = _select().order_by(import_run.c.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(import_run.c.id < before)
    return [_run(row) for row in conn.execute(wanted).mappings()]


def summary(conn: sa.Connection, run_id: int) -> Summary | None:
    """All that came of an import; None before its first file was read."""
    found = conn.scalar(sa.select(import_run.c.summary).where(import_run.c.id == run_id))
    return (
        None
        if found is None
        else msgspec.json.decode(found, type=Summary, dec_hook=lambda _, text: Path(text))
    )


def facts(conn: sa.Connection, run_id: int) -> int:
    """How many new facts a run has brought, also before it was interrupted."""
    return conn.scalar(sa.select(import_run.c.facts).where(import_run.c.id == run_id)) or 0


def reading(conn: sa.Connection, upload_id: int) -> bool:
    """Whether an import of these files waits or runs."""
    wanted = sa.select(job.c.id).where(job.c.only_one == _key(upload_id), job.c.state.not_in(jobs.ENDED))
    return conn.execute(wanted).one_or_none() is not None


def names(conn: sa.Connection, ids: list[int]) -> dict[int, str]:
    """What imports are called."""
    found = conn.execute(
        sa.select(import_run.c.id, import_run.c.name, import_run.c.paths).where(import_run.c.id.in_(ids))
    )
    return {row.id: row.name or row.paths for row in found}


def _select() -> sa.Select[Any]:
    told = (job.c.state.label("job_state"), job.c.finished_at.label("job_finished_at"))
    return sa.select(import_run, *told).outerjoin(job, job.c.id == import_run.c.job_id)


def _run(row: sa.RowMapping) -> Run:
    return Run(
        id=row["id"], name=row["name"] or row["paths"], state=_state(row), job_id=row["job_id"],
        by_name=row["by_name"], started_at=row["started_at"],
        finished_at=row["job_finished_at"] if row["job_id"] else row["finished_at"],
        undone_at=row["undone_at"], dry_run=row["dry_run"], facts=row["facts"] or 0,
        short=msgspec.json.decode(row["summary"] or "{}", type=Short),
        wish=msgspec.json.decode(row["wish"], type=Wish) if row["wish"] else None,
    )  # fmt: skip


def _state(row: sa.RowMapping) -> RunState:
    """The job says it. Without one (the command line) an import that has no end was broken off."""
    if row["undone_at"] is not None:
        return RunState.UNDONE
    if row["job_id"] is None:
        return RunState.CANCELLED if row["finished_at"] is None else RunState.DONE
    ended = {
        JobState.DONE: RunState.DONE,
        JobState.FAILED: RunState.FAILED,
        JobState.CANCELLED: RunState.CANCELLED,
    }
    return ended.get(JobState(row["job_state"]), RunState.RUNNING)
