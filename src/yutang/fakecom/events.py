"""Events as the platform words them: plain XML, before it is sealed."""

from typing import Any
from xml.sax.saxutils import escape

import msgspec

from yutang.fakecom.state.corps import Json

CONTACT, CHAT, TAG = "change_external_contact", "change_external_chat", "change_external_tag"


class Event(msgspec.Struct, kw_only=True):
    """`kind` and `change`: Event and ChangeType. `fields` in the order they are written: strings, numbers, or
    lists of strings (which become <Item>s). `userid`: the member that it concerns; an app that doesn't see him
    isn't told. `permission`: what an app needs to be told ("": nothing). `agentid`: the only app told, 0: all."""

    kind: str
    change: str = ""
    fields: Json = {}
    userid: str = ""
    permission: str = "contact"
    agentid: int = 0

    @property
    def name(self) -> str:
        """What faults and logs call it: change_external_contact/add_external_contact."""
        return f"{self.kind}/{self.change}" if self.change else self.kind


def contact(change: str, userid: str, external_userid: str, **more: Any) -> Event:
    """An event of a relation; fields that are empty are left out, as the platform does."""
    kept = {name: value for name, value in more.items() if value}
    fields = {"UserID": userid, "ExternalUserID": external_userid, **kept}
    return Event(kind=CONTACT, change=change, fields=fields, userid=userid)


def chat(change: str, chat_id: str, owner: str, **more: Any) -> Event:
    """An event of a group: told to apps that see its owner."""
    return Event(kind=CHAT, change=change, fields={"ChatId": chat_id, **more}, userid=owner)


def tag(change: str, id_: str, tag_type: str, strategy_id: int = 0) -> Event:
    """An event of a tag or a group of tags."""
    fields: Json = {"Id": id_, "TagType": tag_type}
    if strategy_id:
        fields["StrategyId"] = strategy_id
    return Event(kind=TAG, change=change, fields=fields)


def xml(event: Event, corpid: str, seconds: int) -> str:
    """The plaintext. It is the same for every attempt, so that a receiver may know it again by its hash."""
    head: Json = {
        "ToUserName": corpid,
        "FromUserName": "sys",
        "CreateTime": seconds,
        "MsgType": "event",
        "Event": event.kind,
    }
    if event.change:
        head["ChangeType"] = event.change
    return element("xml", head | event.fields)


def element(name: str, value: Any) -> str:
    """Numbers plain, strings as CDATA, objects and lists as elements inside."""
    if isinstance(value, dict):
        inner = "".join(element(str(k), v) for k, v in value.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    elif isinstance(value, list):
        inner = "".join(element("Item", one) for one in value)  # pyright: ignore[reportUnknownVariableType]
    elif isinstance(value, int):
        inner = str(value)
    else:
        text = str(value)
        inner = escape(text) if "]]>" in text else f"<![CDATA[{text}]]>"
    return f"<{name}>{inner}</{name}>"
