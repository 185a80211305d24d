"""Behaviours 13 and 14: what people do is told, what the API does isn't; sealed, in time, three times, then given up."""

import hashlib
from collections.abc import Iterator

import pytest

from fakecom.people import befriend, corp_in, found_group
from fakecom.receiver import KEY, TOKEN, Receiver
from fakecom.running import Caller, Running


@pytest.fixture
def receiver(running: Running) -> Iterator[Receiver]:
    """Connected, and opened by wechatpy."""
    made = Receiver()
    assert made.connect(running) == {"saved": True, "why": ""}
    yield made
    made.close()


def settle(running: Running) -> list[dict]:
    """All attempts, once nothing is under way."""
    running.ctl("callbacks/settle")
    return running.look("callbacks")["log"]


def test_saving_asks_the_receiver_to_open_an_echo(running: Running) -> None:
    made = Receiver()
    assert made.connect(running)["saved"]
    made.echo = lambda plain: f'"{plain}"'.encode()
    assert made.connect(running) == {"saved": False, "why": "not_the_echo"}
    made.answer = lambda _: (403, b"no", 0)
    assert made.connect(running) == {"saved": False, "why": "status"}
    running.ctl("settings", check_timeout_s=0.05)
    made.answer = lambda _: (200, b"", 1)
    assert made.connect(running) == {"saved": False, "why": "timeout"}
    made.close()
    running.ctl("settings", check_timeout_s=1.0)
    assert made.connect(running) == {"saved": False, "why": "unreachable"}
    bad = {"url": made.url, "token": TOKEN, "aes_key": KEY[:-1]}
    assert running.ctl("callback", **bad) == {"saved": False, "why": "key"}


def test_the_check_allows_one_second_and_a_push_five(running: Running) -> None:
    settings = running.ctl("settings")
    found = [settings[name] for name in ("check_timeout_s", "push_timeout_s", "push_attempts")]
    assert found == [1.0, 5.0, 3]


def test_an_event_is_told_as_the_platform_words_it(running: Running, app: Caller, receiver: Receiver) -> None:
    way = app.post("externalcontact/add_contact_way", type=1, scene=2, user=["zhangsan"], state="渠道A")
    met = running.ctl("scan", code=way["config_id"])
    settle(running)
    (event,) = receiver.events
    assert event == {
        "ToUserName": app.corp,
        "FromUserName": "sys",
        "CreateTime": str(running.look("clock")["now"]),
        "MsgType": "event",
        "Event": "change_external_contact",
        "ChangeType": "add_external_contact",
        "UserID": "zhangsan",
        "ExternalUserID": met["external_userid"],
        "State": "渠道A",
        "WelcomeCode": met["welcome_code"],
    }
    (query, body, _) = receiver.got[0]
    assert "<AgentID><![CDATA[1000002]]></AgentID>" in body
    assert query["timestamp"] == event["CreateTime"]


def test_the_api_causes_no_event_and_people_do(running: Running, app: Caller, receiver: Receiver) -> None:
    running.ctl("add", userid="zhangsan", external_userid="wm1")
    running.ctl("console/tags", group_name="一", tags=["a"])
    found_group(running, "zhangsan", "wr1")
    settle(running)
    told = len(receiver.got)
    pair = {"userid": "zhangsan", "external_userid": "wm1"}
    tag = app.post("externalcontact/add_corp_tag", group_name="二", tag=[{"name": "b"}])["tag_group"]["tag"][
        0
    ]
    app.post("externalcontact/mark_tag", **pair, add_tag=[tag["id"]])
    app.post("externalcontact/remark", **pair, remark="新")
    app.post("externalcontact/edit_corp_tag", id=tag["id"], name="c")
    app.post("externalcontact/del_corp_tag", tag_id=[tag["id"]])
    app.post("externalcontact/groupchat/add_join_way", scene=2, chat_id_list=["wr1"])
    settle(running)
    assert len(receiver.got) == told
    running.ctl("note", **pair, remark="旧")
    settle(running)
    assert receiver.changes()[told:] == ["edit_external_contact"]
    assert running.ctl("note", **pair, remark_mobiles=["1"]) == {"told": False}


def test_every_act_between_two_people_has_its_event(running: Running, receiver: Receiver) -> None:
    pair = {"userid": "zhangsan", "external_userid": "wm1"}
    for path, asked in [
        ("add", {**pair, "half": True}),
        ("accept", pair),
        ("delete", {**pair, "by": "customer"}),
        ("add", pair),
        ("delete", {**pair, "by": "member"}),
    ]:
        running.ctl(path, **asked)
        settle(running)
    assert receiver.changes() == [
        "add_half_external_contact",
        "add_external_contact",
        "del_follow_user",
        "add_external_contact",
        "del_external_contact",
    ]
    assert "Source" not in receiver.events[-1]


