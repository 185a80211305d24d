"""Codes into groups (群活码), and the templates that greet there."""

from yutang.fakecom.api.groups import group_known
from yutang.fakecom.api.ways import picture, quota
from yutang.fakecom.call import Call
from yutang.fakecom.contents import attachment
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.groups import GroupTemplate, JoinWay

GROUPS_MOST, TEMPLATES_MOST = 5, 100
TEXT_BYTES = 3000
KINDS = ("image", "link", "miniprogram", "file", "video")


def _chats(call: Call) -> list[str]:
    """Up to five groups of the app's range (41091)."""
    found = call.body.texts("chat_id_list", most=GROUPS_MOST, code=41091)
    if not found:
        raise Refused(40063)
    return [group_known(call, one).chat_id for one in dict.fromkeys(found)]


def _fill(call: Call, way: JoinWay) -> None:
    """All fields as given. A remark of more than 30 characters is cut, a name of more than 40 refused."""
    body = call.body
    if len(body.text("room_base_name")) > 40 or len(body.text("state")) > 30:
        raise Refused(40058, "invalid size")
    way.chat_id_list = _chats(call)
    way.remark = body.text("remark")[:30]
    way.auto_create_room = body.number("auto_create_room", 1)
    way.room_base_name = body.text("room_base_name")
    way.room_base_id = body.number("room_base_id", 1)
    way.state = body.text("state")
    way.mark_source = body.flag("mark_source", default=True)


def _scene(call: Call) -> int:
    scene = call.body.number("scene", need=40063)
    if scene not in {1, 2}:
        raise Refused(40058, "invalid scene")
    return scene


@endpoint("POST", "externalcontact/groupchat/add_join_way", permission="contact")
def add_join_way(call: Call) -> Json:
    """The picture isn't in the answer: it is asked for with `get_join_way`."""
    scene = _scene(call)
    quota(call)
    config_id = call.dice.octets(16).hex()
    made = JoinWay(config_id=config_id, owner=call.app.agentid, scene=scene, created_at=call.now)
    _fill(call, made)
    made.qr_code = picture(call, config_id)
    call.corp.join_ways[config_id] = made
    return {"config_id": config_id}


def _known(call: Call) -> JoinWay:
    found = call.corp.join_ways.get(call.body.text("config_id", need=41043))
    if found is None or found.owner != call.app.agentid:
        raise Refused(41044)
    return found


@endpoint("POST", "externalcontact/groupchat/get_join_way", permission="contact")
def get_join_way(call: Call) -> Json:
    way = _known(call)
    shown: Json = {
        "config_id": way.config_id,
        "scene": way.scene,
        "remark": way.remark,
        "auto_create_room": way.auto_create_room,
        "room_base_name": way.room_base_name,
        "room_base_id": way.room_base_id,
        "chat_id_list": way.chat_id_list,
        "qr_code": way.qr_code,
        "state": way.state,
        "mark_source": way.mark_source,
    }
    return {"join_way": shown}


@endpoint("POST", "externalcontact/groupchat/update_join_way", permission="contact")
def update_join_way(call: Call) -> Json:
    """Overwrites everything; the code stays the same."""
    way, scene = _known(call), _scene(call)
    _fill(call, way)
    way.scene = scene
    return {}


@endpoint("POST", "externalcontact/groupchat/del_join_way", permission="contact")
def del_join_way(call: Call) -> Json:
    del call.corp.join_ways[_known(call).config_id]
    return {}


def _template(call: Call) -> Json:
    """Text and one of the attachments: 40063 neither, 40058 a text of more than 3,000 bytes."""
    text = call.body.object("text").text("content")
    if len(text.encode()) > TEXT_BYTES:
        raise Refused(40058, "invalid text size")
    found: Json = {"text": {"content": text}} if text else {}
    kind = next((one for one in KINDS if one in call.body), "")
    if kind:
        found[kind] = attachment(call, kind, call.body.object(kind))
    if not found:
        raise Refused(40063)
    return found


def _template_known(call: Call) -> GroupTemplate:
    found = call.corp.group_templates.get(call.body.text("template_id", need=40063))
    if found is None:
        raise Refused(40058, "invalid template_id")
    if found.owner != call.app.agentid:
        raise Refused(41058)
    return found


@endpoint("POST", "externalcontact/group_welcome_template/add", permission="contact")
def add_template(call: Call) -> Json:
    """41055: a hundred are the most. Which group greets with it is chosen in the client, not here."""
    said = _template(call)
    if len(call.corp.group_templates) >= TEMPLATES_MOST:
        raise Refused(41055)
    made = GroupTemplate(template_id="msg" + call.dice.text(29), owner=call.app.agentid, content=said)
    call.corp.group_templates[made.template_id] = made
    return {"template_id": made.template_id}


@endpoint("POST", "externalcontact/group_welcome_template/edit", permission="contact")
def edit_template(call: Call) -> Json:
    _template_known(call).content = _template(call)
    return {}


@endpoint("POST", "externalcontact/group_welcome_template/get", permission="contact")
def get_template(call: Call) -> Json:
    return _template_known(call).content


@endpoint("POST", "externalcontact/group_welcome_template/del", permission="contact")
def del_template(call: Call) -> Json:
    del call.corp.group_templates[_template_known(call).template_id]
    return {}
