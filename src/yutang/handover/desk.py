"""What the job works with, and how what it learned is kept: the first who answers counts."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.channels.wecom.client import Client
from yutang.connections import store as connections
from yutang.connections.model import ConnectionState
from yutang.connections.wecom.sync.run import Tools
from yutang.handover import items, store
from yutang.handover.items import News
from yutang.handover.model import REST, HandoverState, ItemState, Reason, Thing
from yutang.handover.store import Batch, Handover
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.tasks import handovers as task


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """`stopped`: looked at between two calls of the platform. `tools`: to speak with it, and to learn."""

    tools: Tools
    stopped: Callable[[], bool] = lambda: False

    @property
    def state(self) -> Database:
        return self.tools.state

    @property
    def now(self) -> int:
        return self.tools.clients.now()

    def client(self, connection_id: int) -> Client:
        """Raises YutangError: handover_connection, connection_unreadable."""
        with self.state.read() as conn:
            found = connections.one(conn, connection_id)
        if found is None or found.state is ConnectionState.OFF:
            raise YutangError("handover_connection")
        return self.tools.clients.of(connection_id)


class Quicker(Exception):
    """Somebody else changed the batch meanwhile: nothing of this is kept."""


def writing(
    desk: Desk, of: Handover, batches: Sequence[Batch], news: Sequence[News], **values: Any
) -> Callable[[sa.Connection], None]:
    """For a transaction: change the batches as they were seen (those that are over by now stay so), tell what became of
    items, end what is over. Raises Quicker there."""
    now = desk.now

    def write(conn: sa.Connection) -> None:
        for batch in batches:
            if not store.change_batch(conn, batch, **values) and not store.is_over(conn, batch.id):
                raise Quicker
        items.tell(conn, of.id, batches[0].thing, news, now=now)
        current = store.one(conn, of.id)
        if current is not None and current.cancelled_at is not None:
            items.cancel_planned(conn, of.id, now=now)
        store.end_batches(conn, of.id)
        close_if_over(conn, of, now)

    return write


def settle(desk: Desk, of: Handover, batches: Sequence[Batch], news: Sequence[News], **values: Any) -> bool:
    """In a transaction of its own. False: somebody else was quicker."""
    try:
        desk.state.write(writing(desk, of, batches, news, **values))
    except Quicker:
        return False
    return True


def close_if_over(conn: sa.Connection, of: Handover, now: int) -> None:
    """What the platform could not do becomes a task of whoever confirmed."""
    if items.is_open(conn, of.id):
        return
    current = store.one(conn, of.id)
    if current is None or current.state is not HandoverState.RUNNING:
        return
    end = HandoverState.DONE if current.cancelled_at is None else HandoverState.CANCELLED
    store.change(conn, of.id, (HandoverState.RUNNING,), state=end, ended_at=now)
    counted = items.counts(conn, [of.id])[of.id]
    rest = {thing: _rest(counted[thing]) for thing in Thing}
    name = items.giver_name(conn, of.giver_id)
    if any(rest.values()):
        task.left_over(
            conn, of.id, name, customers=rest[Thing.CUSTOMER], groups=rest[Thing.GROUP], giver_id=of.giver_id,
            user_id=current.confirmed_by, now=now,
        )  # fmt: skip


def _rest(counted: dict[tuple[ItemState, Reason], int]) -> int:
    """Whom nobody else got, though somebody should have."""
    return sum(n for (state, why), n in counted.items() if state in REST or why is Reason.NO_ROOM)


def postponed(desk: Desk, of: Handover, batch: Batch, until: int, fault: str) -> None:
    settle(desk, of, [batch], [], due_at=until, fault=fault)
