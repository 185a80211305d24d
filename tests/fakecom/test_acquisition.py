"""Acquisition links: channels become states, friends cost quota, first words are told."""

from fakecom.people import follow_of, later
from fakecom.receiver import Receiver
from fakecom.running import START, Caller, Running
from yutang.fakecom.life import days

PATH = "externalcontact/customer_acquisition"
TODAY = days.midnight(START * 1000) // 1000


def create(app: Caller, *users: str, **more: object) -> str:
    asked = {"link_name": "获客链接1号", "range": {"user_list": users or ["zhangsan"]}, **more}
    return app.post(f"{PATH}/create_link", **asked)["link"]["link_id"]


def test_a_link_is_made_changed_and_deleted(running: Running, app: Caller) -> None:
    link_id = create(app, skip_verify=False)
    shown = app.post(f"{PATH}/get", link_id=link_id)
    assert shown["range"] == {"user_list": ["zhangsan"], "department_list": []}
    assert (shown["link"]["link_name"], shown["link"]["skip_verify"]) == ("获客链接1号", False)
    app.post(f"{PATH}/update_link", link_id=link_id, link_name="2号")
    shown = app.post(f"{PATH}/get", link_id=link_id)
    assert (shown["link"]["link_name"], shown["range"]["user_list"]) == ("2号", ["zhangsan"])
    app.post(f"{PATH}/update_link", link_id=link_id, range={"department_list": [2]})
    assert app.post(f"{PATH}/get", link_id=link_id)["range"]["department_list"] == [2]
    running.ctl("apps", agentid=1000003, secret="other")
    assert running.app("other").code(f"{PATH}/delete_link", link_id=link_id) == 40058
    second = create(app)
    listed = app.pages(f"{PATH}/list_link", "link_id_list", limit=1)
    assert sorted(one for page in listed for one in page) == sorted([link_id, second])
    app.post(f"{PATH}/delete_link", link_id=link_id)
    assert app.code(f"{PATH}/get", link_id=link_id) == 40058


def test_what_is_refused(app: Caller) -> None:
    for asked, code in (
        ({"range": {"user_list": ["zhangsan"]}}, 40058),
        ({"link_name": "长" * 31, "range": {"user_list": ["zhangsan"]}}, 40058),
        ({"link_name": "无人", "range": {}}, 40058),
        ({"link_name": "财务", "range": {"user_list": ["caiwu"]}}, 84074),
    ):
        assert app.code(f"{PATH}/create_link", **asked) == code


def test_a_channel_becomes_the_state_and_is_cut_at_64_bytes(running: Running, app: Caller) -> None:
    link_id = create(app)
    met = running.ctl(f"link/{link_id}/open", customer_channel="渠" * 22)
    follow = follow_of(running, met["userid"], met["external_userid"])
    assert (met["outcome"], follow.state, follow.add_way) == ("added", "渠" * 21, 16)
    again = running.ctl(f"link/{link_id}/open", external_userid=met["external_userid"])
    assert again["outcome"] == "already"
    assert app.get(f"{PATH}_quota")["balance"] == 999
    asked = {"link_id": link_id, "start_time": TODAY, "end_time": TODAY}
    said = app.post(f"{PATH}/statistic", **asked)
    assert (said["click_link_customer_cnt"], said["new_customer_cnt"]) == (2, 1)
    later(running, app, 86_400)
    tomorrow = {"link_id": link_id, "start_time": TODAY + 86_400, "end_time": TODAY + 86_400}
    assert app.post(f"{PATH}/statistic", **tomorrow)["click_link_customer_cnt"] == 0


def test_who_spoke_and_what_the_corp_hears(running: Running, app: Caller, receiver: Receiver) -> None:
    receiver.connect(running)
    link_id = create(app, "lisi")
    for who in ("wm1", "wm2", "wm3"):
        running.ctl(f"link/{link_id}/open", external_userid=who, customer_channel="直播间")
    for _ in range(2):
        running.ctl("customer/wm1/speak", userid="lisi", text="你好")
    running.ctl("delete", by="member", userid="lisi", external_userid="wm3")
    rows = app.post(f"{PATH}/customer", link_id=link_id)["customer_list"]
    assert [(one["external_userid"], one["chat_status"]) for one in rows] == [
        ("wm1", 1),
        ("wm2", 0),
        ("wm3", 2),
    ]
    assert {(one["userid"], one["state"]) for one in rows} == {("lisi", "直播间")}
    running.ctl("callbacks/settle")
    told = [one for one in receiver.events if one["Event"] == "customer_acquisition"]
    assert sorted(one["ChangeType"] for one in told) == ["customer_start_chat"] + ["friend_request"] * 3
    key = next(one["ChatKey"] for one in told if "ChatKey" in one)
    said = app.post(f"{PATH}/get_chat_info", chat_key=key)
    assert (said["external_userid"], said["chat_info"]["recv_msg_cnt"]) == ("wm1", 2)
    assert app.code(f"{PATH}/get_chat_info", chat_key="made-up") == 40058


def test_quota_runs_low_and_out(running: Running, app: Caller, receiver: Receiver) -> None:
    receiver.connect(running)
    running.ctl("quota", total=1000, balance=21)
    link_id = create(app)
    outcomes = [running.ctl(f"link/{link_id}/open")["outcome"] for _ in range(22)]
    assert outcomes == ["added"] * 21 + ["gone"]
    assert app.get(f"{PATH}_quota")["quota_list"] == []
    running.ctl(f"link/{link_id}/delete")
    running.ctl("callbacks/settle")
    told = {one["ChangeType"] for one in receiver.events if one["Event"] == "customer_acquisition"}
    assert told == {"friend_request", "balance_low", "balance_exhausted", "delete_link"}
