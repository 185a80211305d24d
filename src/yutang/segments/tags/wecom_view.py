"""How groups of tags that are kept on WeCom stand there, group by group, and each connection's last push."""

import msgspec
import sqlalchemy as sa

from yutang.connections import store as connections
from yutang.connections.model import ConnectionState
from yutang.connections.wecom.sightings import PLATFORM
from yutang.connections.wecom.tagging import store as tagging
from yutang.connections.wecom.tagging.standing import Standing, standings
from yutang.connections.wecom.tagging.store import Push
from yutang.segments.tags import store
from yutang.segments.tags.wecom import kept_groups


class GroupStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A group kept on a connection. `own`: tags that we made there, `shared`: that were there before; of `tags`. Pairs
    of a member and a customer: `put` by us, `found`, put by somebody else, `taken` off by somebody, `waiting`.
    `refused`: tags and pairs that can't be, by reason. Instants: µs."""

    group_id: int
    connection_id: int
    since: int
    tags: int
    own: int
    shared: int
    put: int
    found: int
    taken: int
    waiting: int
    refused_tags: dict[str, int]
    refused_pairs: dict[str, int]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A connection that tags may be kept on."""

    connection_id: int
    name: str
    state: ConnectionState
    push: Push | None


class Overview(msgspec.Struct, frozen=True):
    places: list[Place]
    groups: list[GroupStanding]


def overview(conn: sa.Connection) -> Overview:
    """Everything, in the order of connections and of groups."""
    places = [
        Place(connection_id=one.id, name=one.name, state=one.state, push=tagging.push(conn, one.id))
        for one in connections.listed(conn) if one.channel == PLATFORM
    ]  # fmt: skip
    stand = {one.connection_id: standings(conn, one.connection_id) for one in places}
    keys: dict[int, list[int]] = {}
    for tag in store.tags(conn):
        keys.setdefault(tag.group_id, []).append(tag.id)
    return Overview(places, [
        _group(one.group_id, one.connection_id, one.since, keys.get(one.group_id, []), stand[one.connection_id])
        for one in kept_groups(conn)
    ])  # fmt: skip


def _group(
    group_id: int, connection_id: int, since: int, keys: list[int], stand: dict[int, Standing]
) -> GroupStanding:
    mine = [stand[key] for key in keys if key in stand]
    faults: dict[str, int] = {}
    refused: dict[str, int] = {}
    for one in mine:
        if one.fault:
            faults[one.fault] = faults.get(one.fault, 0) + 1
        for reason, count in one.refused.items():
            refused[reason] = refused.get(reason, 0) + count
    return GroupStanding(
        group_id=group_id, connection_id=connection_id, since=since, tags=len(keys),
        own=sum(one.own is True for one in mine), shared=sum(one.own is False for one in mine),
        put=sum(one.put for one in mine), found=sum(one.found for one in mine), taken=sum(one.taken for one in mine),
        waiting=sum(one.waiting for one in mine), refused_tags=faults, refused_pairs=refused,
    )  # fmt: skip
