"""Faults of answers: each really on the wire, before or after the state changed, as often as asked."""

import httpx
import msgspec
import pytest

from fakecom.people import befriend, found_group, later
from fakecom.running import Caller, Running

ADD, LIST = "externalcontact/add_corp_tag", "externalcontact/get_corp_tag_list"
TAG = {"group_name": "一", "tag": [{"name": "a"}]}


def tags(app: Caller) -> int:
    return len(app.post(LIST)["tag_group"])


@pytest.mark.parametrize(
    ("kind", "code"), [("busy", -1), ("rate", 45009), ("concurrency", 45033), ("token_expired", 42001)]
)
def test_a_refusal_changes_nothing(running: Running, app: Caller, kind: str, code: int) -> None:
    running.ctl("faults", kind=kind, path=ADD, count=1)
    assert app.code(ADD, **TAG) == code
    if kind == "token_expired":
        assert app.code(ADD, **TAG) == 42001
        app.forget()
    assert tags(app) == 0
    app.post(ADD, **TAG)


@pytest.mark.parametrize(
    ("kind", "changed"),
    [("reset_before", 0), ("reset_after", 1), ("timeout", 0), ("timeout_after", 1)],
)
def test_a_connection_that_ends_without_an_answer(
    running: Running, app: Caller, kind: str, changed: int
) -> None:
    running.ctl("faults", kind=kind, path=ADD, count=1, how={"seconds": 0.05})
    with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
        app.raw("POST", ADD, json=TAG)
    assert tags(app) == changed


@pytest.mark.parametrize(("kind", "changed"), [("bad_gateway", 0), ("bad_gateway_after", 1)])
def test_a_page_of_html(running: Running, app: Caller, kind: str, changed: int) -> None:
    running.ctl("faults", kind=kind, path=ADD, count=1)
    answer = app.raw("POST", ADD, json=TAG)
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
    assert tags(app) == changed


def test_a_body_that_breaks_off(running: Running, app: Caller) -> None:
    running.ctl("faults", kind="truncated", path=ADD, count=1)
    with pytest.raises(httpx.RemoteProtocolError):
        app.raw("POST", ADD, json=TAG)
    assert tags(app) == 1


def test_a_body_that_is_no_json(running: Running, app: Caller) -> None:
    running.ctl("faults", kind="not_json", path=ADD, count=1)
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(app.raw("POST", ADD, json=TAG).content)


def test_of_several_that_strike_those_come_last_that_leave_no_json(running: Running, app: Caller) -> None:
    for kind in ("not_json", "truncated", "extra_fields", "null_lists"):
        running.ctl("faults", kind=kind, path=LIST, count=1)
    with pytest.raises(httpx.RemoteProtocolError):
        app.raw("POST", LIST, json={})
    assert tags(app) == 0


