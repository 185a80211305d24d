"""Stamps, orders of day and month, encodings: what the cells may look like."""

import json

import pytest

from yutang.importers.contract import Reading  # noqa: F401 - the settings a test may give
from yutang.ledger.catalogue import Kind


@pytest.mark.parametrize(
    ("cell", "wall"),
    [
        ("2024-05-01 10:20:30", "2024-05-01 10:20:30"),
        ("2024/5/1 1:02", "2024-05-01 01:02"),
        ("2024年5月1日", "2024-05-01"),
        ("2024年5月1日 10:20", "2024-05-01 10:20"),
        ("2024年5月1日 下午3:04", "2024-05-01 15:04"),
        ("2024.05.01 10:20", "2024-05-01 10:20"),
        ("20240501", "2024-05-01"),
        ("20240501102030", "2024-05-01 10:20:30"),
        ("2024-05-01T02:20:30Z", "2024-05-01 10:20:30"),
        ("2024-05-01T02:20:30.000+00:00", "2024-05-01 10:20:30"),
        ("2024-05-01 02:20:30 UTC", "2024-05-01 10:20:30"),
        ("1714530030", "2024-05-01 10:20:30"),
        ("1714530030.000", "2024-05-01 10:20:30"),
        ("1714530030000", "2024-05-01 10:20:30"),
        ("1714530030000000", "2024-05-01 10:20:30"),
        ("45413.5", "2024-05-01 12:00"),
    ],
)
def test_every_usual_stamp_is_read(read, clock, cell, wall):
    told = read("m.csv", f"群ID,发送人ID,时间,内容\ng1,u1,{cell},好\n")
    assert [r["happened"] for r in told.rows(Kind.MESSAGE_SENT)] == [clock(wall)]


def test_stamps_of_several_sorts_in_one_column(read, clock):
    cells = ["2024-05-01 10:00:00"] * 5 + ["2024-05-01T02:00:00Z", "2024年5月1日10时00分", "45413.4166666667"]
    told = read("m.csv", "群ID,发送人ID,时间,内容\n" + "".join(f"g1,u1,{cell},好\n" for cell in cells))
    assert {r["happened"] for r in told.rows(Kind.MESSAGE_SENT)} == {clock("2024-05-01 10:00:00")}


def test_the_order_of_day_and_month_is_seen_in_the_whole_file(read, clock):
    early = "".join(f"g1,u1,0{n}/02/2024 10:00,x\n" for n in range(1, 8)) * 100
    told = read("m.csv", f"group_id,sender_id,time,text\n{early}g1,u1,25/02/2024 10:00,x\n")
    assert "note.date_order:day_first" in told.notes()
    assert told.rows(Kind.MESSAGE_SENT)[0]["happened"] == clock("2024-02-01 10:00")
    told = read("m.csv", f"group_id,sender_id,time,text\n{early}")
    assert "note.date_order:month_first" in told.notes()
    assert told.rows(Kind.MESSAGE_SENT)[1]["happened"] == clock("2024-02-02 10:00")
    told = read("m.csv", "group_id,sender_id,time,text\ng1,u1,01/02/2024 3:04 PM,x\n", day_first=True)
    assert told.rows(Kind.MESSAGE_SENT)[0]["happened"] == clock("2024-02-01 15:04")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le"])
def test_every_encoding_is_read(read, encoding):
    text = (
        "群組名稱,發言人,發送時間,消息內容\r\n護膚交流群,王小明,2024-05-01 10:00:00,今天有新品直播，大家都來看\r\n"
        * 1
    )
    told = read("m.csv", text.encode(encoding))
    (row,) = told.rows(Kind.MESSAGE_SENT)
    assert (row["group_ref"], row["text"]) == ("name:護膚交流群", "今天有新品直播，大家都來看")


def test_lines_in_another_encoding_are_read_too(read):
    lines = ["群名称,发言人,时间,内容".encode()] + ["护肤群,张三,2024-05-01 10:00:00,你好呀".encode()] * 5
    lines += ["护肤群,李四,2024-05-01 10:00:00,大家好".encode("gb18030")]
    told = read("m.csv", b"\r\n".join(lines))
    assert [r["text"] for r in told.rows(Kind.MESSAGE_SENT)][-2:] == ["你好呀", "大家好"]


def test_lines_of_old_macs_and_semicolons(read):
    told = read(
        "m.csv",
        "group_id;sender_id;time;text;\rg1;u1;2024-05-01 10:00:00;a,b;\rg1;u1;2024-05-01 10:00:00;c;\r",
    )
    assert [r["text"] for r in told.rows(Kind.MESSAGE_SENT)] == ["a,b", "c"]


def test_json_lines_with_inner_objects(read, clock):
    rows = [
        {
            "id": "m1",
            "chat_id": -100,
            "sender": {"id": 7, "name": "甲"},
            "ts": 1714530030,
            "text": "好",
            "tags": [1],
        },
        {
            "id": "m2",
            "chat_id": -100,
            "sender": {"id": 8, "name": None},
            "ts": "1714530031.5",
            "text": "多\n行",
        },
    ]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    told = read("m.ndjson", text + '\n{"id": "m3", "chat_\n[1, 2]\n\n')
    first, second = told.rows(Kind.MESSAGE_SENT)
    assert (first["object_ref"], first["actor_ref"], first["actor_name"], first["group_ref"]) == (
        "m1",
        "7",
        "甲",
        "-100",
    )
    assert second["happened"] == clock("2024-05-01 10:20:31") + 500_000
    assert second["text"] == "多\n行"
    assert told.rejects() == [(3, "json"), (4, "json")]


def test_a_title_above_the_header_is_passed_over(read):
    told = read(
        "d.csv",
        "五月群活跃日报,,\n导出人：张三,,\n\n日期,群名称,发言数\n2024-05-01,甲,12\n2024-05-02,甲,坏\n2024-05-03,甲,1\n",
    )
    assert len(told.rows(Kind.GROUP_COUNTED)) == 2
    assert told.rejects() == [(6, "number_bad")]
