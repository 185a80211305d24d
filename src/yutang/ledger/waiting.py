# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What was posted and waits → applied, many requests in one batch.

The batch gets an id of its own when it is applied, behind every id applied before, so sealed days and imports need
not know of it; its requests are marked MERGED in the transaction that applies it. A crash leaves them all waiting or
all applied.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from itertools import accumulate

import duckdb
import sqlalchemy as sa
from sqlalchemy import exc

from yutang.kit.clock import DAY
from yutang.kit.complaints import complain
from yutang.kit.db import Database
from yutang.kit.errors import StateCorrupt, YutangError
from yutang.ledger import store
from yutang.ledger.posts import size_of

ROWS = 50_000  # facts in one batch
BYTES = 24 << 20  # of JSON in one batch
PAUSE = 0.25  # seconds in which posts gather
# While posts pour in they have the machine to themselves for a while after each batch: as long as it took, or longer
# where it was small (a batch of one costs 0.14 s of a core, one of 50,000 half a second).
YIELD = 1.0  # seconds, at most
AGAIN = 5.0  # seconds until another try, when nothing can be applied (a full disk)
KEYS_KEPT = 7 * DAY  # how long a repeated request is known by its key

_log = logging.getLogger(__name__)
Requests = list[tuple[int, bytes]]  # facts in it, blob
Apply = Callable[[str, Requests, int, Callable[[sa.Connection], None]], None]  # platform, …, now, also


def drain_once(state: Database, apply: Apply) -> int:
    """Apply the next requests of one platform; how many facts are no longer waiting. 0: nothing waits.

    What breaks applying by itself is found by halving, and put aside.
    """
    with state.read() as conn:
        rows = _light(store.waiting(conn, ROWS))
    if rows:
        _apply(state, apply, rows)
    return sum(row.rows for row in rows)


def _light(rows: list[store.Waiting]) -> list[store.Waiting]:
    """The first of them that memory takes together; at least one."""
    sizes = accumulate(size_of(row.blob) for row in rows)
    return [row for n, (row, size) in enumerate(zip(rows, sizes, strict=True)) if n == 0 or size <= BYTES]


def forget_keys(state: Database, now: int) -> None:
    state.write(lambda conn: store.forget_merged(conn, now - KEYS_KEPT))


def _apply(state: Database, apply: Apply, rows: Sequence[store.Waiting]) -> None:
    ids = [row.id for row in rows]
    try:
        requests, now = [(row.rows, row.blob) for row in rows], max(row.received_at for row in rows)
        apply(rows[0].platform, requests, now, lambda conn: store.mark_merged(conn, ids))
    except Exception as wrong:
        if _passes(wrong) or (len(rows) == 1 and isinstance(wrong, duckdb.OutOfMemoryException)):
            raise
        with state.read() as conn:  # it may have come into State before it failed
            left = store.still_waiting(conn, ids)
        rows = [row for row in rows if row.id in left]
        if len(ids) == 1 and rows:
            fault = f"{_code(wrong)}: {wrong}"[:500]
            _log.error("request %s is put aside: %s", ids[0], fault)
            state.write(lambda conn: store.quarantine(conn, ids[0], fault))
            return
        for half in (rows[: len(rows) // 2], rows[len(rows) // 2 :]):
            if half:
                _apply(state, apply, half)


def _code(wrong: Exception) -> str:
    return wrong.code if isinstance(wrong, YutangError) else "not_applied"


def _passes(wrong: Exception) -> bool:
    """Whether it is the machine's trouble and not the request's: a full disk, a lost database."""
    lost = exc.OperationalError | exc.InterfaceError | MemoryError
    broken = (
        duckdb.OutOfMemoryException | duckdb.IOException | duckdb.FatalException | duckdb.InterruptException
    )
    return (isinstance(wrong, YutangError) and not isinstance(wrong, StateCorrupt)) or isinstance(
        wrong, lost | broken
    )


class Drain:
    """A thread that applies what waits. `start` and `stop` are the composition root's."""

    def __init__(
        self, drain: Callable[[], int], posted: threading.Event, applied: Callable[[], None]
    ) -> None:
        """`drain`: Ledger.drain; `posted`: Ledger.posted; `applied` is called whenever facts have become known."""
        self._drain, self._posted, self._applied = drain, posted, applied
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="drain", daemon=True)

    def start(self) -> None:
        self._posted.set()
        self._thread.start()

    def stop(self, timeout: float = 20.0) -> None:
        """Finish the batch in hand. What still waits is durable, and applied at the next start."""
        self._stopping.set()
        self._posted.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._posted.wait()
            self._stopping.wait(PAUSE)
            self._posted.clear()
            try:
                count = 0
                begun = time.monotonic()
                while not self._stopping.is_set() and (done := self._drain()):
                    count += done
                    if self._posted.is_set():  # more is coming: whoever posts goes first
                        took = time.monotonic() - begun
                        self._stopping.wait(min(took if done >= ROWS / 2 else 3 * took, YIELD))
                    begun = time.monotonic()
                if count:
                    self._applied()
            except Exception as wrong:  # noqa: BLE001 - tried again, whatever it was
                complain(_log, "what was posted cannot be applied now", wrong)
                self._posted.set()
                self._stopping.wait(AGAIN)
