"""A disk that is full, closed or lying: one clear line, exit code 2, and what was acknowledged stays true."""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.process import Launcher, Run
from cli.world import talk, wecom
from faults.folders import acknowledged, content, exports, flip

pytestmark = pytest.mark.faults
ROOT = "needs root: it mounts a small disk of its own (run the tests as root, or in a container)"
NOBODY = 65_534


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB."""
    if os.geteuid():
        pytest.skip(ROOT)
    place = tmp_path / "disk"
    place.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], check=False, capture_output=True
    ).returncode:
        pytest.skip("needs the right to mount a tmpfs (CAP_SYS_ADMIN)")
    yield place
    subprocess.run(["umount", place], check=True)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return exports(tmp_path / "data", rows=2_500, rounds=2)


def test_a_full_disk_is_told_and_emptied_all_goes_on(
    launcher: Launcher, small: Path, data: Path, tmp_path: Path
) -> None:
    ballast, home = small / "ballast", small / "home"
    ballast.write_bytes(b"\0" * (3 << 20))
    run = launcher.run("import", data, home=home)
    assert run.code == 2
    assert run.line.startswith("No space left at ")
    kept = acknowledged(home)
    again = launcher.run("import", data, home=home)
    assert (again.code, again.line[:17]) == (2, "No space left at ")
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=200m", small], check=True)
    assert launcher.run("import", data, home=home).code == 0
    assert kept <= acknowledged(home)
    launcher.run("import", data, home=tmp_path / "other")
    assert content(home) == content(tmp_path / "other")


@pytest.mark.parametrize("limit", [100_000, 500_000, 1_000_000])
def test_a_file_that_may_not_grow_is_told(launcher: Launcher, data: Path, home: Path, limit: int) -> None:
    run = launcher.run("import", data, home=home, file_limit=limit)
    assert run.code == 2
    assert run.line.startswith(("No space left at", "The disk refuses to read or write"))
    kept = acknowledged(home)
    assert launcher.run("import", data, home=home).code == 0
    assert kept <= acknowledged(home)
    whole = launcher.run("rebuild", home=home)
    assert whole.line == "Rebuilt: 15,010 facts."  # 15,000 messages; six groups seen, four of them named


def test_a_full_temporary_folder_is_told(launcher: Launcher, small: Path, data: Path, home: Path) -> None:
    (small / "ballast").write_bytes(b"\0" * (5 << 20))
    run = launcher.run("checkup", data, home=home, env={"TMPDIR": str(small)})
    assert (run.code, run.line[:17]) == (2, "No space left at ")
    assert [p.name for p in small.iterdir()] == ["ballast"]


def test_a_report_that_does_not_fit_leaves_the_old_one(
    launcher: Launcher, small: Path, home: Path, tmp_path: Path
) -> None:
    report = small / "report.html"
    report.write_text("old")
    (small / "ballast").write_bytes(b"\0" * ((6 << 20) - 9_000))
    run = launcher.run("checkup", wecom(tmp_path / "a.jsonl", talk(30)), "--report", report, home=home)
    assert (run.code, run.lines[-1][:17]) == (2, "No space left at ")
    assert report.read_text() == "old"
    assert {p.name for p in small.iterdir()} == {"ballast", "report.html"}


@pytest.mark.parametrize("state", ["empty", "used"])
def test_a_folder_without_the_right_to_write_is_told(launcher: Launcher, tmp_path: Path, state: str) -> None:
    if os.geteuid():
        pytest.skip("needs root: it runs as nobody in a folder of root's")
    file, home = wecom(tmp_path / "a.jsonl", talk(30)), tmp_path / "home"
    if state == "used":
        launcher.run("import", file, home=home)
    home.mkdir(exist_ok=True)
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    for path in tmp_path.parents:
        if path == Path(tempfile.gettempdir()):
            break
        path.chmod(0o755)
    tmp_path.chmod(0o755)
    before = {p: p.read_bytes() for p in home.rglob("*") if p.is_file()}
    run = launcher.run("import", file, home=home, cwd=Path("/"), user=NOBODY)
    told = f"{home} may not be written to: choose another folder (YUTANG_HOME) or change its rights."
    assert (run.code, run.line) == (2, told)
    assert {p: p.read_bytes() for p in home.rglob("*") if p.is_file()} == before


def test_a_disk_mounted_read_only_is_told(launcher: Launcher, small: Path, tmp_path: Path) -> None:
    file, home = wecom(tmp_path / "a.jsonl", talk(30)), small / "home"
    subprocess.run(["mount", "-o", "remount,size=200m", small], check=True)
    assert launcher.run("import", file, home=home).code == 0
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)
    for command in (["import", file], ["checkup", "--keep"], ["rebuild"], ["backup", tmp_path / "b.zip"]):
        run = launcher.run(*command, home=home)
        assert (run.code, "may not be written to" in run.line) == (2, True)


@pytest.fixture
def kept(yutang: Callable[..., Run], home: Path, tmp_path: Path) -> Path:
    """A data folder in use."""
    assert yutang("import", exports(tmp_path / "some", rows=400, rounds=1)).code == 0
    return home


RECOVERED = "Analytics was damaged: it has been made anew from the ledger; nothing is lost."


@pytest.mark.parametrize("damage", ["random", "cut", "middle", "head", "text", "empty", "log"])
def test_damaged_analytics_are_made_anew_and_it_is_said(
    yutang: Callable[..., Run], kept: Path, damage: str
) -> None:
    expected = content(kept)
    file = kept / "analytics.duckdb"
    size = file.stat().st_size
    match damage:
        case "random":
            file.write_bytes(os.urandom(size))
        case "cut":
            os.truncate(file, size // 2)
        case "middle":
            flip(file, seed=1, count=size // 3)
        case "head":
            flip(file, seed=2, where=0.001, count=9_000)
        case "text":
            file.write_text("no database\n" * 9)
        case "empty":
            file.write_bytes(b"")
        case _:
            file.with_name("analytics.duckdb.wal").write_bytes(os.urandom(9_000))
    run = yutang("checkup", "--keep", "--format", "json")
    assert run.code == 0
    assert run.lines == (
        [] if damage == "log" else [RECOVERED]
    )  # an unreadable log is passed over: State has it
    assert content(kept) == expected
    assert yutang("checkup", "--keep", "--format", "json").err == ""


@pytest.mark.parametrize("damage", ["random", "cut", "middle", "text"])
def test_a_damaged_state_is_refused_and_left_alone(
    yutang: Callable[..., Run], kept: Path, damage: str, tmp_path: Path
) -> None:
    file = kept / "state.sqlite"
    size = file.stat().st_size
    match damage:
        case "random":
            file.write_bytes(os.urandom(size))
        case "cut":
            os.truncate(file, size // 2)
        case "middle":
            flip(file, seed=3, count=size // 2)
        case _:
            file.write_text("no database\n" * 999)
    before = {p: p.read_bytes() for p in kept.rglob("*") if p.is_file() and p.name != "lock"}
    for command in (
        ["checkup", "--keep"],
        ["import", tmp_path / "some"],
        ["backup", tmp_path / "b.zip"],
        ["rebuild"],
    ):
        run = yutang(*command)
        assert (run.code, run.line.startswith(f"{file} is damaged (")) == (2, True)
        assert run.line.endswith("It was left untouched: put a backup in its place (yutang restore).")
    assert {p: p.read_bytes() for p in before} == before


@pytest.mark.parametrize("part", ["parquet", "texts.parquet"])
@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_sealed_day_that_is_gone_or_other_is_named(
    yutang: Callable[..., Run], kept: Path, part: str, damage: str
) -> None:
    sealed = kept / "sealed"
    texts = min(sealed.glob("*.texts.parquet"))
    facts = texts.with_name(texts.name.replace(".texts", ""))
    file = facts if part == "parquet" else texts
    if damage == "missing":
        file.unlink()
    else:
        flip(file, seed=1, count=1)
    (kept / "analytics.duckdb").unlink()
    run = yutang("checkup", "--keep")
    assert run.code == 2
    assert (
        run.line
        == {
            "missing": f"{file.name} is missing in {sealed}: put it back from a backup (yutang restore).",
            "damaged": f"{facts.name} in {sealed} is damaged: put it back from a backup (yutang restore).",
        }[damage]
    )


def test_a_batch_that_was_changed_on_the_disk_is_found(yutang: Callable[..., Run], kept: Path) -> None:
    """SQLite would not know: its pages have no checksums."""
    with sqlite3.connect(kept / "state.sqlite") as state:
        state.execute("update inlet set state = 1, blob = zeroblob(99) where id = 1")
    state.close()
    run = yutang("rebuild")
    told = "inlet is damaged (a batch does not match its digest). It was left untouched: "
    assert (run.code, run.line) == (2, f"{told}put a backup in its place (yutang restore).")
