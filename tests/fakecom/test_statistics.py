"""Statistics: from what was said, of days that are over, and not before ten o'clock."""

import pytest

from fakecom.people import befriend, corp_in, follow_of, found_group, later
from fakecom.running import START, Caller, Running
from yutang.fakecom.life import days

DAY = 86_400
TODAY = days.midnight(START * 1000) // 1000
BEHAVIOUR = "externalcontact/get_user_behavior_data"
GROUPS = "externalcontact/groupchat/statistic"


def rows(app: Caller, *users: str, start: int = TODAY, end: int = TODAY) -> list[dict]:
    return app.post(BEHAVIOUR, userid=users, start_time=start, end_time=end)["behavior_data"]


def test_a_days_numbers_are_zero_until_ten_the_next_morning(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2")
    running.ctl("customer/wm1/speak", userid="zhangsan", text="在吗")
    running.ctl("customer/wm2/speak", userid="zhangsan", text="在吗")
    running.pass_time(600)
    running.ctl("member/zhangsan/speak", external_userid="wm1", text="在的")
    running.ctl("member/zhangsan/speak", external_userid="wm1", text="请说")
    assert app.code(BEHAVIOUR, userid=["zhangsan"], start_time=TODAY, end_time=TODAY) == 40058
    later(running, app, TODAY + DAY + 10 * 3600 - 1 - (START + 600))
    nothing = {
        "stat_time": TODAY,
        "chat_cnt": 0,
        "message_cnt": 0,
        "negative_feedback_cnt": 0,
        "new_apply_cnt": 0,
        "new_contact_cnt": 0,
    }
    assert rows(app, "zhangsan") == [nothing]
    running.pass_time(1)
    counted = {"chat_cnt": 2, "message_cnt": 2, "new_contact_cnt": 2}
    told = {"reply_percentage": 50.0, "avg_reply_time": 10}
    assert rows(app, "zhangsan", start=TODAY + 3600) == [{**nothing, **counted, **told}]


def test_who_was_asked_by_the_member_is_an_application_and_who_came_by_himself_is_none(
    running: Running, app: Caller
) -> None:
    """And the relation says who began it."""
    way = app.post("externalcontact/add_contact_way", type=1, scene=2, user=["zhangsan"])["config_id"]
    running.ctl("scan", code=way, external_userid="wm1")
    for customer, how in (("wm2", {"add_way": 2}), ("wm3", {"add_way": 16}), ("wm4", {"half": True}),
                          ("wm5", {"add_way": 202}), ("wm2", {"add_way": 2})):  # fmt: skip
        running.ctl("add", userid="zhangsan", external_userid=customer, **how)
    began = {
        one: follow_of(running, "zhangsan", one).oper_userid for one in ("wm1", "wm2", "wm3", "wm4", "wm5")
    }
    assert began == {"wm1": "wm1", "wm2": "zhangsan", "wm3": "wm3", "wm4": "wm4", "wm5": "zhangsan"}
    later(running, app, 2 * DAY)
    (row,) = rows(app, "zhangsan")
    assert (row["new_apply_cnt"], row["new_contact_cnt"]) == (1, 5)


def test_several_members_are_summed_and_parties_count(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm1")
    follow_of(running, "lisi", "wm1").lost_at = running.state.now
    for _ in range(3):
        running.ctl("member/zhangsan/speak", external_userid="wm1", text="活动开始啦")
    later(running, app, 2 * DAY)
    both = rows(app, "zhangsan", "lisi", end=TODAY + DAY)
    assert [(one["stat_time"], one["new_contact_cnt"], one["message_cnt"]) for one in both] == [
        (TODAY, 2, 3),
        (TODAY + DAY, 0, 0),
    ]
    assert both[0]["negative_feedback_cnt"] == 1
    assert both[0]["chat_cnt"] == 1
    assert "reply_percentage" not in both[0]
    asked = {"start_time": TODAY, "end_time": TODAY}
    assert app.post(BEHAVIOUR, partyid=[2], **asked)["behavior_data"] == both[:1]
    assert app.post(BEHAVIOUR, partyid=[3], **asked)["behavior_data"][0]["new_contact_cnt"] == 0


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (0, 0, 40058),  # today is not over
        (-1, -1, 0),
        (-30, -1, 0),
        (-31, -1, 40058),
        (-180, -151, 0),
        (-181, -160, 40058),
        (-1, -2, 40058),
    ],
)
def test_windows(app: Caller, first: int, last: int, code: int) -> None:
    start, end = TODAY + first * DAY + 7, TODAY + last * DAY + 7
    assert app.code(BEHAVIOUR, userid=["zhangsan"], start_time=start, end_time=end) == code
    for path in (GROUPS, f"{GROUPS}_group_by_day"):
        assert app.code(path, day_begin_time=start, day_end_time=end) == code


