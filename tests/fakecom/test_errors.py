"""Behaviour 1: HTTP 200 always, errmsg with the platform's tail, headers, words that change."""

import re

import pytest

from fakecom.people import befriend
from fakecom.running import Caller, Running

TAIL = re.compile(
    r"^(?P<words>.+), hint: \[\d{10}_\d+_[0-9a-f]{32}\], from ip: 127\.0\.0\.1, "
    r"more info at https://open\.work\.weixin\.qq\.com/devtool/query\?e=(?P<code>-?\d+)$"
)


def test_an_error_is_http_200_with_hint_address_link_and_headers(app: Caller) -> None:
    answer = app.raw("GET", "externalcontact/list", params={"userid": "nobody"})
    said = answer.json()
    assert (answer.status_code, said["errcode"]) == (200, 40003)
    found = TAIL.match(said["errmsg"])
    assert found
    assert found["code"] == "40003"
    assert answer.headers["error-code"] == "40003"
    assert answer.headers["error-msg"] == said["errmsg"]


def test_the_words_of_an_error_may_be_others_each_time(running: Running, app: Caller) -> None:
    def words() -> str:
        found = TAIL.match(app.raw("GET", "externalcontact/list", params={"userid": "x"}).json()["errmsg"])
        assert found
        return found["words"]

    assert len({words() for _ in range(20)}) == 1
    running.ctl("settings", vary_words=True)
    assert len({words() for _ in range(20)}) > 3


def test_success_has_code_and_words_too(app: Caller) -> None:
    said = app.get("externalcontact/get_follow_user_list")
    assert (said["errcode"], said["errmsg"]) == (0, "ok")


def test_an_unknown_path_is_404_without_a_body(running: Running) -> None:
    answer = running.http.post("/cgi-bin/externalcontact/groupchat/kick", json={})
    assert (answer.status_code, answer.content) == (404, b"")
    assert running.http.get("/elsewhere").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [("POST", "externalcontact/get_follow_user_list", 43001), ("GET", "externalcontact/mark_tag", 43002)],
)
def test_the_wrong_method_is_told(app: Caller, method: str, path: str, code: int) -> None:
    assert app.raw(method, path).json()["errcode"] == code


def test_escapes_in_json_are_refused_unless_allowed(running: Running, app: Caller) -> None:
    def code(body: bytes) -> int:
        return app.raw("POST", "externalcontact/get_corp_tag_list", content=body).json()["errcode"]

    assert code(b'{"tag_id": ["\\u6e20"]}') == 40033
    assert code('{"tag_id": ["渠"], "x": "\\\\u6e20"}'.encode()) == 0  # an escaped backslash, no escape
    running.ctl("settings", refuse_escapes=False)
    assert code(b'{"tag_id": ["\\u6e20"]}') == 0


@pytest.mark.parametrize("body", [b"no json", b"[1]", b'{"a": 1', b'{"a": "\xff"}'])
def test_what_is_no_json_object_is_told(app: Caller, body: bytes) -> None:
    assert app.raw("POST", "externalcontact/get_corp_tag_list", content=body).json()["errcode"] == 47001


def test_a_wrong_type_is_taken_as_it_can_be_with_a_warning(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wmA")  # else the answer is 84061
    asked = {"userid_list": ["zhangsan"], "limit": "10"}
    said = app.post("externalcontact/batch/get_by_user", **asked)
    assert "Warning: wrong json format." in said["errmsg"]
    assert "Warning" not in app.post("externalcontact/batch/get_by_user", **asked | {"limit": 10})["errmsg"]
