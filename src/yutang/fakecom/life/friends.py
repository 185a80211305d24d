"""Members and customers become friends and part again, by hand. Every act tells the corp's apps."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom import events
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import talk
from yutang.fakecom.ranges import members_of
from yutang.fakecom.state.contacts import Asking, ContactWay, External, Follow, WelcomeCode
from yutang.fakecom.state.corps import Member
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

SCAN, LINK, ASSIGNED, FOREIGN_STATE = 1, 16, 202, "wb:1:4285486"


class Met(msgspec.Struct, kw_only=True):
    """What came of a try. outcome: added, half, asked, already, full (the member takes no more), gone (the code)."""

    outcome: str
    userid: str = ""
    external_userid: str = ""
    welcome_code: str = ""


def stranger(fake: "Fake", corp: Corp, **known: object) -> External:
    """Somebody new: `type` 2 has an id that begins with wo, a WeChat user with wm."""
    kind = known.get("type", 1)
    made = msgspec.convert({"external_userid": "", **known}, External)
    if not made.external_userid:
        made.external_userid = ("wo" if kind == 2 else "wm") + fake.dice.text(30)
    if made.external_userid in corp.externals:
        raise Refused(40058, "the contact exists")
    corp.externals[made.external_userid] = made
    return made


def friends(corp: Corp, userid: str, external_userid: str) -> Follow | None:
    """The relation, while neither has deleted the other."""
    found = corp.follows.get(userid, {}).get(external_userid)
    return found if found is not None and not found.lost_at else None


def add(
    fake: "Fake",
    corp: Corp,
    userid: str,
    external_userid: str,
    *,
    add_way: int = 0,
    state: str = "",
    half: bool = False,
) -> Met:
    """They become friends now; who had deleted the member is back, with what the member had noted: he never left the
    member's list, so there is room for him even where it is full."""
    known = friends(corp, userid, external_userid)
    if known is not None:
        return Met(outcome="already", userid=userid, external_userid=external_userid)
    mine = corp.follows.setdefault(userid, {})
    if external_userid not in mine and len(mine) >= corp.policy.customers_per_member:
        return Met(outcome="full", userid=userid, external_userid=external_userid)
    by_customer = half or add_way in (SCAN, LINK)
    if not by_customer and add_way != ASSIGNED:
        talk.day_of(corp, userid, fake.state.now).applies += 1
    before = mine.pop(external_userid, None)
    if before is not None and corp.policy.foreign_state:
        state = FOREIGN_STATE
    corp.serial += 1
    made = Follow(
        userid=userid,
        external_userid=external_userid,
        serial=corp.serial,
        createtime=fake.state.now,
        add_way=add_way,
        state=state,
        half=half,
        oper_userid=external_userid if by_customer else userid,
        tag_ids=before.tag_ids if before else [],
        remark=before.remark if before else "",
        chatted=before.chatted if before else False,
    )
    mine[external_userid] = made
    external = corp.externals[external_userid]
    if userid not in external.followers:
        external.followers.append(userid)
    code = welcome(fake, corp, made)
    change = "add_half_external_contact" if half else "add_external_contact"
    fake.emit(corp, events.contact(change, userid, external_userid, State=state, WelcomeCode=code))
    outcome = "half" if half else "added"
    return Met(outcome=outcome, userid=userid, external_userid=external_userid, welcome_code=code)


def welcome(fake: "Fake", corp: Corp, follow: Follow) -> str:
    """A welcome code, or "": the console has a welcome set, they have talked, or the half-friend's code was used."""
    used = any(
        one.used_at and (one.userid, one.external_userid) == (follow.userid, follow.external_userid)
        for one in _since(corp, follow.createtime)
    )
    if corp.members[follow.userid].console_welcome or follow.chatted or (used and not follow.half):
        return ""
    code = fake.dice.text(43)
    corp.welcome_codes[code] = WelcomeCode(
        code=code,
        userid=follow.userid,
        external_userid=follow.external_userid,
        issued_at=fake.state.now,
    )
    return code


def _since(corp: Corp, at: int) -> list[WelcomeCode]:
    """Codes that were given since then, newest first."""
    found: list[WelcomeCode] = []
    for one in reversed(corp.welcome_codes.values()):
        if one.issued_at < at:
            break
        found.append(one)
    return found


def accept(fake: "Fake", corp: Corp, userid: str, external_userid: str) -> Met:
    """The member accepts a request, or adds back who is half a friend."""
    follow = friends(corp, userid, external_userid)
    if follow is not None and follow.half:
        follow.half = False
        code = welcome(fake, corp, follow)
        told = events.contact(
            "add_external_contact", userid, external_userid, State=follow.state, WelcomeCode=code
        )
        fake.emit(corp, told)
        return Met(outcome="added", userid=userid, external_userid=external_userid, welcome_code=code)
    for one in corp.asking:
        if (one.userid, one.external_userid) == (userid, external_userid):
            corp.asking.remove(one)
            return add(fake, corp, userid, external_userid, add_way=one.add_way, state=one.state)
    raise Refused(84061, "nothing to accept")


def delete_by_member(fake: "Fake", corp: Corp, userid: str, external_userid: str, source: str = "") -> None:
    """The member deletes the customer: the relation is gone with all that was noted. `source`: DELETE_BY_TRANSFER."""
    if corp.follows.get(userid, {}).pop(external_userid, None) is None:
        raise Refused(84061)
    corp.externals[external_userid].followers.remove(userid)
    fake.emit(corp, events.contact("del_external_contact", userid, external_userid, Source=source))


def delete_by_customer(fake: "Fake", corp: Corp, userid: str, external_userid: str) -> None:
    """The customer deletes the member, whose client doesn't show it."""
    follow = friends(corp, userid, external_userid)
    if follow is None:
        raise Refused(84061)
    follow.lost_at = fake.state.now
    fake.emit(corp, events.contact("del_follow_user", userid, external_userid))


def scan(
    fake: "Fake", corp: Corp, way: ContactWay, external_userid: str, *, userid: str = "", half: bool = False
) -> Met:
    """A customer scans a contact way. Who is a friend of somebody behind it is led to him, and nothing is told."""
    if over(fake, way):
        return Met(outcome="gone", external_userid=external_userid)
    led = [one.userid for one in behind(corp, way)]
    for one in led:
        if friends(corp, one, external_userid):
            return Met(outcome="already", userid=one, external_userid=external_userid)
    if not led:
        return Met(outcome="gone", external_userid=external_userid)
    chosen = userid if userid in led else fake.dice.pick(led)
    if not way.skip_verify:
        corp.asking.append(
            Asking(
                userid=chosen,
                external_userid=external_userid,
                asked_at=fake.state.now,
                add_way=SCAN,
                state=way.state,
                config_id=way.config_id,
            )
        )
        return Met(outcome="asked", userid=chosen, external_userid=external_userid)
    met = add(fake, corp, chosen, external_userid, add_way=SCAN, state=way.state, half=half)
    way.spent = way.is_temp and met.outcome in {"added", "half"}
    return met


def over(fake: "Fake", way: ContactWay) -> bool:
    """Whether a temporary code has been used or is too old."""
    return way.spent or (way.is_temp and fake.state.now >= way.created_at + way.expires_in * 1000)


def behind(corp: Corp, way: ContactWay) -> list[Member]:
    """Members that the code may lead to, who serve customers and are still there."""
    named = [corp.members[one] for one in way.user if one in corp.members]
    found = {one.userid: one for one in [*named, *members_of(corp, way.party)]} if way.party else None
    members = list(found.values()) if found else named
    return [one for one in members if one.in_follow_scope and not one.resigned_at]
