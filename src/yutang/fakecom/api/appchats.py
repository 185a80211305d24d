"""Internal groups that an app makes. Source: developer.work.weixin.qq.com paths 90245 to 90248.

The app must see everybody (party 1). Here alone can software put somebody out of a group.
"""

from yutang.fakecom.api.app_messages import content
from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import caps, days, notices
from yutang.fakecom.ranges import member_known
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import AppChat

LEAST, MOST, NAME = 2, 2000, 50
MADE_A_DAY, CHANGED_AN_HOUR = 1000, 1000
EVERYBODY = 1


@endpoint("POST", "appchat/create")
def create(call: Call) -> Json:
    """With a name and id of one's own, or without; the owner must be one of the members."""
    _sees_all(call)
    body = call.body
    users = list(dict.fromkeys(body.texts("userlist")))
    if not LEAST <= len(users) <= MOST:
        raise Refused(86006)
    for one in users:
        member_known(call.corp, call.app, one)
    owner, chatid = body.text("owner") or users[0], body.text("chatid") or call.dice.text(32)
    if owner not in users:
        raise Refused(86004)
    if chatid in call.corp.appchats:
        raise Refused(86003)
    if not caps.take_window(call.corp, "appchat made", call.now, window=days.DAY, most=MADE_A_DAY):
        raise Refused(45009)
    made = AppChat(
        chatid=chatid,
        agentid=call.app.agentid,
        made_at=call.now,
        name=body.text("name")[:NAME],
        owner=owner,
        joined=dict.fromkeys(users, call.now),
    )
    call.corp.appchats[chatid] = made
    return {"chatid": chatid}


def _sees_all(call: Call) -> None:
    if EVERYBODY not in call.app.visible_parties:
        raise Refused(60011, "the app must see the root party")


def _own(call: Call, chatid: str) -> AppChat:
    """A group that this app made (86001)."""
    _sees_all(call)
    found = call.corp.appchats.get(chatid)
    if found is None or found.agentid != call.app.agentid:
        raise Refused(86001)
    return found


@endpoint("GET", "appchat/get")
def get(call: Call) -> Json:
    one = _own(call, call.query.text("chatid", need=40063))
    shown = {"chatid": one.chatid, "name": one.name, "owner": one.owner, "userlist": list(one.joined)}
    return {"chat_info": shown}


@endpoint("POST", "appchat/update")
def update(call: Call) -> Json:
    """Another name or owner, members who come and go."""
    body = call.body
    found = _own(call, body.text("chatid", need=40063))
    joined = dict(found.joined)
    for one in body.texts("add_user_list"):
        joined.setdefault(member_known(call.corp, call.app, one).userid, call.now)
    for one in body.texts("del_user_list"):
        joined.pop(one, None)
    owner = body.text("owner", found.owner)
    if owner not in joined:
        raise Refused(86004)
    if not LEAST <= len(joined) <= MOST:
        raise Refused(86006)
    name = "appchat changed"
    if not caps.take_window(call.corp, name, call.now, window=days.HOUR, most=CHANGED_AN_HOUR):
        raise Refused(45009)
    found.name, found.owner, found.joined = body.text("name", found.name)[:NAME], owner, joined
    return {}


@endpoint("POST", "appchat/send")
def send(call: Call) -> Json:
    """To all who are in the group."""
    found = _own(call, call.body.text("chatid", need=40063))
    notices.send_to_chat(call.fake, call.corp, found.chatid, list(found.joined), content(call))
    return {}
