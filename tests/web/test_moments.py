"""Moments and uploads through the API, on a tenant whose WeCom is a fakecom; and who sees what."""

import io
import zipfile
from types import SimpleNamespace
from typing import Any

import pytest
from tests.outbox import posts
from tests.outbox.conftest import fake, here  # noqa: F401 - fixtures
from tests.outbox.tenant import EVERYBODY
from tests.web.conftest import Browser
from tests.web.test_sends import web  # noqa: F401 - a fixture

from yutang.outbox import sorts
from yutang.web.api.moments import LARGEST_UPLOAD

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(200)


def _office(folder: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/x.xml", "<x/>")
    return made.getvalue()


def _uploaded(ask: Browser, content: bytes, name: str = "a.bin") -> Any:
    return ask("POST", f"/send-uploads?name={name}", content=content)


def _moment(web: SimpleNamespace, *staff: str, **more: Any) -> dict[str, Any]:  # noqa: F811
    ids = [str(web.here.id(one)) for one in staff]
    return {"connection_id": web.here.connection, "kind": "moment", "name": "新品", "purpose": "促销", "staff": ids,
            "text": "新品到店"} | more  # fmt: skip


def _confirmed(web: SimpleNamespace, ask: Browser, **more: Any) -> int:  # noqa: F811
    made = ask("POST", "/sends", json=_moment(web, "li", "wang", **more))
    assert made.status_code == 201, made.text
    id_ = made.json()["id"]
    digest = ask("POST", f"/sends/{id_}/account").json()["digest"]
    answer = ask("POST", f"/sends/{id_}/confirm", json={"turn": 1, "digest": digest})
    assert answer.status_code == 200, answer.text
    return id_


def test_the_whole_way_of_a_moment(web: SimpleNamespace) -> None:  # noqa: F811
    boss, tenant = web.browser("administrator"), web.here
    ref = _uploaded(boss, PNG, "海报.png").json()["ref"]
    id_ = _confirmed(web, boss, attachments=[{"type": "image", "handle": ref}])
    posts.later(tenant, 60)
    posts.later(tenant, 60)
    posts.publish(tenant, "li")
    posts.later(tenant, 600)
    posts.react(tenant, "like", "li", "wm000")
    posts.react(tenant, "comment", "li", "wm001")
    posts.later(tenant, 3_600)
    told = boss("GET", f"/sends/{id_}").json()
    assert (told["row"]["kind"], told["row"]["states"]) == ("moment", {"sent": 10, "waiting": 5})
    assert [one["ref"] for one in told["uploads"]] == [ref]
    members = [
        (one["name"], one["sent"], one["late"], one["likes"], one["comments"]) for one in told["members"]
    ]
    assert members == [("wang", 0, True, 0, 0), ("li", 10, False, 1, 1)]
    feed = boss("GET", f"/sends/{id_}/feed").json()
    assert (feed["likes"], feed["comments"], feed["people"]) == (1, 1, 2)
    assert sum(one["likes"] for one in feed["series"]) == 1
    rows = boss("GET", f"/sends/{id_}/reactions?limit=1").json()
    assert (len(rows["items"]), rows["next"]) == (1, 1)
    liked = boss("GET", f"/sends/{id_}/reactions?what=like").json()["items"]
    assert [(one["what"], one["staff"], one["gone"]) for one in liked] == [("like", "li", False)]
    timeline = boss("GET", f"/customers/{liked[0]['customer_id']}/timeline").json()["items"]
    assert "touch.liked" in {one["kind"] for one in timeline}
    assert boss("POST", f"/sends/{id_}/remind").json()["code"] == "send_no_reminder"
    assert boss("POST", f"/sends/{id_}/cancel").status_code == 204


def test_the_account_of_a_moment_adds_up_and_says_what_cannot_be_left_out(web: SimpleNamespace) -> None:  # noqa: F811
    boss, tenant = web.browser("administrator"), web.here
    posts.tagged(tenant, "VIP", {"li": ["wm000", "wm001"]})
    choices = boss("GET", f"/sends/doors/{tenant.connection}/moments").json()
    assert [(one["name"], one["people"]) for one in choices["staff"]] == [("li", 10), ("wang", 5)]
    assert [one["id"] for one in choices["tags"]] == ["etVIP"]
    rule = {"op": "tag", "tag": "级别/VIP"}
    id_ = boss("POST", "/sends", json=_moment(web, rule=rule)).json()["id"]
    account = boss("POST", f"/sends/{id_}/account").json()
    assert (account["audience"], account["excluded"], account["proposed"]) == (10, {}, 10)
    assert account["notices"] == {"beyond": 8}
    assert [(one["name"], one["people"]) for one in account["publishers"]] == [("li", 10)]
    changed = boss("PUT", f"/sends/{id_}?turn=1", json=_moment(web, rule=rule, tags=["etVIP"]))
    assert changed.json()["turn"] == 2
    account = boss("POST", f"/sends/{id_}/account").json()
    assert (account["audience"], account["proposed"], account["notices"]) == (2, 2, {})
    told = boss("GET", f"/sends/{id_}").json()
    assert told["tags"] == [{"id": "etVIP", "group": "级别", "name": "VIP"}]


def test_an_operator_sees_their_own_part_alone(web: SimpleNamespace) -> None:  # noqa: F811
    boss, tenant = web.browser("administrator"), web.here
    id_ = _confirmed(web, boss)
    posts.later(tenant, 60)
    posts.later(tenant, 60)
    posts.publish(tenant, "li", "wang")
    posts.later(tenant, 600)
    posts.react(tenant, "like", "li", "wm000")
    posts.react(tenant, "like", "wang", "wm010")
    posts.later(tenant, 3_600)
    wang = web.browser("operator", staff_id=tenant.id("wang"))
    told = wang("GET", f"/sends/{id_}").json()
    assert (told["row"]["states"], [one["name"] for one in told["members"]]) == ({"sent": 5}, ["wang"])
    assert wang("GET", f"/sends/{id_}/feed").json()["likes"] == 1
    assert [one["staff"] for one in wang("GET", f"/sends/{id_}/reactions").json()["items"]] == ["wang"]
    zhao = web.browser("operator", staff_id=999)
    for path in ("feed", "reactions"):
        assert zhao("GET", f"/sends/{id_}/{path}").status_code == 404
    assert wang("GET", f"/sends/doors/{tenant.connection}/moments").status_code == 403
    assert _uploaded(wang, PNG).status_code == 403


@pytest.mark.parametrize(
    ("content", "name", "kind", "kept"),
    [(PNG, "海报.gif", "picture", "海报.png"), (MP4, "a.mov", "video", "a.mp4"), (b"%PDF-1.7" + bytes(50), "价目.pdf", "file", "价目.pdf"),
     (_office("word"), "x.zip", "file", "x.docx"), (_office("xl"), "x.docx", "file", "x.xlsx"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "old.DOC", "file", "old.doc")],
    ids=["png", "mp4", "pdf", "docx", "xlsx", "doc"],
)  # fmt: skip
def test_an_upload_is_what_its_content_is(
    web: SimpleNamespace,  # noqa: F811
    content: bytes,
    name: str,
    kind: str,
    kept: str,
) -> None:
    boss = web.browser("administrator")
    made = _uploaded(boss, content, name)
    assert made.status_code == 201, made.text
    told = made.json()
    assert (told["kind"], told["name"], told["size"]) == (kind, kept, len(content))
    assert told["ref"].startswith(f"{kind}:")
    assert _uploaded(boss, content, f"again-{name}").json()["ref"] == told["ref"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "upload_kind"), (b"<svg onload=alert(1)>", "upload_kind"), (b"MZ" + bytes(100), "upload_kind"),
     (b"\x00\x00\x00\x14ftypqt  " + bytes(100), "upload_kind"), (b"PK\x03\x04" + bytes(100), "upload_kind"),
     (PNG[:8] + bytes(sorts.LARGEST[sorts.PICTURE]), "upload_over")],
    ids=["nothing", "svg", "program", "quicktime", "zip", "large"],
)  # fmt: skip
def test_what_cannot_be_attached_is_refused(web: SimpleNamespace, content: bytes, code: str) -> None:  # noqa: F811
    answer = _uploaded(web.browser("administrator"), content)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_what_is_larger_than_anything_is_not_even_read(web: SimpleNamespace) -> None:  # noqa: F811
    answer = _uploaded(web.browser("administrator"), b"%PDF-" + bytes(LARGEST_UPLOAD))
    assert answer.status_code == 413


