import pytest
from tests.segments.saved.shops import Shop

from yutang.ledger.ledger import Ledger


@pytest.fixture
def shop(ledger: Ledger) -> Shop:
    return Shop(ledger)
