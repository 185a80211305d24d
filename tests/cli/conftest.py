"""The command line as a process, for tests of what it does and what it says."""

import functools
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.process import Launcher, Run
from cli.wecoms import connect
from fakecom.people import befriend
from fakecom.running import CORP, ONE_APP, Running
from yutang.fakecom.state.world import State


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


@pytest.fixture
def fake() -> Iterator[Running]:
    """A fake WeCom, its clock with ours: one member of staff with two customers."""
    made = Running(State(now=int(time.time() * 1000), rate=1.0))
    members = [{"userid": "li", "name": "李", "parties": [1]}]
    made.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=members)
    befriend(made, "li", "wmA", "wmB")
    yield made
    made.close()


@pytest.fixture
def connected(home: Path, fake: Running) -> Running:
    """A data folder with one connection, to the fake."""
    home.mkdir()
    connect(home, fake.url)
    return fake
