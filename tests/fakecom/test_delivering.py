"""The ledger of deliveries: nothing twice, nothing lost without a reason, and the same again from a snapshot."""

from collections import Counter
from random import Random

import pytest

from fakecom.people import befriend, corp_in, deliveries, found_group, later
from fakecom.running import CORP, Caller, Running
from yutang.fakecom.life import days

DAY = 86_400
SERVING = ("zhangsan", "lisi", "wangwu")
CUSTOMERS = [f"wm{number}" for number in range(40)]


def peopled(running: Running, chance: Random) -> None:
    """Forty customers with one to three members each, nine groups, members of different diligence."""
    for customer in CUSTOMERS:
        for userid in chance.sample(SERVING, chance.randint(1, 3)):
            befriend(running, userid, customer)
    for number in range(9):
        found_group(running, SERVING[number % 3], f"wr{number}", *chance.sample(CUSTOMERS, 5))
    running.ctl("member/zhangsan/habit", probability=0.9, high_s=7200)
    running.ctl("member/lisi/habit", probability=0.5, mean_s=3600)
    running.ctl("member/wangwu/habit", probability=0.2, low_s=60, high_s=90_000)


def a_week(running: Running, app: Caller, chance: Random) -> list[str]:
    """Campaigns of a week, while people leave, campaigns are cancelled and members reminded; their ids."""
    made = []
    for _ in range(14):
        if chance.random() < 0.3:
            asked = {"chat_type": "group", "sender": chance.choice(SERVING)}
        else:
            asked = {"external_userid": chance.sample(CUSTOMERS, 25)}
        said = app.post("externalcontact/add_msg_template", text={"content": "活动"}, **asked)
        made.append(said["msgid"])
        for userid in SERVING:
            part(running, userid, chance)
        later(running, app, 6 * 3600)
        one = chance.choice(made)
        if chance.random() < 0.3:
            app.code("externalcontact/cancel_groupmsg_send", msgid=one)
        app.code("externalcontact/remind_groupmsg_send", msgid=one)
        later(running, app, 6 * 3600)
    later(running, app, 2 * DAY)
    return made


def part(running: Running, userid: str, chance: Random) -> None:
    """One of the member's friends and he part, by whoever's hand."""
    friends = [one for one, follow in corp_in(running).follows[userid].items() if not follow.lost_at]
    by = chance.choice(["customer", "member"])
    running.ctl("delete", by=by, userid=userid, external_userid=chance.choice(friends))


def reported(app: Caller, msgids: list[str]) -> list[tuple[str, str, str, int]]:
    """What the platform's answers say of every recipient: (msgid, member, recipient, status)."""
    rows = []
    for msgid in msgids:
        for task in app.post("externalcontact/get_groupmsg_task", msgid=msgid)["task_list"]:
            asked = {"msgid": msgid, "userid": task["userid"], "limit": 7}
            for page in app.pages("externalcontact/get_groupmsg_send_result", "send_list", **asked):
                for row in page:
                    to = row.get("external_userid") or row["chat_id"]
                    rows.append((msgid, row["userid"], to, row["status"]))
    return rows


@pytest.mark.parametrize("rule", ["per_month", "per_week7", "per_day1"])
def test_what_is_reported_sent_arrived_once_and_nothing_else_did(
    running: Running, app: Caller, rule: str
) -> None:
    running.ctl("policy", mass_rule=rule)
    chance = Random(rule)
    peopled(running, chance)
    rows = reported(app, a_week(running, app, chance))
    arrived = Counter(
        (one["task"], one["userid"], one["external_userid"] or one["chat_id"]) for one in deliveries(running)
    )
    assert arrived == Counter(row[:3] for row in rows if row[3] == 1)
    assert set(arrived.values()) == {1}
    assert {0, 1, 2} <= {row[3] for row in rows}  # every fate but the cap, which only the strict rule reaches
    assert (3 in {row[3] for row in rows}) == (rule == "per_day1")
    a_day = Counter(
        (one["external_userid"] or one["chat_id"], days.name(one["at"])) for one in deliveries(running)
    )
    assert rule != "per_day1" or max(a_day.values()) == 1


def test_a_snapshot_goes_on_just_as_it_would_have(running: Running, app: Caller) -> None:
    chance = Random(7)
    peopled(running, chance)
    kept = running.http.get("/__ctl/snapshot").content
    state = chance.getstate()
    told = []
    for _ in range(2):
        assert running.http.put("/__ctl/snapshot", content=kept).status_code == 200
        app.forget()
        chance.setstate(state)
        a_week(running, app, chance)
        told.append(deliveries(running))
    assert told[0] == told[1]
    assert len(told[0]) > 20


def test_the_ledger_is_read_on_and_sifted(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2", "wm3")
    app.post("externalcontact/add_msg_template", sender="zhangsan", text={"content": "一"})
    running.ctl("member/zhangsan/confirm")
    first = running.look("deliveries", limit=2)
    assert [one["external_userid"] for one in first["deliveries"]] == ["wm1", "wm2"]
    assert (first["next"], first["total"]) == (2, 3)
    rest = running.look("deliveries", after=first["next"])
    assert [one["external_userid"] for one in rest["deliveries"]] == ["wm3"]
    assert running.look("deliveries", after=rest["next"])["deliveries"] == []
    running.ctl("member/zhangsan/publish", text="朋友圈")
    assert {one["kind"] for one in deliveries(running, recipient="wm1")} == {"mass", "moment"}
    assert len(deliveries(running, kind="moment")) == 3
    running.ctl("corps", corpid="ww-other")
    assert deliveries(running, corp="ww-other") == []
    assert len(deliveries(running, corp=CORP)) == 6
