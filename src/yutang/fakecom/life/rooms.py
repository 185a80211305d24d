"""Customer groups, by hand: founded, joined, left, renamed, handed over, dissolved. Every act tells the corp's apps."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom import events
from yutang.fakecom.errors import Refused
from yutang.fakecom.state.groups import Group, JoinWay, Seat
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

INVITED, LINK, CODE = 1, 2, 3
LEFT, REMOVED = 0, 1


class Joined(msgspec.Struct, kw_only=True):
    """What came of scanning a group's code. outcome: joined, already, full. `founded`: the group was made for it."""

    outcome: str
    chat_id: str = ""
    founded: bool = False


def _changing(fake: "Fake", group: Group) -> tuple[str, str]:
    """Keep what was, give the seats a new version; both versions come back."""
    group.seats_before, group.version_before = dict(group.seats), group.version
    group.changed_at, group.version = fake.state.now, fake.dice.octets(16).hex()
    return group.version_before, group.version


def found(
    fake: "Fake",
    corp: Corp,
    owner: str,
    *,
    name: str = "",
    chat_id: str = "",
    people: list[str] | None = None,
) -> Group:
    """A member makes a group, with these people in it, as many as it holds."""
    made = Group(
        chat_id=chat_id or f"wr{fake.dice.text(30)}",
        owner=owner,
        create_time=fake.state.now,
        name=name,
        version=fake.dice.octets(16).hex(),
        changed_at=fake.state.now,
        opengid=f"og{fake.dice.text(26)}",
    )
    if made.chat_id in corp.groups:
        raise Refused(40058, "the group exists")
    first: list[str] = [owner, *(people or [])]
    for one in list(dict.fromkeys(first))[: max(corp.policy.group_size, 1)]:
        made.seats[one] = _seat(fake, corp, one, invitor="" if one == owner else owner)
    corp.groups[made.chat_id] = made
    fake.emit(corp, events.chat("create", made.chat_id, owner))
    return made


def _seat(
    fake: "Fake", corp: Corp, who: str, scene: int = INVITED, state: str = "", invitor: str = ""
) -> Seat:
    kind = 1 if who in corp.members else 2
    return Seat(
        userid=who, type=kind, join_time=fake.state.now, join_scene=scene, state=state, invitor=invitor
    )


def join(
    fake: "Fake",
    corp: Corp,
    group: Group,
    people: list[str],
    *,
    scene: int = CODE,
    state: str = "",
    invitor: str = "",
) -> list[str]:
    """They come in, as many as there is room for; who came."""
    room = corp.policy.group_size - len(group.seats)
    coming = [one for one in dict.fromkeys(people) if one not in group.seats][: max(room, 0)]
    if not coming:
        return []
    last, current = _changing(fake, group)
    for one in coming:
        group.seats[one] = _seat(fake, corp, one, scene, state, invitor)
    _tell(fake, corp, group, "add_member", coming, last, current, JoinScene=_joined(scene))
    return coming


def _joined(scene: int) -> int:
    """The scene as events number it: 0 invited (also by a link), 3 code; the API's answers have 1, 2 and 3."""
    return CODE if scene == CODE else 0


def leave(fake: "Fake", corp: Corp, group: Group, people: list[str], *, removed: bool = False) -> list[str]:
    """They go, or are put out; who went. When the owner goes, an administrator or another member follows."""
    going = [one for one in dict.fromkeys(people) if one in group.seats]
    if not going:
        return []
    last, current = _changing(fake, group)
    for one in going:
        group.gone.append((group.seats.pop(one).join_time, fake.state.now))
    group.admins = [one for one in group.admins if one not in going]
    _tell(fake, corp, group, "del_member", going, last, current, QuitScene=REMOVED if removed else LEFT)
    if group.owner in going:
        heirs = [*group.admins, *(one.userid for one in group.seats.values() if one.type == 1)]
        if heirs:
            change(fake, corp, group, owner=heirs[0])
    return going


def _tell(
    fake: "Fake",
    corp: Corp,
    group: Group,
    detail: str,
    people: list[str],
    last: str,
    current: str,
    **more: int,
) -> None:
    told = events.chat(
        "update",
        group.chat_id,
        group.owner,
        UpdateDetail=detail,
        **more,
        MemChangeCnt=len(people),
        MemChangeList=people,
        LastMemVer=last,
        CurMemVer=current,
    )
    fake.emit(corp, told)


def change(
    fake: "Fake",
    corp: Corp,
    group: Group,
    *,
    owner: str | None = None,
    name: str | None = None,
    notice: str | None = None,
) -> None:
    """Another owner, name or notice: an event each. Who owns a group sits in it: the new owner comes in first, and
    is refused by a full one (90503)."""
    if owner is not None and owner != group.owner:
        if owner not in corp.members:
            raise Refused(40003)
        if owner not in group.seats and not join(fake, corp, group, [owner], scene=INVITED):
            raise Refused(90503)
        group.owner = owner
        fake.emit(corp, events.chat("update", group.chat_id, owner, UpdateDetail="change_owner"))
    if name is not None and name != group.name:
        group.name_before, group.name = group.name, name
        fake.emit(corp, events.chat("update", group.chat_id, group.owner, UpdateDetail="change_name"))
    if notice is not None and notice != group.notice:
        group.notice = notice
        fake.emit(corp, events.chat("update", group.chat_id, group.owner, UpdateDetail="change_notice"))


def dismiss(fake: "Fake", corp: Corp, group: Group) -> None:
    """The owner dissolves the group."""
    group.dismissed_at = fake.state.now
    fake.emit(corp, events.chat("dismiss", group.chat_id, group.owner))


def scan(fake: "Fake", corp: Corp, way: JoinWay, who: str) -> Joined:
    """Somebody scans a group's code: the first of its groups with room; a new one when all are full, if it says so."""
    groups = [corp.groups[one] for one in way.chat_id_list if one in corp.groups]
    groups = [one for one in groups if not one.dismissed_at]
    if any(who in one.seats for one in groups):
        return Joined(outcome="already", chat_id=next(one.chat_id for one in groups if who in one.seats))
    room = next((one for one in groups if len(one.seats) < corp.policy.group_size), None)
    founded = room is None and bool(way.auto_create_room) and bool(groups)
    if founded:
        room = _next(fake, corp, way, groups[-1])
    if room is None or not join(fake, corp, room, [who], state=way.state):
        return Joined(outcome="full")
    return Joined(outcome="joined", chat_id=room.chat_id, founded=founded)


def _next(fake: "Fake", corp: Corp, way: JoinWay, before: Group) -> Group:
    """The next of the row, "name + number", of the same owner; a code has five at most, so the first gives way."""
    made = found(fake, corp, before.owner, name=f"{way.room_base_name}{way.room_base_id}")
    way.room_base_id += 1
    way.chat_id_list = [*way.chat_id_list, made.chat_id][-5:]
    return made
