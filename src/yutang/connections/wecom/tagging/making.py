"""The tags themselves: looked up, made, named as ours, deleted, until nothing is left to do.

What is about to be made is written down before it is asked for. After a crash, or when the answer was lost, the tags
are read again: one of that name is the one that was made, and nothing is made twice.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import tags as calls
from yutang.channels.wecom.calls.tags import AddAsk, DeleteAsk, EditAsk, NewTag, TagGroups
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.limits import Limits
from yutang.connections import mirror
from yutang.connections.mirror import Tag
from yutang.connections.wecom.sync import tags as reading
from yutang.connections.wecom.sync.run import Stopped, Tools
from yutang.connections.wecom.tagging import store
from yutang.connections.wecom.tagging.model import (
    Bond,
    Fault,
    Kept,
    Plan,
    Room,
    There,
    Wanted,
    faulty,
    plan,
)

ROUNDS = 4  # the first does it; another looks for what was lost, or takes the longer way
AT_ONCE = 100  # tags in one call; the platform names no number
MOST = Limits().tags
_TAKEN, _UNKNOWN = "40071", "40068"
T = TypeVar("T")


def there(found: TagGroups) -> list[There]:
    """Tags as the platform tells them, those of its groups in their order."""
    return [
        There(tag.id, group.group_id, group.group_name, tag.name, tag.create_time)
        for group in found.tag_group if not group.deleted for tag in group.tag if not tag.deleted
    ]  # fmt: skip


def others(client: Client) -> int:
    """Tags of rule groups, which count against the same 3,000. An application may not be let see them: 0."""
    found = calls.strategy_groups(client)
    return 0 if isinstance(found, Failure) else len(there(found))


def make(tools: Tools, connection_id: int, kept: Kept) -> dict[str, int]:
    """Bring the tags level; how many were made, renamed and deleted. Why some can't be stands with their bonds.

    Raises Stopped, and what `tools.patience` raises.
    """
    maker = _Maker(tools, connection_id, kept)
    counts = {"tags_made": 0, "tags_renamed": 0, "tags_deleted": 0}
    for _ in range(ROUNDS):
        wanted = maker.look()
        if not wanted.changes:
            break
        for name, number in maker.carry_out(wanted).items():
            counts[name] += number
    return counts


class _Maker:
    def __init__(self, tools: Tools, connection_id: int, kept: Kept) -> None:
        self._tools, self._id, self._kept = tools, connection_id, kept
        self._client = tools.clients.of(connection_id)
        self._others = others(self._client)
        self._stuck: set[str] = set()
        self._refused: dict[int, Fault] = {}

    def look(self) -> Plan:
        """Read what there is, note what belongs to what, and say what is to be done."""
        found = self._asked(lambda: calls.groups(self._client))
        if isinstance(found, Failure):
            raise Stopped(found)
        reading.keep(self._tools, self._id, found)
        told = there(found)
        with self._tools.state.read() as conn:
            bonds, own = store.bonds(conn, self._id), store.own(conn, self._id)
        room = Room(own=own, most=MOST, others=self._others, stuck=self._stuck)
        wanted = plan(self._kept, bonds, told, room)
        # What was refused in this run is not asked for again by it.
        for group in list(wanted.make):
            wanted.make[group] = [one for one in wanted.make[group] if one.key not in self._refused]
        wanted.make = {group: some for group, some in wanted.make.items() if some}
        wanted.rename_tags = {
            id_: name
            for id_, name in wanted.rename_tags.items()
            if self._key(wanted, id_) not in self._refused
        }
        self._note(wanted, bonds, told)
        return wanted

    def carry_out(self, wanted: Plan) -> dict[str, int]:
        renamed = sum(self._rename_group(*one) for one in wanted.rename_groups.items())
        renamed += sum(self._rename(wanted, *one) for one in wanted.rename_tags.items())
        deleted = self._drop(wanted.drop)
        made = sum(self._make(group, some) for group, some in wanted.make.items())
        return {"tags_made": made, "tags_renamed": renamed, "tags_deleted": deleted}

    def _note(self, wanted: Plan, bonds: dict[int, Bond], told: Sequence[There]) -> None:
        """Which tag is which, and what can't be."""
        faults = wanted.faults | self._refused
        by_id = {one.tag_id: one for one in told}
        changed: list[Bond] = []
        for key in dict.fromkeys([*wanted.bind, *faults]):
            old, tag_id = bonds.get(key), wanted.bind.get(key, "")
            same = old is not None and old.tag_id == tag_id
            filled = same and old is not None and old.filled
            asked_at = None if tag_id or old is None or key in self._refused else old.asked_at
            new = Bond(key, tag_id, asked_at, filled, faults.get(key, ""))
            if new != old:
                changed.append(new)
        mine = [_tag(by_id[id_]) for id_ in sorted(wanted.mine)]
        gone = [key for key in wanted.loose if key not in {one.key for one in changed}]

        def write(conn: sa.Connection) -> None:
            store.unbond(conn, self._id, gone)
            store.bond(conn, self._id, changed)
            mirror.put_tags(conn, self._id, mine, ours=True)

        if changed or mine or gone:
            self._tools.state.write(write)

    def _make(self, group: str, some: Sequence[Wanted]) -> int:
        return sum(self._make_some(group, some[n : n + AT_ONCE]) for n in range(0, len(some), AT_ONCE))

    def _make_some(self, group: str, some: Sequence[Wanted]) -> int:
        now = self._tools.clients.now()
        asked = [Bond(one.key, asked_at=now) for one in some]
        self._tools.state.write(lambda conn: store.bond(conn, self._id, asked))
        ask = AddAsk(group_name=group, tag=[NewTag(name=one.name) for one in some])
        found = self._asked(lambda: calls.add(self._client, ask))
        if isinstance(found, Failure):
            if found.code == _TAKEN:  # some are there already, perhaps by a call whose answer was lost: look
                return 0
            if found.trouble is not Trouble.RETRY:  # surely not made
                plain = [Bond(one.key) for one in some]
                self._tools.state.write(lambda conn: store.bond(conn, self._id, plain))
            self._blame([one.key for one in some], found)
            return 0
        keys = {one.name: one.key for one in some}
        told = there(TagGroups(tag_group=[found.tag_group]))
        bound = [Bond(keys[one.name], one.tag_id, filled=True) for one in told if one.name in keys]

        def write(conn: sa.Connection) -> None:
            store.bond(conn, self._id, bound)
            mirror.put_tags(conn, self._id, map(_tag, told), ours=True)

        self._tools.state.write(write)
        return len(bound)

    def _rename_group(self, group_id: str, name: str) -> int:
        found = self._asked(lambda: calls.edit(self._client, EditAsk(id=group_id, name=name)))
        if isinstance(found, Failure):
            if found.trouble is not Trouble.DATA:
                raise Stopped(found)
            self._stuck.add(group_id)  # then its tags go there one by one
            return 0

        def write(conn: sa.Connection) -> None:
            held = [one for one in mirror.tags(conn, self._id).values() if one.group_id == group_id]
            renamed = [msgspec.structs.replace(one, group_name=name) for one in held]
            mirror.put_tags(conn, self._id, renamed)

        self._tools.state.write(write)
        return 1

    def _rename(self, wanted: Plan, tag_id: str, name: str) -> int:
        found = self._asked(lambda: calls.edit(self._client, EditAsk(id=tag_id, name=name)))
        if isinstance(found, Failure):
            self._blame([self._key(wanted, tag_id)], found)
            return 0

        def write(conn: sa.Connection) -> None:
            held = mirror.tags(conn, self._id).get(tag_id)
            if held is not None:
                mirror.put_tags(conn, self._id, [msgspec.structs.replace(held, name=name)])

        self._tools.state.write(write)
        return 1

    def _drop(self, tag_ids: Sequence[str]) -> int:
        """One by one, so that one that can't be deleted keeps no other."""
        gone: list[str] = []
        for id_ in tag_ids:
            found = self._asked(lambda id_=id_: calls.delete(self._client, DeleteAsk(tag_id=[id_])))
            if not isinstance(found, Failure) or found.code == _UNKNOWN:
                gone.append(id_)
            elif found.trouble is not Trouble.DATA:
                raise Stopped(found)
        now = self._tools.clients.now()

        def write(conn: sa.Connection) -> None:
            mirror.lose_tags(conn, self._id, gone, now=now)
            store.drop_tags(conn, self._id, gone)

        self._tools.state.write(write)
        return len(gone)

    def _blame(self, keys: Sequence[int], found: Failure) -> None:
        """Of these tags; what stops everything is raised."""
        if found.trouble is not Trouble.DATA:
            raise Stopped(found)
        self._refused |= dict.fromkeys(keys, faulty(found.code))

    def _key(self, wanted: Plan, tag_id: str) -> int:
        return next(key for key, id_ in wanted.bind.items() if id_ == tag_id)

    def _asked(self, once: Callable[[], T | Failure]) -> T | Failure:
        return self._tools.patience.ask(once)


def _tag(one: There) -> Tag:
    return Tag(tag_id=one.tag_id, group_id=one.group_id, group_name=one.group, name=one.name, ours=True)
