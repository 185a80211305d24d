"""Files to WeCom: judged by what the platform takes, so that nothing is sent that will be refused."""

from yutang.channels.contract.doors import Handle
from yutang.channels.contract.outcomes import Failure, Refused
from yutang.channels.wecom.calls import media
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.limits import DAY, Limits
from yutang.kit.clock import SECOND

MESSAGE, MOMENT, PICTURE = "message", "moment", "picture"
_KINDS = {"jpg": "image", "jpeg": "image", "png": "image", "amr": "voice", "mp4": "video"}


def put(
    client: Client, limits: Limits, content: bytes, name: str, purpose: str
) -> Handle | Refused | Failure:
    """For a message and for Moments: a handle that lives three days, counted from before the upload. A picture: a URL
    for ever. Reasons: purpose, too_small, too_large, kind."""
    kind = _KINDS.get(name.rpartition(".")[2].lower(), "file")
    wrong = _wrong(limits, kind, len(content), purpose)
    if wrong:
        return Refused(wrong, permanent=True)
    if purpose == PICTURE:
        picture = media.picture(client, name, content)
        return picture if isinstance(picture, Failure) else Handle(id=picture.url)
    until = client.clock.now() + limits.media_days * DAY * SECOND
    if purpose == MOMENT:
        found = media.upload_attachment(client, kind, name, content, media.FOR_MOMENTS)
    else:
        found = media.upload(client, kind, name, content)
    return found if isinstance(found, Failure) else Handle(id=found.media_id, expires_at=until)


def _wrong(limits: Limits, kind: str, size: int, purpose: str) -> str:
    if purpose not in {MESSAGE, MOMENT, PICTURE}:
        return "purpose"
    most = {"image": limits.image_bytes, "voice": limits.voice_bytes, "video": limits.video_bytes}
    if size < limits.media_smallest:
        return "too_small"
    if size > most.get(kind, limits.file_bytes):
        return "too_large"
    wanted = {PICTURE: {"image"}, MOMENT: {"image", "video"}}.get(purpose)
    return "kind" if wanted and kind not in wanted else ""
