# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Who is in a segment now: its rule is answered, who came and who left become facts, in the transaction of the result.

State's list of ids is the truth and what a sweep is compared with; analytics' table follows. A version published, or
another sweep ended, meanwhile wins: then nothing of this one is kept.
"""

import enum
import logging
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from yutang.engine import Fault, Query, Rule, check, compile_rule
from yutang.engine.steps import Cancelled
from yutang.kit.clock import moment, zone
from yutang.ledger.catalogue import Kind
from yutang.ledger.ledger import MAX_ROWS, Ledger
from yutang.segments.recording import recordable
from yutang.segments.saved import blob, mirror, store
from yutang.segments.saved.model import Segment, SegmentKind, Standing, is_due
from yutang.segments.saved.moved import Rests, digest, has_moved, watermark
from yutang.segments.saved.world import world

log = logging.getLogger("yutang.segments")
LOOK = 0.2  # seconds between looks at whether a running statement shall stop


class Outcome(enum.StrEnum):
    SWEPT = "swept"
    UNCHANGED = "unchanged"  # nothing that the rule reads has moved
    SUPERSEDED = "superseded"  # by a newer version, or another sweep
    FAILED = "failed"  # something in the rule is wrong by now


class Swept(msgspec.Struct, frozen=True, kw_only=True):
    outcome: Outcome
    entered: int = 0
    left: int = 0


class _Superseded(Exception):
    """Raised in the transaction that would keep a result, to keep nothing of it."""


class _Answer(msgspec.Struct, frozen=True):
    """`found`: sorted ids; `facts`: for the ledger, those who entered and those who left."""

    found: pa.Table
    facts: pa.Table
    entered: int
    left: int


def never() -> bool:
    return False


def due(conn: sa.Connection, *, now: int, zone_: str) -> list[int]:
    """Segments that the clock wants swept."""
    offset = moment(now, zone(zone_)).utcoffset()
    ahead = 0 if offset is None else int(offset.total_seconds()) * 1_000_000
    last = store.standings(conn)
    return [
        one.id for one in store.segments(conn)
        if one.kind is SegmentKind.DYNAMIC
        and is_due(one.refresh, last[one.id].swept_at if one.id in last else None, now, ahead)
    ]  # fmt: skip


def sweep(ledger: Ledger, segment_id: int, *, now: int, cancelled: Callable[[], bool] = never) -> Swept:
    """Bring one dynamic segment up to `now` (µs). Raises engine.steps.Cancelled; then nothing has changed."""
    began = time.perf_counter()
    with ledger.state.read() as conn:
        found = store.segments(conn, [segment_id])
        if not found or found[0].rule is None:
            return Swept(outcome=Outcome.SUPERSEDED)
        segment, before = found[0], store.standings(conn, [segment_id]).get(segment_id)
        try:
            asked = _ask(ledger, conn, segment, found[0].rule, before, now, cancelled)
        except duckdb.Error as wrong:  # out of memory, say; told, and tried again when it is due again
            log.warning("segment %d was not swept: %s", segment_id, wrong)
            return _fail(ledger, segment, before, {"code": "error.segment_sweep", "params": {}}, now)
    if isinstance(asked, Fault):
        return _fail(ledger, segment, before, {"code": f"fault.{asked.code}", "params": asked.params}, now)
    rests, answer = asked
    if answer is None:
        assert before is not None  # noqa: S101 - what was never answered has moved
        return _renew(ledger, before, rests, now)
    return _keep(ledger, segment, before, rests, answer, now, began)


def _ask(
    ledger: Ledger, conn: sa.Connection, segment: Segment, rule: Rule, before: Standing | None, now: int,
    cancelled: Callable[[], bool],
) -> Fault | tuple[Rests, _Answer | None]:  # fmt: skip
    """The answer and what it rests on, of one moment of analytics; no answer: nothing has moved."""
    packed = store.ids_of(conn, segment.id) or blob.EMPTY
    with ledger.analytics.transaction() as cursor, _interrupted(cursor, cancelled):
        known = world(conn, cursor, ledger.zone)
        wrong = check(rule, known, segment=segment.id)
        if wrong:
            return wrong[0]
        query = compile_rule(rule, known, now=now)
        rests = Rests(version=segment.version, rule_digest=digest(cursor, query), watermark=watermark(cursor),
                      undone=store.undone(conn), asked_at=now)  # fmt: skip
        if before is not None and not has_moved(cursor, query, before, rests):
            return rests, None
        return rests, _answer(cursor, query, segment, blob.unpack(packed), rests, now)


@contextmanager
def _interrupted(cursor: duckdb.DuckDBPyConnection, cancelled: Callable[[], bool]) -> Generator[None]:
    """Stops what runs on the cursor once `cancelled` says so, as Cancelled."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK):
            if cancelled():
                cursor.interrupt()

    watching = threading.Thread(target=watch, name="sweep-watch", daemon=True)
    watching.start()
    try:
        yield
    except duckdb.InterruptException as stopped:
        raise Cancelled("sweep") from stopped
    finally:
        over.set()
        watching.join()
    if cancelled():
        raise Cancelled("sweep")


# Who is a customer no more is not in `found`; who was erased has no account left, so nothing is said of them.
_MOVED = f"""
select {Kind.SEGMENT_ENTERED:d}::smallint as kind, customer_id as identity_id from sw_found
where customer_id not in (select customer_id from sw_kept)
union all
select {Kind.SEGMENT_LEFT:d}::smallint, customer_id from sw_kept
where customer_id not in (select customer_id from sw_found)
order by kind, identity_id"""


