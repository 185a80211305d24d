"""What the tests of the workers share: a clock that stands, a job put in, and waiting for one to end."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Self

from yutang.kit import jobs
from yutang.kit.db import Database
from yutang.kit.jobs import ENDED, Job, JobState, Order
from yutang.worker.loop import Handler, Workers

NOW = 1_790_000_000_000_000


class Lanes:
    """Workers on a State; `seen`: every job that `on_change` heard of."""

    def __init__(
        self, state: Database, handlers: Mapping[str, Handler], now: Callable[[], int] = lambda: NOW
    ) -> None:
        self.state, self.stop, self.seen = state, threading.Event(), []
        self.workers = Workers(state, handlers, self.stop, now=now, on_change=self.seen.append)

    def __enter__(self) -> Self:
        self.workers.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self.workers.close(30)

    def put(self, kind: str, lane: str = "long", **params: Any) -> int:
        order = Order(kind=kind, lane=lane, params=params)
        id_ = self.state.write(lambda conn: jobs.enqueue(conn, order, now=NOW))
        self.workers.wake()
        assert id_ is not None
        return id_

    def ended(self, id_: int, *states: JobState) -> Job:
        """The job once it is in one of `states` (default: once it has ended)."""
        return until(lambda: (job := one(self.state, id_)).state in (states or ENDED) and job)


def one(state: Database, id_: int) -> Job:
    with state.read() as conn:
        found = jobs.one(conn, id_)
    assert found is not None
    return found


def until(found: Callable[[], Any]) -> Any:
    """What `found` gives as soon as it gives something; a test that waits for ever is ended by pytest-timeout."""
    while not (answer := found()):
        time.sleep(0.005)
    return answer
