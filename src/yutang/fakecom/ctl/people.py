"""What customers and members do with each other: scan, accept, delete, note, resign, log in."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom import events
from yutang.fakecom.ctl.corps import corp_of, member_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import friends, rooms
from yutang.fakecom.state.contacts import External
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.world import Code, Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

LOGIN_S = 300


def external_of(fake: "Fake", corp: Corp, ask: Fields) -> External:
    """The contact named by `external_userid`; a new one when none is named, with the given name, type, unionid."""
    if "external_userid" in ask and ask.text("external_userid") in corp.externals:
        return corp.externals[ask.text("external_userid")]
    given = {
        k: ask.given[k]
        for k in ("external_userid", "name", "type", "gender", "unionid", "avatar")
        if k in ask
    }
    return friends.stranger(fake, corp, **given)


@control("POST", "/__ctl/externals")
def put_external(fake: "Fake", ask: Fields) -> Json:
    """Add a contact outside, or change the given fields of one."""
    corp = corp_of(fake, ask)
    found = external_of(fake, corp, ask)
    given = {k: v for k, v in ask.given.items() if k not in {"corp", "external_userid", "followers"}}
    corp.externals[found.external_userid] = msgspec.convert({**msgspec.to_builtins(found), **given}, External)
    return msgspec.to_builtins(corp.externals[found.external_userid])


@control("POST", "/__ctl/scan")
def scan(fake: "Fake", ask: Fields) -> Json:
    """Somebody scans a code (`code`: config_id or the picture's address), new unless `external_userid` names him.

    `half`: he adds the member, who doesn't add back. `userid`: whom a code of several leads to. `times`: so many new
    people in the same instant; then only the outcomes are counted.
    """
    corp = corp_of(fake, ask)
    times = ask.number("times", 1)
    if times == 1:
        return _scan(fake, corp, ask)
    counted: dict[str, int] = {}
    for _ in range(times):
        outcome = str(_scan(fake, corp, ask)["outcome"])
        counted[outcome] = counted.get(outcome, 0) + 1
    return {"outcomes": counted}


def _scan(fake: "Fake", corp: Corp, ask: Fields) -> Json:
    config_id = ask.text("code").rstrip("/").rpartition("/")[2]
    way, join_way = corp.ways.get(config_id), corp.join_ways.get(config_id)
    if way is None and join_way is None:
        return {"outcome": "gone"}
    person = external_of(fake, corp, ask)
    if join_way is not None:
        came = rooms.scan(fake, corp, join_way, person.external_userid)
        return {"external_userid": person.external_userid, **msgspec.to_builtins(came)}
    assert way is not None  # noqa: S101 - one of the two was found
    met = friends.scan(
        fake, corp, way, person.external_userid, userid=ask.text("userid"), half=ask.flag("half")
    )
    return msgspec.to_builtins(met)


@control("POST", "/__ctl/add")
def add(fake: "Fake", ask: Fields) -> Json:
    """They become friends without a code: `add_way` and `state` as given."""
    corp = corp_of(fake, ask)
    userid, person = member_of(corp, ask).userid, external_of(fake, corp, ask)
    met = friends.add(
        fake,
        corp,
        userid,
        person.external_userid,
        add_way=ask.number("add_way"),
        state=ask.text("state"),
        half=ask.flag("half"),
    )
    return msgspec.to_builtins(met)


@control("POST", "/__ctl/accept")
def accept(fake: "Fake", ask: Fields) -> Json:
    """The member accepts a request or adds back."""
    corp = corp_of(fake, ask)
    met = friends.accept(fake, corp, member_of(corp, ask).userid, ask.text("external_userid"))
    return msgspec.to_builtins(met)


@control("POST", "/__ctl/delete")
def delete(fake: "Fake", ask: Fields) -> Json:
    """`by`: "member" or "customer" deletes the other."""
    corp = corp_of(fake, ask)
    userid, external = member_of(corp, ask).userid, ask.text("external_userid")
    if ask.text("by", "customer") == "member":
        friends.delete_by_member(fake, corp, userid, external)
    else:
        friends.delete_by_customer(fake, corp, userid, external)
    return {}


@control("POST", "/__ctl/note")
def note(fake: "Fake", ask: Fields) -> Json:
    """The member edits in his client: `remark`, `description`, `remark_mobiles`, `add_tag`, `remove_tag`, `own_tags`.

    Only phones changed: no event, as on the platform.
    """
    corp = corp_of(fake, ask)
    follow = corp.follows.get(ask.text("userid"), {}).get(ask.text("external_userid"))
    if follow is None:
        raise Refused(84061)
    before = msgspec.structs.replace(follow)
    follow.remark = ask.text("remark", follow.remark)
    follow.description = ask.text("description", follow.description)
    if "remark_mobiles" in ask:
        follow.remark_mobiles = ask.texts("remark_mobiles")
    if "own_tags" in ask:
        follow.own_tags = ask.texts("own_tags")
    kept = [one for one in follow.tag_ids if one not in ask.texts("remove_tag")]
    follow.tag_ids = kept + [one for one in ask.texts("add_tag") if one not in kept]
    same = msgspec.structs.replace(follow, remark_mobiles=before.remark_mobiles, own_tags=before.own_tags)
    if same != before:
        told = events.contact(
            "edit_external_contact", follow.userid, follow.external_userid, State=follow.state
        )
        fake.emit(corp, told)
    return {"told": same != before}


@control("POST", "/__ctl/member/{userid}/resign")
def resign(fake: "Fake", ask: Fields) -> Json:
    """The member leaves the corp: his customers and groups wait to be handed on."""
    corp = corp_of(fake, ask)
    member = member_of(corp, ask)
    member.resigned_at = fake.state.now
    groups = [one for one in corp.groups.values() if one.owner == member.userid and not one.dismissed_at]
    for group in groups:
        group.status = 1
    told = events.Event(
        kind="change_contact",
        change="delete_user",
        fields={"UserID": member.userid},
        permission="directory",
    )
    fake.emit(corp, told)
    return {"customers": len(corp.follows.get(member.userid, {})), "groups": len(groups)}


@control("POST", "/__ctl/member/{userid}/rename")
def rename(fake: "Fake", ask: Fields) -> Json:
    """His account gets the id `to`, as happens once to ids that the platform made; all that was his is his on."""
    corp, to = corp_of(fake, ask), ask.text("to", need=40058)
    member = member_of(corp, ask)
    old = member.userid
    if to in corp.members:
        raise Refused(40058)
    corp.members[to] = corp.members.pop(old)
    member.userid = to
    follows = corp.follows.pop(old, {})
    corp.follows[to] = follows
    for one in follows.values():
        one.userid = to
        followers = corp.externals[one.external_userid].followers
        followers[:] = [to if each == old else each for each in followers]
    for group in corp.groups.values():
        group.owner = to if group.owner == old else group.owner
        group.admins[:] = [to if each == old else each for each in group.admins]
        if (seat := group.seats.pop(old, None)) is not None:
            seat.userid = to
            group.seats[to] = seat
    for way in corp.ways.values():
        way.user[:] = [to if each == old else each for each in way.user]
    fields = {"UserID": old, "NewUserID": to}
    told = events.Event(kind="change_contact", change="update_user", fields=fields, permission="directory")
    fake.emit(corp, told)
    return {"customers": len(follows)}


@control("POST", "/__ctl/login")
def login(fake: "Fake", ask: Fields) -> Json:
    """Somebody comes back from the login page: the `code` that his browser carries, for five minutes and once."""
    corp = corp_of(fake, ask)
    code = fake.dice.text(43)
    fake.state.codes[code] = Code(
        corpid=corp.corpid,
        userid=ask.text("userid"),
        external_userid=ask.text("external_userid"),
        until=fake.state.now + LOGIN_S * 1000,
    )
    return {"code": code}
