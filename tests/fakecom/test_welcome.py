"""Behaviour 6: a welcome within twenty seconds, once, by one app; and when there is no code for one."""

import pytest

from fakecom.people import deliveries
from fakecom.running import CORP, Caller, Running

SEND = "externalcontact/send_welcome_msg"
HELLO = {"text": {"content": "你好，欢迎"}}


def scanned(running: Running, app: Caller, **more: object) -> dict:
    way = app.post("externalcontact/add_contact_way", type=1, scene=2, user=["zhangsan"], state="门店")
    return running.ctl("scan", code=way["config_id"], **more)


def test_a_welcome_reaches_the_customer_once(running: Running, app: Caller) -> None:
    met = scanned(running, app)
    app.post(SEND, welcome_code=met["welcome_code"], **HELLO)
    (got,) = deliveries(running)
    assert (got["kind"], got["external_userid"], got["userid"]) == (
        "welcome",
        met["external_userid"],
        "zhangsan",
    )
    assert got["message"] == HELLO
    assert app.code(SEND, welcome_code=met["welcome_code"], **HELLO) == 41051
    assert len(deliveries(running)) == 1


@pytest.mark.parametrize(("late_s", "code"), [(20, 0), (20.001, 41050)])
def test_twenty_seconds_of_virtual_time(running: Running, app: Caller, late_s: float, code: int) -> None:
    met = scanned(running, app)
    running.pass_time(late_s)
    assert app.code(SEND, welcome_code=met["welcome_code"], **HELLO) == code


def test_another_app_is_told_to_try_again_and_then_that_it_is_done(running: Running, app: Caller) -> None:
    running.ctl("apps", agentid=7, secret="second")
    other, met = running.app("second"), scanned(running, app)
    app.post(SEND, welcome_code=met["welcome_code"], **HELLO)
    assert other.code(SEND, welcome_code=met["welcome_code"], **HELLO) == 41096
    running.pass_time(1)
    assert other.code(SEND, welcome_code=met["welcome_code"], **HELLO) == 41051
    assert len(deliveries(running)) == 1


def test_what_cannot_be_sent_uses_no_code_up(running: Running, app: Caller) -> None:
    code = scanned(running, app)["welcome_code"]
    assert app.code(SEND, **HELLO) == 41049
    assert app.code(SEND, welcome_code="made up", **HELLO) == 41050
    assert app.code(SEND, welcome_code=code) == 40063
    assert app.code(SEND, welcome_code=code, text={"content": "字" * 1334}) == 45002
    image = {"msgtype": "image", "image": {"media_id": "none"}}
    assert app.code(SEND, welcome_code=code, attachments=[image]) == 40007
    assert app.code(SEND, welcome_code=code, attachments=[image] * 10) == 41064
    app.post(SEND, welcome_code=code, text={"content": "字" * 1333})


def test_no_code_when_the_console_has_a_welcome(running: Running, app: Caller) -> None:
    running.ctl("members", userid="zhangsan", console_welcome=True)
    met = scanned(running, app)
    assert (met["outcome"], met["welcome_code"]) == ("added", "")


def test_no_code_when_they_have_talked(running: Running, app: Caller) -> None:
    met = scanned(running, app)
    pair = {"userid": "zhangsan", "external_userid": met["external_userid"]}
    running.fake.state.corps[app.corp].follows["zhangsan"][met["external_userid"]].chatted = True
    assert app.code(SEND, welcome_code=met["welcome_code"], **HELLO) == 41051
    running.ctl("delete", **pair, by="customer")
    assert running.ctl("add", **pair)["welcome_code"] == ""


def test_a_half_friends_code_leaves_none_for_when_he_is_added_back(running: Running, app: Caller) -> None:
    met = scanned(running, app, half=True)
    assert met["outcome"] == "half"
    app.post(SEND, welcome_code=met["welcome_code"], **HELLO)
    pair = {"userid": "zhangsan", "external_userid": met["external_userid"]}
    assert running.ctl("accept", **pair)["welcome_code"] == ""
    again = scanned(running, app, half=True)
    pair["external_userid"] = again["external_userid"]
    assert running.ctl("accept", **pair)["welcome_code"]


def test_who_comes_back_after_parting_gets_a_welcome_again(running: Running, app: Caller) -> None:
    met = scanned(running, app)
    app.post(SEND, welcome_code=met["welcome_code"], **HELLO)
    pair = {"userid": "zhangsan", "external_userid": met["external_userid"]}
    running.pass_time(60)
    running.ctl("delete", **pair, by="member")
    assert running.ctl("add", **pair)["welcome_code"]


def test_who_must_agree_to_the_archive_is_greeted_with_a_code_of_its_own(
    running: Running, app: Caller
) -> None:
    """41053 until then; the first code is of no use any more when they do."""
    running.ctl("policy", welcome_needs_consent=True)
    met = scanned(running, app)
    assert app.code(SEND, welcome_code=met["welcome_code"], **HELLO) == 41053
    running.pass_time(60)
    running.ctl(f"customer/{met['external_userid']}/consent", userid="zhangsan")
    code = list(running.state.corps[CORP].welcome_codes)[-1]
    assert code != met["welcome_code"]
    app.post(SEND, welcome_code=code, **HELLO)
    assert len(deliveries(running)) == 1
