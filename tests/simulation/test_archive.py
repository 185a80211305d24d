"""The simulated tenant's chats arrive through its archive, hour by hour, as its clock goes on."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from tests.simulation.test_tenant import move, up

from yutang.connections.wecom.archive import store
from yutang.connections.wecom.archive.listening import Archives
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.learning import Learner
from yutang.customers import Customers
from yutang.groups import Groups
from yutang.ledger.analytics import Analytics
from yutang.ledger.ledger import Ledger
from yutang.simulation.tenant import HOUR
from yutang.staff import Staff

SAID = "select count(*), max(epoch_us(happened)) from fact where kind = 1"


@pytest.fixture
def ledger(here: SimpleNamespace) -> Iterator[Ledger]:
    analytics = Analytics(here.home / "analytics.duckdb", memory_mb=512, threads=1)
    domains = [Customers(), Groups(), Staff()]
    made = Ledger(here.state, analytics, domains, folder=here.home, zone_="Asia/Shanghai")
    yield made
    analytics.close()


def test_what_was_said_in_a_day_that_passed_is_there(here: SimpleNamespace, ledger: Ledger) -> None:
    simulation = here.simulation()
    with simulation.living(here.around):
        made = up(simulation, here).connection_id
        clients = Clients(here.state, here.secrets, now=simulation.now)
        archives = Archives(Learner(ledger, here.secrets), clients, here.home)
        before = simulation.now()
        assert archives.look() > 0  # the last five days
        first, newest = ledger.analytics.rows(SAID)[0]
        assert newest < before
        move(simulation, here, 24 * HOUR)
        assert archives.look() > 0
        count, newest = ledger.analytics.rows(SAID)[0]
        assert (count, newest > before) == (first + 1, True)  # one message a day, in that world
        with here.state.read() as conn:
            kept = store.one(conn, made)
        assert (kept.source, kept.trouble, kept.last_at) == ("loopback", None, newest)
        assert kept.seats == 1
        clients.close()
