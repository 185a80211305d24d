# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""What became of parts and their recipients: kept in one transaction with the facts that say so and with staff's tasks.

Every change asks for the state and the attempt that it was decided on: of two who answer, the first counts. What can be
asked again after a crash may be noted instead of kept at once: many are kept together then, for each time costs a batch
of the ledger.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import msgspec
import pyarrow as pa
import sqlalchemy as sa

from yutang.ledger.catalogue import Channel, Kind
from yutang.outbox import recipients, store
from yutang.outbox.later import Later, Settled
from yutang.outbox.model import ENDED, PartState, TouchState
from yutang.outbox.placing import Desk
from yutang.outbox.recipients import News
from yutang.outbox.store import Part, Send
from yutang.segments.recording import recordable
from yutang.tasks import sends as task


class _Quicker(Exception):
    """Somebody else changed a part meanwhile: nothing of this is kept."""


def settle(
    desk: Desk, of: tuple[Send, Part], news: Sequence[News], states: Sequence[PartState], **values: Any
) -> bool:
    """Change the part while it is in one of `states`, with what is new of its recipients. False: it was changed."""
    return keep(desk, [_settled(of, news, states, values)]) == 1


def note(
    desk: Desk, of: tuple[Send, Part], news: Sequence[News], states: Sequence[PartState], **values: Any
) -> None:
    """As `settle`, soon: for what a crash may lose, because it would be asked again and answered alike."""
    one = _settled(of, news, states, values)
    if desk.later is None or not news:
        keep(desk, [one])
        return
    desk.later.add(one)
    if desk.later.full:
        keep(desk, desk.later.take())


@contextmanager
def together(desk: Desk) -> Generator[Desk]:
    """A desk for a block: what is noted with it is kept many at once, at the latest when the block ends."""
    later = Later()
    try:
        yield msgspec.structs.replace(desk, later=later)
    finally:
        keep(desk, later.take())


def keep(desk: Desk, many: Sequence[Settled]) -> int:
    """How many were kept. All of a send in one transaction; where somebody was quicker with one, each by itself."""
    kept = 0
    for _, found in groupby(sorted(many, key=lambda one: one.send.id), key=lambda one: one.send.id):
        some = list(found)
        if _kept(desk, some):
            kept += len(some)
        elif len(some) > 1:
            kept += sum(_kept(desk, [one]) for one in some)
    return kept


def _settled(
    of: tuple[Send, Part], news: Sequence[News], states: Sequence[PartState], values: dict[str, Any]
) -> Settled:
    return Settled(send=of[0], part=of[1], states=tuple(states), values=values, news=tuple(news))


def _kept(desk: Desk, some: Sequence[Settled]) -> bool:
    """Of one send."""
    send, now = some[0].send, desk.now()
    news = [_dated(each, now) for one in some for each in one.news]

    def also(conn: sa.Connection) -> None:
        for one in some:
            if not store.change_part(conn, one.part.id, one.states, one.part.attempt, **one.values):
                raise _Quicker
        # What was wished for meanwhile shall not wait for the look that was just put off.
        store.hurry(conn, [(one.part.id, one.part.wish) for one in some], now=now)
        recipients.tell(conn, send.id, {one.part.id for one in some if one.news}, news)
        _level_tasks(conn, send.id, {one.part.staff_id for one in some}, now)
        store.close_if_over(conn, send.id, now=now)

    try:
        if news:
            desk.ledger.record(_facts(send, news), origin=f"send {send.id}", now=now, also=also)
        else:
            desk.ledger.state.write(also)
    except _Quicker:
        return False
    return True


def _dated(one: News, now: int) -> News:
    return one if one.at is not None else News(one.who, one.state, one.reason, now)


def _facts(send: Send, news: Sequence[News]) -> pa.Table:
    sent, refused, n = int(Kind.TOUCH_SENT), int(Kind.TOUCH_REFUSED), len(news)
    columns = {
        "kind": pa.array([sent if one.state is TouchState.SENT else refused for one in news], pa.int16()),
        "happened": pa.array([one.at for one in news], pa.int64()),
        "identity_id": pa.array([one.who.identity_id for one in news], pa.int64()),
        "staff_id": pa.array([one.who.staff_id for one in news], pa.int64()),
        "channel": pa.repeat(int(Channel.WECOM), n), "object_id": pa.repeat(send.id, n),
        "amount": pa.array([None if one.reason is None else int(one.reason) for one in news], pa.int64()),
    }  # fmt: skip
    return recordable(pa.table(columns))


def _level_tasks(conn: sa.Connection, send_id: int, staff: set[int | None], now: int) -> None:
    """A member's task ends when nothing is left for them to confirm."""
    wanted = sorted(one for one in staff if one is not None)
    by_staff: dict[int, list[Part]] = {}
    for part in store.parts_of(conn, send_id, wanted) if wanted else []:
        by_staff.setdefault(part.staff_id or 0, []).append(part)
    over = {
        one: mine
        for one, mine in by_staff.items()
        if all(part.confirmed_at is not None or part.state in ENDED for part in mine)
    }
    done = [one for one, mine in over.items() if any(part.confirmed_at is not None for part in mine)]
    if done:
        task.done(conn, send_id, done, now=now)
    dropped = [one for one in over if one not in done]
    if dropped:
        task.dropped(conn, send_id, dropped, viewer=task.OURSELVES, now=now)
