"""Handing on: a day's delay, refusals, a full member, twice in 90 days; of members at work and of those who left."""

import pytest

from fakecom.people import befriend, corp_in, deliveries, follow_of, found_group, later
from fakecom.receiver import Receiver
from fakecom.running import START, Caller, Running

DAY = 86_400
PATH = "externalcontact/"
PAIR = {"handover_userid": "zhangsan", "takeover_userid": "lisi"}


def hand_on(app: Caller, *customers: str, path: str = "transfer_customer", **more: str) -> dict[str, int]:
    said = app.post(PATH + path, external_userid=customers, **{**PAIR, **more})
    return {row["external_userid"]: row["errcode"] for row in said["customer"]}


def result(app: Caller, path: str = "transfer_result", **pair: str) -> dict[str, tuple[int, int]]:
    pages = app.pages(PATH + path, "customer", **{**PAIR, **pair})
    return {row["external_userid"]: (row["status"], row["takeover_time"]) for page in pages for row in page}


def test_a_customer_changes_hands_after_a_day(running: Running, app: Caller, receiver: Receiver) -> None:
    receiver.connect(running)
    befriend(running, "zhangsan", "wm1", remark="老客", tag_ids=["et1"], own_tags=["我的"])
    assert hand_on(app, "wm1", "wm-x", transfer_success_msg="以后由李四服务您") == {"wm1": 0, "wm-x": 40096}
    assert result(app) == {"wm1": (2, START + DAY)}
    later(running, app, DAY - 1)
    assert app.get(f"{PATH}list", userid="zhangsan")["external_userid"] == ["wm1"]
    assert deliveries(running) == []
    running.pass_time(1)
    assert result(app) == {"wm1": (1, START + DAY)}
    assert app.code(f"{PATH}list", "GET", userid="zhangsan") == 84061
    moved = app.get(f"{PATH}get", external_userid="wm1")["follow_user"]
    assert [(one["userid"], one["add_way"], one["remark"]) for one in moved] == [("lisi", 202, "老客")]
    assert follow_of(running, "lisi", "wm1").own_tags == []
    assert [one["message"]["text"]["content"] for one in deliveries(running)] == ["以后由李四服务您"]
    told = {(one["ChangeType"], one["UserID"], one.get("Source")) for one in receiver.events}
    assert told == {  # in no order, as callbacks are
        ("del_external_contact", "zhangsan", "DELETE_BY_TRANSFER"),
        ("add_external_contact", "lisi", None),
    }


def test_a_customer_refuses(running: Running, app: Caller, receiver: Receiver) -> None:
    receiver.connect(running)
    befriend(running, "zhangsan", "wm1", "wm2")
    hand_on(app, "wm1", "wm2")
    running.pass_time(3600)
    assert running.ctl("customer/wm1/refuse") == {"handover": "zhangsan", "takeover": "lisi"}
    later(running, app, DAY)
    assert result(app) == {"wm1": (3, 0), "wm2": (1, START + DAY)}
    assert app.get(f"{PATH}list", userid="zhangsan")["external_userid"] == ["wm1"]
    fails = [one for one in receiver.events if one["ChangeType"] == "transfer_fail"]
    assert [(one["UserID"], one["ExternalUserID"], one["FailReason"]) for one in fails] == [
        ("lisi", "wm1", "customer_refused")
    ]
    assert running.http.post("/__ctl/customer/wm1/refuse", json={}).status_code == 400
    assert hand_on(app, "wm1") == {"wm1": 0}  # one may ask again


def test_the_new_member_is_full(running: Running, app: Caller, receiver: Receiver) -> None:
    receiver.connect(running)
    running.ctl("policy", customers_per_member=2)
    befriend(running, "zhangsan", "wm1", "wm2", "wm3")
    befriend(running, "lisi", "wm3", "wm4")
    hand_on(app, "wm1", "wm3")
    later(running, app, DAY)
    assert {one: status for one, (status, _) in result(app).items()} == {"wm1": 4, "wm3": 1}
    reasons = [one["FailReason"] for one in receiver.events if one["ChangeType"] == "transfer_fail"]
    assert reasons == ["customer_limit_exceed"]
    assert set(corp_in(running).follows["lisi"]) == {"wm3", "wm4"}


