"""微信客服: five messages in 48 hours, sessions' states, messages behind cursors and tokens."""

import pytest

from fakecom.people import deliveries, later
from fakecom.receiver import Receiver
from fakecom.running import START, Caller, Running

HOUR = 3600


@pytest.fixture
def account(app: Caller) -> str:
    return app.post("kf/account/add", name="售后客服")["open_kfid"]


def send(app: Caller, account: str, text: str = "您好", **more: object) -> int:
    asked = {"touser": "wm1", "open_kfid": account, "msgtype": "text", "text": {"content": text}}
    return app.code("kf/send_msg", **asked, **more)


def write(running: Running, account: str, text: str = "在吗", who: str = "wm1") -> None:
    running.ctl(f"customer/{who}/kf", open_kfid=account, text=text)


def lead(app: Caller, account: str, state: int, **more: str) -> int:
    asked = {"open_kfid": account, "external_userid": "wm1", "service_state": state}
    return app.code("kf/service_state/trans", **asked, **more)


def test_accounts(app: Caller, account: str) -> None:
    app.post("kf/account/update", open_kfid=account, name="售前")
    rows = app.post("kf/account/list")["account_list"]
    assert rows == [{"open_kfid": account, "name": "售前", "avatar": "", "manage_privilege": True}]
    assert app.code("kf/account/add", name="长" * 17) == 40058
    assert account in app.post("kf/add_contact_way", open_kfid=account, scene="live")["url"]
    servicers = app.post("kf/servicer/add", open_kfid=account, userid_list=["zhangsan", "zhangsan", "nobody"])
    assert [one["errcode"] for one in servicers["result_list"]] == [0, 0, 40003]
    assert app.get("kf/servicer/list", open_kfid=account)["servicer_list"] == [
        {"userid": "zhangsan", "status": 0}
    ]
    app.post("kf/account/del", open_kfid=account)
    assert app.code("kf/account/update", open_kfid=account, name="x") == 95000


def test_five_messages_in_48_hours_of_what_the_customer_wrote(
    running: Running, app: Caller, account: str
) -> None:
    assert send(app, account) == 40096  # he never wrote
    write(running, account)
    assert [send(app, account, f"{n}") for n in range(6)] == [0, 0, 0, 0, 0, 95001]
    later(running, app, HOUR)
    write(running, account)
    later(running, app, 48 * HOUR - 1)
    assert send(app, account) == 0
    later(running, app, 1)
    assert send(app, account) == 95002
    got = deliveries(running, kind="kf")
    assert [one["message"]["text"]["content"] for one in got] == ["0", "1", "2", "3", "4", "您好"]
    assert {one["external_userid"] for one in got} == {"wm1"}


def test_an_id_of_ones_own_is_taken_once(running: Running, app: Caller, account: str) -> None:
    write(running, account)
    assert [send(app, account, msgid="mine-1") for _ in range(2)] == [0, 95011]
    assert len(deliveries(running)) == 1


def test_states(running: Running, app: Caller, account: str) -> None:
    write(running, account)
    app.post("kf/servicer/add", open_kfid=account, userid_list=["zhangsan"])
    asked = {"open_kfid": account, "external_userid": "wm1"}
    assert app.post("kf/service_state/get", **asked)["service_state"] == 0
    assert lead(app, account, 1) == 0
    assert send(app, account) == 0
    assert lead(app, account, 0) == 95016
    assert lead(app, account, 3, servicer_userid="lisi") == 95014
    assert lead(app, account, 3, servicer_userid="zhangsan") == 0
    assert app.post("kf/service_state/get", **asked)["servicer_userid"] == "zhangsan"
    assert send(app, account) == 95018
    running.ctl(f"kf/{account}/answer", external_userid="wm1", text="我来处理")
    assert lead(app, account, 4) == 0
    assert send(app, account) == 95013
    assert running.http.post(f"/__ctl/kf/{account}/answer", json={**asked, "text": "x"}).status_code == 400
    write(running, account)
    assert app.post("kf/service_state/get", **asked)["service_state"] == 0
    assert [one["message"]["text"]["content"] for one in deliveries(running)] == ["您好", "我来处理"]


def test_the_event_says_only_that_there_is_something(
    running: Running, app: Caller, account: str, receiver: Receiver
) -> None:
    receiver.connect(running)
    write(running, account, "订单到哪了")
    running.ctl("callbacks/settle")
    told = receiver.events[0]
    assert (told["Event"], told["OpenKfId"]) == ("kf_msg_or_event", account)
    assert "订单" not in str(told)
    said = app.post("kf/sync_msg", token=told["Token"], open_kfid=account)
    assert said["has_more"] == 0
    assert said["msg_list"][0] == {
        "msgid": said["msg_list"][0]["msgid"],
        "open_kfid": account,
        "external_userid": "wm1",
        "send_time": START,
        "origin": 3,
        "msgtype": "text",
        "text": {"content": "订单到哪了"},
    }
    later(running, app, 600)
    assert app.code("kf/sync_msg", token=told["Token"], open_kfid=account) == 95007
    assert len(app.post("kf/sync_msg", open_kfid=account)["msg_list"]) == 1


def test_messages_are_read_on_from_a_cursor(running: Running, app: Caller, account: str) -> None:
    running.ctl("policy", short_pages=0.9)
    for number in range(25):
        write(running, account, f"{number}", who=f"wm{number % 3}")
    found, cursor, more, pages = [], "", 1, 0
    while more:
        asked = {"cursor": cursor} if cursor else {}
        said = app.post("kf/sync_msg", open_kfid=account, limit=4, **asked)
        found += [one["text"]["content"] for one in said["msg_list"]]
        cursor, more, pages = said["next_cursor"], said["has_more"], pages + 1
    assert found == [f"{number}" for number in range(25)]
    assert pages > 7  # some were short
    write(running, account, "后来的")
    said = app.post("kf/sync_msg", open_kfid=account, limit=4, cursor=cursor)
    assert [one["text"]["content"] for one in said["msg_list"]] == ["后来的"]
    later(running, app, 3 * 86_400)
    assert app.post("kf/sync_msg", open_kfid=account)["msg_list"] == []


def test_customers_and_permission(running: Running, app: Caller, account: str) -> None:
    write(running, account)
    said = app.post("kf/customer/batchget", external_userid_list=["wm1", "wm9"])
    assert [one["external_userid"] for one in said["customer_list"]] == ["wm1"]
    assert said["invalid_external_userid"] == ["wm9"]
    running.ctl("apps", agentid=1000003, secret="plain")
    assert running.app("plain").code("kf/account/list") == 48002
    unknown = running.http.post("/__ctl/customer/wm1/kf", json={"open_kfid": "wk-none", "text": "x"})
    assert unknown.status_code == 400
