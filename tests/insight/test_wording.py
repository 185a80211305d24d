"""Numbers, days and sentences in two languages."""

import msgspec
import pytest
from tests.insight.sample import empty, sample

from yutang.checkup.model import Reason
from yutang.insight.wording import Words, clean


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (None, "–", "–"),
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (12_345, "1.2 万", "12.3k"),
        (-12_345, "-1.2 万", "-12.3k"),
        (3_400_000, "340 万", "3.4M"),
        (250_000_000, "2.5 亿", "250M"),
        (2.55, "2.5", "2.5"),
    ],
)
def test_big_numbers_follow_the_language(value, zh, en):
    assert (Words("zh").number(value), Words("en").number(value)) == (zh, en)


@pytest.mark.parametrize(
    ("share", "text"), [(None, "–"), (0, "0%"), (0.004, "<1%"), (0.5, "50%"), (0.997, ">99%"), (1, "100%")]
)
def test_a_share_is_never_rounded_to_certainty(share, text):
    assert Words("en").percent(share) == text


def test_a_count_of_one_is_singular():
    assert Words("en")("table.private", n=1) == "1 private chat (not listed)"


def test_a_unit_and_the_next_word_are_one():
    words = Words("zh")
    assert "3.1 万人" in words(
        "table.totals", people=words.number(31_000), messages=0, inflow=0, gone=0, net=0
    )


def test_numbers_of_a_reason_are_trimmed():
    assert "约 12.3 天" in Words("zh").reason(Reason("overdue", {"days": 40, "cadence": 12.3456}))


def test_net_and_silence_have_their_own_signs():
    words = Words("zh")
    assert [words.signed(n) for n in (3, 0, -3)] == ["+3", "0", "−3"]
    assert [words.silence(n) for n in (None, 0, 4)] == ["–", "今天", "4 天"]


def test_the_verdict_says_when_there_is_nothing_to_judge():
    assert Words("en").verdict(empty()) == "No group was found."
    assert Words("en").then(empty()) == ""


def test_a_group_to_merge_names_its_target():
    group = next(group for group in sample().groups if group.advice == "merge" and "会员" in group.merge_name)
    assert "会员福利·广州01群" in Words("zh").target(group)


@pytest.mark.parametrize("text", ["a\x1b[31mb", "a\u202eb", "a\nb", "a\ud800b"])
def test_clean_text_is_one_harmless_line(text):
    assert not set(clean(text)) & set("\x1b\u202e\n\ud800")
    clean(text).encode()


def test_the_act_of_most_is_said_once_and_the_others_say_their_own():
    words = Words("en")
    stop = [group for group in sample().groups if group.advice == "stop"][:5]
    moves = ["close", "close", "carry_people", "close", None]
    groups = [
        msgspec.structs.replace(group, first_move=move) for group, move in zip(stop, moves, strict=True)
    ]
    shared = words.shared_todo(groups)
    assert shared == words("move.close")
    assert [bool(words.own_todo(group, shared)) for group in groups] == [False, False, True, False, True]


def test_to_keep_is_no_act_but_a_second_host_is():
    words = Words("en")
    keep = next(group for group in sample().groups if group.advice == "keep")
    moves = [msgspec.structs.replace(keep, first_move=move) for move in (None, "second_host")]
    assert words.shared_todo(moves) == ""
    assert [bool(words.own_todo(group, "")) for group in moves] == [False, True]
