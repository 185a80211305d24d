"""Nobody is welcomed, counted or tagged as a newcomer a second time because a colleague took over."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from tests.connections.wecom.conftest import World
from tests.handover.tenant import Tenant
from tests.sources.conftest import Greeting

from yutang.sources.model import Welcome
from yutang.sources.quality import quality


@pytest.fixture
def shop(world: World) -> Iterator[SimpleNamespace]:
    """li's code, which ten people came by and were greeted; wang may take over."""
    here = Tenant(world)
    world.sync()
    greeting = Greeting(world)
    code = greeting.code("li", of=greeting.source(welcome=Welcome(text="你好")))
    greeting.scan(code, 10)
    greeting.greet()
    greeting.pushed.settle()
    yield SimpleNamespace(here=here, greeting=greeting, code=code)
    greeting.close()


@pytest.mark.parametrize("left", [False, True])
def test_nobody_is_welcomed_twice(shop: SimpleNamespace, left: bool) -> None:
    here, greeting = shop.here, shop.greeting
    assert len(greeting.welcomes()) == 10
    scans, came = greeting.scans(shop.code), greeting.came
    key = greeting.known(shop.code).key
    before = quality(here.ledger.analytics, [key], now=here.now())[key]
    if left:
        here.resign()
    id_ = here.begin("wang")
    for _ in range(60):
        here.work()
        greeting.greet()
        greeting.pushed.settle()
        if here.line(id_).handover.ended_at is not None:
            break
        here.pass_time(1_800)
    assert here.sums(id_) == {"done": 20}
    assert len(here.follows()["wang"]) == 20
    assert len(greeting.welcomes()) == 10
    assert (greeting.scans(shop.code), greeting.came) == (scans, came)
    after = quality(here.ledger.analytics, [key], now=here.now())[key]
    assert (after.added, before.added) == (10, 10)


def test_callbacks_and_the_look_tell_the_same_once(shop: SimpleNamespace) -> None:
    """The callback of the change comes first, or the look does, or both in between: one beginning, one end."""
    here, greeting = shop.here, shop.greeting
    id_ = here.begin("wang")
    here.work()
    here.pass_time(86_400)
    greeting.pushed.settle()  # callbacks first
    here.until(id_)
    greeting.pushed.settle()
    sql = """select count(*), count(distinct r.identity_id) from relation r join identity s on s.id = r.staff_id
      where s.external_id = '{0}'"""
    assert here.ledger.analytics.rows(sql.format("wang")) == [(20, 20)]
    assert here.ledger.analytics.rows(sql.format("li")) == [(20, 20)]
    causes = "select distinct cause from relation where ended is not null"
    assert here.ledger.analytics.rows(causes) == [(3,)]
