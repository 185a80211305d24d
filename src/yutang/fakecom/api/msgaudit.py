"""The session archive's helpers. Source: developer.work.weixin.qq.com path 91774 and the pages beside it.

`exteranalopenid` is really spelled so.
"""

from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import archive
from yutang.fakecom.state.corps import Json


@endpoint("POST", "msgaudit/get_permit_user_list", permission="archive")
def get_permit_user_list(call: Call) -> Json:
    """Members with a seat."""
    seated = [one.userid for one in call.corp.members.values() if one.archived and not one.resigned_at]
    return {"ids": seated}


@endpoint("POST", "msgaudit/check_single_agree", permission="archive")
def check_single_agree(call: Call) -> Json:
    """The consent of each pair; pairs that are no friends are left out."""
    pairs = call.body.objects("info")
    if not 0 < len(pairs) <= 100:
        raise Refused(40058)
    return {"agreeinfo": [_consent(call, one) for one in pairs if _friends(call, one)]}


def _friends(call: Call, pair: Fields) -> bool:
    return pair.text("exteranalopenid") in call.corp.follows.get(pair.text("userid"), {})


def _consent(call: Call, pair: Fields) -> Json:
    userid, customer = pair.text("userid"), pair.text("exteranalopenid")
    found = archive.agreed(call.corp, userid, customer)
    since = found["at"] or call.corp.follows[userid][customer].createtime
    return {
        "status_change_time": since // 1000,
        "userid": userid,
        "exteranalopenid": customer,
        "agree_status": found["agree_status"],
    }


@endpoint("POST", "msgaudit/check_room_agree", permission="archive")
def check_room_agree(call: Call) -> Json:
    """The consent of each customer in a group."""
    chat_id = call.body.text("roomid", need=40058)
    group = call.corp.groups.get(chat_id)
    if group is None or group.dismissed_at:
        raise Refused(40058, "invalid roomid")
    rows: list[Json] = []
    for seat in group.seats.values():
        if seat.type == 2:
            found = archive.agreed(call.corp, chat_id, seat.userid)
            since = (found["at"] or seat.join_time) // 1000
            row = {"status_change_time": since, "exteranalopenid": seat.userid}
            rows.append(row | {"agree_status": found["agree_status"]})
    return {"agreeinfo": rows}


@endpoint("POST", "msgaudit/groupchat/get", permission="archive")
def get_room(call: Call) -> Json:
    """An internal group: one that was made by appchat/create."""
    room = call.corp.appchats.get(call.body.text("roomid", need=40058))
    if room is None:
        raise Refused(40058, "invalid roomid")
    return {
        "roomname": room.name,
        "creator": room.owner,
        "room_create_time": room.made_at // 1000,
        "notice": "",
        "members": [{"memberid": one, "jointime": at // 1000} for one, at in room.joined.items()],
    }


@endpoint("GET", "msgaudit/get_robot_info", permission="archive")
def get_robot_info(call: Call) -> Json:
    """There are no robots here."""
    call.query.text("robot_id", need=40058)
    raise Refused(40058, "invalid robot_id")
