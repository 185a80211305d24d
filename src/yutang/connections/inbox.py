"""Callbacks in, many in one COMMIT: durable before they are answered. Refusals are counted beside them.

Whoever waits for nothing but a newcomer (a welcome has 20 seconds) hears of it here, the moment it is durable, and
not after whatever else waits in the inbox.
"""

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.inbound import Event
from yutang.channels.wecom.inbound import decode
from yutang.connections import inbox_store, store
from yutang.connections.model import EventState
from yutang.kit.complaints import complain
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

GROUP = 500  # events in one COMMIT
BUSY, GATHER = 8, 0.002  # as in ledger.intake
COUNTED = 0.5  # seconds in which refusals gather: a flood of them writes no more often
WAITING = 200_000  # events that may wait to be written; then the far side is told to come again
log = logging.getLogger(__name__)
_ADDED, _HALF, _AGREED = "contact.added", "contact.half_added", "consent.changed"


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """A newcomer. `welcome_code`: "" where the platform gave none; good for 20 seconds from `happened_at`, once.
    `agreed`: they came before and agree to the archive now; until then they could not be greeted (41053), and now there
    is a code for it. Such an event tells no `state`."""

    connection_id: int
    staff: str
    person: str
    state: str
    welcome_code: str
    half: bool
    happened_at: int
    received_at: int
    agreed: bool = False


class _Asked(NamedTuple):
    row: dict[str, Any]
    added: Added | None
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[bool]"


class Inbox:
    """One thread, from the first event on. `kept()` is called after each COMMIT that kept something new."""

    def __init__(self, state: Database, kept: Callable[[], None], *, now: Callable[[], int]) -> None:
        self._state, self._kept, self._now = state, kept, now
        self._ready = threading.Condition()
        self._asked: list[_Asked] = []
        self._refused: Counter[tuple[int, str]] = Counter()
        self._listeners: list[Callable[[Added], None]] = []
        self._thread: threading.Thread | None = None
        self._closed = False

    def on_added(self, listener: Callable[[Added], None]) -> None:
        """Call it for each newcomer, once, when the event is durable; in the inbox's own thread: only hand it on."""
        self._listeners.append(listener)

    async def put(self, connection_id: int, event: Event, *, now: int) -> bool:
        """Durable when this returns. False: a copy of it was there. Raises YutangError "inbox_full", "stopping"."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bool] = loop.create_future()
        with self._ready:
            if len(self._asked) >= WAITING:
                raise YutangError("inbox_full")
            self._begin()
            row = _row(connection_id, event, now)
            self._asked.append(_Asked(row, _added(connection_id, event, now), loop, answer))
            self._ready.notify()
        return await answer

    def verified(self, connection_id: int, now: int) -> None:
        """The far side was shown that the address is ours."""
        self._state.write(lambda conn: store.change(conn, connection_id, verified_at=now))

    def refuse(self, connection_id: int, reason: str) -> None:
        """Count a callback that was turned away. Written within a second."""
        with self._ready:
            if not self._closed:
                self._begin()
                self._refused[connection_id, reason] += 1
                self._ready.notify()

    def close(self) -> None:
        """Write what was asked for, then end."""
        with self._ready:
            self._closed = True
            self._ready.notify()
        if self._thread is not None:
            self._thread.join()

    def _begin(self) -> None:
        if self._closed:
            raise YutangError("stopping")
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        busy = False
        while True:
            with self._ready:
                self._ready.wait_for(lambda: self._asked or self._refused or self._closed)
                if not self._asked and not self._closed:
                    self._ready.wait_for(lambda: self._asked or self._closed, COUNTED)
            if busy and not self._closed:
                time.sleep(GATHER)
            with self._ready:
                group, self._asked = self._asked[:GROUP], self._asked[GROUP:]
                refused, self._refused = self._refused, Counter()
                if not group and not refused:
                    if self._closed:
                        return
                    continue
            busy = len(group) >= BUSY
            self._do(group, refused)

    def _do(self, group: list[_Asked], refused: Counter[tuple[int, str]]) -> None:
        try:
            new = self._write(group, refused)
        except Exception as wrong:  # noqa: BLE001 - handed to whoever asked: nothing is kept
            complain(log, "inbox", wrong)
            _answer(group, wrong)
            return
        answers: list[bool] = []
        for asked in group:
            key = (asked.row["connection_id"], asked.row["key"])
            answers.append(key in new)
            new.discard(key)
            if answers[-1] and asked.added is not None:
                self._tell(asked.added)
        _answer(group, answers)
        if any(answers):
            self._kept()

    def _write(self, group: list[_Asked], refused: Counter[tuple[int, str]]) -> set[tuple[int, str]]:
        def write(conn: sa.Connection) -> set[tuple[int, str]]:
            there = {one.id for one in store.listed(conn)}  # one that was removed meanwhile takes nothing
            counted = {key: count for key, count in refused.items() if key[0] in there}
            inbox_store.refuse(conn, counted, now=self._now())
            return inbox_store.put(conn, [a.row for a in group if a.row["connection_id"] in there])

        return self._state.write(write)

    def _tell(self, added: Added) -> None:
        for listener in self._listeners:
            try:
                listener(added)
            except Exception as wrong:  # noqa: BLE001 - the others are told all the same
                complain(log, "a listener for newcomers", wrong)


def newcomers(conn: sa.Connection, since: int) -> list[Added]:
    """Who was told of from then on, the oldest first: for a listener that was not there."""
    return [
        added
        for one in inbox_store.of_kinds(conn, (_ADDED, _HALF, _AGREED), since)
        if (added := _added(one.connection_id, decode(one.body, one.happened_at), one.received_at))
        is not None
    ]


def _row(connection_id: int, event: Event, now: int) -> dict[str, Any]:
    return {
        "connection_id": connection_id, "key": event.key, "kind": event.kind, "subject": event.person or event.group,
        "staff": event.staff, "received_at": now, "happened_at": event.at, "body": event.raw,
        "state": EventState.WAITING, "attempts": 0, "due_at": now, "done_at": None, "fault": "",
    }  # fmt: skip


def _added(connection_id: int, event: Event, now: int) -> Added | None:
    if event.kind not in (_ADDED, _HALF, _AGREED):
        return None
    added = Added(
        connection_id=connection_id, staff=event.staff, person=event.person, half=event.kind == _HALF,
        state=getattr(event.value, "state", ""), welcome_code=getattr(event.value, "welcome_code", ""),
        happened_at=event.at, received_at=now, agreed=event.kind == _AGREED,
    )  # fmt: skip
    return None if added.agreed and not added.welcome_code else added


def _answer(group: list[_Asked], answers: list[bool] | Exception) -> None:
    """One call into each loop: waking it costs a system call."""
    loops = {id(asked.loop): asked.loop for asked in group}
    for key, loop in loops.items():
        here = [n for n, asked in enumerate(group) if id(asked.loop) == key]

        def tell(here: list[int] = here) -> None:
            for n in here:
                if group[n].answer.done():  # the far side went away
                    continue
                if isinstance(answers, Exception):
                    group[n].answer.set_exception(answers)
                else:
                    group[n].answer.set_result(answers[n])

        if not loop.is_closed():
            loop.call_soon_threadsafe(tell)
