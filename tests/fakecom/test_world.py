"""A tenant's files become a living corp: its past is so, its future happens in time and is told."""

import csv
import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from fakecom.people import corp_in
from fakecom.receiver import Receiver
from fakecom.running import Running
from yutang.demo import write

STAFF = "企微账号,姓名,部门,角色\nLiNa,李娜,社群一部,运营\nWangMin,王敏,社群二部,主管\n"
CUSTOMERS = (
    "客户ID,昵称,手机号,标签,跟进人账号,添加时间,流失时间,流失原因,来源渠道,备注\n"
    "wmA,甲,19900000000,地区/西北，档位/299,LiNa,2026-01-05 10:00:00,,,门店海报,甲先生\n"
    "wmB,乙,,档位/299,LiNa,2026-01-06 10:00:00,2026-01-08 10:00:00,客户删除,直播间,\n"
    "woC,丙,,,LiNa,2026-01-06 11:00:00,2026-01-09 10:00:00,已转接,老客介绍,\n"
    "woC,丙,,,WangMin,2026-01-09 10:00:00,,,在职继承,\n"
)
GROUPS = (
    "群ID,群名,群主,业务线,创建时间,群人数上限,状态,曾用名,改名时间\n"
    "wr1,新名,LiNa,福利,2026-01-05 09:00:00,500,正常,旧名,2026-01-08 09:00:00\n"
    "wr2,二群,WangMin,福利,2026-01-07 09:00:00,500,待移交,,\n"
)
SEATS = [
    ["群ID", "成员ID", "昵称", "成员类型", "入群时间", "退群时间", "入群方式", "邀请人", "退群方式"],
    ["wr1", "LiNa", "李娜", "员工", "2026-01-05 09:00:00", "", "邀请", "LiNa", ""],
    ["wr1", "wbBot", "管家", "机器人", "2026-01-05 09:00:00", "", "邀请", "LiNa", ""],
    ["wr1", "wmA", "甲", "客户", "2026-01-05 12:00:00", "", "扫码", "", ""],
    ["wr1", "wmD", "丁", "客户", "2026-01-05 12:00:00", "2026-01-08 12:00:00", "扫码", "", "移出群聊"],
    ["wr1", "wmB", "乙", "客户", "2026-01-08 08:00:00", "", "邀请", "LiNa", ""],
]
CHAT = (
    '{"msgid":"m%d","action":"send","from":"wmA","tolist":["LiNa"],"roomid":"wr1","msgtime":%d,'
    '"msgtype":"text","text":{"content":"在吗"}}\n'
)
JAN_5_13H = 1767589200  # 2026-01-05 13:00 in Shanghai


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files as `yutang demo` writes them: one table in GB18030, one as XLSX, under `data`."""
    data = tmp_path / "data"
    (data / "chatdata").mkdir(parents=True)
    (data / "员工.csv").write_text(STAFF, "utf-8-sig")
    (data / "客户.csv").write_text(CUSTOMERS, "utf-8-sig")
    (data / "客户群.csv").write_bytes(GROUPS.encode("gb18030"))
    with xlsxwriter.Workbook(data / "群成员.xlsx") as book:
        sheet = book.add_worksheet("群成员")
        for number, row in enumerate(SEATS):
            sheet.write_row(number, 0, row)
    lines = [CHAT % (n, (JAN_5_13H + n * 86_400) * 1000) for n in range(4)]
    (data / "chatdata" / "2026-01.jsonl").write_text("".join(lines), "utf-8")
    return tmp_path


def load(running: Running, folder: Path, at: str = "") -> dict:
    return running.ctl("world", folder=str(folder), corpid="ww-world", secret="s", at=at)


def test_everything_that_the_files_tell_is_so_at_their_end(running: Running, folder: Path) -> None:
    told = load(running, folder)
    assert told.items() >= {"members": 2, "customers": 4, "groups": 2}.items()
    app = running.app("s", "ww-world")
    assert app.get("externalcontact/list", userid="LiNa")["external_userid"] == ["wmA"]
    (follow,) = app.get("externalcontact/get", external_userid="wmA")["follow_user"]
    assert (follow["remark"], follow["remark_mobiles"], follow["add_way"], follow["state"]) == (
        "甲先生", ["19900000000"], 1, "门店海报")  # fmt: skip
    assert [(tag["group_name"], tag["tag_name"]) for tag in follow["tags"]] == [
        ("地区", "西北"),
        ("档位", "299"),
    ]
    (moved,) = app.get("externalcontact/get", external_userid="woC")["follow_user"]
    assert (moved["userid"], moved["add_way"]) == ("WangMin", 202)
    group = app.post("externalcontact/groupchat/get", chat_id="wr1")["group_chat"]
    assert group["name"] == "新名"
    assert [seat["userid"] for seat in group["member_list"]] == ["LiNa", "wmA", "wmB"]
    assert group["member_list"][1]["join_time"] == JAN_5_13H - 3600
    rows = app.post("externalcontact/groupchat/list", status_filter=1)["group_chat_list"]
    assert rows == [{"chat_id": "wr2", "status": 1}]
    names = {row["name"]: row["id"] for row in app.get("department/list")["department"]}
    assert app.get("user/get", userid="WangMin")["department"] == [names["社群二部"]]


def test_what_is_to_come_happens_in_its_time_and_is_told(running: Running, folder: Path) -> None:
    load(running, folder, "2026-01-05 13:00:00")
    assert running.look("clock")["now"] == JAN_5_13H
    receiver = Receiver("ww-world")
    assert receiver.connect(running, corp="ww-world")["saved"]
    running.ctl("clock", set=JAN_5_13H + 5 * 86_400)
    told = [
        (event.get("UpdateDetail") or event["ChangeType"], int(event["CreateTime"]), event.get("Source"))
        for event in receiver.events
        if event["Event"] != "msgaudit_notify"
    ]
    day, hour = 86_400, 3600
    assert told == [
        ("add_external_contact", JAN_5_13H + day - 3 * hour, None),
        ("add_external_contact", JAN_5_13H + day - 2 * hour, None),
        ("create", JAN_5_13H + 2 * day - 4 * hour, None),
        ("add_member", JAN_5_13H + 3 * day - 5 * hour, None),
        ("change_name", JAN_5_13H + 3 * day - 4 * hour, None),
        ("del_follow_user", JAN_5_13H + 3 * day - 3 * hour, None),
        ("del_member", JAN_5_13H + 3 * day - hour, None),
        ("del_external_contact", JAN_5_13H + 4 * day - 3 * hour, "DELETE_BY_TRANSFER"),
        ("add_external_contact", JAN_5_13H + 4 * day - 3 * hour, None),
    ]
    assert [event["QuitScene"] for event in receiver.events if event.get("UpdateDetail") == "del_member"] == [
        "1"
    ]
    receiver.close()


def test_chats_come_through_the_archive_as_the_clock_goes_on(running: Running, folder: Path) -> None:
    load(running, folder, "2026-01-05 13:30:00")
    asked = {"seq": 0, "limit": 10, "corpid": "ww-world", "secret": "s"}
    for name in ("wmA", "wmB", "wmD"):
        running.ctl(f"customer/{name}/consent", corp="ww-world", chat_id="wr1")

    def archived() -> list[str]:
        said = running.http.get("/__archive/chatdata", params=asked).json()["chatdata"]
        return [one["msgid"] for one in said]

    assert archived() == ["m0"]
    running.pass_time(86_400)
    assert archived() == ["m0", "m1"]


def test_a_folder_without_a_table_and_a_corp_that_exists(running: Running, folder: Path) -> None:
    def status(**asked: str) -> int:
        return running.http.post("/__ctl/world", json={"secret": "s", **asked}).status_code

    load(running, folder)
    assert status(folder=str(folder), corpid="ww-world") == 400
    (folder / "data" / "员工.csv").unlink()
    assert status(folder=str(folder), corpid="ww-2") == 400
    assert "ww-2" not in running.state.corps
    assert corp_in(running).externals == {}


def test_the_simulated_tenant_loads_whole(running: Running, tmp_path: Path) -> None:
    """Its own files: each relation that is not over, each seat that is taken and no robot."""

    write(tmp_path, 7, dt.date(2026, 10, 31))
    told = load(running, tmp_path)
    with (tmp_path / "data" / "客户.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lost_by_member = [row for row in rows if row["流失原因"] in {"员工删除", "已转接"}]
    assert told["relations"] == len(rows) - len(lost_by_member)
    assert (told["members"], told["groups"]) == (30, 300)
