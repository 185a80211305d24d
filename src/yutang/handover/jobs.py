"""The job of hand-overs: ask for what is due, look after what was asked. It may be killed anywhere."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from yutang.handover import store
from yutang.handover.desk import Desk
from yutang.handover.looking import look
from yutang.handover.model import BatchState
from yutang.handover.submitting import submit

BATCH = 100
STEPS: tuple[tuple[Sequence[BatchState], Callable[[Desk, int], None]], ...] = (
    ((BatchState.PLANNED,), submit),
    ((BatchState.SUBMITTED, BatchState.HELD), look),
)


def due(conn: sa.Connection, now: int) -> bool:
    """Whether there is something to do."""
    return any(store.due(conn, states, now, limit=1) for states, _ in STEPS)


def run(desk: Desk) -> int:
    """Everything that is due, each batch once a step; how many. It ends soon when asked to."""
    return sum(_step(desk, states, step) for states, step in STEPS)


def _step(desk: Desk, states: Sequence[BatchState], step: Callable[[Desk, int], None]) -> int:
    seen: set[int] = set()
    while not desk.stopped():
        with desk.state.read() as conn:
            found = [
                id_ for id_ in store.due(conn, states, desk.now, limit=BATCH + len(seen)) if id_ not in seen
            ]
        if not found:
            break
        for id_ in found:
            if desk.stopped():
                break
            seen.add(id_)
            step(desk, id_)
    return len(seen)
