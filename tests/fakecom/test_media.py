"""Media: three days, sizes, kinds, scenes, pictures that stay, and files that the platform fetches itself."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from fakecom.people import befriend, later
from fakecom.receiver import Receiver
from fakecom.running import START, Caller, Running

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def upload(
    app: Caller, path: str = "upload", name: str = "海报.png", data: bytes = PICTURE, **asked: object
) -> dict:
    files = {"media": (name, data)}
    return app.raw("POST", f"media/{path}", params=asked, files=files).json()


def test_a_file_comes_back_as_it_was_for_three_days(running: Running, app: Caller) -> None:
    said = upload(app, type="image")
    assert (said["errcode"], said["type"], said["created_at"]) == (0, "image", str(START))
    got = app.raw("GET", "media/get", params={"media_id": said["media_id"]})
    assert got.content == PICTURE
    assert got.headers["content-type"] == "image/png"
    later(running, app, 3 * 86_400 - 1)
    assert app.raw("GET", "media/get", params={"media_id": said["media_id"]}).content == PICTURE
    later(running, app, 1)
    assert app.code("media/get", "GET", media_id=said["media_id"]) == 40007
    assert app.code("media/get", "GET") == 41006


def test_media_survive_a_snapshot(running: Running, app: Caller) -> None:
    media_id = upload(app, type="image")["media_id"]
    kept = running.http.get("/__ctl/snapshot").content
    running.state.corps.clear()
    assert running.http.put("/__ctl/snapshot", content=kept).status_code == 200
    assert app.raw("GET", "media/get", params={"media_id": media_id}).content == PICTURE


@pytest.mark.parametrize(
    ("kind", "name", "size", "code"),
    [
        ("image", "a.png", 5, 40006),
        ("image", "a.png", 6, 0),
        ("image", "a.gif", 6, 40005),
        ("image", "a.JPG", 10 * 1024 * 1024, 0),
        ("image", "a.jpg", 10 * 1024 * 1024 + 1, 45001),
        ("voice", "a.amr", 2 * 1024 * 1024 + 1, 45001),
        ("voice", "a.mp3", 60, 40005),
        ("video", "a.mov", 60, 40005),
        ("file", "报价 单.pdf", 60, 0),
        ("song", "a.mp3", 60, 40004),
    ],
)
def test_sizes_and_kinds(running: Running, app: Caller, kind: str, name: str, size: int, code: int) -> None:
    assert upload(app, name=name, data=bytes(size), type=kind)["errcode"] == code


def test_a_request_without_a_file(running: Running, app: Caller) -> None:
    assert app.raw("POST", "media/upload", params={"type": "image"}, json={}).json()["errcode"] == 41005
    form = {"files": {"other": (None, "no file")}}
    assert app.raw("POST", "media/upload", params={"type": "image"}, **form).json()["errcode"] == 41005


def test_attachments_have_a_scene_and_a_number_for_their_time(running: Running, app: Caller) -> None:
    said = upload(app, "upload_attachment", media_type="image", attachment_type=1)
    assert said["created_at"] == START
    assert upload(app, "upload_attachment", media_type="image", attachment_type=3)["errcode"] == 41072
    assert upload(app, "upload_attachment", media_type="video", attachment_type=2)["errcode"] == 40004


def test_a_message_takes_media_of_its_kind_while_they_last(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    media_id = upload(app, type="image")["media_id"]

    def code(kind: str = "image", **inside: str) -> int:
        given = [{"msgtype": kind, kind: inside}]
        return app.code("externalcontact/add_msg_template", external_userid=["wm1"], attachments=given)

    page = {"title": "t", "appid": "wx1", "page": "/p"}
    assert code(media_id=media_id) == 0
    assert code("miniprogram", pic_media_id=media_id, **page) == 0
    assert code("video", media_id=media_id) == 40007
    later(running, app, 3 * 86_400)
    assert code(media_id=media_id) == 40007


def test_a_permanent_picture_shows_by_its_url_and_goes_into_messages(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    url = upload(app, "uploadimg")["url"]
    later(running, app, 400 * 86_400)
    assert running.http.get(url).content == PICTURE
    given = [{"msgtype": "image", "image": {"pic_url": url}}]
    assert app.code("externalcontact/add_msg_template", external_userid=["wm1"], attachments=given) == 0
    assert running.http.get(url + "x").status_code == 404
    assert upload(app, "uploadimg", data=bytes(2 * 1024 * 1024 + 1))["errcode"] == 45001


def test_permanent_pictures_are_counted(running: Running, app: Caller) -> None:
    running.state.corps[app.corp].counters["uploadimg 86400000"] = [running.state.now] * 999
    assert upload(app, "uploadimg")["errcode"] == 0
    assert upload(app, "uploadimg")["errcode"] == 45009
    later(running, app, 86_400)
    assert upload(app, "uploadimg")["errcode"] == 0


class Files(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path.startswith("/film.mp4")
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(PICTURE) if found else 0))
        self.end_headers()
        self.wfile.write(PICTURE if found else b"")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def shelf() -> Iterator[str]:
    """A web server with one film."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def fetched(running: Running, app: Caller, url: str, md5: str = "") -> dict:
    """The job's answer once it is no longer under way."""
    asked = {"scene": 1, "type": "video", "filename": "film.mp4", "url": url, "md5": md5}
    job = app.post("media/upload_by_url", **asked)["jobid"]
    assert app.post("media/get_upload_by_url_result", jobid=job) == {
        "errcode": 0,
        "errmsg": "ok",
        "status": 1,
    }
    running.pass_time(1)
    for _ in range(2000):
        said = app.post("media/get_upload_by_url_result", jobid=job)
        if said["status"] != 1:
            return said
    pytest.fail("the job is still under way")


def test_the_platform_fetches_a_file_itself(
    running: Running, app: Caller, shelf: str, receiver: Receiver
) -> None:
    receiver.connect(running)
    md5 = hashlib.md5(PICTURE).hexdigest()
    said = fetched(running, app, f"{shelf}/film.mp4", md5)
    assert said["status"] == 2
    assert app.raw("GET", "media/get", params={"media_id": said["detail"]["media_id"]}).content == PICTURE
    assert fetched(running, app, f"{shelf}/film.mp4", "0" * 32)["status"] == 3
    assert fetched(running, app, f"{shelf}/nothing")["detail"]["errcode"] != 0
    assert app.code("media/get_upload_by_url_result", jobid="made-up") == 40058
    running.ctl("callbacks/settle")
    assert [one["Event"] for one in receiver.events] == ["upload_media_job_finish"] * 3
