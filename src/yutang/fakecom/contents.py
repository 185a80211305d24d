"""What is sent: text and attachments, checked as the platform does, and the media they name."""

from yutang.fakecom.call import Call
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import Media
from yutang.fakecom.state.world import Corp

TEXT_BYTES = 4000
ATTACHMENTS = 9
# What an attachment names: of each kind the field of its media, and the fields with a limit in bytes.
_MEDIA = {
    "image": "media_id",
    "video": "media_id",
    "file": "media_id",
    "miniprogram": "pic_media_id",
    "link": "",
}
_NEEDED = {
    "link": (("title", 128), ("url", 2048)),
    "miniprogram": (("title", 64), ("appid", 0), ("page", 0)),
}
_OPTIONAL = {"link": (("picurl", 2048), ("desc", 512))}


def media_known(corp: Corp, now: int, media_id: str) -> Media:
    """Media that may be used: 40007 when unknown, or older than three days and not permanent."""
    found = corp.media.get(media_id)
    if found is None or (found.scene != PERMANENT and now >= found.created_at + corp.policy.media_s * 1000):
        raise Refused(40007)
    return found


PERMANENT = 9


def content(call: Call, *, text_bytes: int = TEXT_BYTES) -> Json:
    """`text` and `attachments` of a message to customers: 40063 both empty, 45002 text too long, 41064 more than nine
    attachments, 41065 a kind that there is not, 40007 media unknown or expired, 40058 a field missing or too long."""
    made: Json = {}
    said = call.body.object("text").text("content")
    if len(said.encode()) > text_bytes:
        raise Refused(45002)
    if said:
        made["text"] = {"content": said}
    attachments = call.body.objects("attachments")
    if len(attachments) > ATTACHMENTS:
        raise Refused(41064)
    if attachments:
        made["attachments"] = [_attachment(call, one) for one in attachments]
    if not made:
        raise Refused(40063)
    return made


def _attachment(call: Call, given: Fields) -> Json:
    kind = given.text("msgtype")
    if kind not in _MEDIA:
        raise Refused(41065)
    return {"msgtype": kind, kind: attachment(call, kind, given.object(kind))}


def attachment(call: Call, kind: str, inside: Fields) -> Json:
    """What an attachment of this kind says, checked."""
    for name, most in _NEEDED.get(kind, ()):
        _short(inside, name, most, needed=True)
    for name, most in _OPTIONAL.get(kind, ()):
        _short(inside, name, most, needed=False)
    if _MEDIA[kind]:
        _media(call, kind, inside)
    return dict(inside.given)


def _short(inside: Fields, name: str, most: int, *, needed: bool) -> None:
    value = inside.text(name, need=40058 if needed else 0)
    if most and len(value.encode()) > most:
        raise Refused(40058)


def _media(call: Call, kind: str, inside: Fields) -> None:
    """A media_id wins over pic_url, which must come from media/uploadimg."""
    media_id = inside.text(_MEDIA[kind])
    if not media_id and kind == "image" and "pic_url" in inside:
        url = inside.text("pic_url")
        if not any(one.scene == PERMANENT and one.url == url for one in call.corp.media.values()):
            raise Refused(40007, "pic_url is not from media/uploadimg")
        return
    wanted = "image" if kind == "miniprogram" else kind
    if media_known(call.corp, call.now, media_id).kind != wanted:
        raise Refused(40007)
