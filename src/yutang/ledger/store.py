"""Statements on the ledger's own tables. No decisions."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from yutang.kit.db import upsert
from yutang.ledger.tables import (
    APPLIED,
    MERGED,
    QUARANTINED,
    RECEIVED,
    RESERVED,
    SEALED,
    UNDONE,
    inlet,
    inlet_said,
    ledger_meta,
    sealed_day,
)

_POSTED = "key, origin, platform, received_at, state, rows, blob"
_INSERT = f"insert or ignore into inlet ({_POSTED}) values (?, ?, ?, ?, ?, ?, ?)"
_ORIGINS = "select key, origin from inlet where key in (select value from json_each(?))"


class Waiting(NamedTuple):
    """A request that is to be applied."""

    id: int
    platform: str
    rows: int
    received_at: int
    blob: bytes


class Said(NamedTuple):
    """What a batch said, see `inlet_said`."""

    batch_id: int
    platform: str
    run_id: int | None
    blob: bytes


def put(conn: sa.Connection, row: dict[str, Any]) -> int | None:
    """Take one batch in. None: a batch of this key is known already."""
    made = conn.execute(upsert(conn, inlet).values(**row).on_conflict_do_nothing().returning(inlet.c.id))
    return made.scalar()


def put_many(conn: sa.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Take requests in: tuples of (key, origin, platform, received_at, state, rows, blob); known keys are left."""
    if not rows:
        return
    if conn.dialect.name == "sqlite":  # tuples to the driver: three times Core's speed
        conn.exec_driver_sql(_INSERT, list(rows))
        return
    names = _POSTED.split(", ")
    conn.execute(
        upsert(conn, inlet).on_conflict_do_nothing(), [dict(zip(names, row, strict=True)) for row in rows]
    )


def origins(conn: sa.Connection, keys: list[str]) -> dict[str, str]:
    """Key → origin, of the keys that are known."""
    if not keys:
        return {}
    if conn.dialect.name == "sqlite":  # one parameter: an IN of so many is compiled anew for each length
        return dict(conn.exec_driver_sql(_ORIGINS, (json.dumps(keys),)).all())  # pyright: ignore[reportArgumentType]
    found = conn.execute(sa.select(inlet.c.key, inlet.c.origin).where(inlet.c.key.in_(keys)))
    return {row.key: row.origin for row in found}


def forget_reserved(conn: sa.Connection) -> None:
    """Ids whose batch never came to be."""
    conn.execute(sa.delete(inlet).where(inlet.c.state == RESERVED))


def waiting(conn: sa.Connection, limit: int) -> list[Waiting]:
    """The requests to apply next, in order: of one platform, at most `limit` facts of them (but at least one)."""
    first = sa.select(inlet.c.platform).where(inlet.c.state == RECEIVED).order_by(inlet.c.id).limit(1)
    found = conn.execution_options(yield_per=500).execute(
        sa.select(inlet.c.id, inlet.c.platform, inlet.c.rows, inlet.c.received_at, inlet.c.blob)
        .where(inlet.c.state == RECEIVED, inlet.c.platform == first.scalar_subquery())
        .order_by(inlet.c.id)
        .limit(limit)
    )
    rows: list[Waiting] = []
    for row in map(Waiting._make, found):
        limit -= row.rows
        if rows and limit < 0:
            break
        rows.append(row)
    found.close()
    return rows


def still_waiting(conn: sa.Connection, ids: list[int]) -> set[int]:
    """Those of `ids` (in order) that are not applied."""
    between = inlet.c.id.between(ids[0], ids[-1])
    return set(conn.scalars(sa.select(inlet.c.id).where(between, inlet.c.state == RECEIVED))) & set(ids)


def backlog(conn: sa.Connection) -> int:
    """How many facts wait."""
    return conn.scalar(sa.select(sa.func.sum(inlet.c.rows)).where(inlet.c.state == RECEIVED)) or 0


def mark_merged(conn: sa.Connection, ids: list[int]) -> None:
    """These requests are in the batch that this transaction applies."""
    conn.execute(
        sa.update(inlet).where(inlet.c.id == sa.bindparam("one")).values(state=MERGED, blob=None, facts=0),
        [{"one": id_} for id_ in ids],
    )


def quarantine(conn: sa.Connection, id_: int, fault: str) -> None:
    conn.execute(sa.update(inlet).where(inlet.c.id == id_).values(state=QUARANTINED, fault=fault))


def quarantined(conn: sa.Connection, limit: int) -> list[tuple[Any, ...]]:
    """The requests that broke applying, newest first."""
    found = conn.execute(
        sa.select(
            inlet.c.id, inlet.c.origin, inlet.c.platform, inlet.c.received_at, inlet.c.rows, inlet.c.fault
        )
        .where(inlet.c.state == QUARANTINED)
        .order_by(inlet.c.id.desc())
        .limit(limit)
    )
    return [tuple(row) for row in found]


def count_quarantined(conn: sa.Connection) -> int:
    return conn.scalar(sa.select(sa.func.count()).where(inlet.c.state == QUARANTINED)) or 0


def forget_merged(conn: sa.Connection, before: int) -> None:
    """Keys of requests applied long ago: nobody repeats those any more, and the facts know themselves."""
    conn.execute(sa.delete(inlet).where(inlet.c.state == MERGED, inlet.c.received_at < before))


