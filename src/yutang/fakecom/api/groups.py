"""Customer groups, as far as the owner is in the app's range."""

from yutang.fakecom import faults, pages
from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.ranges import sees, serving
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.groups import Group, Seat

OWNERS_MOST, VISIBLE_MOST = 100, 1000


def group_known(call: Call, chat_id: str) -> Group:
    """A customer group that the app sees: 40050 unknown, 90501 no customer group, 60011 out of range."""
    found = call.corp.groups.get(chat_id)
    if found is None or found.dismissed_at:
        raise Refused(40050)
    if not found.customer:
        raise Refused(90501)
    owner = call.corp.members.get(found.owner)
    if owner is None or not (owner.resigned_at or sees(call.corp, call.app, owner)):
        raise Refused(60011)
    return found


@endpoint("POST", "externalcontact/groupchat/list", permission="contact")
def list_groups(call: Call) -> Json:
    """By status and owner. Without owners: 81017 when the app sees more than 1,000 members."""
    owners = call.body.object("owner_filter").texts("userid_list", most=OWNERS_MOST, code=40031)
    status = call.body.number("status_filter")
    if status not in {0, 1, 2, 3}:
        raise Refused(40058, "invalid status_filter")
    seen = {one.userid for one in serving(call.corp, call.app)}
    if not owners and len(seen) > VISIBLE_MOST:
        raise Refused(81017)
    resigned = {one.userid for one in call.corp.members.values() if one.resigned_at}
    for one in owners:
        if one not in call.corp.members:
            raise Refused(40003)
        if one not in seen | resigned:
            raise Refused(60011)
    wanted = set(owners) or seen | (resigned if status else set())
    rows = [
        one
        for one in call.corp.groups.values()
        if one.customer and not one.dismissed_at and one.owner in wanted and status in {0, one.status}
    ]
    rows.sort(key=lambda one: (one.create_time, one.chat_id))
    shown, cursor = pages.page(
        call, rows, lambda one: [one.create_time, one.chat_id], default=1000, most=1000
    )
    found: Json = {"group_chat_list": [{"chat_id": one.chat_id, "status": one.status} for one in shown]}
    return found | ({"next_cursor": cursor} if cursor else {})


@endpoint("POST", "externalcontact/groupchat/get", permission="contact")
def get_group(call: Call) -> Json:
    """A group with its members. Faults: it lags behind the last change, or shows the version of before."""
    group = group_known(call, call.body.text("chat_id", need=40063))
    lagging = faults.first(call.state, ["lag"], call.request.path.removeprefix("/cgi-bin/"))
    stale = faults.first(call.state, ["stale_version"], call.request.path.removeprefix("/cgi-bin/"))
    seats = group.seats_before if lagging and group.version_before else group.seats
    version = group.version_before if (lagging or stale) and group.version_before else group.version
    named = call.body.number("need_name") == 1
    shown: Json = {
        "chat_id": group.chat_id,
        "name": group.name,
        "owner": group.owner,
        "create_time": group.create_time // 1000,
        "member_list": [_seat(call, one, named=named) for one in seats.values()],
        "admin_list": [{"userid": one} for one in group.admins],
        "member_version": version,
    }
    return {"group_chat": shown | ({"notice": group.notice} if group.notice else {})}


def _seat(call: Call, one: Seat, *, named: bool) -> Json:
    shown: Json = {
        "userid": one.userid,
        "type": one.type,
        "join_time": one.join_time // 1000,
        "join_scene": one.join_scene,
    }
    external = call.corp.externals.get(one.userid)
    if one.invitor:
        shown["invitor"] = {"userid": one.invitor}
    if one.state:
        shown["state"] = one.state
    if external and external.unionid:
        shown["unionid"] = external.unionid
    shown["group_nickname"] = one.group_nickname
    if named:
        member = call.corp.members.get(one.userid)
        shown["name"] = external.name if external else member.name if member else ""
    return shown


@endpoint("POST", "externalcontact/opengid_to_chatid", permission="contact")
def opengid_to_chatid(call: Call) -> Json:
    opengid = call.body.text("opengid", need=40063)
    for group in call.corp.groups.values():
        if opengid and group.opengid == opengid:
            return {"chat_id": group_known(call, group.chat_id).chat_id}
    raise Refused(90511)
