"""Every kind of job with its handler, the lanes that run them, and the clock: the working half of the server."""

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgspec

from yutang.checkup.snapshots import Board
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.learning import Learner
from yutang.importers.uploads import Uploads
from yutang.kit.complaints import complain
from yutang.kit.db import Database
from yutang.kit.jobs import Job
from yutang.kit.secrets import Secrets
from yutang.ledger.ledger import Ledger
from yutang.outbox.unused import remove_unused
from yutang.worker.checkup import examining
from yutang.worker.deliver import deliver
from yutang.worker.digests import make_digest
from yutang.worker.handover import handing_over
from yutang.worker.imports import Desk, importing, undoing
from yutang.worker.loop import Handler, Workers
from yutang.worker.outbox import sending
from yutang.worker.push import follow, pushing
from yutang.worker.schedule import tick
from yutang.worker.seal import sealing
from yutang.worker.standing import order_if_unmade, standing
from yutang.worker.sweep import sweeping
from yutang.worker.sync import reconciling, syncing
from yutang.worker.tags import auto_tagging
from yutang.worker.work import Work

TICK = 30.0  # seconds
log = logging.getLogger("yutang.worker")


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What the jobs work with. `link_base`: the address that messages to people point at."""

    ledger: Ledger
    board: Board
    uploads: Uploads
    home: Path
    private: Callable[[], AbstractContextManager[Ledger]]
    zip_limit: int
    link_base: str
    reach: str  # where webhooks may go: kit.reach
    now: Callable[[], int]
    learner: Learner
    clients: Clients

    @property
    def state(self) -> Database:
        return self.ledger.state


def handlers(parts: Parts) -> dict[str, Handler]:
    """By kind of job."""
    desk = Desk(ledger=parts.ledger, home=parts.home, uploads=parts.uploads, private=parts.private,
                zip_limit=parts.zip_limit, now=parts.now)  # fmt: skip

    def digest(work: Work) -> dict[str, Any]:
        return make_digest(parts.state, parts.board, work.params, now=parts.now(), link_base=parts.link_base)

    def send(work: Work) -> dict[str, Any]:
        stopped = lambda: work.cancelled  # noqa: E731
        return deliver(parts.state, Secrets(parts.home), now=parts.now, reach=parts.reach, stopped=stopped)

    return {
        "import": importing(desk), "undo": undoing(desk), "seal": sealing(parts.ledger, parts.now),
        "checkup": examining(parts.board, parts.now), "digest": digest, "deliver": send, "clean": cleaning(parts),
        "standing": standing(parts.ledger, parts.board, parts.now),
        "autotag": auto_tagging(parts.ledger, parts.now),
        "sweep": sweeping(parts.ledger, parts.now),
        "sync": syncing(parts.learner, parts.clients, lambda: follow(parts.state, parts.clients.now)),
        "push_tags": pushing(parts.learner, parts.clients), "reconcile": reconciling(parts.state, parts.now),
        "handover": handing_over(parts.learner, parts.clients), **sending(parts.ledger, parts.clients),
    }  # fmt: skip


def cleaning(parts: Parts) -> Handler:
    """The handler of "clean": what was kept for a while and whose while is over."""

    def clean(_: Work) -> dict[str, int]:
        pictures = parts.state.write(lambda conn: remove_unused(conn, now=parts.now()))
        return {"uploads": parts.uploads.sweep(now=parts.now()), "pictures": pictures}

    return clean


class Clock:
    """A thread that asks every half minute what is due."""

    def __init__(self, parts: Parts, wake: Callable[[], None]) -> None:
        self._parts, self._wake = parts, wake
        self._stopping, self._look = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._look.set()
        self._thread.join(5.0)

    def look(self) -> None:
        """At once, for time has made a leap."""
        self._look.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                if tick(self._parts.state, now=self._parts.now(), zone_=self._parts.ledger.zone):
                    self._wake()
            except Exception as wrong:  # noqa: BLE001 - told; the next tick tries again
                complain(log, "clock", wrong)
            self._look.wait(TICK)
            self._look.clear()


def start(parts: Parts, stop: threading.Event, on_change: Callable[[Job], None]) -> tuple[Workers, Clock]:
    """Running lanes and clock."""
    order_if_unmade(parts.ledger, now=parts.now())
    workers = Workers(parts.state, handlers(parts), stop, now=parts.now, on_change=on_change)
    workers.start()
    clock = Clock(parts, workers.wake)
    clock.start()
    return workers, clock
