"""Verbs on a send under way: cancel, remind. Each runs inside the caller's transaction and stands in the audit log."""

import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.kit.errors import YutangError
from yutang.outbox import store
from yutang.outbox.compose import seen_by
from yutang.outbox.model import PartState, SendKind, SendState, Wish, may_remind
from yutang.outbox.moments import members
from yutang.outbox.store import Send
from yutang.tasks import sends as task


def cancel(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> None:
    """Nothing more is submitted from here on; the jobs say so of each recipient, and stop what the platform holds. What
    is sent stays.

    Twice is once. Raises YutangError: not_found, send_not_running, send_others.
    """
    found = _under_way(conn, id_, viewer)
    if found.state is SendState.CANCELLING:
        return
    store.change(conn, id_, state=SendState.CANCELLING)
    store.stop_planned(conn, id_, now=now)
    store.wish(conn, id_, Wish.CANCEL, now=now)
    if found.kind is SendKind.MOMENT:
        members.level_tasks(conn, id_, over=True, now=now)
    staff = sorted(
        {one.staff_id for one in store.parts(conn, id_) if one.staff_id and one.confirmed_at is None}
    )
    task.dropped(conn, id_, staff, viewer=viewer, now=now)
    store.close_if_over(conn, id_, now=now)
    record(conn, viewer, "send_cancelled", now=now, subject_kind="send", subject_id=str(id_))


def remind(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> int:
    """Remind staff in the viewer's scope who have not confirmed, where the platform still takes it (three times in a
    day); how many parts. Raises YutangError: not_found, send_not_running, send_reminded, send_no_reminder (of a
    Moment: WeCom has none, so everybody has a task, and who made it gets one a day later)."""
    found = _under_way(conn, id_, viewer)
    if found.kind is SendKind.MOMENT:
        raise YutangError("send_no_reminder")
    late = [
        one for one in store.parts(conn, found.id, viewer.scope)
        if one.state is PartState.WAITING and one.confirmed_at is None
    ]  # fmt: skip
    # Those of whom it is wished for already too: pressed twice is once, and no day's last reminder.
    may = [one for one in late if may_remind(one.reminded, now) and one.wish in {Wish.NONE, Wish.REMIND}]
    if late and not may:
        raise YutangError("send_reminded")
    for one in may:
        store.change_part(conn, one.id, (PartState.WAITING,), wish=Wish.REMIND, due_at=now)
    record(
        conn,
        viewer,
        "send_reminded",
        now=now,
        subject_kind="send",
        subject_id=str(id_),
        after={"parts": len(may)},
    )
    return len(may)


def _under_way(conn: sa.Connection, id_: int, viewer: Viewer) -> Send:
    found = seen_by(conn, id_, viewer)
    if found.state not in store.UNDER_WAY:
        raise YutangError("send_not_running")
    if not viewer.scope.everything and found.made_by != viewer.user_id:
        raise YutangError("send_others", by=found.made_by_name)
    return found
