"""What events are about, asked of the platform: each customer and each group once, several at a time."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from yutang.channels.contract.inbound import Event
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import customers as customer_calls
from yutang.channels.wecom.calls import groups as group_calls
from yutang.channels.wecom.calls import tags as tag_calls
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.errors import NO_GROUP, NOBODYS_CONTACT
from yutang.channels.wecom.events import GroupEvent
from yutang.connections import mirror
from yutang.connections.inbox_store import Waiting
from yutang.connections.mirror import Held
from yutang.connections.wecom.asking import side_by_side
from yutang.connections.wecom.learning import Extent
from yutang.connections.wecom.outcome import Outcome, Undone, settling
from yutang.connections.wecom.sync import tags
from yutang.connections.wecom.sync.groups import OUT_OF_SIGHT
from yutang.connections.wecom.sync.run import Tools
from yutang.connections.wecom.told import ToldGroup, ToldPair, group_of, pair_of
from yutang.kit.clock import SECOND

AT_ONCE = 6  # more would take the machine from whoever is to be answered
LAG = 3  # times that a group is asked for again when it seems to lag behind its event
_NOBODYS = frozenset(map(str, NOBODYS_CONTACT))
_NONE = frozenset(map(str, NO_GROUP)) | OUT_OF_SIGHT
Heard = Sequence[tuple[Waiting, Event]]


def contacts(tools: Tools, connection_id: int, by_person: Mapping[str, Heard], outcome: Outcome) -> None:
    """Customers. Who is nobody's friend any more is told as nobody's; that is how the platform says it."""
    client, since = tools.clients.of(connection_id), tools.clients.now()
    told: list[ToldPair] = []
    known: list[str] = []
    for person, found in side_by_side(lambda one: person_pairs(client, one), by_person, AT_ONCE):
        if isinstance(found, Failure):
            outcome.undone.append(Undone([one.id for one, _ in by_person[person]], found))
        else:
            told += found
            known.append(person)
    _note(tools, connection_id, outcome)
    if not known:
        return
    names = tag_names(tools, connection_id, client, told)
    with tools.state.read() as conn:
        staff = set(mirror.staff(conn, connection_id))
    heard = [one for person in known for one in by_person[person]]
    extent = Extent(
        staff=sorted(staff | {one.staff for one in told} | _named(heard)), about=known, some=True, since=since
    )
    now, ids = tools.clients.now(), [one.id for one, _ in heard]
    events = [event for _, event in heard]
    tools.learner.pairs(connection_id, told, extent, names, now=now, also=settling(ids, now), heard=events)
    outcome.settled |= set(ids)


def _named(heard: Heard) -> set[str]:
    """Members whom the events name; before the first sync nobody else is known."""
    return {event.staff for _, event in heard if event.staff}


def person_pairs(client: Client, external_userid: str) -> list[ToldPair] | Failure:
    """Everybody who follows a customer now; nobody where the platform says that there is no such contact. Whatever else
    it refuses is a Failure: an answer that is too large, or a code that nobody has heard of, ends no friendship."""
    told: list[ToldPair] = []
    cursor, seen = "", {""}
    while True:
        found = customer_calls.get(client, external_userid, cursor)
        if isinstance(found, Failure):
            return [] if found.code in _NOBODYS else found
        told += [pair_of(one) for one in customer_calls.pairs(found)]
        cursor = found.next_cursor
        if cursor in seen:
            return told
        seen.add(cursor)


def tag_names(tools: Tools, connection_id: int, client: Client, told: Sequence[ToldPair]) -> dict[str, str]:
    """Names by id; where somebody has a tag that we never heard of, all tags are asked for."""
    with tools.state.read() as conn:
        known = mirror.tags(conn, connection_id)
    if any(id_ not in known for one in told for id_ in one.tags):
        found = tag_calls.groups(client)
        if not isinstance(found, Failure):
            tags.keep(tools, connection_id, found)
            with tools.state.read() as conn:
                known = mirror.tags(conn, connection_id)
    return {id_: tag.whole for id_, tag in known.items()}


def groups(tools: Tools, connection_id: int, by_group: Mapping[str, Heard], outcome: Outcome) -> None:
    """Groups. One that seems to lag behind its event is asked for again a little later. Only what says that it is none,
    or not for us to see, is final: any other refusal says nothing of it."""
    client = tools.clients.of(connection_id)
    over = {chat: at for chat, heard in by_group.items() if (at := _dissolved(heard)) is not None}
    told: list[ToldGroup] = []
    for chat, found in side_by_side(
        lambda one: told_group(client, one), [c for c in by_group if c not in over], AT_ONCE
    ):
        heard = by_group[chat]
        if isinstance(found, ToldGroup):
            lag = _lagging(found.version, heard, tools.clients.now())
            if lag is None:
                told.append(found)
            else:
                outcome.undone.append(Undone([one.id for one, _ in heard], lag))
        elif found.code not in _NONE:
            outcome.undone.append(Undone([one.id for one, _ in heard], found))
    _note(tools, connection_id, outcome)
    now = tools.clients.now()
    heard_all = [one for group in told for one in by_group[group.chat_id]]
    held = [Held(chat_id=g.chat_id, owner=g.owner, version=g.version) for g in told]
    settle = settling([one.id for one, _ in heard_all], now)

    def also(conn: sa.Connection) -> None:
        settle(conn)
        mirror.put_groups(conn, connection_id, held, now=now)

    if told:
        tools.learner.groups(connection_id, told, now=now, also=also, heard=[event for _, event in heard_all])
        outcome.settled |= {one.id for one, _ in heard_all}
    if over:
        _dismissed(tools, connection_id, over, [one for chat in over for one in by_group[chat]], outcome)


def _dismissed(
    tools: Tools, connection_id: int, over: Mapping[str, int], heard: Heard, outcome: Outcome
) -> None:
    """Groups that are no more, and who had gone from them before."""
    now, ids = tools.clients.now(), [one.id for one, _ in heard]
    settle = settling(ids, now)

    def also(conn: sa.Connection) -> None:
        settle(conn)
        mirror.lose_groups(conn, connection_id, over, now=now)

    tools.learner.dismissed(connection_id, over, now=now, also=also, heard=[event for _, event in heard])
    outcome.settled |= set(ids)


def told_group(client: Client, chat_id: str) -> ToldGroup | Failure:
    """A group as it is now."""
    found = group_calls.get(client, chat_id)
    return found if isinstance(found, Failure) else group_of(found.group_chat)


def _dissolved(heard: Heard) -> int | None:
    return min((event.at for _, event in heard if event.kind == "group.dissolved"), default=None)


def _lagging(version: str, heard: Heard, now: int) -> Failure | None:
    """None: it is as new as the newest of its events, or was asked for often enough. Versions have no order, but an
    event names the one before its own, which is stale then. One that is none of the events' may as well be newer than
    all of them."""
    changes = [
        event.value for _, event in heard if isinstance(event.value, GroupEvent) and event.value.version
    ]
    before = {one.last_version for one in changes if one.last_version != one.version}
    newest = {one.version for one in changes} - before
    tried = max(one.attempts for one, _ in heard)
    if not changes or not version or version in newest or tried >= LAG:
        return None
    return Failure(trouble=Trouble.RETRY, code="lag", until=now + SECOND * 2**tried)


def _note(tools: Tools, connection_id: int, outcome: Outcome) -> None:
    """Whether the connection works."""
    worst = [one.failure for one in outcome.undone if one.failure.trouble in (Trouble.CONFIG, Trouble.REAUTH)]
    if worst:
        tools.clients.heard(connection_id, worst[0])
