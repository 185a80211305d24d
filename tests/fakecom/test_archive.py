"""The session archive: records with numbers, consent, five days, notices, and chats that are played from files."""

import json
from pathlib import Path

from fakecom.people import befriend, corp_in, follow_of, found_group
from fakecom.receiver import Receiver
from fakecom.running import CORP, SECRET, START, Caller, Running

DAY = 86_400


def pull(running: Running, seq: int = 0, limit: int = 1000, secret: str = SECRET) -> list[dict]:
    asked = {"corpid": CORP, "secret": secret, "seq": seq, "limit": limit}
    said = running.http.get("/__archive/chatdata", params=asked).json()
    assert said["errcode"] == 0, said
    return said["chatdata"]


def test_what_is_said_becomes_a_record(running: Running) -> None:
    befriend(running, "zhangsan", "wm1")
    running.ctl("customer/wm1/speak", userid="zhangsan", text="还有货吗")
    running.pass_time(5)
    running.ctl("member/zhangsan/speak", external_userid="wm1", msgtype="image", image={"md5sum": "x"})
    asked, answered = pull(running)
    assert asked["seq"] < answered["seq"]
    assert asked["message"] == {
        "msgid": asked["msgid"],
        "action": "send",
        "from": "wm1",
        "tolist": ["zhangsan"],
        "roomid": "",
        "msgtime": START * 1000,
        "msgtype": "text",
        "text": {"content": "还有货吗"},
    }
    assert answered["message"]["image"] == {"md5sum": "x"}
    assert answered["message"]["from"] == "zhangsan"
    assert follow_of(running, "zhangsan", "wm1").last_talk == (START + 5) * 1000
    assert [one["seq"] for one in pull(running, seq=asked["seq"])] == [answered["seq"]]
    assert len(pull(running, limit=1)) == 1


def test_strangers_and_outsiders_are_not_heard(running: Running) -> None:
    befriend(running, "zhangsan", "wm1")
    found_group(running, "zhangsan", "wr1", "wm1")
    follow_of(running, "zhangsan", "wm1").lost_at = running.state.now
    for path, asked in (
        ("customer/wm1/speak", {"userid": "zhangsan", "text": "在吗"}),
        ("customer/wm2/speak", {"chat_id": "wr1", "text": "在吗"}),
        ("customer/wm1/speak", {"chat_id": "wr-none", "text": "在吗"}),
    ):
        assert running.http.post(f"/__ctl/{path}", json=asked).status_code == 400
    assert pull(running) == []


def test_a_group_is_heard_by_its_members(running: Running) -> None:
    found_group(running, "zhangsan", "wr1", "lisi", "wm1", "wm2")
    running.ctl("customer/wm1/speak", chat_id="wr1", text="打卡")
    running.ctl("member/lisi/speak", chat_id="wr1", text="收到")
    first, second = (one["message"] for one in pull(running))
    assert (first["roomid"], first["from"], first["tolist"]) == ("wr1", "wm1", ["zhangsan", "lisi"])
    assert second["tolist"] == ["zhangsan"]


