"""What columns mean: shown, corrected for one run or for good, and wrong words are refused with the right ones."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.process import Run

Yutang = Callable[..., Run]
# Nothing says which of the two name columns is the sender: the guess takes 昵称, the user means 客服.
ROWS = "群名,昵称,客服,发送时间,消息内容\n" + "".join(
    f"福利群,客户{n % 3},店员,2026-06-{n % 28 + 1:02} 10:{n:02}:00,第{n}条消息\n" for n in range(40)
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "messages.csv"
    path.write_text(ROWS, "utf-8")
    return path


def _speakers(run: Run) -> int:
    return json.loads(run.out)["groups"][0]["speakers_28d"]


def test_the_guess_is_shown(yutang: Yutang, table: Path) -> None:
    run = yutang("columns", table, "--lang", "en")
    assert run.code == 0
    assert "group_name" in run.out
    assert "person_name" in run.out


def test_a_word_for_one_run(yutang: Yutang, table: Path, home: Path) -> None:
    guessed = yutang("checkup", table, "--format", "json")
    told = yutang(
        "checkup", table, "--format", "json", "--column", "昵称=ignore", "--column", "客服=person_name"
    )
    assert (_speakers(guessed), _speakers(told)) == (3, 1)
    assert not (home / "state.sqlite").exists()


def test_a_correction_is_remembered(yutang: Yutang, table: Path) -> None:
    kept = yutang("columns", table, "--set", "昵称=ignore", "--set", "客服=person_name", "--lang", "en")
    assert "Remembered" in kept.err
    assert _speakers(yutang("checkup", table, "--format", "json")) == 1


@pytest.mark.parametrize("word", ["昵称", "昵称=nobody", "@table=nothing"])
def test_a_wrong_word_is_refused_with_the_right_ones(yutang: Yutang, table: Path, word: str) -> None:
    run = yutang("columns", table, "--set", word, "--lang", "en")
    assert run.code == 2
    assert word in run.err
    assert ("person_name" in run.err) or ("members" in run.err)


def test_the_users_lists_are_no_exports(yutang: Yutang, table: Path) -> None:
    house = table.with_name("house.txt")
    house.write_text("客户0\n", "utf-8")
    run = yutang("checkup", table.parent, "--house", house, "--format", "json", "--lang", "en")
    assert "house.txt" not in run.err
    assert _speakers(run) == 2
