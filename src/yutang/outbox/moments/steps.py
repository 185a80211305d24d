"""The steps of the outbox's jobs where a part may be a Moment's."""

from collections.abc import Callable, Sequence

from yutang.outbox import store
from yutang.outbox.looking import look as look_at_message
from yutang.outbox.model import PartState, SendKind
from yutang.outbox.moments.looking import HELD, look
from yutang.outbox.moments.settling import Of
from yutang.outbox.moments.submitting import submit
from yutang.outbox.placing import Desk
from yutang.outbox.submitting import submit as submit_message


def hand_over(desk: Desk, part_id: int) -> None:
    """One planned part that is due."""
    _either(desk, part_id, (PartState.PLANNED,), submit, submit_message)


def look_after(desk: Desk, part_id: int) -> None:
    """One part that is due and with the platform."""
    _either(desk, part_id, HELD, look, look_at_message)


def _either(
    desk: Desk, part_id: int, states: Sequence[PartState], moment: Callable[[Desk, Of], None],
    message: Callable[[Desk, int], None],
) -> None:  # fmt: skip
    with desk.ledger.state.read() as conn:
        part = store.part(conn, part_id)
        send = None if part is None else store.one(conn, part.send_id)
    if part is None or send is None or part.state not in states:
        return
    if send.kind is SendKind.MOMENT:
        moment(desk, (send, part))
    else:
        message(desk, part_id)
