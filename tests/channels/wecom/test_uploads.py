"""Uploads: judged before they are sent, kept for three days."""

import pytest
from tests.channels.wecom.platform import platform
from tests.channels.wecom.scripted import serving

from yutang.channels.contract.doors import Handle
from yutang.channels.contract.outcomes import Refused
from yutang.channels.wecom.limits import Limits
from yutang.channels.wecom.uploads import put
from yutang.kit.clock import DAY

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
SMALL = Limits(image_bytes=200, voice_bytes=50, video_bytes=300, file_bytes=400)


@pytest.mark.parametrize(
    ("name", "size", "purpose", "reason"),
    [
        ("a.png", 5, "message", "too_small"),
        ("a.png", 201, "message", "too_large"),
        ("a.JPG", 201, "message", "too_large"),
        ("a.amr", 51, "message", "too_large"),
        ("a.mp4", 301, "moment", "too_large"),
        ("a.pdf", 401, "message", "too_large"),
        ("a.pdf", 100, "moment", "kind"),
        ("a.mp4", 100, "picture", "kind"),
        ("a.png", 100, "poster", "purpose"),
        ("png", 401, "message", "too_large"),
    ],
)
def test_what_the_platform_would_refuse_is_not_sent(name: str, size: int, purpose: str, reason: str) -> None:
    with serving() as (server, client, _):
        assert put(client, SMALL, bytes(size), name, purpose) == Refused(reason, permanent=True)
        assert server.got == []


@pytest.mark.parametrize(
    ("name", "purpose", "path", "query"),
    [
        ("a.png", "message", "media/upload", {"type": "image"}),
        ("表格.xlsx", "message", "media/upload", {"type": "file"}),
        ("a.jpg", "moment", "media/upload_attachment", {"media_type": "image", "attachment_type": "1"}),
    ],
)
def test_a_file_goes_by_the_way_of_its_purpose(
    name: str, purpose: str, path: str, query: dict[str, str]
) -> None:
    with serving() as (server, client, time):
        server.play[path] = [{"errcode": 0, "errmsg": "", "media_id": "m1", "created_at": "1780000000"}]
        assert put(client, Limits(), PNG, name, purpose) == Handle(id="m1", expires_at=time.now + 3 * DAY)
        (call,) = server.calls(path)
        assert call.query.items() >= query.items()
        assert b'name="media"; filename="' in call.body
        assert PNG in call.body


def test_the_platform_takes_what_we_upload_and_forgets_it_when_we_say() -> None:
    with platform() as there:
        made = put(there.client, Limits(), PNG, "a.png", "message")
        assert isinstance(made, Handle)
        assert made.expires_at == there.now() + 3 * DAY
        picture = put(there.client, Limits(), PNG, "a.png", "picture")
        assert isinstance(picture, Handle)
        assert (picture.expires_at, picture.id[:4]) == (None, "http")
