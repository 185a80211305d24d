"""A member of staff whose account has another id: what they are here they stay under it.

Relations and groups follow by themselves, for the platform tells them under the new id (connections.wecom.renumbered).
What only we know would stay with an account that nobody has any more: who signs in as them, where they stand, what was
decided to be theirs, their tasks, and their places behind codes.
"""

from collections.abc import Callable

import sqlalchemy as sa

from yutang.accounts.memory import memory_of
from yutang.accounts.tables import user_account
from yutang.channels.contract.inbound import Event
from yutang.channels.wecom.events import DirectoryEvent
from yutang.customers.tables import identity
from yutang.kit.db import Database
from yutang.sources.tables import code_scan, code_seat, live_code
from yutang.staff.tables import ownership, staff_unit
from yutang.tasks.model import TaskState
from yutang.tasks.tables import task

PLATFORM = "wecom"


def hearing(state: Database, now: Callable[[], int]) -> Callable[[int, Event], None]:
    """To subscribe to callbacks: by connection."""

    def hear(connection_id: int, event: Event) -> None:
        value = event.value
        if isinstance(value, DirectoryEvent) and value.staff and value.new_staff:
            state.write(lambda conn: carry(conn, connection_id, value.staff, value.new_staff, now=now()))
            memory_of(state).proved.forget()  # who signs in as them sees the same on

    return hear


def carry(conn: sa.Connection, connection_id: int, old: str, new: str, *, now: int) -> None:
    """Again, it does nothing: whatever the new account has already stays as it is."""
    _behind_codes(conn, connection_id, old, new, now)
    here = sa.select(identity.c.external_id, identity.c.id).where(
        identity.c.platform == PLATFORM, identity.c.external_id.in_((old, new))
    )
    ids = {row.external_id: row.id for row in conn.execute(here)}
    if len(ids) < 2:
        return  # nobody here was the old one, or nothing has told of the new one
    for column in (user_account.c.staff_id, staff_unit.c.identity_id):
        taken = sa.select(column).where(column == ids[new])
        whose = sa.update(column.table).where(column == ids[old], sa.not_(taken.exists()))
        conn.execute(whose.values({column: ids[new]}))
    conn.execute(sa.update(ownership).where(ownership.c.staff_id == ids[old]).values(staff_id=ids[new]))
    theirs = sa.update(task).where(task.c.owner_staff_id == ids[old], task.c.state == TaskState.OPEN)
    conn.execute(theirs.values(owner_staff_id=ids[new]))


def _behind_codes(conn: sa.Connection, connection_id: int, old: str, new: str, now: int) -> None:
    """Their seats, and whom they got today: their caps go on. A code with both keeps the new one's seat."""
    codes = sa.select(live_code.c.id).where(live_code.c.connection_id == connection_id)
    seats, other = code_seat.c, code_seat.alias()
    mine = (seats.who == old, seats.code_id.in_(codes))
    both = sa.select(other.c.code_id).where(other.c.who == new)
    held = conn.execute(sa.select(seats.code_id).where(*mine)).scalars().all()
    conn.execute(sa.delete(code_seat).where(*mine, seats.code_id.in_(both)))
    conn.execute(sa.update(code_seat).where(*mine).values(who=new))
    conn.execute(
        sa.update(code_scan).where(code_scan.c.staff == old, code_scan.c.code_id.in_(codes)).values(staff=new)
    )
    if held:
        conn.execute(sa.update(live_code).where(live_code.c.id.in_(held)).values(due_at=now))
