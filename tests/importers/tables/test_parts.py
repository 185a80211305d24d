"""The parts a table is read with: clean bytes, headers, words, headings that tell, judgement."""

import datetime as dt
import io
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.importers.files import HOW, TABLES, Memory

from yutang.importers import times
from yutang.importers.contract import Reading
from yutang.importers.kinds.table import READER
from yutang.importers.sheets.guess import guess, named, signature
from yutang.importers.sheets.heads import header_row, layout
from yutang.importers.sheets.streams import Utf8
from yutang.importers.sheets.words import concepts, squash
from yutang.importers.text import LINE_LIMIT
from yutang.importers.trees import head_of
from yutang.ledger.catalogue import Kind


@settings(max_examples=80)
@given(
    st.lists(st.text(st.characters(codec="gb18030", exclude_characters="\r\n"), max_size=30), max_size=20),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.integers(0, 5),
    st.integers(1, 64),
)
def test_clean_bytes_are_the_text_without_its_head(lines, encoding, skip, size):
    text = "".join(line + "\n" for line in lines)
    stream = Utf8(io.BytesIO(text.encode(encoding)), encoding, skip)
    got = b"".join(iter(lambda: stream.read(size), b""))
    assert got.decode() == "".join(line + "\n" for line in lines[skip:])
    assert (stream.patched, stream.cut, stream.done) == (0, 0, len(text.encode(encoding)))


@pytest.mark.parametrize(
    ("words", "ends"), [("x" * (LINE_LIMIT + 5), ""), ('"' + "x" * (LINE_LIMIT + 5), '"')]
)
def test_a_line_too_long_is_cut_and_its_quote_closed(words, ends):
    stream = Utf8(io.BytesIO(f"a\n{words}\nb\n".encode()), "utf-8")
    first, long, last = stream.lines()
    assert (first, last, stream.cut) == (b"a", b"b", 1)
    assert long.decode().startswith(words[: LINE_LIMIT - 1])
    assert len(long) == LINE_LIMIT + len(ends)
    assert long.endswith(ends.encode())


def test_a_line_in_another_encoding_is_counted():
    stream = Utf8(io.BytesIO("早\n".encode() + "安\n".encode("gb18030") + b"x\n"), "utf-8")
    assert stream.read().decode() == "早\n安\nx\n"
    assert stream.patched == 1


def test_lines_that_end_as_on_old_macs_are_lines():
    assert list(Utf8(io.BytesIO(b"a\rb\rc"), "utf-8").lines()) == [b"a", b"b", b"c"]


