"""A member of staff whose account has another id now (NewUserID of change_contact, wecom-api.md §1.1): whom they
followed they follow under the new one. A sync would never end the old relations: nobody asks about who is gone.
"""

from collections.abc import Mapping, Sequence

from yutang.channels.contract.inbound import Event
from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import customers
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.events import DirectoryEvent
from yutang.connections.inbox_store import Waiting
from yutang.connections.wecom.asked import tag_names
from yutang.connections.wecom.learning import Extent
from yutang.connections.wecom.outcome import Outcome, Undone, settling
from yutang.connections.wecom.sync.run import Tools
from yutang.connections.wecom.told import ToldPair, pair_of

Heard = Sequence[tuple[Waiting, Event]]


def moved(heard: Heard) -> dict[str, str]:
    """New id by old."""
    return {
        event.value.staff: event.value.new_staff
        for _, event in heard
        if isinstance(event.value, DirectoryEvent) and event.value.staff and event.value.new_staff
    }


def renumber(tools: Tools, connection_id: int, heard: Heard, outcome: Outcome) -> None:
    """One after the other: it happens to an account once. Where nobody is told of yet, nothing ends: the platform's
    lists may lag behind the event."""
    client, since = tools.clients.of(connection_id), tools.clients.now()
    for old, new in moved(heard).items():
        ids = [one.id for one, event in heard if moved([(one, event)]).get(old) == new]
        told = _followed(client, new)
        if isinstance(told, Failure):
            outcome.undone.append(Undone(ids, told))
        elif told:
            names: Mapping[str, str] = tag_names(tools, connection_id, client, told)
            extent, now = Extent(staff=[old, new], since=since), tools.clients.now()
            tools.learner.pairs(connection_id, told, extent, names, now=now, also=settling(ids, now))
            outcome.settled |= set(ids)


def _followed(client: Client, userid: str) -> list[ToldPair] | Failure:
    told: list[ToldPair] = []
    for page in customers.by_staff(client, [userid]):
        if isinstance(page, Failure):
            return page
        told += [pair_of(one) for one in page.items]
    return told
