"""Kept tags as values, whose a tag over there is, and what must be done so that they are as ours. Pure; no I/O.

Whose a tag is: *own* is one that this application made, and nobody but it may change it (wecom-api.md §1). Who bears an
own tag is said by us alone: what somebody marks by hand over there is taken off again, and what somebody takes off is
put back. A tag of the same name that was there before is *shared*: we add our marks and take off our own only.
"""

import enum
from collections.abc import Collection, Mapping, Sequence

import msgspec

from yutang.kit.clock import SECOND

LONGEST_NAME = 30  # characters, of a tag and of a group (wecom-api.md §4.2)
SKEW = 120  # seconds: clocks differ


class How(enum.StrEnum):
    """What is known of a mark over there."""

    PUTTING = "putting"  # about to be put by us; whether it was is not known
    PUT = "put"  # by us
    FOUND = "found"  # by somebody else
    TAKEN = "taken"  # we put it, somebody took it off: not put again while it is wanted (shared tags)
    OFF = "off"  # taken off by us; what was read before that still tells it (shared tags)


class Fault(enum.StrEnum):
    """Why something could not be done. Names for people: locales "tag_push.fault.<code>"."""

    LONG = "long"  # the name
    CAP = "cap"  # 3,000 tags of a corp
    TAKEN = "taken"  # the name, over there
    FOREIGN = "foreign"  # another application's, or made by hand
    RELATION = "relation"  # they are no friends any more
    STAFF = "staff"  # the member is not there, or out of sight
    GONE = "gone"  # the tag was deleted over there meanwhile
    REFUSED = "refused"  # whatever else


# Error codes: wecom-api.md §3.
_FAULTS = {
    Fault.CAP: (40126,), Fault.TAKEN: (40071,), Fault.LONG: (40072,), Fault.FOREIGN: (81011,), Fault.GONE: (40068,),
    Fault.RELATION: (40096, 41035, 84061, 84084), Fault.STAFF: (40003, 40031, 46004, 60111, 84074, 84083, 301021),
}  # fmt: skip
FAULTS = {str(code): fault for fault, codes in _FAULTS.items() for code in codes}


class Wanted(msgspec.Struct, frozen=True):
    """A tag of ours as it should be over there. `key`: its id with us."""

    key: int
    group: str
    name: str


class Bond(msgspec.Struct, frozen=True):
    """Which of the platform's tags ours is. `tag_id` "": none yet. `asked_at`: µs, since when it is being made."""

    key: int
    tag_id: str = ""
    asked_at: int | None = None
    filled: bool = False
    fault: str = ""


class There(msgspec.Struct, frozen=True):
    """A tag of the platform. `made`: seconds."""

    tag_id: str
    group_id: str
    group: str
    name: str
    made: int = 0


class Kept(msgspec.Struct, frozen=True):
    """What is to be there: `tags`, in the order in which they are made while there is room. `resting`: keys of tags
    that are kept no longer and stay as they are."""

    tags: Sequence[Wanted]
    resting: frozenset[int] = frozenset()


class Room(msgspec.Struct, frozen=True):
    """What else decides. `own`: ids of tags that this application made. `most`: tags of a corp, `others`: of rule
    groups, which count too. `stuck`: groups that can't be given another name."""

    own: Collection[str]
    most: int
    others: int = 0
    stuck: Collection[str] = ()


class Plan(msgspec.Struct):
    """`bind`: key → tag; `mine`: which of them turn out to be our own. `make`: by the name of their group, in order."""

    bind: dict[int, str] = msgspec.field(default_factory=dict[int, str])
    mine: set[str] = msgspec.field(default_factory=set[str])
    loose: list[int] = msgspec.field(default_factory=list[int])
    rename_groups: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    rename_tags: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    make: dict[str, list[Wanted]] = msgspec.field(default_factory=dict[str, list[Wanted]])
    drop: list[str] = msgspec.field(default_factory=list[str])
    faults: dict[int, Fault] = msgspec.field(default_factory=dict[int, Fault])

    @property
    def changes(self) -> bool:
        """Whether something over there must change."""
        return bool(self.rename_groups or self.rename_tags or self.make or self.drop)


