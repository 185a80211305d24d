"""What comes after the simulated tenant's past: the same weeks again, told apart by ids and times."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from yutang.demo import world
from yutang.demo.coming import SPAN, end, turn, write_turn

DAY = dt.date(2026, 3, 31)


@pytest.fixture(scope="module")
def chats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chats")
    for name, data in world(7, DAY).items():
        if "chatdata" in name:
            (folder / Path(name).name).write_bytes(data)
    return folder


def lines(file: Path) -> list[dict]:
    return [msgspec.json.decode(line) for line in file.read_bytes().splitlines()]


def at(record: dict) -> int:
    return record.get("msgtime") or record["time"]


def test_the_last_four_weeks_are_said_again_on_the_same_weekdays(chats: Path, tmp_path: Path) -> None:
    ended = end(chats)
    said = [one for file in sorted(chats.iterdir()) for one in lines(file) if ended - SPAN < at(one)]
    said.sort(key=at)
    again = lines(write_turn(chats, tmp_path, 1))
    assert len(again) == len(said) > 1000
    for before, after in zip(said, again, strict=True):
        assert at(after) - at(before) == SPAN
        assert after.get("roomid") == before.get("roomid")
    assert min(at(one) for one in again) > ended
    assert [at(one) for one in again] == sorted(at(one) for one in again)


def test_ids_are_new_and_what_is_taken_back_is_of_the_same_turn(chats: Path, tmp_path: Path) -> None:
    old = {one["msgid"] for file in chats.iterdir() for one in lines(file)}
    first, second = (lines(write_turn(chats, tmp_path, n)) for n in (1, 2))
    ids = [{one["msgid"] for one in again} for again in (first, second)]
    assert not old & ids[0]
    assert not ids[0] & ids[1]
    revoked = [one["revoke"]["pre_msgid"] for one in second if "revoke" in one]
    assert revoked
    assert all(one.startswith("2-") for one in revoked)


def test_a_turn_is_written_once(chats: Path, tmp_path: Path) -> None:
    made = write_turn(chats, tmp_path / "out", 1)
    made.write_text("kept")
    assert write_turn(chats, tmp_path / "out", 1).read_text() == "kept"


@pytest.mark.parametrize(("after", "which"), [(-5, 1), (0, 1), (SPAN - 1, 1), (SPAN, 2), (3 * SPAN + 1, 4)])
def test_turns_follow_one_another(after: int, which: int) -> None:
    assert turn(10**12 + after, 10**12) == which


def test_nothing_was_said_in_an_empty_folder(tmp_path: Path) -> None:
    assert end(tmp_path) == 0
