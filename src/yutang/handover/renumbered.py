"""A member of staff whose account has another id: what they are here they stay under it.

Relations and groups follow by themselves, for the platform tells them under the new id (connections.wecom.renumbered).
What only we know would stay with an account that nobody has any more: who signs in as them, where they stand, what was
decided to be theirs, their tasks, their places behind codes, what goes out in their name, and who hands over to whom.
"""

from collections.abc import Callable

import sqlalchemy as sa

from yutang.accounts import store as accounts
from yutang.accounts.memory import memory_of
from yutang.channels.contract.inbound import Event
from yutang.channels.wecom.events import DirectoryEvent
from yutang.customers.tables import identity
from yutang.handover import store
from yutang.kit.db import Database
from yutang.outbox import renumbered as outbox
from yutang.sources import store as sources
from yutang.staff import store as staff
from yutang.tasks import store as tasks

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
    sources.renumber(conn, connection_id, old, new, now=now)
    outbox.renumber(conn, connection_id, old, new)
    store.renumber(conn, connection_id, old, new)
    here = sa.select(identity.c.external_id, identity.c.id).where(
        identity.c.platform == PLATFORM, identity.c.external_id.in_((old, new))
    )
    ids = {row.external_id: row.id for row in conn.execute(here)}
    if len(ids) == 2:  # else nobody here was the old one, or nothing has told of the new one
        accounts.relink(conn, ids[old], ids[new])
        staff.renumber(conn, ids[old], ids[new])
        tasks.pass_on(conn, ids[old], ids[new])