def test_words_fields_types_and_lists_that_are_odd(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    path = "externalcontact/batch/get_by_user"

    def get(kind: str, **how: object) -> dict:
        running.ctl("faults", kind=kind, path="externalcontact/*", count=1, how=how)
        return app.post(path, userid_list=["zhangsan"])

    plain = app.post(path, userid_list=["zhangsan"])["external_contact_list"][0]["follow_info"]
    assert "Warning: wrong json format." in get("wrong_format")["errmsg"]
    extra = get("extra_fields")
    assert "field_of_a_later_day" in extra
    assert "field_of_a_later_day" in extra["external_contact_list"][0]["follow_info"]
    flipped = get("type_flips")["external_contact_list"][0]["follow_info"]
    assert flipped["createtime"] == str(plain["createtime"])
    assert get("null_lists")["external_contact_list"][0]["follow_info"]["remark_mobiles"] is None
    skewed = get("clock_skew", seconds=-90)["external_contact_list"][0]["follow_info"]
    assert skewed["createtime"] == plain["createtime"] - 90
    assert app.post(path, userid_list=["zhangsan"])["external_contact_list"][0]["follow_info"] == plain


def test_a_group_that_lags_behind_and_a_version_of_before(running: Running, app: Caller) -> None:
    running.ctl("groups", userid="zhangsan", chat_id="wr1")
    running.ctl("groups/wr1/join", people=["wm1"])

    def get() -> tuple[int, str]:
        group = app.post("externalcontact/groupchat/get", chat_id="wr1")["group_chat"]
        return len(group["member_list"]), group["member_version"]

    now = get()
    running.ctl("faults", kind="lag", count=1)
    before = get()
    assert before[0] == now[0] - 1
    running.ctl("faults", kind="stale_version", count=1)
    assert get() == (now[0], before[1])
    assert get() == now
    found_group(running, "zhangsan", "wr2")


def test_results_that_come_long_after_the_tap(running: Running, app: Caller) -> None:
    """Before it they are told as unsent, and the task as done right after it."""
    people = [f"wm{n:02}" for n in range(20)]
    befriend(running, "zhangsan", *people)
    text = {"text": {"content": "周五见"}}
    msgid = app.post("externalcontact/add_msg_template", external_userid=people, **text)["msgid"]

    def told() -> list[tuple[str, int]]:
        path = "externalcontact/get_groupmsg_send_result"
        rows = app.post(path, msgid=msgid, userid="zhangsan")["send_list"]
        return [(row["external_userid"], row["status"]) for row in rows]

    running.ctl("faults", kind="late_results", how={"seconds": 600, "share": 0.5})
    assert told() == [(one, 0) for one in people]
    running.ctl("member/zhangsan/confirm", msgid=msgid)
    assert app.post("externalcontact/get_groupmsg_task", msgid=msgid)["task_list"][0]["status"] == 2
    some = told()
    assert 4 < len(some) < 16
    later(running, app, 599)
    assert told() == some
    later(running, app, 1)
    assert told() == [(one, 1) for one in people]
    running.ctl("faults/clear")
    running.ctl("faults", kind="late_results")
    assert told() == []
    later(running, app, 300)
    assert len(told()) == 20


def test_a_fault_strikes_where_how_often_and_by_its_seed(running: Running, app: Caller) -> None:
    def struck(count: int) -> list[int]:
        return [app.code(LIST) for _ in range(count)]

    running.ctl("faults", kind="busy", path="externalcontact/get_*", skip=2, count=2)
    assert app.code(ADD, **TAG) == 0
    assert struck(6) == [0, 0, -1, -1, 0, 0]
    running.ctl("faults/clear")
    found = []
    for seed in (1, 1, 2):
        running.ctl("faults", kind="busy", path=LIST, probability=0.5, seed=seed)
        found.append(struck(40))
        (listed,) = running.look("faults")["faults"]
        assert listed["hits"] == found[-1].count(-1)
        assert listed["seen"] == 40
        assert running.ctl("faults/clear") == {"cleared": 1}
    assert found[0] == found[1] != found[2]
    assert 8 < found[0].count(-1) < 32


def test_a_kind_that_there_is_not(running: Running) -> None:
    assert running.http.post("/__ctl/faults", json={"kind": "odd"}).status_code == 400


def test_a_slow_answer_blocks_nobody_else(running: Running, app: Caller) -> None:
    """While one call waits for ever, others are answered; then the waiting one is cut off."""
    running.ctl("faults", kind="timeout", path=ADD, count=1, how={"seconds": 3600})
    with httpx.Client(base_url=running.url, timeout=0.2) as impatient, pytest.raises(httpx.ReadTimeout):
        impatient.post(f"/cgi-bin/{ADD}", params={"access_token": app.token}, json=TAG)
    assert tags(app) == 0


def test_a_field_that_no_fault_has_is_refused(running: Running) -> None:
    """It would be dropped, and another fault than the one that was meant would happen."""
    said = running.http.post("/__ctl/faults", json={"kind": "slow", "seconds": 5})
    assert (said.status_code, "seconds" in said.text) == (400, True)
    assert running.look("faults")["faults"] == []
