"""A ledger connected to a real fakecom: `here.plan(…)`, `here.confirm(id)`, `here.work()`, `here.sums(id)`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.connections.wecom.conftest import MEMBERS, World
from tests.handover.tenant import Tenant

from fakecom.running import CORP, ONE_APP, Running


@pytest.fixture
def fake() -> Iterator[Running]:
    """A corp with three members who serve customers; nobody is there yet."""
    made = Running()
    made.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=MEMBERS)
    yield made
    made.close()


@pytest.fixture
def world(fake: Running, tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path, fake)
    yield made
    made.close()


@pytest.fixture
def here(world: World) -> Tenant:
    """li follows wm000 … wm009; wang and zhao nobody yet. Nothing is learned."""
    return Tenant(world)