def test_who_left_meanwhile_is_not_handed_on(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2")
    hand_on(app, "wm1", "wm2")
    running.ctl("delete", by="customer", userid="zhangsan", external_userid="wm1")
    running.ctl("delete", by="member", userid="zhangsan", external_userid="wm2")
    later(running, app, DAY)
    assert result(app) == {"wm1": (5, 0), "wm2": (5, 0)}
    assert app.code(f"{PATH}batch/get_by_user", userid_list=["lisi"]) == 84061


def test_twice_in_90_days(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    back = {"handover_userid": "lisi", "takeover_userid": "zhangsan"}
    assert hand_on(app, "wm1") == {"wm1": 0}
    assert hand_on(app, "wm1") == {"wm1": 40129}
    later(running, app, DAY)
    assert hand_on(app, "wm1") == {"wm1": 40131}
    assert hand_on(app, "wm1", **back) == {"wm1": 0}
    later(running, app, DAY)
    assert hand_on(app, "wm1") == {"wm1": 40128}
    later(running, app, 89 * DAY)
    assert hand_on(app, "wm1") == {"wm1": 0}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"takeover_userid": "zhangsan"}, 40130),
        ({"takeover_userid": "caiwu"}, 84074),
        ({"takeover_userid": "nobody"}, 40003),
        ({"handover_userid": "nobody"}, 40003),
        ({"external_userid": []}, 40058),
        ({"external_userid": [f"wm{n}" for n in range(101)]}, 40058),
        ({"transfer_success_msg": "长" * 201}, 40058),
    ],
)
def test_what_is_refused_whole(running: Running, app: Caller, asked: dict, code: int) -> None:
    befriend(running, "zhangsan", "wm1")
    assert app.code(f"{PATH}transfer_customer", **{**PAIR, "external_userid": ["wm1"], **asked}) == code
    assert corp_in(running).transfers == []


