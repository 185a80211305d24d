"""What a line of a decrypted WeCom session archive may hold, and how to read who, where and what from it."""

import msgspec

from yutang.importers import media
from yutang.ledger.catalogue import Role


class Body(msgspec.Struct, gc=False):
    """What any typed body may say; the union over msgtypes, as only one of them is present in a message."""

    content: str | None = None
    title: str | None = None
    description: str | None = None
    link_url: str | None = None
    displayname: str | None = None
    filename: str | None = None
    address: str | None = None
    wish: str | None = None
    votetitle: str | None = None
    topic: str | None = None
    feed_desc: str | None = None
    pre_msgid: str | None = None
    userid: str | None = None
    item: msgspec.Raw = msgspec.Raw()


class Line(msgspec.Struct, gc=False):
    msgid: str | None = None
    action: str | None = None
    from_: str | None = msgspec.field(name="from", default=None)
    tolist: msgspec.Raw = msgspec.Raw()  # decoded only for 1:1 chats: thousands of ids in a big group
    roomid: str | None = None
    msgtime: int = 0
    msgtype: str | None = None
    text: Body | None = None
    link: Body | None = None
    weapp: Body | None = None
    file: Body | None = None
    location: Body | None = None
    chatrecord: Body | None = None
    redpacket: Body | None = None
    external_redpacket: Body | None = None
    vote: Body | None = None
    todo: Body | None = None
    info: Body | None = None
    doc: Body | None = None
    meeting: Body | None = None
    calendar: Body | None = None
    sphfeed: Body | None = None
    mixed: Body | None = None
    revoke: Body | None = None
    agree: Body | None = None
    disagree: Body | None = None
    event: str | None = msgspec.field(name="Event", default=None)
    info_type: str | None = msgspec.field(name="InfoType", default=None)
    chat: str | None = msgspec.field(name="ChatId", default=None)
    change: str | None = msgspec.field(name="ChangeType", default=None)
    detail: str | None = msgspec.field(name="UpdateDetail", default=None)
    join_scene: int | None = msgspec.field(name="JoinScene", default=None)
    quit_scene: int | None = msgspec.field(name="QuitScene", default=None)
    members: msgspec.Raw = msgspec.field(name="MemChangeList", default=msgspec.Raw())
    created: int = msgspec.field(name="CreateTime", default=0)
    stamped: int = msgspec.field(name="TimeStamp", default=0)


DECODER = msgspec.json.Decoder(Line, strict=False)  # not strict: some copies quote msgtime
_ITEMS = msgspec.json.Decoder(list[dict[str, str | int | None]])
_MEDIA = {
    "markdown": None, "text": None, "mixed": None, "weapp": "app", "emotion": "sticker", "docmsg": "file",
    "external_redpacket": "redpacket", "vote": "poll", "chatrecord": "forward", "qydiskfile": "file",
    "sphfeed": "video", "meeting_voice_call": "call", "voiptext": "call", "voip_doc_share": "call",
    "meeting_notification": "meeting", "todo": "note", "collect": "note", "calendar": "note", "news": "link",
}  # fmt: skip
_PROPS: dict[str, str | None] = {kind: media.props(code) for kind, code in _MEDIA.items()}
_ROLES = {"wm": int(Role.PERSON), "wo": int(Role.PERSON), "wb": int(Role.BOT)}


def role_of(sender: str) -> int:
    return _ROLES.get(sender[:2], Role.STAFF)


def group_of(line: Line) -> str:
    if line.roomid:
        return line.roomid
    ends = {line.from_ or "", *names_in(bytes(line.tolist))[:1]}
    return "private:" + "|".join(sorted(ends))


def names_in(raw: bytes) -> list[str]:
    """Ids in a list, a single string, or {"Item": …}, as the XML of callbacks becomes in different hands."""
    if not raw:
        return []
    try:
        value: object = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []
    if isinstance(value, dict):
        value = value.get("Item")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    many: list[object] = value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]
    return [name for name in many if isinstance(name, str) and name]


def words_of(line: Line) -> str | None:
    """Words of a message that is no plain text: title, caption or wish, with the address of a link."""
    if line.mixed is not None:
        return _items(bytes(line.mixed.item))
    body = (
        line.link or line.weapp or line.file or line.info or line.location or line.chatrecord
        or line.redpacket or line.external_redpacket or line.vote or line.todo or line.doc or line.meeting
        or line.calendar or line.sphfeed
    )  # fmt: skip
    if body is None:
        kind = line.msgtype or ""
        return media.LABELS.get(_MEDIA.get(kind) or kind)
    said = (body.title or body.displayname, body.description, body.content, body.filename, body.address)
    more = (body.wish, body.votetitle, body.topic, body.feed_desc, body.link_url)
    return " ".join(dict.fromkeys(part for part in (*said, *more) if part)) or None


def _items(raw: bytes) -> str | None:
    """Text parts of a mixed message: each item's content is JSON inside a string."""
    parts: list[str] = []
    try:
        for item in _ITEMS.decode(raw):
            if item.get("type") == "text":
                inner = msgspec.json.decode(str(item.get("content")), type=dict[str, object])
                parts.append(str(inner.get("content", "")))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return " ".join(filter(None, parts)) or None


def props_of(msgtype: str | None) -> str | None:
    kind = msgtype or "text"
    if kind not in _PROPS:
        _PROPS[kind] = media.props(kind if kind.replace("_", "").isalnum() else "other")
    return _PROPS[kind]
