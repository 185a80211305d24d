# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Received batches, in order → identities, facts and the domains' answers, in one State transaction a batch."""

from collections.abc import Callable, Sequence

import duckdb
import pyarrow as pa
import sqlalchemy as sa

from yutang.kit.db import Database
from yutang.ledger import facts, posts, projector, store
from yutang.ledger.analytics import Analytics
from yutang.ledger.blob import pack
from yutang.ledger.contract import Batch, Change, Domain
from yutang.ledger.record import PLATFORM, recorded

Write = Callable[[sa.Connection], None]


class Applier:
    def __init__(self, state: Database, analytics: Analytics, domains: Sequence[Domain], zone: str) -> None:
        self._state = state
        self._analytics = analytics
        self._domains = domains
        self._zone = zone
        self._preparing = duckdb.connect(config={"threads": "2", "memory_limit": "64MB"})

    def read_posts(self, requests: Sequence[tuple[int, bytes]]) -> pa.Table:
        """Requests (facts in it, blob) in order as one batch of sightings."""
        return posts.sightings(self._preparing, requests)

    def prepare(self, platform: str, sightings: pa.Table) -> pa.Table:
        """What can be said of a batch without looking at others; on a connection of its own."""
        with self._preparing.cursor() as cursor:
            return facts.prepare(cursor, platform, self._zone, sightings)

    def apply(self, id_: int, platform: str, prepared: pa.Table, also: Write | None = None) -> int:
        """Apply one batch and project it; the number of new facts comes back. `also` joins State's transaction.

        State first, then analytics: after a crash between the two, `catch_up` copies from State.
        """
        batch = Batch(id_, platform, self._zone)
        with self._analytics.transaction() as cursor:
            cursor.register("incoming", prepared)
            changes = self._gather(cursor, batch, "resolve")
            new = facts.derive(cursor, batch, prepared)
            return self._finish(cursor, batch, new, changes, also)

    def record(self, id_: int, rows: pa.Table, also: Write | None = None) -> int:
        """Apply a batch of acts (ledger.record.ACT); the number of new facts comes back."""
        batch = Batch(id_, PLATFORM, self._zone)
        with self._analytics.transaction() as cursor:
            return self._finish(cursor, batch, recorded(cursor, id_, self._zone, rows), None, also)

    def _finish(
        self, cursor: duckdb.DuckDBPyConnection, batch: Batch, new: pa.Table, resolved: list[Change] | None,
        also: Write | None,
    ) -> int:  # fmt: skip
        """`resolved`: what the domains decided of references; None: there were none."""
        cursor.register("new_fact", new)
        changes = [*(resolved or ()), *self._gather(cursor, batch, "react")]
        blob, said = pack(new), self._said(cursor) if resolved is not None else {}

        def write(conn: sa.Connection) -> None:
            for change in changes:
                change.write(conn)
            store.mark_applied(conn, batch.id, new.num_rows, blob, said)
            if also:
                also(conn)

        self._state.write(write)
        for change in changes:
            change.mirror(cursor)
        projector.insert(cursor, "new_fact")
        for domain in self._domains:
            domain.settle(cursor, "new_fact", gone=False)
        cursor.execute("insert into batch values (?, ?)", [batch.id, new.num_rows])
        cursor.unregister("new_fact")
        if resolved is not None:
            cursor.unregister("incoming")
        return new.num_rows

    def close(self) -> None:
        self._preparing.close()

    def _said(self, cursor: duckdb.DuckDBPyConnection) -> dict[str, bytes]:
        """What must be kept beside the facts, so that this batch or any other can be taken back."""
        repeated = cursor.sql("select key_hi, key_lo from known").to_arrow_table()
        told = [("repeated", repeated), *((domain.name, domain.told(cursor)) for domain in self._domains)]
        return {what: pack(rows) for what, rows in told if rows is not None and rows.num_rows}

    def _gather(self, cursor: duckdb.DuckDBPyConnection, batch: Batch, verb: str) -> list[Change]:
        answers = (getattr(domain, verb)(cursor, batch) for domain in self._domains)
        return [answer for answer in answers if answer is not None]