def test_what_a_member_confirms_stands_there_as_if_he_had_written_it(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1", "wm2")
    found_group(running, "zhangsan", "wr1", "lisi", "wm1")
    running.ctl("customer/wm2/consent", userid="zhangsan", agree=False)
    link = {"msgtype": "link", "link": {"title": "直播间", "url": "https://example.com"}}
    message = {"text": {"content": "今晚八点"}, "attachments": [link]}
    app.post("externalcontact/add_msg_template", external_userid=["wm1", "wm2"], **message)
    app.post(
        "externalcontact/add_msg_template", chat_type="group", sender="zhangsan", text={"content": "群里见"}
    )
    assert pull(running) == []
    running.ctl("member/zhangsan/confirm")
    found = [one["message"] for one in pull(running)]
    assert [(one["from"], one["tolist"], one["roomid"], one["msgtype"]) for one in found] == [
        ("zhangsan", ["wm1"], "", "text"),
        ("zhangsan", ["wm1"], "", "link"),
        ("zhangsan", ["lisi"], "wr1", "text"),
    ]
    assert found[1]["link"] == link["link"]


def test_seat_and_consent(running: Running, app: Caller) -> None:
    befriend(running, "zhangsan", "wm1")
    befriend(running, "lisi", "wm1")
    running.ctl("members", userid="lisi", archived=False)
    found_group(running, "zhangsan", "wr1", "wm1")
    for userid in ("zhangsan", "lisi"):
        running.ctl("customer/wm1/speak", userid=userid, text="默认同意")
    assert [one["message"]["tolist"] for one in pull(running)] == [["zhangsan"]]
    asked = {"info": [{"userid": "zhangsan", "exteranalopenid": "wm1"}]}
    assert app.post("msgaudit/check_single_agree", **asked)["agreeinfo"][0]["agree_status"] == "Default_Agree"

    running.pass_time(60)
    running.ctl("customer/wm1/consent", userid="zhangsan", agree=False)
    running.ctl("customer/wm1/consent", chat_id="wr1", agree=False)
    running.ctl("customer/wm1/speak", userid="zhangsan", text="不要存")
    running.ctl("customer/wm1/speak", chat_id="wr1", text="不要存")
    assert len(pull(running)) == 1
    found = app.post("msgaudit/check_single_agree", **asked)["agreeinfo"]
    assert found == [
        {
            "status_change_time": START + 60,
            "userid": "zhangsan",
            "exteranalopenid": "wm1",
            "agree_status": "Disagree",
        }
    ]
    rows = app.post("msgaudit/check_room_agree", roomid="wr1")["agreeinfo"]
    assert [(one["exteranalopenid"], one["agree_status"]) for one in rows] == [("wm1", "Disagree")]
    assert app.post("msgaudit/get_permit_user_list")["ids"] == ["zhangsan", "wangwu", "caiwu"]
    assert app.code("msgaudit/check_room_agree", roomid="wr-none") == 40058


def test_records_are_kept_five_days_and_numbers_go_on(running: Running) -> None:
    befriend(running, "zhangsan", "wm1")
    running.ctl("customer/wm1/speak", userid="zhangsan", text="一")
    first = pull(running)[0]["seq"]
    running.pass_time(5 * DAY - 1)
    assert len(pull(running)) == 1
    running.pass_time(1)
    assert pull(running) == []
    running.pass_time(2 * 3600)
    running.ctl("customer/wm1/speak", userid="zhangsan", text="二")
    assert [one["seq"] for one in pull(running)] == [first + 1]
    assert len(corp_in(running).archive) == 1


def test_only_an_app_with_the_archive_gets_it(running: Running) -> None:
    running.ctl("apps", agentid=1000009, secret="plain", permissions=["contact"])
    for secret, code in (("plain", 40001), ("wrong", 40001), (SECRET, 0)):
        asked = {"corpid": CORP, "secret": secret}
        assert running.http.get("/__archive/chatdata", params=asked).json()["errcode"] == code
    wrong = {"corpid": CORP, "secret": SECRET, "limit": 1001}
    assert running.http.get("/__archive/chatdata", params=wrong).json()["errcode"] == 40058
    assert running.app("plain").code("msgaudit/get_permit_user_list") == 48002


def test_a_notice_at_most_every_15_seconds(running: Running, receiver: Receiver) -> None:
    befriend(running, "zhangsan", "wm1")
    assert receiver.connect(running) == {"saved": True, "why": ""}
    for _ in range(40):
        running.ctl("customer/wm1/speak", userid="zhangsan", text="说个不停")
        running.pass_time(1)
    running.pass_time(100)
    assert [event["Event"] for event in receiver.events] == ["msgaudit_notify"] * 4
    assert [int(event["CreateTime"]) - START for event in receiver.events] == [0, 15, 30, 45]
    assert receiver.events[0]["AgentID"] == "2000004"


def line(at: int, speaker: str, text: str, room: str = "wr1", **more: object) -> str:
    said = {"msgid": f"{at}_{speaker}", "action": "send", "from": speaker, "tolist": ["zhangsan"]}
    said |= {"roomid": room, "msgtime": at * 1000, "msgtype": "text", "text": {"content": text}}
    return json.dumps(said | more, ensure_ascii=False)


def test_chats_are_played_as_the_clock_goes_on(running: Running, tmp_path: Path) -> None:
    befriend(running, "zhangsan", "wm1")
    found_group(running, "zhangsan", "wr1", "wm1")
    old = [line(START - 90 * DAY, "wm1", "很久以前"), line(START - DAY, "wm1", "昨天")]
    new = [line(START + n, "wm1", f"第 {n} 句") for n in range(1, 601)]
    switch = json.dumps({"msgid": "s", "action": "switch", "time": (START + 700) * 1000, "user": "lisi"})
    alone = line(START + 800, "wm1", "单聊", room="")
    (tmp_path / "2025-10.jsonl").write_text("\n".join([*old, *new]) + "\n", "utf-8")
    (tmp_path / "2025-11.jsonl").write_text(f"{switch}\n{alone}\n", "utf-8")

    assert running.ctl("reels", source=str(tmp_path)) == {"files": 2}
    assert running.look("reels") == {"paths": sorted(str(one) for one in tmp_path.iterdir())}
    assert [one["message"]["text"]["content"] for one in pull(running)] == ["昨天"]
    running.pass_time(1)
    assert len(pull(running)) == 2
    running.pass_time(299)
    kept = running.http.get("/__ctl/snapshot").content
    assert running.http.put("/__ctl/snapshot", content=kept).status_code == 200
    running.pass_time(500)
    found = [one["message"] for one in pull(running)]
    assert [one["msgid"] for one in found[1:601]] == [f"{START + n}_wm1" for n in range(1, 601)]
    assert [one["action"] for one in found[601:]] == ["switch", "send"]
    assert follow_of(running, "zhangsan", "wm1").last_talk == (START + 800) * 1000
    assert running.http.post("/__ctl/reels", json={"source": str(tmp_path / "none")}).status_code == 400
