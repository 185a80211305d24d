"""A member of staff whose account has another id now (NewUserID of change_contact, wecom-api.md §1.1): whom they
followed they follow under the new one. A sync would never end the old relations: nobody asks about who is gone.

Its event is done only after its subscribers heard of it: what they carry over to the new id is theirs to write, and
after a kill between they hear of it again.
"""

from collections.abc import Mapping, Sequence

from yutang.channels.contract.inbound import Event
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import customers
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.events import DirectoryEvent
from yutang.connections import mirror
from yutang.connections.inbox_store import Waiting
from yutang.connections.wecom.asked import tag_names
from yutang.connections.wecom.learning import Extent
from yutang.connections.wecom.outcome import Outcome, Undone
from yutang.connections.wecom.sync.customers import OF_A_MEMBER
from yutang.connections.wecom.sync.run import Tools
from yutang.connections.wecom.told import ToldPair, pair_of
from yutang.kit.clock import SECOND

LAG = 300 * SECOND  # from its coming on, in which the platform's lists may not know of it yet
_NOBODY = OF_A_MEMBER | {"60111"}  # no such member, or none who serves customers
_FOLLOWS = """select 1 from relation r join identity s on s.id = r.staff_id and s.platform = 'wecom'
where s.external_id = ? and r.ended is null limit 1"""
Heard = Sequence[tuple[Waiting, Event]]


def moved(heard: Heard) -> dict[str, str]:
    """New id by old."""
    return {
        event.value.staff: event.value.new_staff
        for _, event in heard
        if isinstance(event.value, DirectoryEvent) and event.value.staff and event.value.new_staff
    }


def renumber(tools: Tools, connection_id: int, heard: Heard, outcome: Outcome) -> None:
    """One after the other: it happens to an account once. Where nobody is told of yet, nothing ends, and it is asked
    again: the platform's lists may lag behind the event."""
    client, since = tools.clients.of(connection_id), tools.clients.now()
    for old, new in moved(heard).items():
        waiting = [one for one, event in heard if moved([(one, event)]).get(old) == new]
        told = _followed(client, new) or _lagging(tools, connection_id, old, new, waiting)
        if isinstance(told, Failure):
            outcome.undone.append(Undone([one.id for one in waiting], told))
        elif told:
            names: Mapping[str, str] = tag_names(tools, connection_id, client, told)
            extent, now = Extent(staff=[old, new], since=since), tools.clients.now()
            tools.learner.pairs(connection_id, told, extent, names, now=now)


def _lagging(
    tools: Tools, connection_id: int, old: str, new: str, waiting: Sequence[Waiting]
) -> Failure | None:
    """Of a new id that follows nobody. None: neither did the old one, or it was waited for long enough."""
    if tools.clients.now() - min(one.received_at for one in waiting) >= LAG:
        return None
    with tools.state.read() as conn:
        listed = new in mirror.staff(conn, connection_id)
    if listed and not tools.learner.ledger.analytics.rows(_FOLLOWS, [old]):
        return None
    return Failure(trouble=Trouble.RETRY, code="lag")


def _followed(client: Client, userid: str) -> list[ToldPair] | Failure:
    told: list[ToldPair] = []
    for page in customers.by_staff(client, [userid]):
        if isinstance(page, Failure):
            return [] if page.code in _NOBODY else page
        told += [pair_of(one) for one in page.items]
    return told
