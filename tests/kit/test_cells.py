"""Text on its way into a spreadsheet: never a formula, never more than a cell holds, else as it was."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from yutang.kit.cells import EXCEL_CELL, harmless

ACTIVE = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
INVISIBLE = [
    "",
    " ",
    "\u3000",
    "\u00a0",
    "\u200b",
    "\u200e",
    "\u202e",
    "\u2060",
    "\ufeff",
    "\x01",
    "\x1f",
    "  \u200b ",
]


@pytest.mark.parametrize("mark", ACTIVE)
@pytest.mark.parametrize("before", INVISIBLE)
def test_what_could_start_a_formula_is_text(mark: str, before: str) -> None:
    assert harmless(f"{before}{mark}cmd|' /C calc'!A0") == f"'{before}{mark}cmd|' /C calc'!A0"


@pytest.mark.parametrize("start", ["\t", "\r", "\n"])
def test_a_cell_that_begins_anew_is_text(start: str) -> None:
    assert harmless(f"{start}x").startswith("'")


@pytest.mark.parametrize(
    "text", ["", "群 1", "a=b", "1+1", "'=1", "（-5）", "「=」", "100%", "—", "–5", "·@x"]
)
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_nulls_go_and_halves_of_characters_are_marked() -> None:
    assert harmless("a\x00b\ud83d") == "ab\ufffd"
    assert harmless("\x00=1") == "'=1"  # a null in front hides nothing


def test_a_cell_is_never_longer_than_excel_holds() -> None:
    assert len(harmless("x" * (EXCEL_CELL + 5))) == EXCEL_CELL
    assert harmless("=" * (EXCEL_CELL + 5)) == "'" + "=" * (EXCEL_CELL - 1)


@given(st.text())
def test_nothing_that_comes_out_runs_or_breaks_a_file(text: str) -> None:
    out = harmless(text)
    assert out.encode("utf-8").decode() == out
    assert "\x00" not in out
    assert out.lstrip("".join(INVISIBLE))[:1] not in {*ACTIVE, "\t", "\r", "\n"}


@given(st.text(max_size=200))
def test_twice_is_once(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)