def batch(conn: sa.Connection, id_: int) -> sa.Row[Any]:
    return conn.execute(sa.select(inlet).where(inlet.c.id == id_)).one()


def mark_applied(conn: sa.Connection, id_: int, facts: int, blob: bytes, said: dict[str, bytes]) -> None:
    """`said`: what of → blob, see the table `inlet_said`."""
    conn.execute(sa.update(inlet).where(inlet.c.id == id_).values(state=APPLIED, facts=facts, blob=blob))
    if said:
        conn.execute(
            sa.insert(inlet_said), [{"batch_id": id_, "what": what, "blob": b} for what, b in said.items()]
        )


def applied(conn: sa.Connection) -> list[tuple[int, int]]:
    """(id, facts) of the batches applied whose facts are not all sealed, in order."""
    found = conn.execute(
        sa.select(inlet.c.id, inlet.c.facts).where(inlet.c.state == APPLIED).order_by(inlet.c.id)
    )
    return [(row.id, row.facts) for row in found]


def last_applied(conn: sa.Connection) -> int:
    return conn.scalar(sa.select(sa.func.max(inlet.c.id)).where(inlet.c.state.in_((APPLIED, SEALED)))) or 0


def undone(conn: sa.Connection) -> set[int]:
    return set(conn.scalars(sa.select(inlet.c.id).where(inlet.c.state == UNDONE)))


def of_run(conn: sa.Connection, run: int) -> list[int]:
    """The batches of an import that were applied and not taken back."""
    wanted = (inlet.c.run_id == run, inlet.c.state.in_((APPLIED, SEALED)))
    return list(conn.scalars(sa.select(inlet.c.id).where(*wanted).order_by(inlet.c.id)))


def runs_of(conn: sa.Connection, ids: list[int]) -> dict[int, tuple[int | None, str]]:
    """Batch → (its import, its platform)."""
    found: dict[int, tuple[int | None, str]] = {}
    for start in range(0, len(ids), 10_000):
        part = sa.select(inlet.c.id, inlet.c.run_id, inlet.c.platform).where(
            inlet.c.id.in_(ids[start : start + 10_000])
        )
        found |= {row.id: (row.run_id, row.platform) for row in conn.execute(part)}
    return found


def said(conn: sa.Connection, what: str, since: int = 0) -> Iterator[Said]:
    """What batches from `since` on said, in order, one at a time."""
    found = conn.execution_options(yield_per=1).execute(
        sa.select(inlet_said.c.batch_id, inlet.c.platform, inlet.c.run_id, inlet_said.c.blob)
        .join(inlet, inlet.c.id == inlet_said.c.batch_id)
        .where(inlet_said.c.what == what, inlet_said.c.batch_id >= since)
        .order_by(inlet_said.c.batch_id)
    )
    yield from map(Said._make, found)


def replace_blobs(conn: sa.Connection, blobs: Mapping[int, bytes]) -> None:
    """Other bytes for batches that the inlet still holds."""
    for id_, blob in blobs.items():
        conn.execute(sa.update(inlet).where(inlet.c.id == id_).values(blob=blob))


def replace_said(conn: sa.Connection, said: Mapping[tuple[int, str], bytes]) -> None:
    """Other bytes for what batches said: (batch, what of) → blob."""
    one = inlet_said.c
    for (id_, what), blob in said.items():
        conn.execute(sa.update(inlet_said).where(one.batch_id == id_, one.what == what).values(blob=blob))


def hand_over(conn: sa.Connection, heirs: Mapping[int, int]) -> None:
    """These batches belong to another run from now on: batch → run."""
    if heirs:
        conn.execute(
            sa.update(inlet).where(inlet.c.id == sa.bindparam("one")).values(run_id=sa.bindparam("heir")),
            [{"one": id_, "heir": run} for id_, run in heirs.items()],
        )


def take_back(conn: sa.Connection, ids: list[int]) -> None:
    """These batches are undone: their rows stay as ids that are never given again."""
    ones = [{"one": id_, "new_key": f"undone:{id_}"} for id_ in ids]
    if ones:
        here = inlet.c.id == sa.bindparam("one")
        values: dict[str, Any] = {"state": UNDONE, "blob": None, "facts": 0, "key": sa.bindparam("new_key")}
        conn.execute(sa.update(inlet).where(here).values(values), ones)
        conn.execute(sa.delete(inlet_said).where(inlet_said.c.batch_id == sa.bindparam("one")), ones)


def fill_reserved(conn: sa.Connection, id_: int, facts: int, blob: bytes | None) -> None:
    """A reserved row becomes a batch; without `blob` one whose facts all lie in sealed days."""
    state = SEALED if blob is None else APPLIED
    conn.execute(
        sa.update(inlet).where(inlet.c.id == id_).values(state=state, rows=facts, facts=facts, blob=blob)
    )


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


def raise_floor(conn: sa.Connection, what: str, id_: int) -> None:
    """Ids of `what` up to `id_` are never given again, though their rows are gone."""
    statement = upsert(conn, ledger_meta).values(name=f"floor.{what}", value=str(id_))
    conn.execute(
        statement.on_conflict_do_update(index_elements=[ledger_meta.c.name], set_={"value": str(id_)})
    )


def floors(conn: sa.Connection) -> dict[str, int]:
    found = conn.execute(sa.select(ledger_meta).where(ledger_meta.c.name.like("floor.%")))
    return {row.name.removeprefix("floor."): int(row.value) for row in found}
