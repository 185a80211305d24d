"""The two jobs of the outbox: hand over what is due, look after what was handed over. Each may be killed anywhere."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from yutang.kit.jobs import Order
from yutang.outbox import store
from yutang.outbox.looking import HELD, look
from yutang.outbox.model import PartState
from yutang.outbox.placing import Desk
from yutang.outbox.settling import together
from yutang.outbox.submitting import submit

SUBMIT, POLL = "outbox.submit", "outbox.poll"
BATCH = 100
STEPS: dict[str, tuple[Sequence[PartState], Callable[[Desk, int], None]]] = {
    SUBMIT: ((PartState.PLANNED,), submit),
    POLL: (HELD, look),
}


def order(kind: str) -> Order:
    """Only one of a kind works at a time: two would submit the same."""
    return Order(kind=kind, lane="short", only_one=kind)


def due(conn: sa.Connection, now: int) -> list[str]:
    """Kinds of jobs that have something to do."""
    return [kind for kind, (states, _) in STEPS.items() if store.due(conn, states, now, limit=1)]


def run(desk: Desk, kind: str) -> int:
    """Everything that is due, each part once; how many. It ends soon when asked to."""
    with together(desk) as gathering:
        return _run(gathering, *STEPS[kind])


def _run(desk: Desk, states: Sequence[PartState], step: Callable[[Desk, int], None]) -> int:
    seen: set[int] = set()
    while not desk.stopped():
        with desk.ledger.state.read() as conn:
            found = [
                id_ for id_ in store.due(conn, states, desk.now(), limit=BATCH + len(seen)) if id_ not in seen
            ]
        if not found:
            break
        for id_ in found:
            if desk.stopped():
                break
            seen.add(id_)
            step(desk, id_)
    return len(seen)