def plan(kept: Kept, bonds: Mapping[int, Bond], there: Sequence[There], room: Room) -> Plan:
    """What makes the tags over there ours. Carried out, and planned anew, there is nothing left to do but faults."""
    made = Plan(rename_groups=_groups_to_rename(kept, bonds, there, room))
    look = _Look(kept, bonds, there, room.own)
    new = [one for one in kept.tags if not _there(made, one, look)]
    held = set(made.bind.values())
    resting = {bonds[key].tag_id for key in kept.resting if key in bonds}
    made.drop = [one.tag_id for one in there if one.tag_id in room.own and one.tag_id not in held | resting]
    free = max(0, room.most - room.others - (len(there) - len(made.drop)))
    for one in new[:free]:
        made.make.setdefault(one.group, []).append(one)
    made.faults |= dict.fromkeys((one.key for one in new[free:]), Fault.CAP)
    made.loose = [key for key, bond in bonds.items()
                  if bond.tag_id and key not in made.bind and key not in kept.resting]  # fmt: skip
    return made


class _Look:
    """Tags of the platform by id and by name. A tag of our own that belongs to one of ours is nobody else's."""

    def __init__(
        self, kept: Kept, bonds: Mapping[int, Bond], there: Sequence[There], own: Collection[str]
    ) -> None:
        self.own = own
        self._bonds = bonds
        self._by_id = {one.tag_id: one for one in there}
        self._by_name = {(one.group, one.name): one for one in reversed(there)}
        keys = [one.key for one in kept.tags if one.key in bonds]
        self._whose = {bonds[key].tag_id: key for key in keys if bonds[key].tag_id in own}

    def bond(self, key: int) -> Bond:
        return self._bonds.get(key, Bond(key))

    def bound(self, key: int) -> There | None:
        return self._by_id.get(self.bond(key).tag_id)

    def named(self, one: Wanted) -> There | None:
        found = self._by_name.get((one.group, one.name))
        return None if found is None or self._whose.get(found.tag_id, one.key) != one.key else found


def _there(made: Plan, one: Wanted, look: _Look) -> bool:
    """Whether there is a tag for it, perhaps under another name. False: it must be made."""
    bound, bond = look.bound(one.key), look.bond(one.key)
    own = bound if bound is not None and bound.tag_id in look.own else None
    if max(len(one.group), len(one.name)) > LONGEST_NAME:
        made.faults[one.key] = Fault.LONG
        if own is not None:  # as it was called while its name was short enough
            made.bind[one.key] = own.tag_id
        return True
    named = look.named(one)
    if named is not None:
        made.bind[one.key] = named.tag_id
        if bond.asked_at is not None and named.made >= bond.asked_at // SECOND - SKEW:
            made.mine.add(named.tag_id)
        return True
    if own is None or made.rename_groups.get(own.group_id, own.group) != one.group:
        return False
    made.bind[one.key] = own.tag_id
    if own.name != one.name:
        made.rename_tags[own.tag_id] = one.name
    return True


def _groups_to_rename(
    kept: Kept, bonds: Mapping[int, Bond], there: Sequence[There], room: Room
) -> dict[str, str]:
    """Groups all of whose tags are our own and go to one group that isn't there."""
    wanted = {bonds[one.key].tag_id: one.group for one in kept.tags if one.key in bonds}
    staying = wanted.keys() | {bonds[key].tag_id for key in kept.resting if key in bonds}
    names = {one.group for one in there}
    goes: dict[str, set[str]] = {}
    for one in there:
        if one.tag_id in room.own and one.tag_id not in staying:
            continue  # it will be deleted
        target = wanted.get(one.tag_id, one.group) if one.tag_id in room.own else one.group
        goes.setdefault(one.group_id, set()).add(target)
    found: dict[str, str] = {}
    for group_id, targets in goes.items():
        target = next(iter(targets))
        if (
            len(targets) == 1
            and target not in names
            and len(target) <= LONGEST_NAME
            and group_id not in room.stuck
        ):
            found[group_id] = target
            names.add(target)
    return found


def faulty(code: str) -> Fault:
    """A refusal of the platform's, for people."""
    return FAULTS.get(code, Fault.REFUSED)
