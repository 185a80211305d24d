"""A ledger connected to a real fakecom: `here.compose(…)`, `here.confirm(id)`, `here.work()`, `here.states(id)`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.outbox.tenant import MEMBERS, Tenant

from fakecom.running import CORP, ONE_APP, Running


@pytest.fixture
def fake() -> Iterator[Running]:
    """A corp with three members who serve customers; nobody is there yet."""
    made = Running()
    made.ctl("corps", corpid=CORP, name="鱼塘", apps=ONE_APP, members=MEMBERS)
    yield made
    made.close()


@pytest.fixture
def here(fake: Running, tmp_path: Path) -> Iterator[Tenant]:
    """li follows wm000 … wm009, wang wm010 … wm014; all of it is learned."""
    made = Tenant(tmp_path, fake)
    made.meet({"li": 10, "wang": 5})
    yield made
    made.close()
