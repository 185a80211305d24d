"""The connection of a hand-over under way is removed and added again: it goes on, and nobody is asked twice."""

from tests.connections.conftest import BOSS
from tests.connections.conftest import SETTINGS as TOLD
from tests.handover.tenant import Tenant
from tests.handover.test_lost import asked_twice

from fakecom.running import CORP, SECRET
from yutang.connections import actions
from yutang.handover import store


def remove(here: Tenant) -> None:
    now = here.now()
    assert here.ledger.state.write(lambda c: actions.disconnect(c, here.world.id, viewer=BOSS, now=now))


def connect(here: Tenant, corp: str = CORP) -> int:
    world, now = here.world, here.now()
    told = TOLD | {"corp_id": corp, "secret": SECRET, "base_url": world.fake.url}
    made, _ = here.ledger.state.write(
        lambda c: actions.connect(c, "wecom", "again", told, secrets=world.secrets, viewer=BOSS, now=now)
    )
    return made.id


def faults(here: Tenant, id_: int) -> set[str]:
    return {batch.fault for batch in here.batches(id_)}


def test_what_waits_says_why_and_goes_on(here: Tenant) -> None:
    here.world.sync()
    id_ = here.begin("wang")
    remove(here)
    connect(here, "wwanother")  # whose it is not
    here.work()
    assert (here.asked(), faults(here, id_)) == (0, {"handover_connection"})
    connect(here)
    here.world.sync()
    here.until(id_)
    assert here.sums(id_) == {"done": 10}
    assert asked_twice(here) == []


def test_what_was_asked_for_is_followed_to_its_end(here: Tenant) -> None:
    here.world.sync()
    id_ = here.begin("wang")
    here.work()
    remove(here)
    here.pass_time(600)
    here.work()
    with here.ledger.state.read() as conn:
        assert store.hanging(conn, here.world.id) == 1
    connect(here)
    here.world.sync()
    here.until(id_)
    assert (here.sums(id_), here.asked()) == ({"done": 10}, 10)
