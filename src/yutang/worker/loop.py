"""The workers: one thread a lane takes jobs and gives them to the handler of their kind; one more minds the leases."""

import logging
import secrets
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from yutang.kit import jobs
from yutang.kit.complaints import complain
from yutang.kit.db import Database
from yutang.kit.errors import DiskFull, YutangError
from yutang.kit.jobs import LEASE, Cancelled, Claim, Job, LeaseLost
from yutang.worker.work import Interrupted, Work

LANES = ("long", "short")
IDLE = 5.0  # seconds until a lane looks again by itself: for jobs that were put off to a later instant
# Python hands the interpreter on every 5 ms; a request changes threads several times, so beside an import it waited
# 123 ms (p95). With this: 60 ms, and the import takes as long (2 cores, both busy).
SWITCH = 0.0005  # seconds
LOOK = 1.0  # seconds between looks at whether a running job shall stop
log = logging.getLogger("yutang.worker")

Handler = Callable[[Work], Any]  # what it returns is the job's result (JSON)


class Workers:
    """Runs jobs until `stop` is set. `handlers`: by kind; `on_change` hears of every step of every job."""

    def __init__(
        self, state: Database, handlers: Mapping[str, Handler], stop: threading.Event, *, now: Callable[[], int],
        on_change: Callable[[Job], None] = lambda _: None,
    ) -> None:  # fmt: skip
        self._state, self._handlers, self._stop = state, handlers, stop
        self._now, self._on_change = now, on_change
        self._woken = {lane: threading.Event() for lane in (*LANES, "leases")}
        self._running: dict[int, Work] = {}
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Nothing runs yet: what says so was left by a process that is gone."""
        sys.setswitchinterval(SWITCH)
        self._state.write(jobs.free_all)
        for name in LANES:
            self._threads.append(threading.Thread(target=self._lane, args=(name,), name=f"worker-{name}"))
        self._threads.append(threading.Thread(target=self._mind, name="worker-leases"))
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """A job was added, or shall stop: look now."""
        for event in self._woken.values():
            event.set()

    def close(self, timeout: float | None = None) -> bool:
        """Stop, after the step in hand. False: a handler did not come back in `timeout` seconds."""
        self._stop.set()
        self.wake()
        for thread in self._threads:
            thread.join(timeout)
        return not any(thread.is_alive() for thread in self._threads)

    def _lane(self, lane: str) -> None:
        woken = self._woken[lane]
        while not self._stop.is_set():
            try:
                taken = self._state.write(lambda conn: jobs.claim(conn, lane, now=self._now()))
                if taken is not None:
                    self._do(taken)
                    continue
            except Exception as wrong:  # noqa: BLE001 - State itself fails; the lane must live on
                complain(log, f"worker {lane}", wrong)
            woken.wait(IDLE)
            woken.clear()  # not before the look: a wake between the two would be lost

    def _do(self, taken: Claim) -> None:
        work = Work(self._state, taken, self._stop, now=self._now, on_change=self._on_change)
        self._running[taken.job.id] = work
        self._tell(taken.job.id)
        try:
            self._settle(self._run(work))
        except LeaseLost:
            log.warning("job %d is no longer ours", taken.job.id)
        finally:
            del self._running[taken.job.id]
            self._tell(taken.job.id)
            self.wake()  # it may have ordered others

    def _settle(self, ended: Callable[[sa.Connection], None]) -> None:
        """Write how a job ended; what does not fit on a full disk, when there is room again."""
        while True:
            try:
                self._state.write(ended)
            except DiskFull as full:
                complain(log, "worker", full)
                if self._stop.wait(IDLE):  # it is free at the next start
                    return
            else:
                return

    def _run(self, work: Work) -> Callable[[sa.Connection], None]:
        """Run one job; how it ended, as a statement."""
        taken = work.claim
        try:
            result = self._handler(taken.job.kind)(work)
        except LeaseLost:
            raise
        except Cancelled:
            return lambda conn: jobs.cancelled(conn, taken, now=self._now())
        except Interrupted:
            return lambda conn: jobs.release(conn, taken)
        except YutangError as wrong:
            code, params = wrong.code, wrong.params
            return lambda conn: jobs.fail(conn, taken, code, params, now=self._now())
        except Exception:
            id_ = secrets.token_hex(8)
            log.exception("job %d %s failed, %s", taken.job.id, taken.job.kind, id_)
            return lambda conn: jobs.fail(conn, taken, "job_failed", {"id": id_}, now=self._now())
        return lambda conn: jobs.finish(conn, taken, result, now=self._now())

    def _handler(self, kind: str) -> Handler:
        found = self._handlers.get(kind)
        if found is None:  # put there by a newer version
            raise YutangError("job_unknown", kind=kind)
        return found

    def _tell(self, id_: int) -> None:
        with self._state.read() as conn:
            job = jobs.one(conn, id_)
        if job is not None:
            self._on_change(job)

    def _mind(self) -> None:
        """Extend the leases of steps longer than they, and hear at once of jobs that shall stop."""
        woken = self._woken["leases"]
        while not self._stop.is_set():
            woken.wait(LOOK if self._running else IDLE)
            woken.clear()
            running = dict(self._running)
            try:
                for id_ in self._asked(list(running)):
                    running[id_].ask()
                for work in running.values():
                    if self._now() - work.beaten > LEASE // 3:
                        work.beat()
            except (Cancelled, LeaseLost):
                pass  # the handler learns of it at its next look
            except Exception as wrong:  # noqa: BLE001 - it is told
                complain(log, "leases", wrong)

    def _asked(self, ids: list[int]) -> list[int]:
        if not ids:
            return []
        with self._state.read() as conn:
            found = [jobs.one(conn, id_) for id_ in ids]
        return [job.id for job in found if job is not None and job.cancel_asked]


__all__ = ["Handler", "Interrupted", "Work", "Workers"]