def test_who_may_be_asked_about(app: Caller) -> None:
    asked = {"start_time": TODAY - DAY, "end_time": TODAY - DAY}
    assert app.code(BEHAVIOUR, **asked) == 40058
    assert app.code(BEHAVIOUR, userid=["nobody"], **asked) == 40003
    assert app.code(BEHAVIOUR, userid=["caiwu"], **asked) == 84074
    assert app.code(BEHAVIOUR, userid=[f"u{n}" for n in range(101)], **asked) == 40031


@pytest.fixture
def talking(running: Running, app: Caller) -> None:
    """zhangsan's two groups and lisi's one; talk on the first two days."""
    found_group(running, "zhangsan", "wr1", "wm1", "wm2")
    found_group(running, "zhangsan", "wr2", "wm1")
    found_group(running, "lisi", "wr3")
    for _ in range(2):
        running.ctl("customer/wm1/speak", chat_id="wr1", text="早")
    running.pass_time(DAY)
    found_group(running, "zhangsan", "wr4", "wm3")
    running.ctl("customer/wm1/speak", chat_id="wr2", text="早")
    running.ctl("member/zhangsan/speak", chat_id="wr1", text="早")
    corp_in(running).groups["wr2"].dismissed_at = running.state.now + DAY * 1000
    later(running, app, 2 * DAY)


def test_groups_by_owner(app: Caller, talking: None) -> None:
    said = app.post(GROUPS, day_begin_time=TODAY, day_end_time=TODAY + DAY, order_by=2)
    assert (said["total"], said["next_offset"]) == (2, 2)
    first, second = said["items"]
    assert (first["owner"], second["owner"]) == ("zhangsan", "lisi")
    assert first["data"] == {
        "new_chat_cnt": 3,
        "chat_total": 3,
        "chat_has_msg": 2,
        "new_member_cnt": 7,
        "member_total": 7,
        "member_has_msg": 2,
        "msg_total": 4,
        "migrate_trainee_chat_cnt": 0,
    }
    assert second["data"]["chat_total"] == 1
    upward = app.post(GROUPS, day_begin_time=TODAY, order_by=2, order_asc=1, limit=1)
    assert [one["owner"] for one in upward["items"]] == ["lisi"]
    rest = app.post(GROUPS, day_begin_time=TODAY, order_by=2, order_asc=1, offset=upward["next_offset"])
    assert [one["owner"] for one in rest["items"]] == ["zhangsan"]
    one = {"owner_filter": {"userid_list": ["lisi"]}}
    assert len(app.post(GROUPS, day_begin_time=TODAY, **one)["items"]) == 1
    assert app.code(GROUPS, day_begin_time=TODAY, order_by=5) == 40058


def test_groups_by_day(app: Caller, talking: None) -> None:
    asked = {"day_begin_time": TODAY, "day_end_time": TODAY + 2 * DAY}
    owner = {"owner_filter": {"userid_list": ["zhangsan"]}}
    items = app.post(f"{GROUPS}_group_by_day", **asked, **owner)["items"]
    assert [one["stat_time"] for one in items] == [TODAY, TODAY + DAY, TODAY + 2 * DAY]
    names = ("new_chat_cnt", "chat_total", "msg_total", "member_has_msg")
    assert [[one["data"][name] for name in names] for one in items] == [
        [2, 2, 2, 1],
        [1, 3, 2, 2],
        [0, 2, 0, 0],
    ]


def test_who_left_is_counted_as_long_as_he_was_there(running: Running, app: Caller) -> None:
    found_group(running, "zhangsan", "wr1", "wm1", "wm2")
    running.pass_time(DAY)
    running.ctl("groups/wr1/leave", people=["wm1"])
    running.pass_time(DAY)
    running.ctl("groups/wr1/join", people=["wm9"])
    running.ctl("groups/wr1/leave", people=["wm9"])
    later(running, app, 2 * DAY)
    items = app.post(f"{GROUPS}_group_by_day", day_begin_time=TODAY, day_end_time=TODAY + 2 * DAY)["items"]
    assert [one["data"]["member_total"] for one in items] == [3, 2, 2]
    assert [one["data"]["new_member_cnt"] for one in items] == [3, 0, 1]


def test_yesterdays_groups_are_zero_before_ten(running: Running, app: Caller) -> None:
    found_group(running, "zhangsan", "wr1", "wm1")
    later(running, app, TODAY + DAY + 2 * 3600 + 32 * 60 - START)
    data = app.post(GROUPS, day_begin_time=TODAY)["items"][0]["data"]
    assert set(data.values()) == {0}
    later(running, app, 8 * 3600)
    assert app.post(GROUPS, day_begin_time=TODAY)["items"][0]["data"]["chat_total"] == 1


def test_days_that_nobody_may_ask_for_are_dropped(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    for _ in range(3):
        running.ctl("customer/wm1/speak", userid="zhangsan", text="在吗")
        later(running, app, 100 * DAY)
    assert len(corp_in(running).days) == 2
