"""Long work as rows: enqueue, claim, progress, cancel, resume. A lease says who works on it.

A worker claims a job for `LEASE`, extends it with every `save`, and a job whose lease ran out (its process died) is
claimed again and goes on from its cursor. Measured against a durable-execution library: docs/decisions/0007.
"""

import enum
import secrets
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from yutang.kit.clock import SECOND
from yutang.kit.db import upsert
from yutang.kit.tables import job

LEASE = 60 * SECOND
ATTEMPTS = 5  # a job that kills its process five times is not tried again


class JobState(enum.StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One job as it stands. `params`, `cursor`, `note`, `result`: JSON values of the kind's own."""

    id: int
    kind: str
    lane: str
    state: JobState
    params: dict[str, Any]
    subject: str | None  # what it is about, for lists: a file's name, a day
    cursor: Any
    done: int
    total: int | None
    note: dict[str, Any] | None
    result: Any
    error: dict[str, Any] | None  # {"code", "params"}
    created_by: int | None
    created_at: int
    run_at: int
    started_at: int | None
    finished_at: int | None
    attempts: int
    cancel_asked: bool


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A job that somebody wants. `lane`: "long" or "short"; each has a worker of its own."""

    kind: str
    params: dict[str, Any] = {}
    subject: str | None = None
    lane: str = "long"
    run_at: int | None = None  # None: at once
    only_one: str | None = None
    created_by: int | None = None


class Claim(msgspec.Struct, frozen=True):
    """A job in a worker's hands."""

    job: Job
    token: str


class LeaseLost(Exception):
    """Another worker has the job, or it has ended: stop, write nothing more."""


class Cancelled(Exception):
    """Somebody asked to stop: raise it out of the handler."""


def enqueue(conn: sa.Connection, order: Order, *, now: int) -> int | None:
    """Add a job; its id, or None when one of the key `only_one` is queued or running already."""
    row = {
        **msgspec.structs.asdict(order),
        "params": _json(order.params), "run_at": now if order.run_at is None else order.run_at,
        "state": JobState.QUEUED, "done": 0, "created_at": now, "attempts": 0, "cancel_asked": False,
    }  # fmt: skip
    made = conn.execute(upsert(conn, job).values(**row).on_conflict_do_nothing().returning(job.c.id))
    return made.scalar()


def enqueue_behind(conn: sa.Connection, order: Order, *, now: int) -> int | None:
    """Add a job that must see what is true now: where one of its key runs already, that began too early, and this one
    waits behind it. None: one is queued, and has all of it ahead; if it was to wait for longer, it doesn't now.
    """
    running = sa.select(job.c.id).where(job.c.only_one == order.only_one, job.c.state == JobState.RUNNING)
    if order.only_one is not None and conn.execute(running).first() is not None:
        order = msgspec.structs.replace(order, only_one=f"{order.only_one}:behind")
    made, at = enqueue(conn, order, now=now), now if order.run_at is None else order.run_at
    if made is None:
        late = sa.update(job).where(
            job.c.only_one == order.only_one, job.c.state == JobState.QUEUED, job.c.run_at > at
        )
        conn.execute(late.values(run_at=at))
    return made


def claim(conn: sa.Connection, lane: str, *, now: int) -> Claim | None:
    """The next due job of a lane, now this caller's; also one whose worker died."""
    due = sa.or_(
        sa.and_(job.c.state == JobState.QUEUED, job.c.run_at <= now),
        sa.and_(job.c.state == JobState.RUNNING, job.c.lease_until < now),
    )
    pick = sa.select(job.c.id).where(job.c.lane == lane, due).order_by(job.c.run_at, job.c.id).limit(1)
    if conn.dialect.name == "postgresql":
        pick = pick.with_for_update(skip_locked=True)
    token = secrets.token_hex(8)
    row = conn.execute(
        sa.update(job)
        .where(job.c.id == pick.scalar_subquery())
        .values(state=JobState.RUNNING, claim=token, lease_until=now + LEASE, attempts=job.c.attempts + 1,
                started_at=sa.func.coalesce(job.c.started_at, now))
        .returning(job)
    ).mappings().one_or_none()  # fmt: skip
    if row is None:
        return None
    taken = Claim(_job(row), token)
    if taken.job.attempts > ATTEMPTS:
        fail(conn, taken, "job_given_up", {"attempts": ATTEMPTS}, now=now)
        return None
    return taken


def save(
    conn: sa.Connection,
    taken: Claim,
    *,
    now: int,
    done: int,
    total: int | None = None,
    note: dict[str, Any] | None = None,
    cursor: Any = None,
) -> None:
    """Progress, in the transaction of the work it tells of. Raises LeaseLost, or Cancelled when that was asked."""
    values: dict[str, Any] = {"done": done, "lease_until": now + LEASE}
    values |= {"total": total} if total is not None else {}
    values |= {"note": _json(note)} if note is not None else {}
    values |= {"cursor": _json(cursor)} if cursor is not None else {}
    asked = conn.execute(_mine(taken).values(**values).returning(job.c.cancel_asked)).scalar()
    if asked is None:
        raise LeaseLost
    if asked:
        raise Cancelled


def finish(conn: sa.Connection, taken: Claim, result: Any, *, now: int) -> None:
    _end(conn, taken, JobState.DONE, {"result": _json(result)}, now)


def fail(conn: sa.Connection, taken: Claim, code: str, params: dict[str, Any], *, now: int) -> None:
    """Ended by an error: `code` of the locales "error.<code>"."""
    _end(conn, taken, JobState.FAILED, {"error": _json({"code": code, "params": params})}, now)


def cancelled(conn: sa.Connection, taken: Claim, *, now: int) -> None:
    _end(conn, taken, JobState.CANCELLED, {}, now)


def release(conn: sa.Connection, taken: Claim) -> None:
    """Put back what a shutdown interrupted: it goes on at the next start, from its cursor."""
    values = {"state": JobState.QUEUED, "claim": None, "lease_until": None, "attempts": job.c.attempts - 1}
    conn.execute(_mine(taken).values(**values))


def free_all(conn: sa.Connection) -> None:
    """At the start of the only process on a folder: whatever still says "running" is not."""
    conn.execute(
        sa.update(job)
        .where(job.c.state == JobState.RUNNING)
        .values(state=JobState.QUEUED, claim=None, lease_until=None)
    )


def cancel(conn: sa.Connection, id_: int, *, now: int) -> bool:
    """Ask a job to stop: a queued one at once, a running one at its next `save`. False: it has ended."""
    queued = conn.execute(
        sa.update(job)
        .where(job.c.id == id_, job.c.state == JobState.QUEUED)
        .values(state=JobState.CANCELLED, finished_at=now)
    )
    if queued.rowcount:
        return True
    asked = sa.update(job).where(job.c.id == id_, job.c.state == JobState.RUNNING).values(cancel_asked=True)
    return bool(conn.execute(asked).rowcount)


def resume(conn: sa.Connection, id_: int, *, now: int) -> bool:
    """Queue a failed or cancelled job again; it goes on from its cursor.

    False: there is nothing to resume, or another of its key `only_one` is queued or running.
    """
    again = (
        sa.update(job)
        .where(job.c.id == id_, job.c.state.in_((JobState.FAILED, JobState.CANCELLED)))
        .values(
            state=JobState.QUEUED, run_at=now, finished_at=None, error=None, attempts=0, cancel_asked=False
        )
    )
    try:
        with conn.begin_nested():
            return bool(conn.execute(again).rowcount)
    except IntegrityError:
        return False


def one(conn: sa.Connection, id_: int) -> Job | None:
    row = conn.execute(sa.select(job).where(job.c.id == id_)).mappings().one_or_none()
    return None if row is None else _job(row)


def listed(
    conn: sa.Connection, *, kinds: list[str] | None = None, open_only: bool = False, before: int | None = None,
    limit: int = 50,
) -> list[Job]:  # fmt: skip
    """Jobs, newest first."""
    wanted = sa.select(job).order_by(job.c.id.desc()).limit(limit)
    if kinds is not None:
        wanted = wanted.where(job.c.kind.in_(kinds))
    if open_only:
        wanted = wanted.where(job.c.state.not_in(ENDED))
    if before is not None:
        wanted = wanted.where(job.c.id < before)
    return [_job(row) for row in conn.execute(wanted).mappings()]


def _mine(taken: Claim) -> sa.Update:
    mine = (job.c.id == taken.job.id, job.c.claim == taken.token, job.c.state == JobState.RUNNING)
    return sa.update(job).where(*mine)


def _end(conn: sa.Connection, taken: Claim, state: JobState, values: dict[str, Any], now: int) -> None:
    ended = {"state": state, "finished_at": now, "claim": None, "lease_until": None}
    if not conn.execute(_mine(taken).values(**ended, **values)).rowcount:
        raise LeaseLost


def _json(value: Any) -> str:
    return msgspec.json.encode(value, enc_hook=str).decode()


def _job(row: sa.RowMapping) -> Job:
    values: dict[str, Any] = {name: row[name] for name in Job.__struct_fields__}
    for name in ("params", "cursor", "note", "result", "error"):
        values[name] = None if values[name] is None else msgspec.json.decode(values[name])
    return msgspec.convert(values, Job)
