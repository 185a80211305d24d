"""The jobs of the outbox: hand over what is due, look after what was handed over, read what customers said to it. Each
may be killed anywhere."""

from collections.abc import Callable

import sqlalchemy as sa

from yutang.kit.jobs import Order
from yutang.outbox import store
from yutang.outbox.looking import HELD
from yutang.outbox.model import PartState
from yutang.outbox.moments import feeds
from yutang.outbox.moments.reading import read
from yutang.outbox.moments.steps import hand_over, look_after
from yutang.outbox.placing import Desk
from yutang.outbox.settling import together

SUBMIT, POLL, READ = "outbox.submit", "outbox.poll", "outbox.read"
BATCH = 100
Due = Callable[[sa.Connection, int, int], list[int]]


def _parts(*states: PartState) -> Due:
    return lambda conn, now, limit: store.due(conn, states, now, limit=limit)


# What is due (connection, now, how many at most), and what is done with each.
STEPS: dict[str, tuple[Due, Callable[[Desk, int], None]]] = {
    SUBMIT: (_parts(PartState.PLANNED), hand_over),
    POLL: (_parts(*HELD), look_after),
    READ: (lambda conn, now, limit: feeds.due(conn, now, limit=limit), read),
}


def order(kind: str) -> Order:
    """Only one of a kind works at a time: two would submit the same."""
    return Order(kind=kind, lane="short", only_one=kind)


def due(conn: sa.Connection, now: int) -> list[str]:
    """Kinds of jobs that have something to do."""
    return [kind for kind, (due_, _) in STEPS.items() if due_(conn, now, 1)]


def run(desk: Desk, kind: str) -> int:
    """Everything that is due, each once; how many. It ends soon when asked to."""
    with together(desk) as gathering:
        return _run(gathering, *STEPS[kind])


def _run(desk: Desk, due_: Due, step: Callable[[Desk, int], None]) -> int:
    seen: set[int] = set()
    while not desk.stopped():
        with desk.ledger.state.read() as conn:
            found = [id_ for id_ in due_(conn, desk.now(), BATCH + len(seen)) if id_ not in seen]
        if not found:
            break
        for id_ in found:
            if desk.stopped():
                break
            seen.add(id_)
            step(desk, id_)
    return len(seen)
