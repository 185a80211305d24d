"""Mass messages: nothing before a member confirms, to whom a task goes, caps, reminders, cancelling."""

import pytest

from fakecom.people import befriend, corp_in, deliveries, follow_of, found_group, later
from fakecom.running import START, Caller, Running

DAY = 86_400
HELLO = {"text": {"content": "周五直播，记得来"}}


def send(app: Caller, *customers: str, **more: object) -> str:
    return app.post("externalcontact/add_msg_template", external_userid=customers, **HELLO, **more)["msgid"]


def results(app: Caller, msgid: str, userid: str) -> dict[str, int]:
    pages = app.pages("externalcontact/get_groupmsg_send_result", "send_list", msgid=msgid, userid=userid)
    return {row.get("external_userid") or row["chat_id"]: row["status"] for page in pages for row in page}


def tasks(app: Caller, msgid: str) -> dict[str, int]:
    rows = app.post("externalcontact/get_groupmsg_task", msgid=msgid)["task_list"]
    return {row["userid"]: row["status"] for row in rows}


def test_nothing_reaches_anybody_before_the_member_confirms(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2")
    befriend(running, "lisi", "wm3")
    msgid = send(app, "wm1", "wm2", "wm3", "wm-nobody")
    later(running, app, 3 * DAY)
    assert deliveries(running) == []
    assert tasks(app, msgid) == {"zhangsan": 0, "lisi": 0}
    assert results(app, msgid, "zhangsan") == {"wm1": 0, "wm2": 0}

    assert running.ctl("member/zhangsan/confirm", msgid=msgid)["sent"] == 2
    assert tasks(app, msgid) == {"zhangsan": 2, "lisi": 0}
    assert results(app, msgid, "zhangsan") == {"wm1": 1, "wm2": 1}
    assert results(app, msgid, "lisi") == {"wm3": 0}
    got = deliveries(running, task=msgid)
    assert [(one["external_userid"], one["userid"], one["kind"]) for one in got] == [
        ("wm1", "zhangsan", "mass"),
        ("wm2", "zhangsan", "mass"),
    ]
    assert got[0]["message"] == HELLO
    assert got[0]["at"] == (START + 3 * DAY) * 1000
    again = running.http.post("/__ctl/member/zhangsan/confirm", json={"msgid": msgid})
    assert again.status_code == 400
    assert len(deliveries(running)) == 2


def test_who_is_no_customer_comes_back_in_the_fail_list(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm2")
    said = app.post("externalcontact/add_msg_template", external_userid=["wm1", "wm-x", "wm1"], **HELLO)
    assert said["fail_list"] == ["wm-x"]
    said = app.post(
        "externalcontact/add_msg_template", external_userid=["wm1", "wm2"], sender="zhangsan", **HELLO
    )
    assert said["fail_list"] == ["wm2"]
    assert app.code("externalcontact/add_msg_template", external_userid=["wm-x"], **HELLO) == 41048


def test_without_a_sender_the_task_goes_to_who_last_spoke_with_the_customer(
    running: Running, app: Caller
) -> None:
    befriend(running, "zhangsan", "wm1", "wm2")
    later(running, app, DAY)
    befriend(running, "lisi", "wm1", "wm2")
    later(running, app, DAY)
    follow_of(running, "zhangsan", "wm1").last_talk = running.state.now
    msgid = send(app, "wm1", "wm2")
    assert results(app, msgid, "zhangsan") == {"wm1": 0}
    assert results(app, msgid, "lisi") == {"wm2": 0}


def test_a_sender_alone_means_all_his_customers_and_tags_narrow(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2", tag_ids=["et1", "et2"])
    befriend(running, "zhangsan", "wm3", tag_ids=["et3"])
    assert len(results(app, send(app, sender="zhangsan"), "zhangsan")) == 3
    either = {"group_list": [{"tag_list": ["et2", "et3"]}]}
    assert set(results(app, send(app, sender="zhangsan", tag_filter=either), "zhangsan")) == {
        "wm1",
        "wm2",
        "wm3",
    }
    both = {"group_list": [{"tag_list": ["et1"]}, {"tag_list": ["et2", "et3"]}]}
    assert set(results(app, send(app, tag_filter=both), "zhangsan")) == {"wm1", "wm2"}


@pytest.mark.parametrize(
    ("rule", "let_through", "next_window"),
    [("per_day1", 1, DAY), ("per_week7", 7, 7 * DAY), ("per_month", 31, 31 * DAY)],
)
def test_the_cap_of_a_customer_under_each_rule(
    running: Running, app: Caller, rule: str, let_through: int, next_window: int
) -> None:
    """2025-10-09 is a Thursday of a month with 31 days. Who is over the cap is told apart, and gets nothing."""
    running.ctl("policy", mass_rule=rule)
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm1")
    for number in range(let_through + 1):
        sender = ("zhangsan", "lisi")[number % 2]  # the cap is the customer's, whoever sends
        msgid = send(app, "wm1", sender=sender)
        running.ctl(f"member/{sender}/confirm", msgid=msgid)
        status = results(app, msgid, sender)["wm1"]
        assert status == (1 if number < let_through else 3)
    assert len(deliveries(running)) == let_through
    later(running, app, next_window)
    running.ctl("member/zhangsan/confirm", msgid=send(app, "wm1", sender="zhangsan"))
    assert len(deliveries(running)) == let_through + 1


def test_the_cap_of_a_group_is_its_own(running: Running, app: Caller) -> None:
    running.ctl("policy", mass_rule="per_day1")
    found_group(running, "zhangsan", "wr1", "wm1")
    found_group(running, "zhangsan", "wr2", "wm1")
    for expected in (1, 3):
        said = app.post(
            "externalcontact/add_msg_template",
            chat_type="group",
            sender="zhangsan",
            chat_id_list=["wr1"],
            **HELLO,
        )
        assert results(app, said["msgid"], "zhangsan") == {}  # groups show only once sent
        running.ctl("member/zhangsan/confirm", msgid=said["msgid"])
        assert results(app, said["msgid"], "zhangsan") == {"wr1": expected}
    running.ctl("member/zhangsan/mass", text="自己群发", chat_id_list=["wr2"])
    assert [one["chat_id"] for one in deliveries(running)] == ["wr1", "wr2"]


def test_the_owner_picks_the_groups_that_were_not_named(running: Running, app: Caller) -> None:
    for chat_id in ("wr1", "wr2", "wr3"):
        found_group(running, "zhangsan", chat_id)
    found_group(running, "lisi", "wr4")
    assert app.code("externalcontact/add_msg_template", chat_type="group", **HELLO) == 40058
    said = app.post("externalcontact/add_msg_template", chat_type="group", sender="zhangsan", **HELLO)
    assert tasks(app, said["msgid"]) == {"zhangsan": 0}
    running.ctl("member/zhangsan/confirm", msgid=said["msgid"], chats=["wr1", "wr3", "wr4"])
    assert results(app, said["msgid"], "zhangsan") == {"wr1": 1, "wr3": 1}
    named = app.post(
        "externalcontact/add_msg_template",
        chat_type="group",
        sender="zhangsan",
        chat_id_list=["wr2", "wr4"],
        **HELLO,
    )
    assert named["fail_list"] == ["wr4"]


def test_who_deleted_the_member_meanwhile_is_no_friend(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2", "wm3")
    msgid = send(app, "wm1", "wm2", "wm3")
    follow_of(running, "zhangsan", "wm1").lost_at = running.state.now
    del corp_in(running).follows["zhangsan"]["wm2"]
    assert running.ctl("member/zhangsan/confirm", msgid=msgid) == {
        "confirmed": [msgid],
        "sent": 1,
        "no_friend": 2,
        "capped": 0,
    }
    assert results(app, msgid, "zhangsan") == {"wm1": 2, "wm2": 2, "wm3": 1}


def test_the_queries_wait_while_a_message_is_dispatched(running: Running, app: Caller) -> None:
    running.ctl("policy", mass_settle_s=30)
    befriend(running, "zhangsan", "wm1")
    msgid = send(app, "wm1")
    asked = {"msgid": msgid, "userid": "zhangsan"}
    for path in ("get_groupmsg_task", "get_groupmsg_send_result"):
        assert app.code(f"externalcontact/{path}", **asked) == 41063
    later(running, app, 30)
    assert tasks(app, msgid) == {"zhangsan": 0}
    assert app.code("externalcontact/get_groupmsg_task", msgid="msg-made-up") == 41047
    assert app.code("externalcontact/get_groupmsg_task") == 41046
    assert app.code("externalcontact/get_groupmsg_send_result", msgid=msgid, userid="lisi") == 40003


def test_three_reminders_in_24_hours(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    msgid = send(app, "wm1")
    for _ in range(3):
        app.post("externalcontact/remind_groupmsg_send", msgid=msgid)
        later(running, app, 60)
    assert app.code("externalcontact/remind_groupmsg_send", msgid=msgid) == 41094
    later(running, app, DAY - 180)
    app.post("externalcontact/remind_groupmsg_send", msgid=msgid)


def test_cancelling_stops_what_is_unsent(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm2")
    msgid = send(app, "wm1", "wm2")
    running.ctl("member/lisi/confirm", msgid=msgid)
    app.post("externalcontact/cancel_groupmsg_send", msgid=msgid)
    assert running.http.post("/__ctl/member/zhangsan/confirm", json={"msgid": msgid}).status_code == 400
    for path in ("cancel_groupmsg_send", "remind_groupmsg_send"):
        assert app.code(f"externalcontact/{path}", msgid=msgid) == 41093
    assert results(app, msgid, "zhangsan") == {"wm1": 0}
    assert results(app, msgid, "lisi") == {"wm2": 1}
    assert [one["external_userid"] for one in deliveries(running)] == ["wm2"]


def test_a_habit_confirms_later_or_never_and_a_reminder_helps(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm2")
    running.ctl("member/zhangsan/habit", probability=1, low_s=600, high_s=1200)
    running.ctl("member/lisi/habit", probability=0)
    msgid = send(app, "wm1", "wm2")
    later(running, app, 599)
    assert deliveries(running) == []
    later(running, app, 601)
    sent = deliveries(running)
    assert [one["external_userid"] for one in sent] == ["wm1"]
    assert START * 1000 + 600_000 <= sent[0]["at"] <= START * 1000 + 1_200_000
    running.ctl("member/lisi/habit", probability=1)
    later(running, app, DAY)
    assert tasks(app, msgid) == {"zhangsan": 2, "lisi": 0}
    app.post("externalcontact/remind_groupmsg_send", msgid=msgid)
    later(running, app, 1)
    assert tasks(app, msgid) == {"zhangsan": 2, "lisi": 2}


def test_what_he_ignored_by_hand_he_may_still_do_when_reminded(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    msgid = send(app, "wm1")
    running.ctl("member/zhangsan/ignore", msgid=msgid)
    later(running, app, DAY)
    assert tasks(app, msgid) == {"zhangsan": 0}
    running.ctl("member/zhangsan/habit", probability=1, mean_s=600)
    app.post("externalcontact/remind_groupmsg_send", msgid=msgid)
    later(running, app, DAY)
    assert len(deliveries(running)) == 1
    assert running.http.post("/__ctl/member/zhangsan/ignore", json={"msgid": msgid}).status_code == 400
    assert running.http.post("/__ctl/member/lisi/ignore", json={"msgid": msgid}).status_code == 400


def test_habits_are_set_for_one_for_all_and_taken_away(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm2")
    assert running.ctl("member/*/habit", probability=1)["members"] == 4
    running.ctl("member/lisi/habit", off=True)
    send(app, "wm1", "wm2")
    later(running, app, DAY)
    assert [one["external_userid"] for one in deliveries(running)] == ["wm1"]
    wrong = running.http.post("/__ctl/member/lisi/habit", json={"probability": "often"})
    assert wrong.status_code == 400


def test_delays_are_short_mostly_and_long_sometimes(running: Running, app: Caller) -> None:
    """A hundred exponential waits of ten minutes on average: their mean and their spread are what they should be."""
    running.ctl("member/zhangsan/habit", probability=1, mean_s=600)
    befriend(running, "zhangsan", *(f"wm{number}" for number in range(100)))
    for number in range(100):
        send(app, f"wm{number}")
    later(running, app, 7 * DAY)
    waits = sorted(one["at"] / 1000 - START for one in deliveries(running))
    assert len(waits) == 100
    assert 400 < sum(waits) / 100 < 800
    assert waits[50] < sum(waits) / 100 < waits[90]
    assert waits[99] > 1500


def test_a_member_may_trim_the_list_only_where_he_is_let(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2")
    for allowed, sent in ((False, 2), (True, 1)):
        msgid = send(app, "wm1", "wm2", allow_select=allowed)
        assert running.ctl("member/zhangsan/confirm", msgid=msgid, without=["wm2"])["sent"] == sent


def test_the_list_of_messages_by_window_and_maker(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    first = send(app, "wm1")
    later(running, app, 60)
    own = running.ctl("member/zhangsan/mass", text="我自己发的", external_userid=["wm1"])["msgid"]
    asked = {"chat_type": "single", "start_time": START, "end_time": START + 31 * DAY}

    def listed(**more: object) -> list[str]:
        pages = app.pages("externalcontact/get_groupmsg_list_v2", "group_msg_list", **asked, **more)
        return [row["msgid"] for page in pages for row in page]

    assert listed() == [first, own]
    assert listed(limit=1) == [first, own]
    assert listed(filter_type=0) == [first]
    assert listed(filter_type=1) == [own]
    assert listed(creator="zhangsan") == [own]
    asked["end_time"] += 1
    assert app.code("externalcontact/get_groupmsg_list_v2", **asked) == 40058


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, 40063),
        ({"text": {"content": "长" * 1334}}, 45002),
        ({"attachments": [{"msgtype": "link", "link": {"title": "t", "url": "u"}}] * 10}, 41064),
        ({"attachments": [{"msgtype": "song", "song": {}}]}, 41065),
        ({"attachments": [{"msgtype": "image", "image": {"media_id": "gone"}}]}, 40007),
        ({"attachments": [{"msgtype": "image", "image": {"pic_url": "https://elsewhere/x.png"}}]}, 40007),
        ({"attachments": [{"msgtype": "link", "link": {"title": "t"}}]}, 40058),
        ({"attachments": [{"msgtype": "link", "link": {"title": "长" * 43, "url": "u"}}]}, 40058),
        ({**HELLO, "external_userid": [f"wm{n}" for n in range(10_001)]}, 40058),
        ({**HELLO, "sender": "caiwu"}, 84074),
        ({**HELLO, "sender": "nobody"}, 40003),
    ],
)
def test_what_the_platform_refuses(running: Running, app: Caller, asked: dict, code: int) -> None:
    befriend(running, "zhangsan", "wm1")
    assert app.code("externalcontact/add_msg_template", **{"external_userid": ["wm1"], **asked}) == code
    assert corp_in(running).mass == {}


def test_a_sender_who_is_not_active_is_refused(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    running.ctl("members", userid="zhangsan", realname=False)
    assert app.code("externalcontact/add_msg_template", sender="zhangsan", **HELLO) == 41054
