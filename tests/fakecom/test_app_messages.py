"""Messages to members: recipients, silent limits, duplicates, recall; and internal groups."""

import pytest

from fakecom.people import deliveries, later
from fakecom.receiver import Receiver
from fakecom.running import Caller, Running

DAY = 86_400
AGENT = 1000002
TEXT = {"msgtype": "text", "text": {"content": "请确认 37 条群发"}}


def send(app: Caller, touser: str = "", **more: object) -> dict:
    return app.post("message/send", **{"touser": touser, "agentid": AGENT, **TEXT, **more})


def got(running: Running, **asked: object) -> list[str]:
    return [one["member"] for one in deliveries(running, **asked)]


def test_it_reaches_members_and_never_customers(running: Running, app: Caller) -> None:
    said = send(app, "zhangsan|nobody|lisi", toparty="3|99", totag="7")
    assert (said["invaliduser"], said["invalidparty"], said["invalidtag"]) == ("nobody", "99", "7")
    assert got(running, task=said["msgid"]) == ["caiwu", "lisi", "wangwu", "zhangsan"]
    assert deliveries(running)[0]["message"] == TEXT
    send(app, "@all")
    assert len(deliveries(running)) == 8
    assert app.code("message/send", touser="nobody", agentid=AGENT, **TEXT) == 81013
    assert app.code("message/send", touser="zhangsan", agentid=1, **TEXT) == 40056


def test_only_who_the_app_sees(running: Running) -> None:
    running.ctl("apps", agentid=1000003, secret="narrow", visible_parties=[2], permissions=[])
    narrow = running.app("narrow")
    said = send(narrow, "zhangsan|wangwu", agentid=1000003)
    assert said["invaliduser"] == "wangwu"
    assert got(running) == ["zhangsan"]


def test_a_member_gets_30_a_minute_and_the_rest_is_dropped_silently(running: Running, app: Caller) -> None:
    for _ in range(31):
        send(app, "zhangsan")
    assert len(got(running)) == 30
    later(running, app, 60)
    send(app, "zhangsan")
    assert len(got(running)) == 31


def test_an_app_sends_200_a_day_and_account(running: Running, app: Caller) -> None:
    for _ in range(7):
        for _ in range(30):
            send(app, "@all")
        later(running, app, 60)
    assert len(got(running)) == 800  # four accounts
    later(running, app, DAY)
    send(app, "zhangsan")
    assert len(got(running)) == 801


def test_the_same_again_is_dropped_where_that_is_asked_for(running: Running, app: Caller) -> None:
    checked = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    for _ in range(2):
        assert send(app, "zhangsan", **checked)["errcode"] == 0
    send(app, "lisi", **checked)
    assert got(running) == ["zhangsan", "lisi"]
    later(running, app, 600)
    send(app, "zhangsan", **checked)
    assert len(got(running)) == 3


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"text": {"content": "a" * 2048}}, 0),
        ({"text": {"content": "a" * 2049}}, 45002),
        ({"text": {"content": ""}}, 44004),
        ({"text": {}}, 40063),
        ({"msgtype": "song"}, 40008),
        ({"msgtype": "image", "image": {"media_id": "gone"}}, 40007),
        ({"msgtype": "textcard", "textcard": {"title": "t", "description": "d", "url": "u"}}, 0),
    ],
)
def test_contents(app: Caller, asked: dict, code: int) -> None:
    assert app.code("message/send", **{"touser": "lisi", "agentid": AGENT, **TEXT, **asked}) == code


def test_a_card_has_a_code_to_answer_with(app: Caller) -> None:
    assert send(app, "lisi", msgtype="template_card", template_card={"card_type": "x"})["response_code"]
    assert "response_code" not in send(app, "lisi")


CARD = {
    "card_type": "button_interaction",
    "task_id": "todo-7",
    "button_list": [{"text": "确认", "key": "yes"}],
}


