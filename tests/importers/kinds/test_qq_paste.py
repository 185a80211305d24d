from zoneinfo import ZoneInfo

import pytest

from yutang.importers.contract import Reading
from yutang.importers.kinds.qq_paste import READER
from yutang.ledger.catalogue import Kind


def days(got):
    zone = ZoneInfo("Asia/Shanghai")
    from datetime import datetime

    return [
        datetime.fromtimestamp(h / 1e6, zone).strftime("%m-%d %H:%M")
        for h in got.column(Kind.MESSAGE_SENT, "happened")
    ]


def test_figures(fixture):
    got = fixture(READER, "qq/paste.txt")
    assert got.figures == {
        "chats": 1, "messages": 4, "senders": 3, "joins": 0, "leaves": 0, "recalls": 1, "rejects": 0,
    }  # fmt: skip
    assert got.notes == ["note.date_order:month_first"]
    assert got.texts == ["大家好\n第二行", "收到", "早\n欢迎阿梅", "[表情]"]


def test_dates_come_from_rows_and_earlier_stamps(fixture):
    got = fixture(READER, "qq/paste.txt")
    assert days(got) == ["02-14 21:16", "02-14 21:59", "02-21 08:01", "02-25 10:00"]
    (recall,) = got.of(Kind.MESSAGE_RECALLED)
    assert recall["actor_ref"] == "name:小吴"


@pytest.mark.parametrize(("day_first", "expected"), [(True, "02-01 10:00"), (False, "01-02 10:00")])
def test_the_user_decides_what_the_file_leaves_open(written, day_first, expected):
    how = Reading(ZoneInfo("Asia/Shanghai"), 1_900_000_000_000_000, day_first=day_first)
    assert days(written(READER, "甲 1/2/2020 10:00:00\n好\n", how=how)) == [expected]


def test_no_date_at_all_is_said(written):
    got = written(READER, "甲 10:00:00 AM\n好\n乙 3/20/2020 10:00:00 AM\n在\n")
    assert (got.codes, got.texts) == (["date_unknown"], ["在"])


def test_two_names_without_titles_are_guessed_private(written):
    got = written(READER, "甲 2020/3/20 10:00:00\n好\n乙 10:01:00\n在\n")
    assert got.column(Kind.GROUP_SEEN, "props") == ['{"private":true}']
    assert "note.private_guessed:two_names" in got.notes


def test_bad_stamps(written):
    got = written(READER, "甲 13/32/2020 10:00:00\nx\n甲 1/1/1970 10:00:00\ny\n甲 1/20/2020 25:00:00\nz\n")
    assert got.codes == ["bad_time", "time_ancient", "bad_time"]
    assert got.figures["messages"] == 0


def test_other_writing_and_a_megabyte(written):
    got = written(
        READER, "【活跃】👩‍👧 مرحبا 2/14/2020 9:16:13 PM\n" + "哈" * 400_000 + "\n<b>x</b> 9:17:00 PM\nhi\n"
    )
    assert got.column(Kind.MESSAGE_SENT, "actor_name") == ["👩‍👧 مرحبا", "<b>x</b>"]
    assert written(READER, "").rows == []
