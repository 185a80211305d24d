"""One job in a handler's hands: tell how far it is, learn that it shall stop."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec

from yutang.kit import jobs
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.kit.jobs import Cancelled, Claim, Job, LeaseLost

EVERY = 0.25  # seconds between two writes of progress: State has better things to do
WINDOW = 20 * SECOND  # the rate is that of the last so many


class Interrupted(Exception):
    """The server goes down: raise it out of the handler. The job is queued again and goes on at the next start."""


class Work:
    """What a handler gets. All of it may be called from the handler's own threads."""

    def __init__(
        self, state: Database, claim: Claim, stop: threading.Event, *, now: Callable[[], int],
        on_change: Callable[[Job], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self.claim, self.now = claim, now
        self._state, self._stop, self._on_change = state, stop, on_change
        self._asked, self._lost = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._job = claim.job
        self._written = -EVERY
        self.beaten = now()  # when the lease was last extended
        self._points: deque[tuple[int, int]] = deque([(now(), claim.job.done)])

    @property
    def job(self) -> Job:
        """The job with the progress told so far."""
        return self._job

    @property
    def params(self) -> dict[str, Any]:
        return self.claim.job.params

    @property
    def cancelled(self) -> bool:
        """Whether it shall stop, for whatever reason; `check` says which."""
        return self._asked.is_set() or self._lost.is_set() or self._stop.is_set()

    def check(self) -> None:
        """Raises Cancelled, Interrupted or LeaseLost where the handler shall stop. Costs nothing: call it often."""
        if self._lost.is_set():
            raise LeaseLost
        if self._asked.is_set():
            raise Cancelled
        if self._stop.is_set():
            raise Interrupted

    def progress(
        self, done: int, total: int | None = None, note: dict[str, Any] | None = None, cursor: Any = None
    ) -> None:
        """Tell how far it is; raises as `check` does. Written at most every quarter second, with a cursor always."""
        self.check()
        with self._lock:
            self._job = msgspec.structs.replace(
                self._job, done=done, total=self._job.total if total is None else total,
                note=(self._job.note if note is None else note), cursor=self._job.cursor if cursor is None else cursor,
            )  # fmt: skip
            if cursor is None and time.monotonic() - self._written < EVERY:
                return
        self.beat()

    def beat(self) -> None:
        """Write what was told last and extend the lease; whoever asked meanwhile to stop is heard."""
        with self._lock:
            self._written = time.monotonic()
            self.beaten = now = self.now()
            if self._job.done < self._points[-1][1]:  # it began anew
                self._points.clear()
            self._points.append((now, self._job.done))
            while len(self._points) > 2 and now - self._points[0][0] > WINDOW:
                self._points.popleft()
            since, base = self._points[0]
            # Where the rate is counted from: a job that goes on after a pause would seem slow or mad else.
            self._job = job = msgspec.structs.replace(
                self._job, note=(self._job.note or {}) | {"pace": {"since": since, "done": base}}
            )
        try:
            self._state.write(
                lambda conn: jobs.save(
                    conn,
                    self.claim,
                    now=now,
                    done=job.done,
                    total=job.total,
                    note=job.note,
                    cursor=job.cursor,
                )
            )
        except Cancelled:
            self._asked.set()
            raise
        except LeaseLost:
            self._lost.set()
            raise
        self._on_change(job)

    def ask(self) -> None:
        """Somebody asked to stop."""
        self._asked.set()
