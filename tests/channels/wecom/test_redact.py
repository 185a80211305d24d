"""The log: planted secrets, phones, names and texts are nowhere in it, and what helps is."""

import json
import logging

import pytest
from tests.channels.wecom.scripted import SECRET, error, serving

from yutang.channels.wecom.redact import mark, redacted
from yutang.channels.wecom.settings import Connection
from yutang.channels.wecom.transport import Call
from yutang.channels.wecom.wire import Ask, Wire

GET, REMARK = Call("GET", "externalcontact/get", repeats=True), Call("POST", "externalcontact/remark")
PLANTED = ("13800138000", "李小明", "小明妈妈", "li.ming@example.com", "oz-union-77", "wmPerson0001", "zhangsan-staff",
           "WELCOME-CODE-9", "https://wx.qlogo.cn/avatar", "对接采购", SECRET, "token-1", "oauth-code-5")  # fmt: skip


class Remark(Ask):
    userid: str
    external_userid: str
    remark: str
    remark_mobiles: list[str]
    welcome_code: str
    tag_id: list[str]


class Found(Wire):
    external_contact: dict[str, object] = {}


def _answer() -> dict[str, object]:
    return error(
        0,
        "ok",
        external_contact={"external_userid": PLANTED[5], "name": PLANTED[1], "avatar": PLANTED[8],
                          "unionid": PLANTED[4], "a_field_of_tomorrow": PLANTED[3], "phone": 13800138000},
        follow_user=[{"userid": PLANTED[6], "remark": PLANTED[2], "add_way": 10, "remark_mobiles": [PLANTED[0]],
                      "description": PLANTED[9], "13800138000": 1}] * 5,
    )  # fmt: skip


def test_nothing_of_anybody_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving() as (server, client, _):
        server.play[GET.path] = [
            _answer(),
            {"errcode": 0, "external_contact": [PLANTED[1]]},
            b"<html>" + PLANTED[1].encode(),
        ]
        server.play[REMARK.path] = [
            error(0, f"Warning: wrong json format. {PLANTED[1]}"),
            error(60020, PLANTED[1]),
        ]
        for _round in range(3):
            client.ask(GET, Found, query={"external_userid": PLANTED[5], "code": PLANTED[12]})
        body = Remark(userid=PLANTED[6], external_userid=PLANTED[5], remark=PLANTED[2], welcome_code=PLANTED[7],
                      remark_mobiles=[PLANTED[0]], tag_id=["etTag1"])  # fmt: skip
        client.ask(REMARK, Wire, body)
        client.ask(REMARK, Wire, body)
        client.upload(Call("POST", "media/upload"), Wire, (PLANTED[1], PLANTED[1].encode()))
    said = caplog.text
    assert [planted for planted in PLANTED if planted in said] == []
    assert all(
        part in said for part in ("externalcontact/get", "'add_way': 10", "etTag1", "'errcode': 60020", "+3")
    )


def test_json_that_the_server_could_not_read_is_said_loudly(caplog: pytest.LogCaptureFixture) -> None:
    with serving() as (server, client, _):
        server.play[REMARK.path] = [error(0, "ok, Warning: wrong json format. ")]
        assert isinstance(client.ask(REMARK, Wire), Wire)
    assert [(each.levelname, "wrong json format" in each.message) for each in caplog.records] == [
        ("ERROR", True)
    ]


def test_an_id_has_the_same_mark_everywhere() -> None:
    assert redacted({"userid": "li"}) == redacted({"userid": "li"}) == {"userid": mark("li")}
    assert mark("li") != mark("wang")


def test_a_field_that_is_not_listed_shows_its_size_alone() -> None:
    assert redacted({"new": "abc", "n": 12345, "yes": True, "no": None, "status": "a b"}) == {
        "new": "<str 3>", "n": "<int 5>", "yes": True, "no": None, "status": "<str 3>"
    }  # fmt: skip


def test_a_connection_shows_no_secret() -> None:
    made = Connection(corpid="ww1", agentid=3, secret=SECRET, callback_token="tok", callback_key="key")
    assert str(made) == repr(made) == f"{made}" == "Connection(corpid='ww1', agentid=3)"
    assert SECRET in json.dumps(made.secret)