def test_customers_of_who_left_the_corp(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2", "wm3")
    resigned = "resigned/transfer_customer"
    assert app.code(PATH + resigned, external_userid=["wm1"], **PAIR) == 40097
    running.pass_time(60)
    running.ctl("member/zhangsan/resign")
    assert app.code(f"{PATH}transfer_customer", external_userid=["wm1"], **PAIR) == 40003

    said = app.post(f"{PATH}get_unassigned_list", page_id=0, page_size=2)
    assert said["is_last"] is False
    row = {"handover_userid": "zhangsan", "external_userid": "wm1", "dimission_time": START + 60}
    assert said["info"][0] == row
    for how in ({"cursor": said["next_cursor"], "page_size": 2}, {"page_id": 1, "page_size": 2}):
        rest = app.post(f"{PATH}get_unassigned_list", **how)
        assert [one["external_userid"] for one in rest["info"]] == ["wm3"]
        assert (rest["is_last"], rest["next_cursor"]) == (True, "")
    assert app.code(f"{PATH}get_unassigned_list", page_id=50, page_size=1000) == 40058

    assert hand_on(app, "wm1", "wm2", path=resigned) == {"wm1": 0, "wm2": 0}
    left = app.post(f"{PATH}get_unassigned_list")["info"]
    assert [one["external_userid"] for one in left] == ["wm3"]
    running.ctl("customer/wm2/refuse")
    later(running, app, DAY)
    path = "resigned/transfer_result"
    assert result(app, path) == {"wm1": (1, START + 60 + DAY), "wm2": (3, 0)}
    assert result(app) == {}
    assert app.get(f"{PATH}list", userid="lisi")["external_userid"] == ["wm1"]


def move(app: Caller, path: str, *chats: str, to: str = "lisi") -> dict[str, int]:
    said = app.post(f"{PATH}groupchat/{path}", chat_id_list=chats, new_owner=to)
    return {row["chat_id"]: row["errcode"] for row in said["failed_chat_list"]}


def test_groups_of_members_at_work(running: Running, app: Caller, receiver: Receiver) -> None:
    receiver.connect(running)
    found_group(running, "zhangsan", "wr1", "wm1")
    found_group(running, "lisi", "wr2")
    found_group(running, "wangwu", "wr3", customer=False)
    version = corp_in(running).groups["wr1"].version
    failed = move(app, "onjob_transfer", "wr1", "wr2", "wr3", "wr-none")
    assert failed == {"wr2": 90504, "wr3": 90501, "wr-none": 90501}
    group = app.post(f"{PATH}groupchat/get", chat_id="wr1")["group_chat"]
    assert group["owner"] == "lisi"
    assert {one["userid"] for one in group["member_list"]} == {"zhangsan", "wm1", "lisi"}
    assert group["member_version"] != version
    assert receiver.got == []  # what the API did is told to nobody
    assert move(app, "onjob_transfer", "wr1", to="zhangsan") == {}
    assert move(app, "onjob_transfer", "wr1") == {"wr1": 90508}
    later(running, app, 90 * DAY)
    assert move(app, "onjob_transfer", "wr1") == {}
    assert app.code(f"{PATH}groupchat/onjob_transfer", chat_id_list=["wr1"], new_owner="caiwu") == 84074


def test_groups_of_who_left_the_corp(running: Running, app: Caller) -> None:
    for number in range(3):
        found_group(running, "zhangsan", f"wr{number}")
    assert move(app, "transfer", "wr0") == {"wr0": 90500}
    running.ctl("member/zhangsan/resign")
    assert move(app, "onjob_transfer", "wr0") == {"wr0": 90502}
    assert move(app, "transfer", "wr0") == {}
    listed = app.post(f"{PATH}groupchat/list", status_filter=3)["group_chat_list"]
    assert listed == [{"chat_id": "wr0", "status": 3}]
    corp_in(running).counters["groups to lisi"] = [running.state.now] * 300
    assert move(app, "transfer", "wr1") == {"wr1": 45009}
    later(running, app, 366 * DAY)
    assert move(app, "transfer", "wr1") == {"wr1": 90500}


@pytest.mark.parametrize(("left", "path"), [(False, "onjob_transfer"), (True, "transfer")])
def test_a_full_group_goes_only_to_who_sits_in_it(
    running: Running, app: Caller, left: bool, path: str
) -> None:
    running.ctl("policy", group_size=3)
    found_group(running, "zhangsan", "wr1", "lisi", "wm1")
    if left:
        running.ctl("member/zhangsan/resign")
    assert move(app, path, "wr1", to="wangwu") == {"wr1": 90503}
    assert corp_in(running).groups["wr1"].moved_at == []  # a refused try counts for nothing
    assert move(app, path, "wr1", to="lisi") == {}
    assert set(corp_in(running).groups["wr1"].seats) == {"zhangsan", "lisi", "wm1"}


def test_a_full_member_takes_back_who_never_left_his_list(running: Running, app: Caller) -> None:
    """Who has deleted him still fills a place with him, and comes back to it, by himself or by being handed on."""
    running.ctl("policy", customers_per_member=2)
    befriend(running, "lisi", "wm1", "wm2")
    befriend(running, "zhangsan", "wm2")
    for one in ("wm1", "wm2"):
        running.ctl("delete", by="customer", userid="lisi", external_userid=one)
    assert running.ctl("add", userid="lisi", external_userid="wm3")["outcome"] == "full"
    assert running.ctl("add", userid="lisi", external_userid="wm1")["outcome"] == "added"
    hand_on(app, "wm2")
    later(running, app, DAY)
    assert result(app) == {"wm2": (1, START + DAY)}
    assert app.get(f"{PATH}list", userid="lisi")["external_userid"] == ["wm1", "wm2"]
