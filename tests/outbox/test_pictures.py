"""Pictures of messages: kept once, uploaded when needed, again when the platform has forgotten them."""

import msgspec
import pytest
from sqlalchemy import text
from tests.channels.wecom.scripted import error, serving
from tests.outbox.tenant import Tenant

from fakecom.people import corp_in
from yutang.channels.contract.message import Image, Link, Message, MiniProgram
from yutang.channels.wecom.channel import WeComChannel
from yutang.kit.errors import YutangError
from yutang.outbox import jobs, pictures

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def _keep(here: Tenant, content: bytes = PNG, name: str = "海报.gif") -> int:
    return here.ledger.state.write(lambda conn: pictures.keep(conn, content, name, by=1, now=here.now()))


def _uploads(here: Tenant) -> list[str]:
    with here.ledger.state.read() as conn:
        return list(conn.execute(text("select handle from send_upload")).scalars())


def test_the_same_picture_is_kept_once_under_a_name_of_its_kind(here: Tenant) -> None:
    assert _keep(here) == _keep(here)
    with here.ledger.state.read() as conn:
        assert pictures.content(conn, _keep(here)) == ("海报.png", PNG)
        assert pictures.content(conn, 999) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"GIF89a" + bytes(100), "picture_kind"), (b"<svg onload=alert(1)>", "picture_kind"), (b"\x89PNG", "picture_size"),
     (PNG[:8] + bytes(pictures.LARGEST), "picture_size")],
)  # fmt: skip
def test_what_is_no_picture_of_ours_is_refused(here: Tenant, content: bytes, code: str) -> None:
    with pytest.raises(YutangError, match=code):
        _keep(here, content)


@pytest.mark.parametrize(
    "ref", ["", "picture:", "picture:x", "picture:9", "media:1", "picture:99999999999999999999"]
)
def test_a_reference_that_names_none_is_not_there(here: Tenant, ref: str) -> None:
    with here.ledger.state.read() as conn:
        assert not pictures.there(conn, ref)


def test_a_send_with_a_picture_uploads_it_once_for_all_parts(here: Tenant) -> None:
    ref = f"{pictures.REF}{_keep(here)}"
    message = Message(text="看图", attachments=(
        Image(ref), MiniProgram("小程序", "wx1", "/index", ref), Link("标题", "https://a.example/1")))  # fmt: skip
    id_ = here.send(message=message)
    here.work(jobs.SUBMIT)
    assert here.states(id_) == {"waiting": 15}
    (handle,) = _uploads(here)
    kinds = [one.content["attachments"] for one in corp_in(here.fake).mass.values()]
    assert [each["msgtype"] for each in kinds[0]] == ["image", "miniprogram", "link"]
    assert {each[0]["image"]["media_id"] for each in kinds} == {handle}


def test_an_upload_that_was_forgotten_is_made_again(here: Tenant) -> None:
    """The platform keeps them three days."""
    ref = f"{pictures.REF}{_keep(here)}"
    here.send(message=Message(attachments=(Image(ref),)))
    here.work(jobs.SUBMIT)
    first = _uploads(here)
    here.fake.pass_time(3 * 86_400)
    second = here.send(message=Message(attachments=(Image(ref),)), name="再来")
    here.work(jobs.SUBMIT)
    assert here.states(second) == {"waiting": 15}
    assert len(_uploads(here)) == 1
    assert _uploads(here) != first


def test_a_picture_that_cannot_be_uploaded_now_keeps_the_send_waiting(here: Tenant) -> None:
    ref = f"{pictures.REF}{_keep(here)}"
    here.fake.ctl("faults", kind="rate", path="media/upload", count=1)
    id_ = here.send(message=Message(attachments=(Image(ref),)))
    here.work(jobs.SUBMIT)
    assert here.made() < 2
    here.fake.pass_time(3_600)
    here.work(jobs.SUBMIT)
    assert (here.made(), here.states(id_)) == (2, {"waiting": 15})


@pytest.mark.parametrize(("times", "states"), [(1, {"waiting": 15}), (3, {"refused": 10, "waiting": 5})])
def test_uploads_that_the_platform_forgot_before_their_time_are_made_anew(
    here: Tenant, times: int, states: dict[str, int]
) -> None:
    """Once: those it does not know either are refused for good."""
    ref = f"{pictures.REF}{_keep(here)}"
    id_ = here.send(message=Message(attachments=(Image(ref),)))
    with serving() as (server, client, _):
        server.play["media/upload"] = [error(0, media_id=f"m{n}") for n in range(4)]
        made = [error(0, msgid=f"msg{n}", fail_list=[]) for n in range(2)]
        server.play["externalcontact/add_msg_template"] = [*[error(40007)] * times, *made]
        channel = WeComChannel(client)
        for _ in range(2):
            jobs.run(msgspec.structs.replace(here.desk, channel_of=lambda _: channel), jobs.SUBMIT)
            here.fake.pass_time(60)
        asked = [
            each["attachments"][0]["image"]["media_id"]
            for each in server.bodies("externalcontact/add_msg_template")
        ]
    assert here.states(id_) == states
    assert len(set(asked)) > 1
