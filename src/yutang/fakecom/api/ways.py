"""Codes that make friends (渠道活码): one quota with codes into groups, an app's own, temporary ones for medicine."""

from yutang.fakecom import pages
from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.ranges import member_serving, members_of, relation_known
from yutang.fakecom.state.contacts import ContactWay
from yutang.fakecom.state.corps import Json

USERS_MOST, NAME_MOST = 100, 30
DAY_S = 86_400
TEMPORARY_A_DAY = 100_000


def quota(call: Call) -> None:
    """41045 when the corp has as many codes as it may, of both kinds together."""
    if len(call.corp.ways) + len(call.corp.join_ways) >= call.corp.policy.way_quota:
        raise Refused(41045)


def picture(call: Call, config_id: str) -> str:
    """Where the code's picture is: on this server."""
    host = call.request.headers.get("host", "127.0.0.1")
    return f"http://{host}/__qr/{config_id}"


def users(call: Call, kind: int) -> tuple[list[str], list[int]]:
    """Who is behind the code: exactly one for type 1, up to 100 with everybody in the parties for type 2 (41041);
    each must serve customers, have logged in and be verified (41054)."""
    named, parties = list(dict.fromkeys(call.body.texts("user"))), call.body.numbers("party")
    if kind == 1 and (len(named) != 1 or parties):
        raise Refused(40058, "type 1 needs exactly one user")
    if not named and not parties:
        raise Refused(40063)
    everybody = set(named) | {one.userid for one in members_of(call.corp, parties)}
    if len(everybody) > USERS_MOST:
        raise Refused(41041)
    for userid in named:
        member = member_serving(call.corp, call.app, userid)
        if not (member.activated and member.realname):
            raise Refused(41054)
    return named, parties


def _short(call: Call) -> None:
    for name in ("remark", "state"):
        if len(call.body.text(name)) > NAME_MOST:
            raise Refused(40058, f"invalid {name} size")


def _kind(call: Call) -> tuple[int, int, int]:
    """type, scene and style: 41037, 41038 absent; 41039, 41040, 41042 wrong. A QR code has no style."""
    body = call.body
    kind, scene, style = (
        body.number("type", need=41037),
        body.number("scene", need=41038),
        body.number("style"),
    )
    if kind not in {1, 2}:
        raise Refused(41039)
    if scene not in {1, 2} or (scene == 2 and style):
        raise Refused(41040)
    if style not in {0, 1, 2, 3, 4, 5, 6}:
        raise Refused(41042)
    return kind, scene, style


