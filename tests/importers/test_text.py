"""Encodings, and lines with bounded memory."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yutang.importers import text
from yutang.importers.contract import Head
from yutang.importers.trees import head_of

SIMPLE = "今天的新品直播大家都来看吧，群里的朋友们请加入\n昵称：小王 2024\n"
COMPLEX = "今天的新品直播大家都來看吧，群裡的朋友們請加入\n暱稱：小王 2024\n"
CASES = [
    ("utf-8", SIMPLE), ("utf-8-sig", SIMPLE), ("gb18030", SIMPLE), ("gb18030", COMPLEX), ("big5", COMPLEX),
    ("utf-16-le", SIMPLE), ("utf-16-be", SIMPLE), ("utf-16", SIMPLE), ("cp1252", "café déjà vu, naïve\n"),
    ("gb18030", "名称,日期\n"), ("big5", "群組名稱,日期\n"), ("utf-8", "plain ascii\n"),
]  # fmt: skip


class Memory:
    """A file in memory."""

    name = place = "x.txt"

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)

    def open(self) -> io.BytesIO:
        return io.BytesIO(self.data)

    def head(self) -> Head:
        return head_of(self.name, self.size, self.data[: text.HEAD_BYTES])


@pytest.mark.parametrize(("encoding", "words"), CASES)
@pytest.mark.parametrize("times", [1, 900])
@pytest.mark.parametrize("cut", range(4))
def test_every_encoding_is_told_even_from_a_head_that_ends_inside_a_character(encoding, words, times, cut):
    data = (words * times).encode(encoding)[: text.HEAD_BYTES]
    data = data[: len(data) - cut]
    assert text.detect(data) == encoding
    assert text.decode_head(data, encoding).removeprefix("\ufeff").startswith(words[:4])


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04rest",
        b"\x89PNG\r\n",
        b"PAR1",
        bytes(range(256)) * 20,
        b"\x00\x01\x02" * 500,
        b"\xff\xfe\x00\x00a\0\0\0",
        b"SQLite format 3\0",
    ],
)
def test_what_is_no_text_is_binary(data):
    assert text.detect(data) == "binary"
    assert text.decode_head(data, "binary") == ""


def test_mostly_utf8_with_foreign_lines_is_utf8():
    data = b"".join("今天有新品直播\n".encode() for _ in range(9)) + "退群的人".encode("gb18030") + b"\n"
    assert text.detect(data) == "utf-8"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_lines_come_with_numbers_and_offsets(encoding):
    data = "第一行\r\n\r\n第三行：群組\n末行".encode(encoding)
    lines = list(text.open_lines(Memory(data), encoding))
    assert [line.text for line in lines] == ["第一行", "", "第三行：群組", "末行"]
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert lines[-1].offset == len(data)
    assert not any(line.patched or line.cut for line in lines)


def test_lines_of_another_encoding_are_decoded_by_themselves():
    data = "你好\n".encode() + "大家好\n".encode("gb18030") + b"\xff\xff\xff\n" + "再见".encode()
    lines = list(text.open_lines(Memory(data), "utf-8"))
    assert [line.text for line in lines] == ["你好", "大家好", "\ufffd\ufffd\ufffd", "再见"]
    assert [line.patched for line in lines] == ["", "gb18030", "replaced", ""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_line_without_end_is_cut(encoding):
    data = ("短\n" + "长" * 3_000_000 + "\n末").encode(encoding)
    first, long, last = text.open_lines(Memory(data), encoding)
    assert (first.text, last.text, long.cut, last.cut) == ("短", "末", True, False)
    assert set(long.text) == {"长"}
    assert 300_000 < len(long.text) <= text.LINE_LIMIT
    assert last.offset == len(data)
    assert last.number == 3


def test_a_line_of_just_the_limit_is_whole():
    data = b"x" * text.LINE_LIMIT + b"\r\ny"
    lines = list(text.open_lines(Memory(data)))
    assert [(len(line.text), line.cut) for line in lines] == [(text.LINE_LIMIT, False), (1, False)]


@given(st.binary(max_size=400))
def test_any_bytes_have_an_answer(data):
    encoding = text.detect(data)
    assert isinstance(text.decode_head(data, encoding), str)
    if encoding != "binary":
        lines = list(text.open_lines(Memory(data), encoding))
        assert not lines or lines[-1].offset >= len(data) - 3


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\ufeff"), max_size=20),
        max_size=8,
    )
)
def test_lines_are_what_was_written(lines):
    data = "".join(f"{line}\n" for line in lines).encode()
    assert [line.text for line in text.open_lines(Memory(data), "utf-8")] == lines
