"""Messages of an app to members (never customers), and their recall.

Source: developer.work.weixin.qq.com paths 90235 and 94867.
"""

from yutang.fakecom.call import Call
from yutang.fakecom.contents import media_known
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import days, notices
from yutang.fakecom.ranges import members_of, sees
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import AppMessage

KINDS = {
    "text", "image", "voice", "video", "file", "textcard", "news", "mpnews", "markdown", "miniprogram_notice",
    "template_card",
}  # fmt: skip
MEDIA = {"image", "voice", "video", "file"}
TEXT_BYTES = 2048
EVERYBODY = "@all"
SAME_S = 1800
CARD_MS = 72 * days.HOUR


@endpoint("POST", "message/send")
def send(call: Call) -> Json:
    """To users, parties and tags, separated by `|`. Who is unknown or not seen comes back; nobody left is 81013."""
    body = call.body
    if body.number("agentid", need=40063) != call.app.agentid:
        raise Refused(40056)
    said = content(call)
    members, wrong = _members(call)
    parties, wrong_parties = _parties(call)
    for one in members_of(call.corp, parties):
        if sees(call.corp, call.app, one):
            members[one.userid] = True
    tags = list(filter(None, body.text("totag").split("|")))
    if not members:
        raise Refused(81013)
    made = AppMessage(msgid=call.dice.text(60), agentid=call.app.agentid, at=call.now, content=said)
    interval = body.number("duplicate_check_interval", SAME_S)
    checked = body.number("enable_duplicate_check") == 1
    if not (checked and notices.again(call.corp, call.app, sorted(members), said, call.now, interval)):
        made.to = notices.send(call.fake, call.corp, call.app, made.msgid, sorted(members), said)
    call.corp.app_messages[made.msgid] = made
    answer: Json = {"msgid": made.msgid}
    for name, found in (("invaliduser", wrong), ("invalidparty", wrong_parties), ("invalidtag", tags)):
        if found:
            answer[name] = "|".join(found)
    if said["msgtype"] == "template_card":
        answer["response_code"] = code = call.dice.text(43)
        made.codes[code] = ""
    return answer


def _members(call: Call) -> tuple[dict[str, bool], list[str]]:
    asked = call.body.text("touser")
    if asked == EVERYBODY:
        return {one.userid: True for one in call.corp.members.values() if sees(call.corp, call.app, one)}, []
    found: dict[str, bool] = {}
    wrong: list[str] = []
    for userid in filter(None, asked.split("|")):
        member = call.corp.members.get(userid)
        if member is not None and sees(call.corp, call.app, member):
            found[userid] = True
        else:
            wrong.append(userid)
    return found, wrong


def _parties(call: Call) -> tuple[list[int], list[str]]:
    asked = list(filter(None, call.body.text("toparty").split("|")))
    known = {str(one): one for one in call.corp.parties}
    return [known[one] for one in asked if one in known], [one for one in asked if one not in known]


def content(call: Call) -> Json:
    """The message: 40008 a kind that there is not, 45002 text too long, 40007 media unknown or expired."""
    kind = call.body.text("msgtype", need=40008)
    if kind not in KINDS:
        raise Refused(40008)
    inside = call.body.object(kind)
    if not inside.given:
        raise Refused(40063)
    if kind in {"text", "markdown"} and len(inside.text("content", need=44004).encode()) > TEXT_BYTES:
        raise Refused(45002)
    if kind in MEDIA:
        media_known(call.corp, call.now, inside.text("media_id"))
    return {"msgtype": kind, kind: dict(inside.given)}


@endpoint("POST", "message/recall")
def recall(call: Call) -> Json:
    """Take it back within 24 hours (42052). What had reached somebody stays in the ledger: it was read or not."""
    found = call.corp.app_messages.get(call.body.text("msgid", need=40063))
    if found is None or found.agentid != call.app.agentid:
        raise Refused(40058, "invalid msgid")
    if call.now >= found.at + days.DAY:
        raise Refused(42052)
    found.recalled = True
    return {}


@endpoint("POST", "message/update_template_card")
def update_template_card(call: Call) -> Json:
    """Change the card of those who got it, by a code that is good for 72 hours and once (40058): another card, or a
    button that says it was pressed."""
    code = call.body.text("response_code", need=40058)
    found = next((one for one in call.corp.app_messages.values() if code in one.codes), None)
    late = found is not None and call.now >= found.at + CARD_MS
    if found is None or found.agentid != call.app.agentid or late:
        raise Refused(40058, "invalid response_code")
    change = {name: dict(call.body.object(name).given) for name in ("template_card", "button")}
    change = {name: given for name, given in change.items() if given}
    if not change:
        raise Refused(40063)
    del found.codes[code]
    named = found.to if call.body.number("atall") == 1 else call.body.texts("userids")
    for userid in dict.fromkeys(named):
        if userid in found.to:
            notices.change_card(call.fake, call.corp, call.app, found.msgid, userid, change)
    return {"invaliduser": [one for one in named if one not in found.to]}
