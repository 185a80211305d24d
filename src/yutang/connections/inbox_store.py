"""Statements on the inbox of callbacks. No decisions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.connections.model import EventState, Health, InboundEvent, Refusals
from yutang.connections.tables import inbound_event, inbound_refusal
from yutang.kit.db import upsert

_SHOWN = [inbound_event.c[name] for name in InboundEvent.__struct_fields__]
_OPEN = inbound_event.c.state == EventState.WAITING


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """An event in a worker's hands. `body`: as it came, decrypted."""

    id: int
    connection_id: int
    kind: str
    subject: str
    staff: str
    received_at: int
    happened_at: int
    attempts: int
    body: bytes


def put(conn: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> set[tuple[int, str]]:
    """Keep events; (connection, key) of those that were new."""
    if not rows:
        return set()
    new = upsert(conn, inbound_event).on_conflict_do_nothing()
    kept = new.returning(inbound_event.c.connection_id, inbound_event.c.key)
    # As parameters: a statement that holds 500 rows itself is compiled each time, for a tenth of a second.
    return {(row.connection_id, row.key) for row in conn.execute(kept, [dict(row) for row in rows])}


def refuse(conn: sa.Connection, counted: Mapping[tuple[int, str], int], *, now: int) -> None:
    """Add to the refusals: (connection, reason) → how many. Of connections that are gone: to nobody's."""
    for (id_, reason), count in sorted(counted.items()):
        new = upsert(conn, inbound_refusal).values(connection_id=id_, reason=reason, count=count, last_at=now)
        more = {"count": inbound_refusal.c.count + count, "last_at": now}
        conn.execute(new.on_conflict_do_update(index_elements=["connection_id", "reason"], set_=more))


def due(conn: sa.Connection, now: int, limit: int) -> list[Waiting]:
    """Whose time has come, of one connection: the one whose event has waited longest."""
    one = inbound_event.c
    first = sa.select(one.connection_id).where(_OPEN, one.due_at <= now).order_by(one.due_at, one.id).limit(1)
    wanted = (
        sa.select(*(one[name] for name in Waiting.__struct_fields__))
        .where(_OPEN, one.due_at <= now, one.connection_id == first.scalar_subquery())
        .order_by(one.due_at, one.id)
        .limit(limit)
    )
    return [Waiting(**row) for row in conn.execute(wanted).mappings()]


def next_due(conn: sa.Connection) -> int | None:
    return conn.execute(sa.select(sa.func.min(inbound_event.c.due_at)).where(_OPEN)).scalar()


def settle(conn: sa.Connection, ids: Iterable[int], *, now: int) -> None:
    """Done with: what they said is applied."""
    _end(conn, ids, EventState.DONE, "", now)


def give_up(conn: sa.Connection, ids: Iterable[int], fault: str, *, now: int) -> None:
    _end(conn, ids, EventState.DEAD, fault, now)


def put_off(conn: sa.Connection, ids: Iterable[int], due_at: int, fault: str) -> None:
    """To be tried again then."""
    later = sa.update(inbound_event).where(inbound_event.c.id == sa.bindparam("one"))
    more = later.values(attempts=inbound_event.c.attempts + 1, due_at=due_at, fault=fault)
    _each(conn, more, ids)


def touched_since(conn: sa.Connection, id_: int, since: int) -> set[str]:
    """Of whom anything came from then on: accounts of people, and chats."""
    one = inbound_event.c
    found = sa.select(one.subject).where(
        one.connection_id == id_, one.received_at >= since, one.subject != ""
    )
    return set(conn.execute(found.distinct()).scalars())


def of_kinds(conn: sa.Connection, kinds: Sequence[str], since: int) -> list[Waiting]:
    """Of these kinds from then on, handled or not; in the order of their coming."""
    one = inbound_event.c
    wanted = sa.select(*(one[name] for name in Waiting.__struct_fields__)).where(
        one.received_at >= since, one.kind.in_(kinds)
    )
    return [Waiting(**row) for row in conn.execute(wanted.order_by(one.id)).mappings()]


def listed(
    conn: sa.Connection, id_: int, *, before: int | None = None, state: EventState | None = None, limit: int = 50
) -> list[InboundEvent]:  # fmt: skip
    """Newest first."""
    one = inbound_event.c
    wanted = sa.select(*_SHOWN).where(one.connection_id == id_).order_by(one.id.desc()).limit(limit)
    wanted = wanted if before is None else wanted.where(one.id < before)
    wanted = wanted if state is None else wanted.where(one.state == state)
    return [_event(row) for row in conn.execute(wanted).mappings()]


def forget(conn: sa.Connection, before: int) -> int:
    """Let go of what ended before then; how many. The keys go too: nobody sends a copy so late."""
    one = inbound_event.c
    gone = sa.delete(inbound_event).where(sa.not_(_OPEN), one.done_at < before)
    return int(conn.execute(gone).rowcount)


def forget_subjects(conn: sa.Connection, subjects: Iterable[str]) -> None:
    """Of people who are erased: also what still waits. Out of events of others that name them, their names."""
    one = inbound_event.c
    names = sorted({each for each in subjects if each})
    if not names:
        return
    conn.execute(
        sa.delete(inbound_event).where(one.subject == sa.bindparam("one")), [{"one": each} for each in names]
    )
    # As a text of the XML whole: a short id stands in many others.
    named = re.compile(b"(?<=[>\\[])(?:%s)(?=[<\\]])" % b"|".join(re.escape(each.encode()) for each in names))
    rows = conn.execute(sa.select(one.id, one.body)).yield_per(1_000)
    found = [{"one": id_, "left": named.sub(b"", body)} for id_, body in rows if named.search(body)]
    if found:
        left = sa.update(inbound_event).where(one.id == sa.bindparam("one"))
        conn.execute(left.values(body=sa.bindparam("left")), found)


def health(conn: sa.Connection, id_: int) -> Health:
    one = inbound_event.c
    counted = sa.select(one.state, sa.func.count().label("events")).where(one.connection_id == id_)
    by_state = {row.state: row.events for row in conn.execute(counted.group_by(one.state))}
    newest = sa.select(one.received_at, one.happened_at).where(one.connection_id == id_)
    last = conn.execute(newest.order_by(one.received_at.desc(), one.id.desc()).limit(1)).one_or_none()
    refused = sa.select(inbound_refusal).where(inbound_refusal.c.connection_id == id_)
    return Health(
        events=sum(by_state.values()), waiting=by_state.get(EventState.WAITING, 0),
        dead=by_state.get(EventState.DEAD, 0), last_event_at=None if last is None else last.received_at,
        lag=None if last is None else max(0, last.received_at - last.happened_at),
        refusals=tuple(Refusals(row["reason"], row["count"], row["last_at"])
                       for row in conn.execute(refused.order_by(inbound_refusal.c.reason)).mappings()),
    )  # fmt: skip


def _event(row: sa.RowMapping) -> InboundEvent:
    return msgspec.convert({name: row[name] for name in InboundEvent.__struct_fields__}, InboundEvent)


def _end(conn: sa.Connection, ids: Iterable[int], state: EventState, fault: str, now: int) -> None:
    ended = sa.update(inbound_event).where(inbound_event.c.id == sa.bindparam("one"))
    _each(conn, ended.values(state=state, done_at=now, fault=fault), ids)


def _each(conn: sa.Connection, statement: sa.Update, ids: Iterable[int]) -> None:
    given = [{"one": id_} for id_ in ids]
    if given:
        conn.execute(statement, given)
