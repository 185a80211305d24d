"""Requests in, many in one COMMIT: whoever asks while the last one is written, shares the next."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import sqlalchemy as sa

from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.ledger import store
from yutang.ledger.posts import Post
from yutang.ledger.tables import RECEIVED

GROUP = 2_000  # requests in one COMMIT
BUSY = 8  # requests in the last COMMIT from which more are sure to come: they are waited for,
GATHER = 0.002  # seconds; a COMMIT costs as much for one as for thirty
WAITING = 3_000_000  # facts that may wait to be applied; then requests are refused until some are


class _Asked(NamedTuple):
    posts: list[Post]
    now: int
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[bool]"


class Intake:
    """One thread, from the first request on. `taken(facts)` is called after each COMMIT."""

    def __init__(self, state: Database, waiting: Callable[[], int], taken: Callable[[int], None]) -> None:
        self._state, self._waiting, self._taken = state, waiting, taken
        self._ready = threading.Condition()
        self._asked: list[_Asked] = []
        self._thread: threading.Thread | None = None
        self._closed = False

    async def put(self, posts: list[Post], *, now: int) -> bool:
        """Durable when this returns. False: nothing is taken, for a key of it is known and said something else.

        Raises YutangError("inlet_full") while too much waits to be applied.
        """
        if self._waiting() > WAITING:
            raise YutangError("inlet_full", waiting=self._waiting())
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[bool] = loop.create_future()
        with self._ready:
            if self._closed:
                raise YutangError("stopping")
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
                self._thread.start()
            self._asked.append(_Asked(posts, now, loop, answer))
            self._ready.notify()
        return await answer

    def close(self) -> None:
        """Write what was asked for, then end."""
        with self._ready:
            self._closed = True
            self._ready.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        busy = False
        while True:
            with self._ready:
                while not self._asked and not self._closed:
                    self._ready.wait()
            if busy and not self._closed:
                time.sleep(GATHER)
            with self._ready:
                group, self._asked = self._asked[:GROUP], self._asked[GROUP:]
            if not group:
                return
            busy = len(group) >= BUSY
            try:
                answers: list[bool] | Exception = self._write(group)
            except Exception as wrong:  # noqa: BLE001 - handed to whoever asked
                answers = wrong
            _answer(group, answers)

    def _write(self, group: list[_Asked]) -> list[bool]:
        keys = [post.key for asked in group for post in asked.posts]

        def write(conn: sa.Connection) -> tuple[list[bool], int]:
            known: dict[str, str] = {}
            for start in range(0, len(keys), 10_000):
                known |= store.origins(conn, keys[start : start + 10_000])
            rows: list[tuple[str, str, str, int, int, int, bytes]] = []
            answers = [_fits(asked, known, rows) for asked in group]
            store.put_many(conn, rows)
            return answers, sum(row[5] for row in rows)

        answers, facts = self._state.write(write)
        self._taken(facts)
        return answers


def _fits(
    asked: _Asked, known: dict[str, str], rows: list[tuple[str, str, str, int, int, int, bytes]]
) -> bool:
    """Whole or not at all: adds to `rows` what isn't known; False where a key of it is known and said otherwise."""
    if any(known.get(post.key, post.origin) != post.origin for post in asked.posts):
        return False
    for key, origin, platform, count, blob in asked.posts:
        if key not in known:
            known[key] = origin
            rows.append((key, origin, platform, asked.now, RECEIVED, count, blob))
    return True


def _answer(group: list[_Asked], answers: list[bool] | Exception) -> None:
    """One call into each loop: waking it costs a system call."""
    loops = {id(asked.loop): asked.loop for asked in group}
    for key, loop in loops.items():
        here = [n for n, asked in enumerate(group) if id(asked.loop) == key]

        def tell(here: list[int] = here) -> None:
            for n in here:
                if group[n].answer.done():  # the client went away
                    continue
                if isinstance(answers, Exception):
                    group[n].answer.set_exception(answers)
                else:
                    group[n].answer.set_result(answers[n])

        if not loop.is_closed():
            loop.call_soon_threadsafe(tell)
