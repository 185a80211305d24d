"""The command line as a process, for tests of what it does and what it says."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.process import Launcher, Run


@pytest.fixture(scope="session")
def launcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launcher]:
    made = Launcher(tmp_path_factory.mktemp("runs"))
    yield made
    made.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The data folder of this test; made by the first command that keeps something."""
    return tmp_path / "home"


@pytest.fixture
def yutang(launcher: Launcher, home: Path) -> Callable[..., Run]:
    """`yutang("checkup", path)` → what came of it."""
    return functools.partial(launcher.run, home=home)
