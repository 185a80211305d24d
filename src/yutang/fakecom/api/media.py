"""Media: three days for what is sent, for ever for pictures inside messages.

Source: developer.work.weixin.qq.com paths 96484 and 96347 (2024/07/22); pictures by path 90256.
"""

from pathlib import PurePath
from urllib.parse import quote

from yutang.fakecom.call import Call
from yutang.fakecom.contents import PERMANENT, media_known
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.life import caps, days, fetching
from yutang.fakecom.multipart import Upload, upload
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import Job, Media
from yutang.fakecom.web import Answer

MEGA = 1024 * 1024
MOST = {"image": 10 * MEGA, "voice": 2 * MEGA, "video": 10 * MEGA, "file": 20 * MEGA}
SUFFIXES = {"image": {".jpg", ".jpeg", ".png"}, "voice": {".amr"}, "video": {".mp4"}}
MIME = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".amr": "audio/amr",
    ".mp4": "video/mp4",
}
LEAST = 5  # bytes; what is sent must be larger
PICTURE_MOST = 2 * MEGA


@endpoint("POST", "media/upload")
def upload_media(call: Call) -> Json:
    """A temporary file; `created_at` is a string here, and only here."""
    made = _take(call, call.query.text("type"), 0)
    return {"type": made.kind, "media_id": made.media_id, "created_at": str(call.seconds)}


@endpoint("POST", "media/upload_attachment", permission="contact")
def upload_attachment(call: Call) -> Json:
    """An attachment for Moments (1) or the product album (2)."""
    scene = call.query.number("attachment_type")
    if scene not in (1, 2):
        raise Refused(41072)
    kind = call.query.text("media_type")
    if kind not in ({"image", "video", "file"} if scene == 1 else {"image"}):
        raise Refused(40004)
    made = _take(call, kind, scene)
    return {"type": made.kind, "media_id": made.media_id, "created_at": call.seconds}


def _take(call: Call, kind: str, scene: int) -> Media:
    """40004 no such kind, 41005 no file, 40006 five bytes or fewer, 40005 wrong suffix, 45001 too large."""
    if kind not in MOST:
        raise Refused(40004)
    given = _file(call, kind, MOST[kind])
    made = Media(
        media_id=f"3{call.dice.text(43)}",
        kind=kind,
        created_at=call.now,
        scene=scene,
        filename=given.filename,
        data=given.data,
    )
    call.corp.media[made.media_id] = made
    return made


def _file(call: Call, kind: str, most: int) -> Upload:
    given = upload(call.request)
    if given is None:
        raise Refused(41005)
    if len(given.data) <= LEAST:
        raise Refused(40006)
    if kind in SUFFIXES and _suffix(given.filename) not in SUFFIXES[kind]:
        raise Refused(40005)
    if len(given.data) > most:
        raise Refused(45001)
    return given


def _suffix(filename: str) -> str:
    return PurePath(filename).suffix.lower()


@endpoint("POST", "media/uploadimg")
def uploadimg(call: Call) -> Json:
    """A picture for ever, by its url: 1000 a day and 3000 a month of the corp (45009)."""
    given = _file(call, "image", PICTURE_MOST)
    for window, most in ((days.DAY, 1000), (30 * days.DAY, 3000)):
        if not caps.take_window(call.corp, f"uploadimg {window}", call.now, window=window, most=most):
            raise Refused(45009)
    name = call.dice.text(40)
    host = call.request.headers.get("host", "127.0.0.1")
    url = f"http://{host}/__media/{call.corp.corpid}/{name}"
    call.corp.media[name] = Media(
        media_id=name,
        kind="image",
        created_at=call.now,
        scene=PERMANENT,
        filename=given.filename,
        url=url,
        data=given.data,
    )
    return {"url": url}


@endpoint("GET", "media/get")
def get_media(call: Call) -> Answer:
    """The file itself: 41006 no id, 40007 unknown or expired."""
    found = media_known(call.corp, call.now, call.query.text("media_id", need=41006))
    return whole(found)


def whole(found: Media) -> Answer:
    """The bytes, with the type that the name tells."""
    kind = MIME.get(_suffix(found.filename), "application/octet-stream")
    told = f"attachment; filename*=UTF-8''{quote(found.filename)}"
    return Answer(found.data, kind=kind, headers=[("Content-disposition", told)])


@endpoint("POST", "media/upload_by_url")
def upload_by_url(call: Call) -> Json:
    """The platform fetches the file itself, later."""
    asked = {name: call.body.text(name, need=40058) for name in ("type", "filename", "url")}
    if call.body.number("scene", need=40058) != 1 or asked["type"] not in {"video", "file"}:
        raise Refused(40058)
    job = Job(jobid=f"job{call.dice.text(40)}", kind="media", made_at=call.now, agentid=call.app.agentid)
    job.asked = {**asked, "md5": call.body.text("md5")}
    call.corp.jobs[job.jobid] = job
    call.fake.clock.plan(call.now, fetching.KIND, call.corp.corpid, jobid=job.jobid)
    return {"jobid": job.jobid}


@endpoint("POST", "media/get_upload_by_url_result")
def get_upload_by_url_result(call: Call) -> Json:
    """status: 1 under way, 2 done, 3 failed; `detail` says with which media_id or why not."""
    job = call.corp.jobs.get(call.body.text("jobid", need=40058))
    if job is None or job.kind != "media":
        raise Refused(40058, "invalid jobid")
    return {"status": job.status, **({"detail": job.result} if job.status != 1 else {})}
