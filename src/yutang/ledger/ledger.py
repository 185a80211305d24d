# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""The ledger as one thing: take sightings in, know what is applied, seal, rebuild."""

import datetime as dt
import secrets
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import duckdb
import msgspec
import pyarrow as pa

from yutang.kit.clock import moment, zone
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.ledger import rebuild, sealer, store
from yutang.ledger.analytics import Analytics
from yutang.ledger.applier import Applier, Write
from yutang.ledger.catalogue import Kind
from yutang.ledger.contract import Domain
from yutang.ledger.erase import Erased, erase
from yutang.ledger.facts import SHIFT
from yutang.ledger.intake import Intake
from yutang.ledger.kinds import CATALOGUE
from yutang.ledger.posts import beginning
from yutang.ledger.record import PLATFORM
from yutang.ledger.tables import RESERVED
from yutang.ledger.undo import Stores, UndoPreview, preview_undo, undo_run
from yutang.ledger.waiting import Requests, drain_once, forget_keys

T = TypeVar("T")
MAX_ROWS = 1 << SHIFT
EXCERPT = 300  # characters
OURS = {doc.kind for doc in CATALOGUE if doc.ours}
# A list may be of any day, and what Yutang says of its own accord is of today, however old the data is.
_NO_EVENTS = ", ".join(
    str(int(k)) for k in sorted({Kind.GROUP_SEEN, Kind.MEMBER_SEEN, Kind.IDENTITY_SEEN, *OURS})
)
# These have the day on which somebody did something. What a list says of people without a date (a tag, an attribute),
# and what staff keep of them (a note, a consent), is of the day on which it was read or kept.
_HAPPENED = ", ".join(
    str(int(k))
    for k in (
        Kind.MESSAGE_SENT, Kind.MESSAGE_RECALLED, Kind.GROUP_JOINED, Kind.GROUP_LEFT, Kind.GROUP_RENAMED,
        Kind.GROUP_COUNTED, Kind.ORDER_PLACED, Kind.ORDER_REFUNDED, Kind.ORDER_CHANGED, Kind.RELATION_BEGUN,
        Kind.RELATION_ENDED,
    )
)  # fmt: skip
NOBODY: Mapping[int, int] = MappingProxyType({})


class Quarantined(msgspec.Struct, frozen=True):
    """A posted request that broke applying: it waits for a person."""

    id: int
    origin: str
    platform: str
    received_at: int
    rows: int
    fault: str
    excerpt: str | None  # how the request begins; None: it can't be read


