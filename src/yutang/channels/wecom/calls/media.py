"""Uploads: handles for three days, pictures for good."""

from msgspec import UNSET

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Maybe, Wire

UPLOAD = Call("POST", "media/upload", repeats=True)  # a second upload is a second handle, and nobody's harm
ATTACHMENT = Call("POST", "media/upload_attachment", repeats=True)
PICTURE = Call("POST", "media/uploadimg", repeats=True)
BY_URL = Call("POST", "media/upload_by_url", repeats=True)
BY_URL_RESULT = Call("POST", "media/get_upload_by_url_result", repeats=True)

FOR_MOMENTS, FOR_ALBUM = 1, 2  # attachment_type


class Uploaded(Wire):
    """`created_at` in seconds: a text in one call, a number in the other."""

    media_id: str
    type: str = ""
    created_at: int = 0


class Picture(Wire):
    """A URL for ever, that only works inside WeCom's messages."""

    url: str


class UrlAsk(Ask):
    """Up to 200 MB; the platform fetches it."""

    type: str
    filename: str
    url: str
    scene: int = 1
    md5: Maybe[str] = UNSET


class UrlResultAsk(Ask):
    jobid: str


class UrlJob(Wire):
    jobid: str


class UrlDetail(Wire):
    errcode: int = 0
    errmsg: str = ""
    media_id: str = ""
    created_at: int = 0


class UrlResult(Wire):
    """`status`: 1 under way, 2 done, 3 failed."""

    status: int
    detail: UrlDetail | None = None


def upload(client: Client, kind: str, name: str, content: bytes) -> Uploaded | Failure:
    """`kind`: image (jpg, png ≤ 10 MB), voice (amr ≤ 2 MB, 60 s), video (mp4 ≤ 10 MB), file (≤ 20 MB); > 5 bytes."""
    return client.upload(UPLOAD, Uploaded, (name, content), query={"type": kind})


def upload_attachment(
    client: Client, kind: str, name: str, content: bytes, purpose: int
) -> Uploaded | Failure:
    """What Moments and the album take: handles of `upload` are refused there (41072)."""
    query = {"media_type": kind, "attachment_type": purpose}
    return client.upload(ATTACHMENT, Uploaded, (name, content), query=query)


def picture(client: Client, name: str, content: bytes) -> Picture | Failure:
    """3,000 a month, 1,000 a day for a corp."""
    return client.upload(PICTURE, Picture, (name, content))


def by_url(client: Client, ask: UrlAsk) -> UrlJob | Failure:
    return client.ask(BY_URL, UrlJob, ask)


def by_url_result(client: Client, jobid: str) -> UrlResult | Failure:
    return client.ask(BY_URL_RESULT, UrlResult, UrlResultAsk(jobid=jobid))