def _temporary(call: Call, kind: int) -> tuple[int, int]:
    """Seconds that a temporary code and the talk after it last; 0 for others. Only medicine has them."""
    body = call.body
    if not body.flag("is_temp"):
        if "conclusions" in body:
            raise Refused(40058, "conclusions need is_temp")
        return 0, 0
    if call.corp.industry != "medical":
        raise Refused(48002, "temporary codes are for the medical industry")
    if kind != 1:
        raise Refused(40058, "a temporary code has one user")
    lasts, talk = body.number("expires_in", 7 * DAY_S), body.number("chat_expires_in", DAY_S)
    if not (0 < lasts <= 14 * DAY_S and 0 < talk <= 14 * DAY_S):
        raise Refused(40058, "invalid expires_in")
    day = str(call.seconds // DAY_S)
    if call.corp.temp_ways.get(day, 0) >= TEMPORARY_A_DAY:
        raise Refused(45009)
    call.corp.temp_ways = {day: call.corp.temp_ways.get(day, 0) + 1}
    return lasts, talk


@endpoint("POST", "externalcontact/add_contact_way", permission="contact")
def add_contact_way(call: Call) -> Json:
    body = call.body
    kind, scene, style = _kind(call)
    _short(call)
    named, parties = users(call, kind)
    quota(call)
    lasts, talk = _temporary(call, kind)
    config_id = call.dice.octets(16).hex()
    call.corp.ways[config_id] = ContactWay(
        config_id=config_id,
        owner=call.app.agentid,
        type=kind,
        scene=scene,
        style=style,
        created_at=call.now,
        remark=body.text("remark"),
        skip_verify=body.flag("skip_verify", default=True),
        state=body.text("state"),
        user=named,
        party=parties,
        is_temp=body.flag("is_temp"),
        expires_in=lasts,
        chat_expires_in=talk,
        unionid=body.text("unionid"),
        is_exclusive=body.flag("is_exclusive"),
        mark_source=body.flag("mark_source", default=True),
        conclusions=dict(body.object("conclusions").given),
        qr_code=picture(call, config_id) if scene == 2 else "",
    )
    return {"config_id": config_id} | ({"qr_code": picture(call, config_id)} if scene == 2 else {})


def _known(call: Call) -> ContactWay:
    """The app's own code: 41043 none named, 41044 unknown or another's."""
    found = call.corp.ways.get(call.body.text("config_id", need=41043))
    if found is None or found.owner != call.app.agentid:
        raise Refused(41044)
    return found


@endpoint("POST", "externalcontact/get_contact_way", permission="contact")
def get_contact_way(call: Call) -> Json:
    way = _known(call)
    shown: Json = {
        "config_id": way.config_id,
        "type": way.type,
        "scene": way.scene,
        "remark": way.remark,
        "skip_verify": way.skip_verify,
        "state": way.state,
        "user": way.user,
        "party": way.party,
        "is_temp": way.is_temp,
        "mark_source": way.mark_source,
    }
    optional: Json = {"style": way.style, "qr_code": way.qr_code, "unionid": way.unionid}
    optional["is_exclusive"] = way.is_exclusive
    if way.is_temp:
        optional |= {"expires_in": way.expires_in, "chat_expires_in": way.chat_expires_in}
        optional |= {"conclusions": way.conclusions}
    return {"contact_way": shown | {name: value for name, value in optional.items() if value}}


@endpoint("POST", "externalcontact/list_contact_way", permission="contact")
def list_contact_ways(call: Call) -> Json:
    """The app's own of the asked days (the last 90 unless said), without temporary ones."""
    end = call.body.number("end_time", call.seconds)
    start = call.body.number("start_time", end - 90 * DAY_S)
    if start > end:
        raise Refused(40058, "invalid start_time")
    rows = [
        one
        for one in call.corp.ways.values()
        if one.owner == call.app.agentid and not one.is_temp and start <= one.created_at // 1000 <= end
    ]
    rows.sort(key=lambda one: (one.created_at, one.config_id))
    shown, cursor = pages.page(
        call, rows, lambda one: [one.created_at, one.config_id], default=100, most=1000
    )
    found: Json = {"contact_way": [{"config_id": one.config_id} for one in shown]}
    return found | ({"next_cursor": cursor} if cursor else {})


@endpoint("POST", "externalcontact/update_contact_way", permission="contact")
def update_contact_way(call: Call) -> Json:
    """Given fields replace; type and scene stay as they are."""
    way, body = _known(call), call.body
    _short(call)
    if "user" in body or "party" in body:
        way.user, way.party = users(call, way.type)
    way.remark = body.text("remark", way.remark)
    way.state = body.text("state", way.state)
    way.skip_verify = body.flag("skip_verify", default=way.skip_verify)
    way.style = body.number("style", way.style)
    way.mark_source = body.flag("mark_source", default=way.mark_source)
    if way.is_temp:
        way.expires_in = body.number("expires_in", way.expires_in)
        way.chat_expires_in = body.number("chat_expires_in", way.chat_expires_in)
        way.conclusions = dict(body.object("conclusions").given) or way.conclusions
    return {}


@endpoint("POST", "externalcontact/del_contact_way", permission="contact")
def del_contact_way(call: Call) -> Json:
    del call.corp.ways[_known(call).config_id]
    return {}


@endpoint("POST", "externalcontact/close_temp_chat", permission="contact")
def close_temp_chat(call: Call) -> Json:
    """End a talk that began with a temporary code, of a member whom the app sees."""
    userid = call.body.text("userid", need=41009)
    external = call.body.text("external_userid", need=41035)
    relation_known(call.corp, call.app, userid, external)
    del call.corp.follows[userid][external]
    call.corp.externals[external].followers.remove(userid)
    return {}
