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
        (10_345, "1.03 万", "10.3k"),
        (-12_345, "-1.23 万", "-12.3k"),
        (99_990, "10 万", "100k"),
        (105_600, "10.6 万", "106k"),
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


def test_the_act_of_nine_in_ten_is_said_once_and_the_others_say_their_own():
    words = Words("en")
    stop = [group for group in sample().groups if group.advice == "stop"][:5]
    moves = ["close", "open_topic", "carry_people", "close", None]
    groups = [
        msgspec.structs.replace(group, first_move=move, people=[])
        for group, move in zip(stop, moves, strict=True)
    ]
    shared = words("move.close")
    assert words.shared_todo(groups[:1] * 9 + groups[1:2]) == shared  # nine of ten
    assert words.shared_todo(groups[:1] * 8 + groups[1:3]) == ""
    assert [bool(words.own_todo(group, shared)) for group in groups] == [False, True, True, False, True]


def test_to_carry_people_is_said_by_their_names():
    group = next(group for group in sample().groups if group.advice == "stop" and group.people)
    carry = msgspec.structs.replace(group, first_move="carry_people")
    assert Words("en").own_todo(carry, "") == ""


@pytest.mark.parametrize(
    ("groups", "alive", "zh", "en"),
    [
        (300, 4, "300 个群里，只有 4 个在近 7 天里天天有人聊。", "Of 300 groups, only 4 had a"),
        (4, 0, "4 个群，近 7 天里没有一个天天有人聊。", "Of 4 groups, not one had a"),
        (4, 2, "4 个群里，2 个在近 7 天里天天有人聊。", "Of 4 groups, 2 had a"),
        (4, 4, "4 个群，近 7 天里个个天天有人聊。", "All 4 groups had a"),
        (1, 0, "这个群近 7 天里不是天天有人聊。", "The group had no"),
        (1, 1, "这个群近 7 天里天天有人聊。", "The group had a"),
    ],
)
def test_the_verdict_has_no_zero_in_it(groups, alive, zh, en):
    totals = msgspec.structs.replace(sample().totals, groups=groups, active_each_of_7_days=alive)
    checkup = msgspec.structs.replace(sample(), totals=totals)
    assert Words("zh").verdict(checkup) == zh
    assert Words("en").verdict(checkup).startswith(en)


@pytest.mark.parametrize(
    ("stop", "merge", "hours", "en"),
    [
        (2, 0, 1.5, "2 can be stopped, which frees 1.5 hours a week."),
        (0, 3, 1.0, "3 can be guided into another group, which frees 1 hour a week."),
        (1, 1, 0.0, "1 can be stopped and 1 guided into another group."),
        (0, 0, 0.0, ""),
    ],
)
def test_what_can_go_is_said_without_zeros(stop, merge, hours, en):
    advice = {"stop": stop, "merge": merge}
    totals = msgspec.structs.replace(sample().totals, advice=advice, hours_freed_per_week=hours)
    assert Words("en").then(msgspec.structs.replace(sample(), totals=totals)) == en


def test_numbers_carry_their_own_plural():
    words = Words("en")
    one = words.reason(Reason("never_active", {"days": 1, "messages": 1}))
    many = words.reason(Reason("never_active", {"days": 1_200, "messages": 3}))
    assert (one, many) == (
        "In 1 day no two people ever talked on one day (1 customer message)",
        "In 1,200 days no two people ever talked on one day (3 customer messages)",
    )
    assert "every 1 day," in words.reason(Reason("overdue", {"cadence": 1.0, "days": 9}))


@pytest.mark.parametrize(("percent", "word"), [(10, "只有 10%"), (11, "约 11%"), (24, "约 24%")])
def test_only_a_small_chance_is_called_small(percent, word):
    params = {"days": 90, "cadence": 2.5, "percent": percent}
    assert word in Words("zh").reason(Reason("rhythm_broken", params))
    assert word in Words("zh").reason(Reason("silent_dead", params))


def test_the_load_says_what_drives_it():
    words, checkup = Words("en"), sample()
    reading = [msgspec.structs.replace(o, reading_hours_per_week=o.hours_per_week) for o in checkup.operators]
    assert "Reading is 0% of it all, upkeep the rest" in words.load(checkup, "report.load.note")
    checkup = msgspec.structs.replace(checkup, operators=reading)
    assert "Reading is 100% of it all, and drives it" in words.load(checkup, "report.load.note")


def test_to_keep_is_no_act_but_a_second_host_is():
    words = Words("en")
    keep = next(group for group in sample().groups if group.advice == "keep")
    moves = [msgspec.structs.replace(keep, first_move=move) for move in (None, "second_host")]
    assert words.shared_todo(moves) == ""
    assert [bool(words.own_todo(group, "")) for group in moves] == [False, True]
