import json
from collections import Counter

import pytest

from yutang.demo.dice import Dice
from yutang.demo.talk import quote_wechat, quote_wecom, say
from yutang.demo.words import LINES, common, line

KINDS = ("ask", "answer", "checkin", "praise", "complain", "talk", "short", "thanks", "host", "post", "greet")


@pytest.mark.parametrize("code", LINES)
def test_every_kind_has_words_in_every_line(code):
    dice = Dice(1, code)
    for kind in KINDS:
        said = [say(kind, code, dice) for _ in range(50)]
        assert all(text and "{" not in text for text in said), kind


@pytest.mark.parametrize("code", LINES)
def test_long_sentences_of_strangers_hardly_ever_agree(code):
    dice = Dice(2, code)
    for kind in ("ask", "answer", "praise", "talk", "post"):
        said = Counter(say(kind, code, dice) for _ in range(2000))
        assert sum(n >= 3 for n in said.values()) < 20, kind


def test_short_words_do_repeat():
    dice = Dice(1, "short")
    assert len({say("short", "books", dice) for _ in range(500)}) <= len(common()["short"])


@pytest.mark.parametrize("code", LINES)
def test_questions_ask(code):
    dice = Dice(3, code)
    said = [say("ask", code, dice) for _ in range(200)]
    assert all("？" in text or text.endswith(("呀", "呢")) for text in said)


def test_lines_hold_the_same_keys_and_distinct_phrases():
    keys = {frozenset(line(code)) for code in LINES}
    assert len(keys) == 1
    for code in LINES:
        for key, phrases in line(code).items():
            assert len(phrases) == len(set(phrases)), (code, key)


def test_lines_talk_of_different_things():
    words = {code: set(json.dumps(line(code), ensure_ascii=False)) for code in LINES}
    for a in LINES:
        others = set().union(*(words[b] for b in LINES if b != a))
        assert len(words[a] - others) > 20


def test_quotes_have_the_shape_of_either_client():
    assert (
        quote_wecom("阿禾", "几点发？", "六点半")
        == "这是一条引用/回复消息：\n“阿禾：\n几点发？”\n------\n六点半"
    )
    assert quote_wechat("阿禾", "几点发？", "同问").startswith("「阿禾：几点发？」\n- - - ")
