"""Stopped on purpose, two at once, a folder that is none: each ends in order with one line."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.process import Launcher, Run
from cli.world import talk, wecom
from faults.folders import content, exports, until

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exports(tmp_path_factory.mktemp("exports") / "data")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("rest", [0.0, 0.25, 0.6])
def test_a_check_up_that_is_stopped_leaves_nothing_behind(
    launcher: Launcher, data: Path, home: Path, tmp_path: Path, number: signal.Signals, rest: float
) -> None:
    there = tmp_path / "tmp"
    there.mkdir()
    process = launcher.start("checkup", data, home=home, env={"TMPDIR": str(there)})
    until(lambda: any(there.glob("yutang-*/state.sqlite")))
    time.sleep(rest)
    process.signal(number)
    run = process.end()
    assert (run.code, run.line) == (
        128 + number,
        "Stopped. Import and --keep go on from here when called again; a check-up without --keep starts anew.",
    )
    assert list(there.iterdir()) == []
    assert not home.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_import_that_is_stopped_goes_on(
    launcher: Launcher, data: Path, home: Path, tmp_path: Path, number: signal.Signals
) -> None:
    process = launcher.start("import", data, home=home)
    until((home / "analytics.duckdb").exists)
    time.sleep(0.3)
    process.signal(number)
    process.signal(number)  # an impatient user presses twice
    assert process.end().code == 128 + number
    assert launcher.run("import", data, home=home).code == 0
    launcher.run("import", data, home=tmp_path / "other")
    assert content(home) == content(tmp_path / "other")


def test_two_on_one_folder_the_second_names_the_first(launcher: Launcher, data: Path, home: Path) -> None:
    first = launcher.start("import", data, home=home)
    until((home / "state.sqlite").exists)
    for command in (["import", data], ["checkup", "--keep"], ["rebuild"]):
        run = launcher.run(*command, home=home)
        told = f"Another Yutang (process {first.pid}) works on {home}: wait for it, or stop it."
        assert (run.code, run.line) == (2, told)
    beside = launcher.start("checkup", data / "0-a.json", "--format", "json", home=home)
    assert launcher.run("settings", home=home).code == 0
    assert first.end().code == 0
    assert beside.end().code == 0


def test_a_backup_beside_an_import_is_whole(
    launcher: Launcher, data: Path, home: Path, tmp_path: Path
) -> None:
    first = launcher.start("import", data, home=home)
    until((home / "analytics.duckdb").exists)
    made = [launcher.run("backup", tmp_path / f"{n}.zip", home=home) for n in range(3)]
    assert [run.code for run in made] == [0, 0, 0]
    assert first.end().code == 0
    for n in range(3):
        new = tmp_path / f"new-{n}"
        assert launcher.run("restore", tmp_path / f"{n}.zip", home=new).code == 0
        assert launcher.run("import", data, home=new).code == 0
        assert content(new) == content(home)


@pytest.mark.parametrize(
    "command", [["import", "x"], ["checkup", "--keep"], ["rebuild"], ["restore", "b.zip"]]
)
def test_a_data_folder_that_is_a_file(yutang: Callable[..., Run], home: Path, command: list[str]) -> None:
    home.write_text("a file")
    run = yutang(*command)
    assert (run.code, run.line) == (
        2,
        f"{home} is a file, not a folder: choose another data folder (YUTANG_HOME).",
    )
    assert home.read_text() == "a file"
    assert yutang("settings").code == 0


def test_a_data_folder_below_a_file(yutang: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "f").touch()
    run = yutang("import", "x", home=tmp_path / "f" / "home")
    assert (
        run.code,
        run.line.endswith("is a file, not a folder: choose another data folder (YUTANG_HOME)."),
    ) == (2, True)


def test_a_backup_of_nothing(yutang: Callable[..., Run], home: Path, tmp_path: Path) -> None:
    run = yutang("backup", tmp_path / "b.zip")
    assert (run.code, run.line) == (2, f"There is nothing kept in {home} yet (yutang import).")
    assert not home.exists()


def test_nobody_reads_the_output(yutang: Callable[..., Run], tmp_path: Path) -> None:
    """`yutang checkup … | head -0`, with the console script itself."""
    file = wecom(tmp_path / "a.jsonl", talk(300, people=40))
    script = Path(sys.executable).with_name("yutang")
    here, there = socket.socketpair()
    there.close()
    env = {"PATH": os.environ["PATH"], "YUTANG_HOME": str(tmp_path / "home"), "YUTANG_LANG": "en"}
    for kind in ("table", "json"):
        done = subprocess.run([script, "checkup", file, "--format", kind], stdout=here, stderr=subprocess.PIPE,
                              env=env, text=True, check=False)  # fmt: skip
        assert done.returncode == 0
        assert "Broken" not in done.stderr
        assert "Traceback" not in done.stderr
    here.close()
