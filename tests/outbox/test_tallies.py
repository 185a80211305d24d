"""How many recipients are how is kept beside them: exact after every turn (`Tenant.close` counts them one by one), and within
the scope."""

from tests.outbox import posts, sums
from tests.outbox.tenant import Tenant

from yutang.accounts.model import Scope
from yutang.outbox import recipients, tallies
from yutang.outbox.model import Reason, TouchState


def _kept(here: Tenant) -> bool:
    with here.ledger.state.read() as conn:
        return sums.kept(conn) == sums.counted(conn)


def test_they_are_exact_after_every_turn_of_a_send(here: Tenant) -> None:
    id_ = here.send()
    assert _kept(here)
    here.fake.ctl("delete", userid="li", external_userid="wm000", by="member")
    here.work()
    assert (here.states(id_), _kept(here)) == ({"waiting": 14, "refused": 1}, True)
    here.fake.ctl("member/li/confirm")
    here.fake.pass_time(600)
    here.work()
    assert (here.states(id_), _kept(here)) == ({"waiting": 5, "refused": 1, "sent": 9}, True)
    here.cancel(id_)
    here.work()
    assert (here.states(id_), _kept(here)) == ({"cancelled": 5, "refused": 1, "sent": 9}, True)


def test_what_is_cancelled_before_it_is_handed_over_is_counted_anew(here: Tenant) -> None:
    id_ = here.send()
    here.cancel(id_)
    assert (here.states(id_), _kept(here)) == ({"cancelled": 15}, True)


def test_of_a_moment_they_stand_under_each_member(here: Tenant) -> None:
    id_ = posts.handed_over(here)
    posts.publish(here, "li")
    posts.later(here, 600)
    with here.ledger.state.read() as conn:
        found = tallies.by_staff(conn, id_)
    assert found == {here.id("li"): {"sent": 10}, here.id("wang"): {"open": 5}}
    assert _kept(here)


def test_a_viewer_sees_the_sums_of_their_own_staff(here: Tenant) -> None:
    """Of those left out, too; and nobody's are everybody's alone."""
    first = here.send()
    here.cancel(first)
    id_ = here.send(name="再来")
    li = Scope(everything=False, staff=frozenset({here.id("li")}))
    nobody = Scope(everything=False)
    with here.ledger.state.read() as conn:
        assert tallies.states(conn, [first, id_], li) == {first: {"cancelled": 10}, id_: {"planned": 10}}
        assert tallies.states(conn, [id_], nobody) == {id_: {}}
        assert tallies.reasons(conn, first, li) == {(TouchState.CANCELLED, Reason.CANCELLED): 10}
        rows = recipients.page(conn, id_, li, recipients.Which(), limit=100)
        assert len(rows) == 10
