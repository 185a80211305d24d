"""Files that hold a person who is erased go; all others stay."""

import zipfile
from pathlib import Path

import pytest

from yutang.importers import leftovers
from yutang.importers.leftovers import clear


@pytest.mark.parametrize("encoding", leftovers.ENCODINGS)
def test_a_file_with_a_needle_goes_whatever_its_encoding(tmp_path: Path, encoding: str) -> None:
    mine, other = tmp_path / "uploads" / "1" / "a.csv", tmp_path / "rejects" / "b.csv"
    for file, text in ((mine, "id\nwmGone,李\n"), (other, "id\nwmStays,王\n")):
        file.parent.mkdir(parents=True)
        file.write_bytes(text.encode(encoding))
    assert clear(tmp_path, ["wmGone", ""]) == 1
    assert (mine.exists(), other.exists()) == (False, True)


def test_workbooks_are_looked_into_and_damaged_ones_go(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    for name, text in (("gone.xlsx", "wmGone"), ("stays.xlsx", "wmStays")):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/sharedStrings.xml", f"<t>{text}</t>" * 1000)
    damaged = bytearray((folder / "stays.xlsx").read_bytes())
    damaged[40:60] = b"\xff" * 20
    (folder / "damaged.xlsx").write_bytes(damaged)
    assert clear(tmp_path, ["wmGone"]) == 2
    assert [path.name for path in folder.iterdir()] == ["stays.xlsx"]


def test_a_needle_between_two_pieces_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "_PIECE", 8)
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "a.txt").write_text("......wmGone......")
    assert clear(tmp_path, ["wmGone"]) == 1


def test_nothing_is_searched_for_nothing_or_outside(tmp_path: Path) -> None:
    (tmp_path / "sealed").mkdir()
    (tmp_path / "sealed" / "a").write_text("wmGone")
    assert clear(tmp_path, []) == clear(tmp_path, ["wmGone"]) == 0
