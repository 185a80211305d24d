"""Tickets against a real fakecom: asked for once, and no crowd waits in a row for a WeCom that is away."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.outbox.conftest import fake, here  # noqa: F401 - fixtures
from tests.outbox.tenant import Tenant

from fakecom.running import Running
from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.client import Client
from yutang.connections.wecom.clients import Clients
from yutang.kit.clock import SECOND
from yutang.sidebar import tickets
from yutang.sidebar.signing import Signature
from yutang.sidebar.tickets import Tickets

URL, MANY = "https://pond.example/sidebar/1", 12


@pytest.fixture
def client(here: Tenant) -> Client:  # noqa: F811
    clients = Clients(here.ledger.state, here.secrets, now=here.now, sleep=here.sleep)
    yield clients.of(here.connection)  # type: ignore[misc]
    clients.close()


def crowd(held: Tickets, client: Client, now: int) -> list[Signature | Failure]:
    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(lambda _: held.sign(client, "config", URL, now=now), range(MANY)))


def watch(fake: Running, **how: object) -> object:  # noqa: F811
    """A fault that counts how often the ticket is asked for."""
    fake.ctl("faults", path="get_jsapi_ticket", **how)
    return fake.state.faults[-1]


def test_a_crowd_asks_once_and_each_gets_a_signature(fake: Running, here: Tenant, client: Client) -> None:  # noqa: F811
    lasts = fake.app().get("get_jsapi_ticket")["expires_in"]
    ends = (lasts - min(300, lasts // 10)) * SECOND
    seen, held, now = watch(fake, kind="extra_fields"), Tickets(), here.now()
    told = crowd(held, client, now)
    assert all(isinstance(one, Signature) for one in told)
    assert len({one.nonce_str for one in told if isinstance(one, Signature)}) == MANY
    assert seen.seen == 1
    held.sign(client, "config", URL, now=now + ends - 1)
    assert seen.seen == 1
    held.sign(client, "config", URL, now=now + ends)
    assert seen.seen == 2
    held.sign(client, "config", URL, now=now - 3_600 * SECOND)  # the clock was set back
    assert seen.seen == 3


def test_where_wecom_is_away_one_asks_and_the_others_hear_of_it(
    fake: Running,  # noqa: F811
    here: Tenant,  # noqa: F811
    client: Client,
) -> None:
    seen, held, now = watch(fake, kind="timeout", how={"seconds": 0.2}, count=2), Tickets(), here.now()
    told = crowd(held, client, now)
    assert all(isinstance(one, Failure) for one in told)
    assert seen.hits == 2  # one asking, tried twice
    assert isinstance(held.sign(client, "config", URL, now=now + tickets.REST - 1), Failure)
    assert seen.seen == 2
    assert isinstance(held.sign(client, "config", URL, now=now + tickets.REST), Signature)
    assert isinstance(held.sign(client, "agent", URL, now=now), Signature)  # each ticket for itself
