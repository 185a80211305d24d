"""What every sync does: begin or go on, keep pages, count, end. The cursor moves in the transaction of its pages."""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import Client
from yutang.connections import inbox_store, store
from yutang.connections.model import SyncKind, SyncState
from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.clients import Clients, said
from yutang.connections.wecom.learning import Learner
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

STALE = 3_600 * SECOND  # what was read longer ago is read again: the platform's cursors don't live for ever


class Tools(msgspec.Struct, frozen=True, kw_only=True):
    """What a sync works with. `progress(done, total)`, in the units of the kind; it may raise, and that ends it."""

    clients: Clients
    learner: Learner
    patience: Patience
    progress: Callable[[int, int | None], None] = lambda _done, _total: None

    @property
    def state(self) -> Database:
        return self.learner.ledger.state


class Stopped(Exception):
    """A sync that could not be done whole. What was learned stays; the next one goes on."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure

    def told(self, kind: SyncKind) -> YutangError:
        """For people: locales "error.sync_stopped"."""
        error, trouble = YutangError("sync_stopped"), said(self.failure)
        params: dict[str, object] = {"kind": kind.value, "trouble": trouble.code, **trouble.params}
        error.params = params  # `code` is among them, which no call could hand over
        return error


class Run:
    """One kind of one connection, under way. Used by several threads."""

    def __init__(self, tools: Tools, connection_id: int, kind: SyncKind) -> None:
        """Goes on with what was begun and not finished, else begins anew."""
        self.tools, self.id, self.kind = tools, connection_id, kind
        self.client: Client = tools.clients.of(connection_id)
        self._lock = threading.Lock()
        self.state = self._begun(tools.clients.now())
        self.counts: Counter[str] = Counter(self.state.counts)

    @property
    def started_at(self) -> int:
        return self.state.started_at or 0

    @property
    def now(self) -> int:
        return self.tools.clients.now()

    def touched(self) -> list[str]:
        """Of whom callbacks came while this reads: they are left to those."""
        with self.tools.state.read() as conn:
            return sorted(inbox_store.touched_since(conn, self.id, self.started_at))

    def keep(
        self, move: Callable[[], Any], page: tuple[str, bytes] | None = None, drop: Sequence[str] = ()
    ) -> None:
        """A page (part, body), and how far it is then; pages of the parts in `drop` go first.

        `move` says how far (the cursor), and is called in the transaction, perhaps twice: several threads keep pages
        of one cursor, and one that told of another's step before its page was kept would lose that page at a crash.
        """

        def write(conn: sa.Connection) -> None:
            store.drop_pages(conn, self.id, self.kind, drop)
            if page is not None:
                store.keep_page(conn, self.id, self.kind, *page)
            self._move(conn, move)

        self.tools.state.write(write)

    def kept(self, part: str) -> list[bytes]:
        with self.tools.state.read() as conn:
            return store.pages(conn, self.id, self.kind, part)

    def count(self, more: Mapping[str, int]) -> None:
        with self._lock:
            self.counts.update(more)
            self.state = msgspec.structs.replace(self.state, counts=dict(self.counts))

    def settled(self, parts: Sequence[str], move: Callable[[], Any]) -> Callable[[sa.Connection], None]:
        """For the transaction that applies these parts: their pages have served. `move`: as in `keep`."""

        def write(conn: sa.Connection) -> None:
            store.drop_pages(conn, self.id, self.kind, parts)
            self._move(conn, move)

        return write

    def _move(self, conn: sa.Connection, move: Callable[[], Any]) -> None:
        """One after the other, as transactions of this row are."""
        store.lock_sync(conn, self.id, self.kind)
        cursor = move()
        with self._lock:
            self.state = msgspec.structs.replace(self.state, cursor=cursor)
            now_ = self.state
        store.put_sync(conn, now_)

    def end(self, failure: Failure | None = None) -> dict[str, int]:
        """Whole, or as far as it came. Raises Stopped for the latter."""
        if failure is None:
            ended = msgspec.structs.replace(
                self.state, counts=dict(self.counts), finished_at=self.now, cursor=None, trouble=None
            )
        else:
            ended = msgspec.structs.replace(self.state, counts=dict(self.counts), trouble=said(failure))

        def write(conn: sa.Connection) -> None:
            store.put_sync(conn, ended)
            if failure is None:
                store.drop_pages(conn, self.id, self.kind)

        self.tools.state.write(write)
        self.tools.clients.heard(self.id, failure)
        if failure is not None:
            raise Stopped(failure)
        return dict(self.counts)

    def _begun(self, now: int) -> SyncState:
        def write(conn: sa.Connection) -> SyncState:
            last = store.syncs(conn, self.id).get(self.kind)
            if last is not None and last.finished_at is None and 0 <= now - (last.started_at or 0) < STALE:
                return msgspec.structs.replace(last, trouble=None)
            store.drop_pages(conn, self.id, self.kind)
            fresh = SyncState(
                connection_id=self.id, kind=self.kind, run=1 if last is None else last.run + 1, cursor=None, counts={},
                started_at=now, finished_at=None, trouble=None,
            )  # fmt: skip
            store.put_sync(conn, fresh)
            return fresh

        return self.tools.state.write(write)
