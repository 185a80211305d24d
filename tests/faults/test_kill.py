"""kill -9 at any moment: nothing acknowledged is lost, nothing is doubled."""

import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from cli.process import Launcher
from faults.folders import acknowledged, content, exports, until

pytestmark = pytest.mark.faults
POINTS = 20


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exports(tmp_path_factory.mktemp("exports") / "data")


@pytest.fixture(scope="module")
def whole(launcher: Launcher, data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[float, Any]:
    """An import that nobody disturbed: how long it took, and what it left."""
    home = tmp_path_factory.mktemp("whole") / "home"
    launcher.run("import", data, home=home)  # the first one warms the disk
    other = home.with_name("timed")
    took = launcher.run("import", data, home=other).seconds
    return took, content(other)


@pytest.mark.parametrize("point", range(POINTS))
def test_an_import_killed_anywhere_goes_on(
    launcher: Launcher, data: Path, whole: tuple[float, Any], home: Path, point: int
) -> None:
    took, expected = whole
    moment = (point + random.Random(point).random()) / POINTS  # one in each twentieth: no stretch is left out
    process = launcher.start("import", data, home=home)
    time.sleep(moment * took)
    process.signal(signal.SIGKILL)
    process.end()
    kept = acknowledged(home)
    again = launcher.run("import", data, home=home)
    assert (again.code, kept - acknowledged(home)) == (0, set())
    assert content(home) == expected
    if point % 4 == 0:  # the rest of the stores was compared just now; this asks the truth itself
        assert content(home, rebuilt=True) == expected


def test_killed_again_and_again_it_still_arrives(
    launcher: Launcher, data: Path, whole: tuple[float, Any], home: Path
) -> None:
    took, expected = whole
    kept: set[str] = set()
    for seed in range(6):
        process = launcher.start("import", data, home=home)
        time.sleep(took * random.Random(seed).uniform(0.1, 0.6))
        process.signal(signal.SIGKILL)
        process.end()
        assert kept <= acknowledged(home)
        kept = acknowledged(home)
    assert launcher.run("import", data, home=home).code == 0
    assert content(home) == expected


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_killed_while_it_seals(
    launcher: Launcher, data: Path, whole: tuple[float, Any], home: Path, share: float
) -> None:
    """The sealed files appear one by one: the kill comes when that share of the days is there."""
    days = 10  # of the exports: a message every quarter of an hour
    process = launcher.start("import", data, home=home)
    sealed = home / "sealed"
    until(lambda: sealed.exists() and len(list(sealed.iterdir())) >= 2 * days * share)
    process.signal(signal.SIGKILL)
    process.end()
    assert content(home, rebuilt=True) == whole[1]
    assert launcher.run("import", data, home=home).code == 0
    assert content(home, rebuilt=True) == whole[1]


def test_a_backup_killed_leaves_the_old_one(
    launcher: Launcher, data: Path, home: Path, tmp_path: Path
) -> None:
    launcher.run("import", data, home=home)
    target = tmp_path / "b.zip"
    assert launcher.run("backup", target, home=home).code == 0
    old = target.read_bytes()
    process = launcher.start("backup", target, home=home)
    until((tmp_path / "b.zip.part").exists)
    process.signal(signal.SIGKILL)
    process.end()
    assert target.read_bytes() == old
    assert launcher.run("restore", target, home=tmp_path / "new").code == 0
    assert content(tmp_path / "new") == content(home)
