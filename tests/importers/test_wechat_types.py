"""WeChat's own types and XML: media by code, words where there are any, nothing that a bomb could abuse."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from yutang.importers.media import LABELS
from yutang.importers.wechat_types import SYSTEM, is_group, media_of, words_of


@pytest.mark.parametrize(
    ("kind", "sub", "media"),
    [(0, 0, None), (1, 0, None), (3, 0, "image"), (34, 0, "voice"), (47, 0, "sticker"), (50, 0, "call"), (49, 0, "link"),
     (49, 5, "link"), (49, 6, "file"), (49, 57, None), (49, 2001, "redpacket"), (49, 33, "app"), (49, 999, "link"),
     (777, 0, "other"), (3, 57, "image")],
)  # fmt: skip
def test_media(kind: int, sub: int, media: str | None) -> None:
    assert media_of(kind, sub) == media


@given(st.integers(0, 20_000), st.integers(0, 3000))
def test_any_type_is_words_or_a_code(kind: int, sub: int) -> None:
    found = media_of(kind, sub)
    assert found is None or (found.isalpha() and found.islower())


def test_media_without_words_have_labels_or_are_known_to_have_none() -> None:
    without = {"link", "app", "forward", "note", "poke", "other"}
    assert {media_of(k) for k in (3, 34, 42, 43, 47, 48, 50)} <= set(LABELS) | without


XML = "<?xml version='1.0'?><msg><appmsg><title>{title}</title><des>x</des><url>{url}</url></appmsg></msg>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("你好", "你好"), ("", None), ("<3 你", "<3 你"), ("<b>粗</b>", "<b>粗</b>"), (" 好 ", " 好 "),
        (XML.format(title="新品 &amp; 折扣", url="https://a.example/x?a=1&amp;b=2"), "新品 & 折扣 https://a.example/x?a=1&b=2"),
        (XML.format(title="<![CDATA[ 团购 ]]>", url="<![CDATA[https://a.example/]]>"), "团购 https://a.example/"),
        (XML.format(title="只有名", url=""), "只有名"),
        (XML.format(title="", url="https://a.example"), "https://a.example"),
        (XML.format(title="", url="weixin://x"), None),
        ("<msg><img/></msg>", None), ("\n  <msg><title>a</title></msg>", "a"),
        ("<msg><title>没有尾", None),
    ],
)  # fmt: skip
def test_words(content: str, words: str | None) -> None:
    assert words_of(content) == words


def test_what_was_written_twice_coded_is_decoded_once() -> None:
    """&amp;lt; is somebody's "&lt;", and not "<"."""
    assert words_of(XML.format(title="&amp;lt;b&amp;gt;", url="")) == "&lt;b&gt;"


def test_only_the_beginning_of_endless_xml_is_looked_at() -> None:
    assert words_of("<msg>" + " " * 30_000 + "<title>spät</title></msg>") is None
    assert words_of("<msg><title>" * 20_000) is None


@given(st.text(max_size=300))
def test_nothing_breaks_it(content: str) -> None:
    for text in (content, f"<msg>{content}</msg>", f"<msg><title>{content}</title></msg>"):
        found = words_of(text)
        assert found is None or found


def test_groups_and_system_lines() -> None:
    assert (is_group("123@chatroom"), is_group("wxid_a"), is_group("@chatroom1")) == (True, False, False)
    assert {10000, 10002} == SYSTEM
