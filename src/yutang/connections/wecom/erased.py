"""Who was erased stays so: what the platform tells on of them is not taken, until they come anew.

Only a keyed hash of an account's id is remembered, and when it was erased. Anew: they added a member of staff, or
joined a group, after that instant. What is older, and what happens to a relation that nobody here knows, is left out.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.inbound import Event
from yutang.channels.wecom.events import GroupEvent
from yutang.connections.tables import erased_account
from yutang.connections.wecom.told import ToldGroup, ToldPair, ToldSeat
from yutang.contacts import Contacts
from yutang.kit.db import upsert


def remember(conn: sa.Connection, marks: Iterable[str], *, now: int) -> None:
    """`marks`: Contacts.marks of the accounts' ids. Erased again: the later instant counts."""
    for one in marks:
        new = upsert(conn, erased_account).values(mark=one, erased_at=now)
        conn.execute(new.on_conflict_do_update(index_elements=["mark"], set_={"erased_at": now}))


def forget(conn: sa.Connection, marks: Iterable[str]) -> None:
    """They were not erased after all."""
    given = [{"one": one} for one in marks]
    if given:
        conn.execute(sa.delete(erased_account).where(erased_account.c.mark == sa.bindparam("one")), given)


def marks(conn: sa.Connection) -> dict[str, int]:
    """When it was erased, by mark."""
    return {row.mark: row.erased_at for row in conn.execute(sa.select(erased_account))}


class Erased(msgspec.Struct, frozen=True):
    """Who was erased, to be asked account by account."""

    known: Mapping[str, int]
    contacts: Contacts

    def pairs(self, told: Iterable[ToldPair]) -> list[ToldPair]:
        """Those that began after the customer was erased, and all of who never was."""
        found = list(told)
        since = self.since({one.person for one in found})
        return [one for one in found if one.since > since.get(one.person, -1)]

    def groups(self, told: Iterable[ToldGroup]) -> list[ToldGroup]:
        """Without the seats of who was erased and sits there since before, and without naming them as inviters."""
        found = list(told)
        since = self.since(
            {name for one in found for seat in one.seats for name in (seat.member, seat.inviter)}
        )
        if not since:
            return found
        return [msgspec.structs.replace(one, seats=_left(one.seats, since)) for one in found]

    def events(self, heard: Sequence[Event], back: Collection[str]) -> list[Event]:
        """Without those of who was erased: of somebody who is back (`back`), those from after it."""
        since = self.since({name for event in heard for name in named(event)})
        if not since:
            return list(heard)

        def stays(name: str, at: int) -> bool:
            return name not in since or (name in back and at > since[name])

        return [_without(event, stays) for event in heard if stays(event.person, event.at)]

    def since(self, people: Iterable[str]) -> dict[str, int]:
        """When they were erased, of those who were."""
        if not self.known:
            return {}
        names = sorted(filter(None, people))
        hashed = zip(names, self.contacts.marks(names), strict=True)
        return {name: self.known[mark] for name, mark in hashed if mark in self.known}


def _left(seats: Sequence[ToldSeat], since: Mapping[str, int]) -> tuple[ToldSeat, ...]:
    return tuple(
        msgspec.structs.replace(one, inviter="") if one.inviter in since else one
        for one in seats
        if one.joined > since.get(one.member, -1)
    )


def named(event: Event) -> list[str]:
    """Whom an event is about."""
    members = event.value.members if isinstance(event.value, GroupEvent) else []
    return [name for name in (event.person, *members) if name]


def _without(event: Event, stays: Callable[[str, int], bool]) -> Event:
    if not isinstance(event.value, GroupEvent):
        return event
    members = [one for one in event.value.members if stays(one, event.at)]
    return msgspec.structs.replace(event, value=msgspec.structs.replace(event.value, members=members))
