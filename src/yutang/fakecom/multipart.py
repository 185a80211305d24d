"""The file in a multipart/form-data body: as much of RFC 7578 as uploading a file needs."""

import re

import msgspec

from yutang.fakecom.web import Request

_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?', re.IGNORECASE)
_FILENAME = re.compile(rb'filename="((?:[^"\\]|\\.)*)"', re.IGNORECASE)


class Upload(msgspec.Struct):
    filename: str
    data: bytes


def upload(request: Request) -> Upload | None:
    """The first part that names a file, or None."""
    found = _BOUNDARY.search(request.headers.get("content-type", ""))
    if found is None:
        return None
    line = b"--" + found.group(1).encode("latin-1")
    for part in (b"\r\n" + request.body).split(b"\r\n" + line)[1:]:
        head, gap, data = part.partition(b"\r\n\r\n")
        name = _FILENAME.search(head)
        if gap and name:
            return Upload(name.group(1).decode("utf-8", "replace"), data)
    return None
