"""How much of what one customer may get is used up: what was sent and what is booked, by the platform's rule or theirs."""

from tests.outbox.tenant import Tenant

from yutang.kit.clock import DAY
from yutang.outbox import store
from yutang.outbox.meter import Meter, meter
from yutang.outbox.model import CapRule


def read(
    here: Tenant, who: str = "wm000", *, wish: int | None = None, on: int | None = None, at: int = 0
) -> Meter:
    with here.ledger.state.read() as conn:
        return meter(conn, on or here.connection, [here.id(who)], wish=wish, now=here.now() + at)


def rule(here: Tenant, which: CapRule) -> None:
    here.ledger.state.write(lambda conn: store.set_policy(conn, here.connection, which))


def test_what_is_booked_counts_as_what_was_sent(here: Tenant) -> None:
    assert read(here) == Meter(used=0, most=31, span="month")  # October
    id_ = here.send()
    assert read(here).used == 1
    here.work()
    here.fake.ctl("member/li/confirm")
    here.fake.ctl("member/wang/confirm")
    here.until(id_)
    assert here.states(id_)["sent"] == 15
    assert (read(here).used, read(here).full) == (1, False)


def test_each_rule_has_its_span(here: Tenant) -> None:
    here.send()
    rule(here, CapRule.DAY)
    assert read(here) == Meter(used=1, most=1, span="day")
    assert read(here).full
    rule(here, CapRule.WEEK)
    assert read(here) == Meter(used=1, most=7, span="week")
    assert read(here, on=here.connection + 1) == Meter(used=0, most=31, span="month")  # of another connection


def test_their_own_wish_is_told_where_it_is_narrower(here: Tenant) -> None:
    here.send()
    assert read(here, wish=1) == Meter(used=1, most=1, span="week", wished=True)
    assert read(here, wish=0).full
    rule(here, CapRule.DAY)
    assert read(here, wish=9) == Meter(used=1, most=1, span="day")


def test_of_nobody_nothing_is_used(here: Tenant) -> None:
    here.send()
    with here.ledger.state.read() as conn:
        assert meter(conn, here.connection, [], wish=None, now=here.now() + DAY).used == 0
