"""The data folder: one process at a time, private, and refusals that say what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from yutang.kit.errors import DataBusy, DiskFull, YutangError
from yutang.kit.folder import Folder, disk_errors, write_whole


def test_a_second_process_is_told_who_holds_it(tmp_path: Path) -> None:
    held = Folder(tmp_path / "home")
    code = f"from pathlib import Path; from yutang.kit.folder import Folder; Folder(Path({str(tmp_path / 'home')!r}))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    held.close()
    assert "DataBusy" in other.stderr
    assert str(os.getpid()) in other.stderr
    Folder(tmp_path / "home").close()


def test_in_one_process_too(tmp_path: Path) -> None:
    held = Folder(tmp_path)
    with pytest.raises(DataBusy):
        Folder(tmp_path)
    held.close()


def test_the_folder_is_private(tmp_path: Path) -> None:
    Folder(tmp_path / "home").close()
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(YutangError, match=r"not_a_folder|folder"):
        Folder(tmp_path / "file")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [(OSError(28, "No space left on device"), "disk_full"), (OSError(30, "Read-only file system"), "read_only"),
     (RuntimeError("database or disk is full"), "disk_full")],
)  # fmt: skip
def test_refusals_of_the_disk_are_told_alike(tmp_path: Path, wrong: Exception, code: str) -> None:
    with pytest.raises(DiskFull, match=code), disk_errors(tmp_path):
        raise wrong


def test_other_errors_pass(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="else"), disk_errors(tmp_path):
        raise ValueError("else")


def test_writing_whole_replaces_at_once(tmp_path: Path) -> None:
    write_whole(tmp_path / "f", b"old")
    write_whole(tmp_path / "f", b"new")
    assert (tmp_path / "f").read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [tmp_path / "f"]


def test_what_is_private_is_its_owners_alone_from_the_first_byte_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that everybody may read for a moment is a token that somebody has read."""
    seen: list[int] = []
    part = tmp_path / ".f.part"
    part.write_bytes(b"left by one that was killed")
    part.chmod(0o644)
    monkeypatch.setattr(
        os, "fsync", lambda _: seen.append(part.stat().st_mode & 0o777) if part.exists() else None
    )
    umask = os.umask(0)
    try:
        write_whole(tmp_path / "f", b"token", private=True)
    finally:
        os.umask(umask)
    assert seen == [0o600]
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o600
