"""A thread that keeps up with what is said: it looks at each archive by the clock, and at once when WeCom gives notice.

Not a job: there would be one every quarter of a minute, for ever.
"""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from yutang.channels.contract.inbound import Event
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.archive.consents import WecomConsents
from yutang.connections import store as connections
from yutang.connections.actions import opened
from yutang.connections.model import ConnectionState
from yutang.connections.wecom.archive import store
from yutang.connections.wecom.archive.covering import cover
from yutang.connections.wecom.archive.model import COVER, SELDOM
from yutang.connections.wecom.archive.pulling import Told, pull
from yutang.connections.wecom.archive.source import source_of
from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.clients import Clients, said
from yutang.connections.wecom.learning import Learner
from yutang.kit.complaints import complain
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets

NOTICE = "archive.ready"  # msgaudit_notify
IDLE = 10.0  # seconds until it looks by itself whether one is due
REST = 1.0  # seconds between looks: notices come by the hundred where a sandbox's time is moved on
log = logging.getLogger(__name__)


class Stopping(Exception):
    """The thread shall end: what was pulled is kept."""


class Archives:
    """Of all connections. `applied()` is called after new facts. `start` and `stop` are the composition root's."""

    def __init__(
        self, learner: Learner, clients: Clients, home: Path, applied: Callable[[], None] = lambda: None
    ) -> None:
        self._learner, self._clients, self._home, self._applied = learner, clients, home, applied
        self._stopping, self._woken, self._lock = threading.Event(), threading.Event(), threading.Lock()
        self._noticed: set[int] = set()
        self._thread = threading.Thread(target=self._run, name="archives", daemon=True)

    def hear(self, connection_id: int, event: Event) -> None:
        """A subscriber of the `Ear`: a notice is heeded soon."""
        if event.kind == NOTICE:
            with self._lock:
                self._noticed.add(connection_id)
            self._woken.set()

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 20.0) -> None:
        """After the page in hand."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(timeout)

    def look(self) -> int:
        """At all that are due or were noticed, once each; how many facts were new."""
        with self._lock:
            noticed, self._noticed = self._noticed, set()
        with self._learner.ledger.state.read() as conn:
            due = store.due(conn, self._clients.now())
        facts = 0
        for connection_id in sorted(noticed | set(due)):
            told = self._one(connection_id)
            facts += told.facts
            if told.more:
                with self._lock:
                    self._noticed.add(connection_id)
                self._woken.set()
        if facts:
            self._applied()
        return facts

    def _one(self, connection_id: int) -> Told:
        learner, now = self._learner, self._clients.now()
        with learner.ledger.state.read() as conn:
            found = connections.one(conn, connection_id)
            kept = store.one(conn, connection_id)
            if found is None or found.state is ConnectionState.OFF:
                return Told(0)
            try:
                settings = opened(conn, connection_id, Secrets(self._home))
            except YutangError:  # told with the connection
                settings = None
        source = None if settings is None else source_of(self._home, settings)
        if settings is None or source is None:
            idle = msgspec.structs.replace(kept, due_at=now + SELDOM)
            if settings is None or not settings.get("archive_secret"):
                idle = msgspec.structs.replace(idle, trouble=None, trouble_at=None)
            learner.ledger.state.write(lambda conn: store.put(conn, idle))
            told = Told(0)
        else:
            told = pull(learner, connection_id, source, now=self._clients.now, check=self._check)
        if settings is not None and settings.get("archive_secret") and not told.more and told.failure is None:
            self._cover(connection_id)
        return told

    def _cover(self, connection_id: int) -> None:
        """Once a day; sooner while no group was known."""
        now, state = self._clients.now(), self._learner.ledger.state
        with state.read() as conn:
            kept = store.one(conn, connection_id)
        if kept.checked_at is not None and now - kept.checked_at < COVER and kept.groups:
            return
        patience = Patience(self._check, self._clients.now, time.sleep)
        consents = WecomConsents(self._clients.archive_of(connection_id))
        found = cover(self._learner, connection_id, consents, patience, now=now)
        if isinstance(found, Failure) and found.trouble in (Trouble.CONFIG, Trouble.REAUTH):
            trouble, due_at = said(found), now + SELDOM
            state.write(
                lambda conn: store.trouble(
                    conn, store.one(conn, connection_id), trouble, now=now, due_at=due_at
                )
            )

    def _check(self) -> None:
        if self._stopping.is_set():
            raise Stopping

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                self.look()
            except Stopping:
                return
            except Exception as wrong:  # noqa: BLE001 - tried again, whatever it was
                complain(log, "session archives cannot be read now", wrong)
                self._stopping.wait(IDLE)
            if not self._stopping.wait(REST):
                self._woken.wait(IDLE)
