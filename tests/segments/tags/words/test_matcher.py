"""Which spellings of a word are the word, and which only look like it."""

import pytest

from yutang.segments.tags.words.matcher import Matcher, Span
from yutang.segments.tags.words.model import Words

WORDS = ["加微信", "退款", "优惠券", "VIP", "iPhone手机", "好评返现", "看着办"]
# What was written, and which word it is; None: none of them.
VARIANTS = [
    ("请加微信聊", "加微信"),
    ("請加微信聊", "加微信"),
    ("我要退款！", "退款"),
    ("有優惠券嗎", "优惠券"),
    ("加 微 信", "加微信"),
    ("加.微-信", "加微信"),
    ("加😀微👨‍👩‍👧信", "加微信"),
    ("加\u200b微\u2060信", "加微信"),
    ("ＶＩＰ客户", "VIP"),
    ("我是v.i.p", "VIP"),
    ("Ⓥⓘⓟ", "VIP"),
    ("vip3折", "VIP"),
    ("想买IPHONE 手機", "iPhone手机"),
    ("ｉＰｈｏｎｅ手机多少钱", "iPhone手机"),
    ("退 款", "退款"),
    ("退🙂款吧", "退款"),
    ("好评，返现", "好评返现"),
    ("你看著辦吧", "看着办"),
    ("加微\n信", "加微信"),
]
FRIENDS = [
    "viper手机壳", "I saw vipers", "16VIPS", "还有余款，我不想早退，款式很好", "优惠", "券", "微信加我",
    "iphone的手机壳" , "苹果 phone手机", "", "😀😀😀", "[图片]", "好评不返现", "加一下微信",
]  # fmt: skip


def _one(text: str, **more) -> list[Span]:
    return Matcher({1: Words(words=WORDS, **more)}).find(text).get(1, [])


@pytest.mark.parametrize(("text", "word"), VARIANTS)
def test_a_variant_is_found_and_its_place_known(text: str, word: str) -> None:
    found = [span for span in _one(text) if span.word == word]
    assert len(found) == 1
    span = found[0]
    assert not span.by_sound
    from yutang.segments.tags.words.spelling import fold

    assert fold(text[span.start : span.end]) == fold(word)
    assert fold(text[span.start]) != ""
    assert fold(text[span.end - 1]) != ""


@pytest.mark.parametrize("text", FRIENDS)
def test_a_false_friend_is_none(text: str) -> None:
    assert _one(text) == []


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("评价", "好评。价格也不错", False),
        ("评价", "给个评价", True),
        ("发票", "批发票据", False),
        ("发票", "能給發票嗎", True),
        ("下单", "一下单位就到了", False),
        ("下单", "刚下单", True),
        ("红", "发红包", False),
        ("618", "电话16188", False),
        ("618", "618活动", True),
        ("618", "6 1 8 大促", True),
    ],
)
def test_a_short_word_stands_by_itself(word: str, text: str, found: bool) -> None:
    assert bool(Matcher({1: Words(words=[word])}).find(text)) is found


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("加微信", "家威信聊", True),
        ("加微信", "佳 薇 芯", True),
        ("加微信", "嘉偉鑫", True),
        ("优惠券", "幽会劝", True),
        ("加微信", "加为", False),
        ("退款", "腿款", False),  # two syllables: never by sound
        ("加微信", "加微 心，信", True),
        ("加微信", "我家的微信", False),
    ],
)
def test_what_only_sounds_alike_is_found_where_that_is_asked_for(word: str, text: str, found: bool) -> None:
    spans = Matcher({1: Words(words=[word], homophones=True)}).find(text).get(1, [])
    assert [span.by_sound for span in spans] == [True] * found
    assert Matcher({1: Words(words=[word])}).find(text) == {}


def test_a_word_itself_is_not_told_twice_when_sound_is_asked_for() -> None:
    assert _one("加微信", homophones=True) == [Span(0, 3, "加微信")]


def test_excluded_words_take_the_message_out() -> None:
    rule = Words(words=["便宜", "加微信"], exclude=["不便宜", "家卫新"], homophones=True)
    matcher = Matcher({1: rule})
    assert matcher.find("很便宜") == {1: [Span(1, 3, "便宜")]}
    assert matcher.find("不 便 宜") == {}
    assert matcher.find("家卫新小区") == {}  # sounds like a word, and is known to be none


def test_all_the_words_or_any() -> None:
    both = Matcher({1: Words(words=["尺码", "退款"], mode="all"), 2: Words(words=["尺码", "退款"])})
    assert set(both.find("尺码不对")) == {2}
    assert set(both.find("尺码不对，要退款")) == {1, 2}


def test_rules_do_not_disturb_one_another() -> None:
    matcher = Matcher(
        {1: Words(words=["退款"]), 2: Words(words=["退款"], exclude=["不"]), 3: Words(words=["x"])}
    )
    assert set(matcher.find("不退款")) == {1}
    assert Matcher({}).find("退款") == {}
