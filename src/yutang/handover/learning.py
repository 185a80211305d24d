"""What changed hands is learned as a sync would: who follows now, since when, and why the old one no longer."""

from collections.abc import Callable, Sequence

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.inbound import Event
from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.events import ContactEvent
from yutang.connections import mirror
from yutang.connections.mirror import Held
from yutang.connections.wecom.asked import AT_ONCE, person_pairs, tag_names
from yutang.connections.wecom.asking import side_by_side
from yutang.connections.wecom.hinted import BY_TRANSFER
from yutang.connections.wecom.learning import Extent
from yutang.connections.wecom.told import ToldGroup, ToldPair
from yutang.handover.desk import Desk
from yutang.handover.store import Batch, Handover
from yutang.kit.clock import SECOND

SOME = 200  # customers learned at once


class Moved(msgspec.Struct, frozen=True):
    """A customer whom somebody else has now, and since when (seconds)."""

    ref_id: int
    ref: str
    at: int


class Learned(msgspec.Struct, frozen=True):
    """Those of whom the platform told; `failure`: why it didn't of the others. `since`: when it was asked, µs."""

    since: int
    told: list[ToldPair]
    people: list[Moved]
    failure: Failure | None


def ask(client: Client, moved: Sequence[Moved]) -> Learned:
    """Who follows each of them now, several asked at a time."""
    since = client.clock.now()
    told: list[ToldPair] = []
    known: list[Moved] = []
    failure: Failure | None = None
    for one, found in side_by_side(lambda each: person_pairs(client, each.ref), moved, AT_ONCE):
        if isinstance(found, Failure):
            failure = found
        else:
            told += found
            known.append(one)
    return Learned(since, told, known, failure)


def keep(
    desk: Desk,
    client: Client,
    of: Handover,
    batch: Batch,
    learned: Learned,
    also: Callable[[sa.Connection], None],
) -> None:
    """As facts; `also` joins their transaction."""
    tools, connection = desk.tools, of.connection_id
    events = [
        Event(
            key="", kind="contact.removed_by_us", at=one.at * SECOND, staff=of.giver_ref, person=one.ref,
            value=ContactEvent(staff=of.giver_ref, person=one.ref, source=BY_TRANSFER),
        )
        for one in learned.people
    ]  # fmt: skip
    staff = sorted({of.giver_ref, batch.to_ref} | {one.staff for one in learned.told})
    extent = Extent(staff=staff, about=[one.ref for one in learned.people], some=True, since=learned.since)
    names = tag_names(tools, connection, client, learned.told)
    tools.learner.pairs(connection, learned.told, extent, names, now=desk.now, also=also, heard=events)


def keep_groups(
    desk: Desk, of: Handover, told: Sequence[ToldGroup], also: Callable[[sa.Connection], None]
) -> None:
    """Groups that are somebody else's now."""
    now = desk.now
    held = [Held(chat_id=one.chat_id, owner=one.owner, version=one.version) for one in told]

    def write(conn: sa.Connection) -> None:
        mirror.put_groups(conn, of.connection_id, held, now=now)
        also(conn)

    desk.tools.learner.groups(of.connection_id, told, now=now, also=write)
