"""Records of the archive as the platform's library gives them after decryption. Pure.

Shape: wecom-api.md §7.1: `msgid`, `msgtime` in milliseconds (some helpers write seconds), `msgtype` with an object of
that name, which holds `sdkfileid` where there is a file. Helpers may wrap it: {"seq": …, "message": {…}}.
"""

from typing import Any, cast

import msgspec

from yutang.channels.contract.conversations import Media, Said

_MILLIS = 100_000_000_000  # a stamp below is in seconds
_FILE = b'"sdkfileid"'


class _Peek(msgspec.Struct, gc=False):
    msgid: str = ""
    msgtime: int = 0
    time: int = 0  # of a switch of devices
    msgtype: str = ""
    chat: str = msgspec.field(
        name="ChatId", default=""
    )  # a callback, as some helpers write beside the records
    created: int = msgspec.field(name="CreateTime", default=0)
    message: msgspec.Raw = msgspec.Raw()


_decode = msgspec.json.Decoder(_Peek, strict=False).decode


def record(line: bytes) -> Said | None:
    """One line; None: it is no record."""
    try:
        found = _decode(line)
        if found.message:
            line = bytes(found.message)
            found = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if not found.msgid and not found.chat:
        return None
    stamp = found.msgtime or found.time or found.created
    at = stamp * (1_000 if stamp >= _MILLIS else 1_000_000)
    return Said(found.msgid, max(0, at), line, _media(line, found.msgtype) if _FILE in line else None)


def whole(line: bytes) -> bool:
    """Whether a line that no break ends is all there: the beginning of a JSON object never is one."""
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _media(line: bytes, kind: str) -> Media | None:
    said: object = msgspec.json.decode(line, type=dict[str, Any]).get(kind)
    if not isinstance(said, dict):
        return None
    told = cast("dict[str, object]", said)
    ref, size, md5 = told.get("sdkfileid"), told.get("filesize", told.get("voice_size")), told.get("md5sum")
    if not isinstance(ref, str) or not ref:
        return None
    return Media(kind, ref, size if isinstance(size, int) else 0, md5 if isinstance(md5, str) else "")