def _answer(
    cursor: duckdb.DuckDBPyConnection, query: Query, segment: Segment, kept: pa.Table, rests: Rests, now: int
) -> _Answer:
    cursor.execute(f"create or replace temp table sw_found as {query.sql}", query.params or None)
    cursor.register("_kept", kept)
    cursor.execute(f"create or replace temp table sw_kept as {mirror.NOW_CALLED}")
    cursor.unregister("_kept")
    found = cursor.sql("select customer_id from sw_found order by customer_id").to_arrow_table()
    moved = cursor.sql(_MOVED).to_arrow_table()
    entered = int(
        cursor.execute("select count(*) from sw_found where customer_id not in (from sw_kept)").fetchall()[0][
            0
        ]
    )
    n = moved.num_rows
    props = msgspec.json.encode({"watermark": rests.watermark}).decode()
    facts = moved
    for name, value in (("happened", now), ("object_id", segment.id), ("amount", segment.version)):
        facts = facts.append_column(name, pa.repeat(pa.scalar(value, pa.int64()), n))
    facts = facts.append_column("props", pa.repeat(pa.scalar(props), n))
    return _Answer(found, recordable(facts), entered, n - entered)


def _keep(
    ledger: Ledger, segment: Segment, before: Standing | None, rests: Rests, answer: _Answer, now: int, began: float
) -> Swept:  # fmt: skip
    packed, checksum = blob.pack(answer.found)
    generation = before.generation if before else 0
    moved = bool(answer.entered or answer.left)
    last = (answer.entered, answer.left, now) if moved else (0, 0, None)
    if not moved and before is not None:
        last = (before.entered, before.left, before.moved_at)
    standing = Standing(
        segment_id=segment.id, generation=generation + 1, **msgspec.structs.asdict(rests),
        members=answer.found.num_rows, checksum=checksum, swept_at=now,
        millis=int((time.perf_counter() - began) * 1000), entered=last[0], left=last[1], moved_at=last[2], error=None,
    )  # fmt: skip

    try:
        _write(ledger, segment, standing, packed, answer, now)
    except _Superseded:
        return Swept(outcome=Outcome.SUPERSEDED)
    ledger.derive(lambda cursor: mirror.put(cursor, segment.id, answer.found))
    return Swept(outcome=Outcome.SWEPT, entered=answer.entered, left=answer.left)


def _write(
    ledger: Ledger, segment: Segment, standing: Standing, packed: bytes, answer: _Answer, now: int
) -> None:  # fmt: skip
    """Facts and the list that they lead to, batch by batch. Killed between two, the list holds whom the facts tell of
    so far and rests on nothing, so that the next sweep records the others, each once. Raises _Superseded."""
    generation, at = standing.generation - 1, 0
    while answer.facts.num_rows - at > MAX_ROWS:
        at += MAX_ROWS
        there = _so_far(answer, at)
        ids, checksum = blob.pack(there)
        half = msgspec.structs.replace(standing, generation=generation + 1, rule_digest="", members=there.num_rows,
                                       checksum=checksum)  # fmt: skip
        part = answer.facts.slice(at - MAX_ROWS, MAX_ROWS)
        ledger.record(
            part, origin=f"sweep {segment.id}", now=now, also=_keeper(segment, half, ids, generation)
        )
        generation += 1
    last = msgspec.structs.replace(standing, generation=generation + 1)
    also = _keeper(segment, last, packed, generation)
    if answer.facts.num_rows:
        ledger.record(answer.facts.slice(at), origin=f"sweep {segment.id}", now=now, also=also)
    else:
        ledger.state.write(also)


def _keeper(
    segment: Segment, standing: Standing, packed: bytes, before: int
) -> Callable[[sa.Connection], None]:
    def also(conn: sa.Connection) -> None:
        current = store.segments(conn, [segment.id])
        if not current or current[0].version != segment.version:
            raise _Superseded
        if not store.stand(conn, standing, packed, before=before):
            raise _Superseded

    return also


def _so_far(answer: _Answer, at: int) -> pa.Table:
    """Who is in once `at` facts are told: those found, without who has yet to enter, with who has yet to leave."""
    ahead = answer.facts.slice(at)
    enters = pc.equal(ahead["kind"], int(Kind.SEGMENT_ENTERED))
    yet = ahead["identity_id"].filter(enters)
    stays = answer.found["customer_id"].filter(
        pc.invert(pc.is_in(answer.found["customer_id"], value_set=yet))
    )
    leaving = ahead["identity_id"].filter(pc.invert(enters))
    return pa.table({"customer_id": pa.chunked_array([*stays.chunks, *leaving.chunks], pa.int64())}).sort_by(
        "customer_id"
    )


def _renew(ledger: Ledger, before: Standing, rests: Rests, now: int) -> Swept:
    """The same answer, as of now."""
    values = {"watermark": rests.watermark, "asked_at": now, "swept_at": now}
    kept = ledger.state.write(
        lambda conn: store.renew(conn, before.segment_id, values, before=before.generation)
    )
    return Swept(outcome=Outcome.UNCHANGED if kept else Outcome.SUPERSEDED)


def _fail(
    ledger: Ledger, segment: Segment, before: Standing | None, error: dict[str, Any], now: int
) -> Swept:  # fmt: skip
    """Members stay as they were; what is wrong is told."""
    if before is None:
        standing = Standing(
            segment_id=segment.id, generation=1, version=segment.version, rule_digest="", watermark=0, undone=0,
            asked_at=now, members=0, checksum=0, swept_at=now, millis=0, entered=0, left=0, moved_at=None, error=error,
        )  # fmt: skip
        ledger.state.write(lambda conn: store.stand(conn, standing, blob.EMPTY, before=0))
    else:
        values = {"error": error, "swept_at": now}
        ledger.state.write(lambda conn: store.renew(conn, segment.id, values, before=before.generation))
    return Swept(outcome=Outcome.FAILED)
