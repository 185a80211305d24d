"""The table a user sees: widths, colour, order, and names that try to escape."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console
from tests.insight.sample import empty, sample

from yutang.insight.terminal import print_table


def printed(checkup, lang="zh", width=80, encoding="utf-8", colour=None, **options) -> str:
    """What a terminal of this width and encoding would receive."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="\n")
    tty = {"force_terminal": True, "color_system": colour} if colour else {"color_system": None}
    print_table(checkup, lang, Console(file=out, width=width, legacy_windows=False, **tty), **options)
    out.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 100, 140])
def test_no_line_is_wider_than_the_terminal(lang, width):
    text = printed(sample(60), lang, width, everything=True)
    assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize(
    ("lang", "verdict"),
    [("zh", "300 个群里，只有 4 个在近 7 天里天天有人聊。"), ("en", "Of 300 groups, only 4 had")],
)
def test_the_verdict_is_the_first_line_and_advice_precedes_rows(lang, verdict):
    text = printed(sample(), lang)
    assert text.startswith(verdict)
    stop, operators = {"zh": ("停用 ", "每个人的群负担"), "en": ("Stop: ", "Load per operator")}[lang]
    assert text.index(stop) < text.index(operators)


@pytest.mark.parametrize(("lang", "carry"), [("zh", "先私聊："), ("en", "First 1:1: ")])
@pytest.mark.parametrize("width", [80, 100])
def test_whom_to_speak_to_first_is_never_cut_off(lang, carry, width):
    text, groups = printed(sample(40), lang, width), sample(40).groups
    named = [g for g in groups if g.people and g.advice in ("stop", "merge")]
    assert text.count(carry) == len(named) > 0
    assert not re.search(f"{carry}[^\n]*…$", text, re.MULTILINE)


def test_every_state_is_counted_in_the_head_at_eighty_columns():
    head = printed(sample(), "en").split("Last 28 days")[0]
    assert all(word in head for word in ("Alive", "Fading", "Dormant", "Dead", "Forming", "Not enough data"))


def test_three_hundred_groups_are_summarised_and_all_are_shown_on_request():
    short, long = printed(sample()), printed(sample(), everything=True)
    assert len(short.splitlines()) < 135
    assert "--all" in short
    assert "--all" not in long
    assert all(f"{g.active_days_7d}/7" in long for g in sample().groups)
    assert len(re.findall(r"\d/7 ", long)) == 300


def test_forty_groups_are_all_shown():
    assert len(re.findall(r"\d/7 ", printed(sample(40)))) == 40


def test_columns_line_up_under_wide_narrow_and_emoji_names():
    rows = [line for line in printed(sample(40)).splitlines() if re.search(r"\d/7 ", line)]
    assert len({cell_len(line[: re.search(r"\d/7 ", line).start()]) for line in rows}) == 1


def test_colour_only_where_the_terminal_has_it():
    assert "\x1b[" not in printed(sample(20))
    assert "\x1b[1;31m" in printed(sample(20), colour="standard")


def test_names_can_neither_drive_the_terminal_nor_turn_text_round():
    text = printed(sample(40), everything=True)
    assert not set(text) & set("\x1b\t\u202e\u202d\u2066")
    assert "[31mred" in text


def test_markup_in_names_is_shown():
    checkup = sample(20)
    assert "<b>Bob</b>" in printed(checkup, everything=True) + printed(sample(200), everything=True)


def test_a_terminal_without_block_characters_gets_ascii():
    text = printed(sample(12), "en", encoding="ascii")
    assert "▁" not in text
    assert "######" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_group_at_all_is_one_sentence(lang):
    assert printed(empty(), lang).startswith({"zh": "没有找到任何群。", "en": "No group was found."}[lang])