def test_a_tap_is_told_to_the_cards_app_and_the_card_is_changed_once(
    running: Running, app: Caller, receiver: Receiver
) -> None:
    receiver.connect(running)
    running.ctl("apps", agentid=1000003, secret="other")
    elsewhere = Receiver()
    elsewhere.connect(running, agentid=1000003)
    msgid = send(app, "zhangsan|lisi", msgtype="template_card", template_card=CARD)["msgid"]
    code = running.ctl("member/zhangsan/tap", msgid=msgid, key="yes")["response_code"]
    running.ctl("callbacks/settle")
    (told,) = receiver.events
    names = ("Event", "FromUserName", "EventKey", "TaskId", "CardType", "ResponseCode", "AgentID")
    assert [told[name] for name in names] == [
        "template_card_event",
        "zhangsan",
        "yes",
        "todo-7",
        "button_interaction",
        code,
        f"{AGENT}",
    ]
    assert elsewhere.got == []
    elsewhere.close()

    asked = {"userids": ["zhangsan", "wangwu"], "response_code": code, "button": {"replace_name": "已确认"}}
    assert running.app("other").code("message/update_template_card", **asked) == 40058
    assert app.post("message/update_template_card", **asked)["invaliduser"] == ["wangwu"]
    assert app.code("message/update_template_card", **asked) == 40058
    changed = deliveries(running, kind="card")
    assert [(one["member"], one["message"]) for one in changed] == [
        ("zhangsan", {"button": {"replace_name": "已确认"}})
    ]
    assert (
        running.http.post("/__ctl/member/wangwu/tap", json={"msgid": msgid, "key": "yes"}).status_code == 400
    )


def test_a_code_is_good_for_72_hours(running: Running, app: Caller) -> None:
    code = send(app, "lisi", msgtype="template_card", template_card=CARD)["response_code"]
    asked = {"atall": 1, "response_code": code}
    assert app.code("message/update_template_card", **asked) == 40063
    later(running, app, 72 * 3600)
    assert app.code("message/update_template_card", **asked, template_card=CARD) == 40058


def test_recall_within_a_day(running: Running, app: Caller) -> None:
    msgid = send(app, "zhangsan")["msgid"]
    app.post("message/recall", msgid=msgid)
    assert running.state.corps[app.corp].app_messages[msgid].recalled
    late = send(app, "zhangsan")["msgid"]
    later(running, app, DAY)
    assert app.code("message/recall", msgid=late) == 42052
    assert app.code("message/recall", msgid="made-up") == 40058


def test_an_internal_group(running: Running, app: Caller) -> None:
    made = app.post("appchat/create", name="值班", userlist=["zhangsan", "lisi"], owner="lisi", chatid="duty")
    assert made["chatid"] == "duty"
    app.post("appchat/send", chatid="duty", **TEXT)
    assert got(running, task="duty") == ["zhangsan", "lisi"]
    app.post(
        "appchat/update", chatid="duty", name="夜班", add_user_list=["wangwu"], del_user_list=["zhangsan"]
    )
    shown = app.get("appchat/get", chatid="duty")["chat_info"]
    assert shown == {"chatid": "duty", "name": "夜班", "owner": "lisi", "userlist": ["lisi", "wangwu"]}
    room = app.post("msgaudit/groupchat/get", roomid="duty")
    assert [one["memberid"] for one in room["members"]] == ["lisi", "wangwu"]
    for asked, code in (
        ({"userlist": ["zhangsan", "lisi"], "chatid": "duty"}, 86003),
        ({"userlist": ["zhangsan"]}, 86006),
        ({"userlist": ["zhangsan", "lisi"], "owner": "wangwu"}, 86004),
        ({"userlist": ["zhangsan", "nobody"]}, 40003),
    ):
        assert app.code("appchat/create", **asked) == code
    assert app.code("appchat/update", chatid="duty", del_user_list=["lisi"]) == 86004
    assert app.code("appchat/send", chatid="none", **TEXT) == 86001


def test_an_internal_group_needs_an_app_that_sees_everybody(running: Running, app: Caller) -> None:
    app.post("appchat/create", userlist=["zhangsan", "lisi"], chatid="duty")
    running.ctl("apps", agentid=1000003, secret="narrow", visible_parties=[2])
    assert running.app("narrow").code("appchat/create", userlist=["zhangsan", "lisi"]) == 60011
    running.ctl("apps", agentid=1000004, secret="other")
    assert running.app("other").code("appchat/get", "GET", chatid="duty") == 86001


def test_an_internal_group_drops_what_is_too_much(running: Running, app: Caller) -> None:
    app.post("appchat/create", userlist=["zhangsan", "lisi"], chatid="duty")
    counters = running.state.corps[app.corp].counters
    counters["appchat lisi"] = [running.state.now] * 199
    for _ in range(2):
        app.post("appchat/send", chatid="duty", **TEXT)
    assert got(running) == ["zhangsan", "lisi", "zhangsan"]
