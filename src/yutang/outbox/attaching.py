"""A message's attachments as a channel knows them: what is kept here is uploaded there, when it is needed."""

import msgspec

from yutang.channels.contract.channel import Channel
from yutang.channels.contract.message import Attachment, File, Image, Message, MiniProgram, Video
from yutang.channels.contract.outcomes import UPLOADS_GONE, Failure, Refused, RetryAfter, result
from yutang.kit.db import Database
from yutang.outbox import pictures
from yutang.outbox.model import SendKind
from yutang.outbox.store import Part, Send


def with_handles(state: Database, channel: Channel, send: Send, *, now: int) -> Message | Refused | Failure:
    """The message with the channel's own names of what is attached."""
    found: list[Attachment] = []
    for one in send.message.attachments:
        field, ref, purpose = _upload(one, feed=send.kind is SendKind.MOMENT)
        if not ref:
            found.append(one)
            continue
        handle = pictures.handle(state, channel, send.connection_id, ref, purpose, now=now)
        if not isinstance(handle, str):
            return handle
        found.append(msgspec.structs.replace(one, **{field: handle}))
    return msgspec.structs.replace(send.message, attachments=tuple(found))


def as_result(told: Refused | Failure, now: int) -> RetryAfter | Refused:
    found = told if isinstance(told, Refused) else result(told, now)
    return found if isinstance(found, RetryAfter | Refused) else RetryAfter(now, "picture")


def judged(
    state: Database, send: Send, part: Part, told: RetryAfter | Refused, *, now: int
) -> RetryAfter | Refused:
    """What a submit that did nothing comes to. Uploads that the channel has forgotten before their time are forgotten
    here, and made anew at the next attempt; if those are unknown to it too, it is refused for good."""
    if not isinstance(told, Refused) or told.reason != UPLOADS_GONE:
        return told
    if part.fault == UPLOADS_GONE:
        return msgspec.structs.replace(told, permanent=True)
    feed = send.kind is SendKind.MOMENT
    refs = [ref for one in send.message.attachments if (ref := _upload(one, feed=feed)[1])]
    state.write(lambda conn: pictures.forget(conn, send.connection_id, refs))
    return RetryAfter(now, told.reason)


def _upload(one: Attachment, *, feed: bool) -> tuple[str, str, str]:
    """(field, our reference, what the upload is for); reference "": nothing of it is ours."""
    purpose = pictures.MOMENT if feed else pictures.MESSAGE
    if isinstance(one, Image | Video | File):
        return "handle", one.handle, purpose
    if isinstance(one, MiniProgram):
        return "picture", one.picture, purpose
    if one.picture.startswith(pictures.REF):
        # In a message it is an address, for which the platform has an upload of its own.
        return "picture", one.picture, purpose if feed else pictures.PICTURE
    return "", "", ""
