"""A filled tenant on SQLite for what only reads; `ledger` (both databases) for what writes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.checkup.tenant import fill

from states import ready
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.staff import Staff


@pytest.fixture(scope="session")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """One filled ledger for all tests that leave State as they found it."""
    folder: Path = tmp_path_factory.mktemp("tenant")
    state = ready(f"sqlite:///{folder / 'state.sqlite'}", durable=False)
    analytics = Analytics(folder / "analytics.duckdb", memory_mb=512, threads=2)
    ledger = Ledger(state, analytics, [Customers(), Groups(), Staff()], folder=folder, zone_="Asia/Shanghai")
    fill(ledger)
    yield ledger
    ledger.close()
