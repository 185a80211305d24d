"""Members who serve, and their customers."""

from bisect import bisect_right
from hashlib import sha256

from yutang.fakecom import pages
from yutang.fakecom.api import shapes
from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.ranges import (
    external_known,
    listed,
    member_serving,
    relation,
    relation_known,
    serving,
)
from yutang.fakecom.state.contacts import Follow
from yutang.fakecom.state.corps import Json

FOLLOWERS_A_PAGE = 500
OPENID_LIFE_S = 4 * 3600


@endpoint("GET", "externalcontact/get_follow_user_list", permission="contact")
def get_follow_user_list(call: Call) -> Json:
    return {"follow_user": [one.userid for one in serving(call.corp, call.app)]}


@endpoint("GET", "externalcontact/list", permission="contact")
def list_customers(call: Call) -> Json:
    """A member's customers; 84061 when there are none."""
    member = member_serving(call.corp, call.app, call.query.text("userid", need=41009))
    follows = call.corp.follows.get(member.userid, {}).values()
    found = [one.external_userid for one in follows if listed(call.corp, one)]
    if not found:
        raise Refused(84061)
    return {"external_userid": found}


@endpoint("GET", "externalcontact/get", permission="contact")
def get_customer(call: Call) -> Json:
    """A customer with those who follow him in the app's range, in pages of 500."""
    found = external_known(call.corp, call.query.text("external_userid", need=41035))
    seen = {member.userid for member in serving(call.corp, call.app)}
    follows = [
        one
        for userid in found.followers
        if userid in seen and (one := relation(call.corp, userid, found.external_userid))
    ]
    if not follows:
        raise Refused(84061)
    follows.sort(key=lambda one: one.serial)
    shown, cursor = pages.page(
        call, follows, lambda one: one.serial, default=FOLLOWERS_A_PAGE, most=FOLLOWERS_A_PAGE
    )
    answer: Json = {
        "external_contact": shapes.external(found),
        "follow_user": [shapes.follow_user(call.corp, one) for one in shown],
    }
    return answer | ({"next_cursor": cursor} if cursor else {})


@endpoint("POST", "externalcontact/batch/get_by_user", permission="contact")
def get_by_user(call: Call) -> Json:
    """Customers of up to 100 members, one row a relation: `follow_info`, not `follow_user`. 84061 where none of them
    has any; or, if the policy says so, where one of them has none."""
    # Somebody named twice is meant once: a cursor holds the place of one among them.
    userids = list(dict.fromkeys(call.body.texts("userid_list", most=100, code=40031)))
    if not userids:
        raise Refused(40031)
    for userid in userids:
        member_serving(call.corp, call.app, userid)
    _not_lonely(call, userids)
    limit = pages.size(call, default=50, most=100, clamp=True)
    found = _after(call, userids, limit + 1)
    more = len(found) > limit
    found = found[:limit]
    position = pages.opened(call)
    if more:
        found = found[: pages.shortened(call, len(found))]
    if found:
        last = found[-1]
        position = [userids.index(last.userid), last.serial]
    rows = [
        {
            "external_contact": shapes.external(call.corp.externals[one.external_userid]),
            "follow_info": shapes.follow_info(one),
        }
        for one in found
    ]
    return {"external_contact_list": rows, "next_cursor": pages.seal(call, position) if more else ""}


def _not_lonely(call: Call, userids: list[str]) -> None:
    have = [
        any(listed(call.corp, one) for one in call.corp.follows.get(userid, {}).values())
        for userid in userids
    ]
    if not any(have) or (call.corp.policy.lonely_refused and not all(have)):
        raise Refused(84061)


def _after(call: Call, userids: list[str], count: int) -> list[Follow]:
    """Up to `count` relations behind the cursor: member by member as asked, each by serial."""
    place, serial = pages.opened(call) or (0, 0)
    found: list[Follow] = []
    for number in range(place, len(userids)):
        mine = list(call.corp.follows.get(userids[number], {}).values())
        start = bisect_right(mine, serial, key=lambda one: one.serial) if number == place else 0
        for one in mine[start:]:
            if listed(call.corp, one):
                found.append(one)
                if len(found) == count:
                    return found
    return found


@endpoint("POST", "externalcontact/contact_list", permission="contact")
def contact_list(call: Call) -> Json:
    """Everybody whom members in the app's range serve: relations, and who sits in a customer group of theirs."""
    rows: list[tuple[list[int | str], Json]] = []
    seen = {member.userid: member for member in serving(call.corp, call.app)}
    for member in seen.values():
        for one in call.corp.follows.get(member.userid, {}).values():
            if listed(call.corp, one):
                row = {"follow_userid": one.userid, "add_time": one.createtime // 1000}
                rows.append(
                    (
                        [one.createtime, one.userid, one.external_userid],
                        _known(call, one.external_userid, row),
                    )
                )
    for group in call.corp.groups.values():
        if not group.dismissed_at and group.customer and group.owner in seen:
            for seat in group.seats.values():
                if seat.type == 2:
                    row = {
                        "chat_id": group.chat_id,
                        "chat_name": group.name,
                        "add_time": seat.join_time // 1000,
                    }
                    rows.append(
                        ([seat.join_time, group.chat_id, seat.userid], _known(call, seat.userid, row))
                    )
    rows.sort(key=lambda one: one[0])
    shown, cursor = pages.page(call, rows, lambda one: one[0], default=1000, most=1000)
    return {"info_list": [row for _, row in shown], "next_cursor": cursor}


def _known(call: Call, external_userid: str, row: Json) -> Json:
    """With the id of who is a customer, or the masked name of who is not. The temporary id changes after four hours."""
    found = call.corp.externals.get(external_userid)
    turn = call.seconds // OPENID_LIFE_S
    temporary = sha256(f"{call.state.seed} {call.app.agentid} {external_userid} {turn}".encode()).hexdigest()
    if found and found.followers:
        return {"is_customer": True, "tmp_openid": temporary, "external_userid": external_userid} | row
    name = found.name if found else ""
    return {"is_customer": False, "tmp_openid": temporary, "name": f"***{name[-1:]}"} | row


@endpoint("POST", "externalcontact/remark", permission="contact")
def remark(call: Call) -> Json:
    """Change what a member noted; nothing is emitted. Given phones replace the old ones, [""] takes them away."""
    body = call.body
    follow = relation_known(
        call.corp, call.app, body.text("userid", need=41009), body.text("external_userid", need=41035)
    )
    optional = ("remark", "description", "remark_company", "remark_mobiles", "remark_pic_mediaid")
    if not any(name in body for name in optional):
        raise Refused(40063)
    for name, most in (("remark", 20), ("description", 150), ("remark_company", 20)):
        if len(body.text(name)) > most:
            raise Refused(40058, f"invalid {name} size")
    if "remark_company" in body and call.corp.externals[follow.external_userid].type != 1:
        raise Refused(40058, "remark_company is for WeChat users only")
    follow.remark = body.text("remark", follow.remark)
    follow.description = body.text("description", follow.description)
    follow.remark_corp_name = body.text("remark_company", follow.remark_corp_name)
    if "remark_mobiles" in body:
        follow.remark_mobiles = [one for one in body.texts("remark_mobiles") if one]
    return {}


@endpoint("POST", "externalcontact/convert_to_openid", permission="contact")
def convert_to_openid(call: Call) -> Json:
    found = external_known(call.corp, call.body.text("external_userid", need=41035))
    made = sha256(f"openid {call.corp.corpid} {found.external_userid}".encode()).hexdigest()[:22]
    return {"openid": found.openid or f"oFake{made}"}