def test_every_act_in_a_group_and_in_the_console_has_its_event(running: Running, receiver: Receiver) -> None:
    def did(path: str, **asked: object) -> list[str]:
        before = len(receiver.got)
        running.ctl(path, **asked)
        settle(running)
        return [event.get("UpdateDetail") or event["ChangeType"] for event in receiver.events[before:]]

    assert did("groups", userid="zhangsan", name="福利群", chat_id="wr1", people=["lisi"]) == ["create"]
    assert did("groups/wr1/join", people=["wm1", "wm2"]) == ["add_member"]
    assert did("groups/wr1/leave", people=["wm1"]) == ["del_member"]
    assert did("groups/wr1/leave", people=["wm2"], removed=True) == ["del_member"]
    joined, left, removed = receiver.events[1:4]
    assert joined["MemChangeList"] == {"Item": ["wm1", "wm2"]}
    assert (joined["MemChangeCnt"], joined["JoinScene"]) == ("2", "3")
    assert (left["QuitScene"], removed["QuitScene"]) == ("0", "1")
    assert joined["CurMemVer"] == left["LastMemVer"] != left["CurMemVer"]
    changed = did("groups/wr1/change", owner="lisi", name="新名", notice="公告")
    assert sorted(changed) == ["change_name", "change_notice", "change_owner"]
    assert sorted(did("groups/wr1/leave", people=["lisi"])) == ["change_owner", "del_member"]
    assert did("groups/wr1/dismiss") == ["dismiss"]
    assert did("console/tags", group_name="一", tags=["a", "b"]) == ["create"] * 3
    (group,) = corp_in(running).tag_groups.values()
    first, second = group.tags
    assert did(f"console/tags/{first}/rename", name="c") == ["update"]
    assert did("console/tags/shuffle", ids=[second, first], group_id=group.group_id) == ["shuffle"]
    assert did(f"console/tags/{first}/delete") == ["delete"]
    assert did(f"console/tags/{second}/delete") == ["delete", "delete"]


def test_what_isnt_answered_is_sent_three_times_sealed_anew(running: Running, receiver: Receiver) -> None:
    receiver.answer = lambda n: (500, b"", 0) if n < 2 else (200, b"", 0)
    running.ctl("add", userid="zhangsan", external_userid="wm1")
    outcomes = [one["outcome"] for one in settle(running)]
    assert outcomes == ["refused", "refused", "answered"]
    queries, bodies, plains = zip(*receiver.got, strict=True)
    assert len({query["nonce"] for query in queries}) == 3
    assert len(set(bodies)) == 3
    assert len(set(plains)) == 1
    keys = {one["key"] for one in running.look("callbacks")["log"]}
    assert keys == {hashlib.sha256(plains[0].encode()).hexdigest()[:32]}


def test_after_three_it_is_given_up_and_said_so(running: Running, receiver: Receiver) -> None:
    running.ctl("settings", push_timeout_s=1)
    waits = [5, 0, 0]  # a thread of the receiver sleeps on: nobody waits for it
    receiver.answer = lambda n: (404 if n else 200, b"", waits[n])
    running.ctl("add", userid="zhangsan", external_userid="wm1")
    log = settle(running)
    assert [one["outcome"] for one in log] == ["timeout", "refused", "refused", "gave_up"]
    assert running.look("callbacks")["under_way"] == 0


def test_a_receiver_that_is_gone_costs_nothing(running: Running, receiver: Receiver) -> None:
    receiver.close()
    running.ctl("add", userid="zhangsan", external_userid="wm1")
    assert [one["outcome"] for one in settle(running)] == ["unreachable"] * 3 + ["gave_up"]


def test_each_app_is_told_of_whom_it_sees(running: Running, receiver: Receiver) -> None:
    second = Receiver()
    running.ctl("apps", agentid=7, secret="second", visible_users=["lisi"], visible_parties=[])
    second.connect(running, agentid=7)
    running.ctl("add", userid="zhangsan", external_userid="wm1")
    running.ctl("add", userid="lisi", external_userid="wm1")
    settle(running)
    assert sorted(event["UserID"] for event in receiver.events) == ["lisi", "zhangsan"]
    assert [event["UserID"] for event in second.events] == ["lisi"]
    second.close()


def test_a_thousand_events_of_one_second_arrive_each_once(
    running: Running, app: Caller, receiver: Receiver
) -> None:
    way = app.post("externalcontact/add_contact_way", type=1, scene=2, user=["zhangsan"])["config_id"]
    assert running.ctl("scan", code=way, times=1000)["outcomes"] == {"added": 1000}
    settle(running)
    events = receiver.events
    assert len({event["ExternalUserID"] for event in events}) == len(events) == 1000
    assert len({event["CreateTime"] for event in events}) == 1


def test_what_was_under_way_goes_on_after_a_restart(running: Running, receiver: Receiver) -> None:
    befriend(running, "zhangsan", "wm1")
    running.ctl("faults", kind="cb_delayed", how={"seconds": 600})
    running.ctl("delete", userid="zhangsan", external_userid="wm1")
    kept = running.http.get("/__ctl/snapshot").content
    again = Running()
    assert again.http.put("/__ctl/snapshot", content=kept).status_code == 200
    again.pass_time(599)
    assert receiver.got == []
    again.pass_time(1)
    assert receiver.changes() == ["del_follow_user"]
    again.close()


def test_an_address_that_is_none_cannot_be_saved(running: Running) -> None:
    for url in ("nonsense", "http://[", "http://127.0.0.1:99999/x"):
        assert running.ctl("callback", url=url, token=TOKEN, aes_key=KEY) == {
            "saved": False,
            "why": "unreachable",
        }
