"""A world is put into the fake: its corp, its tags and its past at once; what is to come is planned."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from yutang.fakecom.clock import due
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import friends, playing, rooms
from yutang.fakecom.state.contacts import External, Tag, TagGroup
from yutang.fakecom.state.corps import App, Json, Member, Party
from yutang.fakecom.state.world import Corp, Due
from yutang.fakecom.worlds import files, timeline

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

MINUTE = 60_000


def load(fake: "Fake", folder: Path, corpid: str, app: App, at: int = 0) -> Corp:
    """Make the corp `corpid`, with this app, of the files in `folder`, as it is at `at` (milliseconds; 0: after
    everything that they tell). The clock stands there then."""
    if corpid in fake.state.corps:
        raise Refused(40058, "the corp exists")
    found = files.read(folder)
    acts = timeline.of(found)
    corp = _corp(found, corpid, app)
    fake.state.corps[corpid] = corp
    _tags(fake, corp, found, acts[0].at if acts else at)
    until = at or (acts[-1].at + MINUTE if acts else fake.state.now)
    for act in acts:
        if act.at > until:
            fake.clock.plan(act.at, "world", corpid, kind=act.kind, what=act.what)
            continue
        fake.state.now = act.at
        do(fake, corp, act.kind, act.what)
    fake.state.now = until
    corp.welcome_codes.clear()
    if found.chats is not None:
        playing.load(fake, corp, found.chats)
    return corp


def _corp(found: files.Files, corpid: str, app: App) -> Corp:
    parties: dict[str, Party] = {"": Party(1, "总部", 0)}
    for row in found.staff:
        parties.setdefault(row["部门"], Party(len(parties) + 1, row["部门"], 1))
    made = Corp(corpid=corpid, name="总部", apps={app.agentid: app})
    made.parties = {one.id: one for one in parties.values()}
    for row in found.staff:
        made.members[row["企微账号"]] = Member(
            userid=row["企微账号"], name=row["姓名"], parties=[parties[row["部门"]].id], position=row["角色"]
        )
    for row in found.seats:
        # Who sits in a group is known outside too, customer or not.
        who, kind = row["成员ID"], 1 if row["成员ID"].startswith("wm") else 2
        if row["成员类型"] == "客户" and who not in made.externals:
            made.externals[who] = External(external_userid=who, name=row["昵称"], type=kind)
    return made


def _tags(fake: "Fake", corp: Corp, found: files.Files, at: int) -> None:
    """Every "group/tag" of the customers, as an administrator made them before anything else."""
    names = dict.fromkeys(one for row in found.customers for one in row["标签"].split("，") if one)
    groups: dict[str, TagGroup] = {}
    for name in names:
        group_name, _, tag_name = name.rpartition("/")
        group = groups.get(group_name)
        if group is None:
            group_id = f"et{fake.dice.text(30)}"
            group = groups[group_name] = TagGroup(group_id=group_id, group_name=group_name, create_time=at)
            corp.tag_groups[group_id] = group
        tag = Tag(id=f"et{fake.dice.text(30)}", name=tag_name or name, create_time=at)
        group.tags[tag.id] = tag


def do(fake: "Fake", corp: Corp, kind: str, what: Json) -> None:
    """One act, now. What has become impossible meanwhile (somebody else did it) is passed over."""
    try:
        ACTS[kind](fake, corp, what)
    except Refused:
        return


@due("world")
def happen(fake: "Fake", entry: Due) -> None:
    do(fake, fake.state.corps[entry.corpid], entry.what["kind"], entry.what["what"])


def _add(fake: "Fake", corp: Corp, what: Json) -> None:
    known = msgspec.convert(what["contact"], External)
    before = corp.externals.get(known.external_userid)
    known.followers = before.followers if before else []
    corp.externals[known.external_userid] = known
    userid = what["userid"]
    friends.add(fake, corp, userid, known.external_userid, add_way=what["add_way"], state=what["state"])
    follow = corp.follows[userid].get(known.external_userid)
    if follow is None:  # the member has no room for more
        return
    follow.remark, follow.remark_mobiles = what["remark"], what["mobiles"]
    ids = {
        f"{group.group_name}/{tag.name}" if group.group_name else tag.name: tag.id
        for group in corp.tag_groups.values()
        for tag in group.tags.values()
        if not tag.deleted
    }
    follow.tag_ids = [ids[one] for one in what["tags"] if one in ids]


def _lose(fake: "Fake", corp: Corp, what: Json) -> None:
    pair = (what["userid"], what["external_userid"])
    if what["by_member"]:
        friends.delete_by_member(fake, corp, *pair, source=what["source"])
    else:
        friends.delete_by_customer(fake, corp, *pair)


def _found(fake: "Fake", corp: Corp, what: Json) -> None:
    people = [one for one in what["people"] if one != what["owner"]]
    rooms.found(fake, corp, what["owner"], name=what["name"], chat_id=what["chat_id"], people=people)


def _rename(fake: "Fake", corp: Corp, what: Json) -> None:
    rooms.change(fake, corp, corp.groups[what["chat_id"]], name=what["name"])


def _wait(fake: "Fake", corp: Corp, what: Json) -> None:
    corp.groups[what["chat_id"]].status = 1


def _join(fake: "Fake", corp: Corp, what: Json) -> None:
    group, people = corp.groups[what["chat_id"]], what["people"]
    rooms.join(fake, corp, group, people, scene=what["how"], invitor=what["invitor"])


def _leave(fake: "Fake", corp: Corp, what: Json) -> None:
    rooms.leave(fake, corp, corp.groups[what["chat_id"]], what["people"], removed=bool(what["how"]))


ACTS: dict[str, Callable[[Any, Corp, Json], None]] = {
    "add": _add,
    "lose": _lose,
    "found": _found,
    "rename": _rename,
    "wait": _wait,
    "join": _join,
    "leave": _leave,
}