def test_a_picture_is_seen_by_whom_its_send_is_seen(web: SimpleNamespace) -> None:  # noqa: F811
    boss, tenant = web.browser("administrator"), web.here
    made = _uploaded(boss, PNG).json()
    path = f"/send-uploads/{made['ref'].partition(':')[2]}"
    shown = boss("GET", path)
    assert (shown.status_code, shown.headers["content-type"], shown.content) == (200, "image/png", PNG)
    assert shown.headers["x-content-type-options"] == "nosniff"
    wang = web.browser("operator", staff_id=tenant.id("wang"))
    assert wang("GET", path).status_code == 404
    _confirmed(web, boss, attachments=[{"type": "image", "handle": made["ref"]}])
    assert wang("GET", path).status_code == 200
    video = _uploaded(boss, MP4).json()["ref"].partition(":")[2]
    assert boss("GET", f"/send-uploads/{video}").status_code == 404


def test_a_message_takes_a_video_a_file_and_a_link_with_a_cover(web: SimpleNamespace) -> None:  # noqa: F811
    boss, tenant = web.browser("administrator"), web.here
    picture, video, file = (_uploaded(boss, one).json()["ref"] for one in (PNG, MP4, b"%PDF-1.7" + bytes(50)))
    attachments = [
        {"type": "video", "handle": video}, {"type": "file", "handle": file},
        {"type": "link", "title": "直播", "url": "https://a.example/1", "picture": picture},
        {"type": "miniprogram", "title": "商城", "app": "wx1", "page": "pages/i", "picture": picture},
    ]  # fmt: skip
    id_ = boss("POST", "/sends", json=web.draft | {"rule": EVERYBODY, "attachments": attachments}).json()[
        "id"
    ]
    digest = boss("POST", f"/sends/{id_}/account").json()["digest"]
    assert boss("POST", f"/sends/{id_}/confirm", json={"turn": 1, "digest": digest}).status_code == 200
    tenant.work()
    sent = next(iter(posts.corp_in(tenant.fake).mass.values())).content["attachments"]
    assert [one["msgtype"] for one in sent] == ["video", "file", "link", "miniprogram"]
    assert sent[2]["link"]["picurl"].startswith("http")
    for wrong in (
        {"type": "video", "handle": picture},
        {"type": "file", "handle": video},
        {"type": "image", "handle": file},
    ):
        answer = boss("POST", "/sends", json=web.draft | {"attachments": [wrong]})
        assert (answer.status_code, answer.json()["code"]) == (400, "send_attachment")
