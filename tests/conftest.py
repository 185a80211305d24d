"""What all tests share: both State databases, a ledger on each, and batches of sightings."""

import gc
import shutil
import sys
import tempfile
import uuid
from collections.abc import Generator, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from postgres import Postgres, find
from states import ready
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.kit.db import Database
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.staff import Staff

SAMPLES = Path(__file__).parents[2] / "shared" / "data"
# How long an example took says how busy the machine is, and fails nothing: times are for `make bench`.
settings.register_profile("yutang", deadline=None)
settings.load_profile("yutang")
ENGINES = "needs PostgreSQL's binaries: uv pip install --group engines (make test does)"
MEMORY, ROOMY = Path("/dev/shm"), 6 << 30  # bytes; a container has 64 MB there


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Folders of tests lie in memory where there is room: ten thousand of them waited a third of their time for the
    disk. What is written is the same, and what a killed process leaves as well; only a lost power would tell."""
    if config.option.basetemp is None and not hasattr(config, "workerinput") and _room() > ROOMY:
        config.option.basetemp = tempfile.mkdtemp(prefix="yutang-tests-", dir=MEMORY)
        config.add_cleanup(lambda: shutil.rmtree(config.option.basetemp, ignore_errors=True))


def _room() -> int:
    return shutil.disk_usage(MEMORY).free if MEMORY.is_dir() else 0


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("samples") and not SAMPLES.exists():
        pytest.skip("needs ../shared/data beside the checkout")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Nothing of what ten thousand tests are made of is garbage: it is not looked through for any, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs PostgreSQL is a group of its own: `make test` is for every change, `make test-engines` beside it."""
    for item in items:
        params = (
            item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        )
        if "postgresql" in params.values() or "postgres" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.engines)


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real exports, which users don't have."""
    return SAMPLES


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    programs = find()
    if programs is None:
        pytest.skip(ENGINES)
    server = Postgres(programs)
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'state.sqlite'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex}"
    yield server.make(name)
    server.drop(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open State with this version's schema, on both databases."""
    state = ready(database_url)
    yield state
    state.close()


@pytest.fixture
def opened(database_url: str, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A ledger on each database that can be closed and opened again: `opened.ledger`, `opened.again()`."""
    here = SimpleNamespace(folder=tmp_path, ledger=None)

    def close() -> None:
        if here.ledger is not None:
            here.ledger.close()
            here.ledger = None

    def again() -> Ledger:
        close()
        state = ready(database_url)
        analytics = Analytics(tmp_path / "analytics.duckdb", memory_mb=512, threads=2)
        domains = [Customers(), Groups(), Staff()]
        here.ledger = Ledger(state, analytics, domains, folder=tmp_path, zone_="Asia/Shanghai")
        return here.ledger

    here.again, here.close = again, close
    again()
    yield here
    close()


@pytest.fixture
def ledger(opened: SimpleNamespace) -> Ledger:
    return opened.ledger