@pytest.mark.parametrize(
    ("header", "word", "unit"),
    [
        ("金额（元）", "金额", "元"), ("群 名称", "群名称", ""), ("Group_ID", "groupid", ""), ("發送時間", "发送时间", ""),
        ("ＩＤ", "id", ""), ("（元）", "元", "元"), ("“昵称”", "“昵称”", ""), ("'name'", "name", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_a_header_is_squashed(header, word, unit):
    assert squash(header) == (word, unit)


@pytest.mark.parametrize(
    ("header", "concept"),
    [
        ("群ID", "group_id"), ("群聊名称", "group_name"), ("成员昵称", "person_name"), ("入群时间", "joined"), ("退群時間", "left"),
        ("发送时间", "sent"), ("消息内容", "text"), ("群主", "owner"), ("external_userid", "customer_id"), ("chat_id", "group_id"),
        ("訂單號", "order_id"), ("消息数", "messages"),
    ],
)  # fmt: skip
def test_operators_words_are_known_whole(header, concept):
    assert (concept, 1.0) in concepts(header)


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([["群ID", "群名"], ["1", "x"]], 0), ([["2024年5月导出"], [], ["群ID", "群名"], ["1", "x"]], 2),
        ([["a", "b"], ["1", "2"]], 0), ([[None, None]], None), ([], None), ([["x"], ["a", "b", "c"]], 1),
        ([["时间", "时间"], ["群ID", "成员"]], 1),
    ],
)  # fmt: skip
def test_the_header_is_the_row_with_most_known_words(rows, at):
    assert header_row(rows) == at


@pytest.mark.parametrize("name", TABLES)
def test_headings_of_tables_tell_enough(name):
    found = layout(head_of(name, len(TABLES[name].encode()), TABLES[name].encode()))
    assert found is not None
    known = guess(found.sample)
    assert known is not None
    assert named(known) > 1.5


def test_a_signature_does_not_hang_on_the_order_or_look_of_columns():
    assert signature(["群ID", "时间"]) == signature([" 时间 ", "群 id"]) != signature(["群ID"])


@pytest.mark.parametrize(
    "zone", ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe"]
)
def test_local_times_in_a_table_are_those_of_the_zone(zone):
    """Whole columns go through numpy, single cells through Python: both must say the same."""
    start = dt.datetime(2024, 1, 1, 0, 30)  # noqa: DTZ001 - wall clocks
    walls = [start + dt.timedelta(hours=37 * n) for n in range(230)]
    text = "群ID,成员ID,发送时间,消息内容\n" + "".join(
        f"g,u,{wall:%Y-%m-%d %H:%M:%S},{n}\n" for n, wall in enumerate(walls)
    )
    rows = [
        r for c in READER.read(Memory("m.csv", text), Reading(ZoneInfo(zone), HOW.now)) for r in c.rows.to_pylist()
        if r["kind"] == Kind.MESSAGE_SENT
    ]  # fmt: skip
    assert [r["happened"] for r in rows] == [times.micros_of(wall, ZoneInfo(zone)) for wall in walls]


FORMS = {
    "iso": "%Y-%m-%d %H:%M:%S", "slashes": "%Y/%m/%d %H:%M:%S", "t": "%Y-%m-%dT%H:%M:%S", "chinese": "%Y年%m月%d日 %H:%M:%S",
    "compact": "%Y%m%d%H%M%S", "dots": "%Y.%m.%d %H:%M:%S", "zoned": "%Y-%m-%dT%H:%M:%S+08:00", "utc": "UTC",
    "seconds": "s", "milliseconds": "ms", "microseconds": "us", "excel": "excel", "day first": "%d/%m/%Y %H:%M:%S",
    "american": "%m/%d/%Y %I:%M:%S %p",
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_way_to_write_a_time_is_the_same_time(form):
    zone = ZoneInfo("Asia/Shanghai")
    walls = [
        dt.datetime(2024, 1, 3, 12, 34, 56, tzinfo=zone) + dt.timedelta(days=n, minutes=7 * n)
        for n in range(60)
    ]
    scale = {"s": 1, "ms": 1_000, "us": 1_000_000}

    def written(wall: dt.datetime) -> str:
        if (unit := FORMS[form]) in scale:
            return str(round(wall.timestamp()) * scale[unit])
        if unit == "UTC":
            return wall.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if unit == "excel":
            return repr((wall.replace(tzinfo=None) - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1))  # noqa: DTZ001
        return wall.strftime(unit)

    text = "群ID,成员ID,发送时间,消息内容\n" + "".join(f"g,u,{written(wall)},x\n" for wall in walls)
    rows = [
        r
        for c in READER.read(Memory("m.csv", text), HOW)
        for r in c.rows.to_pylist()
        if r["kind"] == Kind.MESSAGE_SENT
    ]
    assert np.array([r["happened"] for r in rows]).tolist() == [
        round(w.timestamp()) * 1_000_000 for w in walls
    ]


def test_types_of_messages_change_no_order():
    """A join with the types must give the rows back as they stood: resuming counts on it."""
    kinds = ("文本", "图片", "语音", "系统消息", "未知")
    text = "群ID,成员ID,发送时间,消息内容,消息类型\n" + "".join(
        f"g,u,2024-01-02 10:{n // 60 % 60:02}:{n % 60:02},{n},{kinds[n % 5]}\n" for n in range(20_000)
    )
    rows = [
        r["text"]
        for c in READER.read(Memory("m.csv", text), HOW)
        for r in c.rows.to_pylist()
        if r["kind"] == Kind.MESSAGE_SENT
    ]
    assert rows == [str(n) for n in range(20_000)]