class Ledger:
    """Open stores, level with each other. `recovered`: analytics was damaged and has been rebuilt.

    One thread at a time applies, seals, rebuilds or undoes; any number read.
    """

    def __init__(
        self,
        state: Database,
        analytics: Analytics,
        domains: Sequence[Domain],
        *,
        folder: Path,
        zone_: str,
        drain: bool = True,
    ) -> None:
        """`drain`: apply what was posted and waits before this returns; else somebody starts a `Drain`."""
        zone(zone_)
        self.state, self.analytics, self.folder = state, analytics, folder / "sealed"
        self._domains = domains
        self.zone = state.write(lambda conn: store.remember(conn, "zone", zone_))
        if self.zone != zone_:
            raise YutangError("zone_fixed", kept=self.zone, asked=zone_)
        self._applier = Applier(state, analytics, domains, self.zone)
        self.recovered = analytics.recovered
        self.posted = threading.Event()  # set when something waits
        self._one, self._counting = threading.RLock(), threading.Lock()
        self._level = False
        with state.read() as conn:
            self._waiting = store.backlog(conn)
        self.intake = Intake(state, lambda: self._waiting, self._count)
        self._catch_up()
        while drain and self.drain():
            pass

    def _catch_up(self) -> None:
        """Analytics level with State. Also after a batch that failed half-way."""
        self.state.write(store.forget_reserved)
        rebuild.catch_up(self.state, self.analytics, self.folder, self._domains)
        sealer.sweep(self.state, self.folder)
        self._level = True

    def _count(self, facts: int) -> None:
        with self._counting:
            self._waiting += facts
        if facts > 0:
            self.posted.set()

    @property
    def backlog(self) -> int:
        """Posted facts that are durable and not applied yet."""
        return self._waiting

    def drain(self) -> int:
        """Apply the next requests that wait; how many facts they held. 0: none waits."""
        done = drain_once(self.state, self._apply_posts)
        self._count(-done)
        return done

    def _apply_posts(self, platform: str, requests: Requests, now: int, also: Write) -> None:
        rows = self.prepare(platform, self._applier.read_posts(requests))
        self.take(f"posts:{secrets.token_hex(16)}", "posts", platform, rows, now=now, also=also)

    def quarantined(self, limit: int = 100) -> tuple[int, list[Quarantined]]:
        """How many requests broke applying and were put aside, and the last of them, newest first."""
        with self.state.read() as conn:
            rows = store.quarantined(conn, limit)
            found = [
                Quarantined(*row, excerpt=beginning(store.batch(conn, row[0]).blob, EXCERPT)) for row in rows
            ]
            return store.count_quarantined(conn), found

    def watermark(self) -> int:
        """The last batch applied."""
        with self.state.read() as conn:
            return store.last_applied(conn)

    def prepare(self, platform: str, sightings: pa.Table) -> pa.Table:
        """The first half of `take`, which needs no store: for a thread that reads while another applies."""
        return self._applier.prepare(platform, sightings)

    def take(
        self,
        key: str,
        origin: str,
        platform: str,
        sightings: pa.Table,
        *,
        now: int,
        run: int | None = None,
        also: Write | None = None,
    ) -> int | None:
        """Take one batch in, apply and project it; all of it is durable when this returns, or none is.

        `sightings`: columns of importers.contract.SIGHTING plus `ordinal` (int64, order in the batch) and
        `file_no` (int32), at most MAX_ROWS rows, prepared or not. `run`: the import it can be undone with. `also`
        runs in the transaction that acknowledges the batch. Returns the number of new facts, or None when the key
        is known already.
        """
        row = _row(key, origin, platform, sightings, now) | {"state": RESERVED, "run_id": run}
        ready = sightings if "key_hi" in sightings.column_names else self.prepare(platform, sightings)
        with self._applying():
            id_ = self.state.write(lambda conn: store.put(conn, row))
            return None if id_ is None else self._applier.apply(id_, platform, ready, also)

    def record(self, rows: pa.Table, *, origin: str, now: int, also: Write | None = None) -> int:
        """Keep what Yutang itself says: `rows` with columns of ledger.record.ACT; the number of new facts comes back.

        `origin`: what said it ("console", "sweep 7"); `also` runs in the transaction that keeps it. More than MAX_ROWS
        are several batches, of which only the first may have an `also`.
        """
        kept = 0
        for start in range(0, max(1, rows.num_rows), MAX_ROWS):
            part = rows.slice(start, MAX_ROWS)
            row = _row(f"act:{secrets.token_hex(16)}", origin, PLATFORM, part, now) | {"state": RESERVED}
            with self._applying():
                id_ = self.state.write(lambda conn, row=row: store.put(conn, row))
                assert id_ is not None  # noqa: S101 - its key is random
                kept += self._applier.record(id_, part, also if start == 0 else None)
        return kept

    def derive(self, change: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
        """Change what analytics alone holds, in one transaction, while nobody changes facts."""
        with self._one, self.analytics.transaction() as cursor:
            return change(cursor)

    @contextmanager
    def _applying(self) -> Generator[None]:
        """The right to change facts: one at a time, and level before; whoever fails leaves it to the next to level."""
        with self._one:
            if not self._level:
                self._catch_up()
            self._level = False
            yield
            self._level = True

    def undo_preview(self, run: int, heirs: Mapping[int, int] = NOBODY) -> UndoPreview:
        """What `undo` would take away, and what would stay because others brought it too."""
        with self._applying():
            return preview_undo(self._stores(), run, heirs)

    def undo(
        self, run: int, *, now: int, heirs: Mapping[int, int] = NOBODY, also: Write = lambda _: None
    ) -> UndoPreview:
        """Take back all batches of an import, as if it had never been; see ledger.undo. Crash-safe, and twice is once.

        `heirs`: those of its batches that another run brought as well, and which: they become that run's. `also`
        runs in the transaction that makes it so. Nobody may take batches of the same run meanwhile.
        """
        with self._applying():
            return undo_run(self._stores(), run, heirs, now=now, also=also)

    def erase(self, refs: Mapping[int, tuple[str, str]], *, now: int, also: Write = lambda _: None) -> Erased:
        """Make accounts nobody's, for good: identity → (platform, external id); see ledger.erase. Crash-safe."""
        while self.drain():
            pass
        with self._applying():
            return erase(self._stores(), refs, now=now, also=also)

    def _stores(self) -> Stores:
        return Stores(self.state, self.analytics, self.folder, self._domains)

    def seal(self, *, now: int) -> list[str]:
        """Seal every day that is over, and forget the keys of requests applied long ago."""
        today = moment(now, zone(self.zone)).date()
        with self._one:
            forget_keys(self.state, now)
            return sealer.seal(self.state, self.analytics, self.folder, today)

    def rebuild(self) -> int:
        """Analytics anew from truth; the number of facts comes back."""
        with self._one:
            return rebuild.rebuild(self.state, self.analytics, self.folder, self._domains)

    def last_day(self) -> dt.date | None:
        """The last day that anything happened on. What Yutang itself says (a stage, a send) makes no data newer, nor
        does a list read today, unless there is nothing else."""
        return self.span()[1]

    def span(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day that anything happened on."""
        found = self.analytics.rows(
            f"select min(day), coalesce(max(day) filter (kind in ({_HAPPENED})), max(day)) from fact"
            f" where kind not in ({_NO_EVENTS})"
        )
        return found[0][0], found[0][1]

    def close(self) -> None:
        self.intake.close()
        self._applier.close()
        self.analytics.close()
        self.state.close()


def _row(key: str, origin: str, platform: str, sightings: pa.Table, now: int) -> dict[str, Any]:
    if sightings.num_rows > MAX_ROWS:
        raise YutangError("batch_too_large", rows=sightings.num_rows, limit=MAX_ROWS)
    return {
        "key": key,
        "origin": origin,
        "platform": platform,
        "received_at": now,
        "rows": sightings.num_rows,
    }
