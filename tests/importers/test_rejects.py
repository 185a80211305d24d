"""The reject file: one row a reject, safe to open, nothing when there is none."""

import csv
from pathlib import Path

import pytest

from yutang.importers import rejects
from yutang.importers.contract import Reject
from yutang.importers.rejects import Rejects
from yutang.kit.errors import DiskFull


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_nothing_is_left_where_nothing_was_wrong(tmp_path: Path) -> None:
    kept = Rejects(tmp_path / "deep" / "r.csv")
    kept.add("a", ())
    assert kept.close() is None
    assert list(tmp_path.iterdir()) == []


def test_a_reject_tells_file_line_reason_and_row(tmp_path: Path) -> None:
    kept = Rejects(tmp_path / "deep" / "r.csv")
    kept.add("群.csv", (Reject(7, "bad_time", 'a,"b"\nc'), Reject(0, "bad_json", "x" * 900)))
    assert kept.close() == tmp_path / "deep" / "r.csv"
    assert _rows(tmp_path / "deep" / "r.csv") == [
        ["file", "line", "reason", "row"], ["群.csv", "7", "bad_time", 'a,"b"\nc'], ["群.csv", "0", "bad_json", "x" * 500]
    ]  # fmt: skip


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@sum", "\t=1", " =1", "＝1"])
def test_no_cell_is_a_formula(tmp_path: Path, evil: str) -> None:
    kept = Rejects(tmp_path / "r.csv")
    kept.add(evil, (Reject(1, "bad_time", evil),))
    kept.close()
    assert [cell[0] for cell in (_rows(tmp_path / "r.csv")[1][n] for n in (0, 3))] == ["'", "'"]


def test_the_file_stops_growing_and_the_count_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejects, "LIMIT", 5)
    kept = Rejects(tmp_path / "r.csv")
    for _ in range(4):
        kept.add("a", (Reject(1, "x", "y"),) * 2)
    kept.close()
    assert (kept.count, len(_rows(tmp_path / "r.csv"))) == (8, 6)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full (Linux)")
def test_a_full_disk_is_told_also_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "r.csv").symlink_to("/dev/full")
    kept = Rejects(tmp_path / "r.csv")
    kept.add("a", (Reject(1, "x", "y"),))
    with pytest.raises(DiskFull, match="disk_full"):
        kept.close()
    assert kept._out is not None


def test_going_on_keeps_what_whole_files_rejected(tmp_path: Path) -> None:
    first = Rejects(tmp_path / "r.csv")
    first.add("=whole", (Reject(1, "bad_time", "a"),))
    first.add("broken off", (Reject(2, "bad_time", "b"),))
    first.close()
    again = Rejects(tmp_path / "r.csv", frozenset({"=whole"}))
    again.add("broken off", (Reject(2, "bad_time", "b"), Reject(3, "bad_time", "c")))
    assert again.close() == tmp_path / "r.csv"
    assert [row[1] for row in _rows(tmp_path / "r.csv")] == ["line", "1", "2", "3"]
    assert again.count == 3
