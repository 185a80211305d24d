"""Plans: kept as they were looked at, made anew where facts came in; who may see and do what."""

import msgspec
import pytest
from tests.handover.tenant import Tenant

from fakecom.people import befriend, found_group
from yutang.accounts.model import Role, Viewer
from yutang.handover import planning
from yutang.handover.model import HandoverState, Thing
from yutang.kit.errors import YutangError
from yutang.ledger.erase import NOBODY


def supervisor(here: Tenant, *staff: str) -> Viewer:
    ids = frozenset(here.id(one) for one in staff)
    return Viewer(user_id=77, login="s", name="S", role=Role.SUPERVISOR, unit_id=1, unit_staff=ids)


def code(here: Tenant, *to: str, viewer: Viewer | None = None, **more: object) -> str:
    with pytest.raises(YutangError) as raised:
        here.plan(*to, viewer=viewer, **more)
    return raised.value.code


def test_a_plan_is_spread_evenly_and_kept(here: Tenant) -> None:
    found_group(here.fake, "li", "wr0")
    here.world.sync()
    id_ = here.plan("wang", "zhao")
    line = here.line(id_)
    assert (line.customers.all, line.customers.states, line.groups.states) == (
        10,
        {"planned": 10},
        {"planned": 1},
    )
    assert (line.giver, sorted(line.receivers.values()), line.open) == (
        "员工li",
        ["员工wang", "员工zhao"],
        11,
    )
    to = [one.to for one in here.page(id_)]
    assert (to.count("员工wang"), to.count("员工zhao")) == (5, 5)
    assert here.work() == 0  # a plan asks nothing of anybody


def test_what_was_looked_at_is_what_is_confirmed(here: Tenant) -> None:
    here.world.sync()
    id_ = here.plan("wang")
    seen = here.line(id_).handover.digest
    befriend(here.fake, "li", "wm900")
    here.world.sync("customers")
    with pytest.raises(YutangError, match="handover_moved"):
        planning.confirm(here.ledger, id_, seen, viewer=here.boss, now=here.now())
    assert (here.sums(id_), here.line(id_).handover.state) == ({"planned": 11}, HandoverState.DRAFT)
    here.confirm(id_)
    assert here.line(id_).handover.state is HandoverState.RUNNING
    with pytest.raises(YutangError, match="handover_not_draft"):
        here.confirm(id_)


def test_who_left_since_the_plan_is_asked_for_as_one_who_left(here: Tenant) -> None:
    here.world.sync()
    id_ = here.plan("wang")
    here.resign()
    with pytest.raises(YutangError, match="handover_moved"):
        here.confirm(id_)
    assert here.line(id_).handover.giver_left is True
    here.confirm(id_)
    here.until(id_)
    assert here.sums(id_) == {"done": 10}


def test_of_two_plans_for_the_same_the_second_is_shown_again(here: Tenant) -> None:
    here.world.sync()
    first, second = here.plan("wang"), here.plan("zhao")
    here.confirm(first)
    with pytest.raises(YutangError, match="handover_moved"):
        here.confirm(second)
    assert here.line(second).customers.excluded == {"moving": 10}
    with pytest.raises(YutangError, match="handover_nobody"):
        here.confirm(second)
    third = here.plan("zhao")
    assert here.line(third).customers.excluded == {"moving": 10}


def test_a_plan_is_changed_and_removed(here: Tenant) -> None:
    here.world.sync()
    id_ = here.plan("wang")
    wish = here.wish("zhao", customers=(here.id("wm000"),))
    planning.change(here.ledger, id_, wish, viewer=here.boss, now=here.now())
    assert (here.sums(id_), here.page(id_)[0].to) == ({"planned": 1}, "员工zhao")
    planning.change(here.ledger, id_, here.wish("wang"), viewer=here.boss, now=here.now())
    assert here.sums(id_) == {"planned": 10}
    here.ledger.state.write(lambda conn: planning.remove(conn, id_, viewer=here.boss, now=here.now()))
    with pytest.raises(YutangError, match="not_found"):
        here.line(id_)


def test_what_makes_no_plan(here: Tenant) -> None:
    here.world.sync()
    assert code(here, "li") == "handover_receivers"
    assert code(here) == "handover_receivers"
    assert code(here, "wang", giver="zhao") == "handover_nothing"
    assert code(here, "wang", message="长" * 201) == "handover_message"
    assert code(here, "wang", giver="wm000") == "not_found"


def test_scope_holds_givers_receivers_and_what_is_seen(here: Tenant) -> None:
    here.world.sync()
    one = supervisor(here, "li", "wang")
    assert code(here, "zhao", viewer=one) == "handover_receivers"
    assert code(here, "wang", viewer=supervisor(here, "wang", "zhao")) == "not_found"
    id_ = here.plan("wang", viewer=one)
    planning.confirm(here.ledger, id_, here.line(id_).handover.digest, viewer=one, now=here.now())
    with here.ledger.state.read() as conn:
        assert planning.seen_by(conn, id_, one).id == id_
        with pytest.raises(YutangError, match="not_found"):
            planning.seen_by(conn, id_, msgspec.structs.replace(supervisor(here, "zhao"), user_id=78))
    assert {item.name is None for item in here.page(id_, viewer=one)} == {False}


def test_names_of_customers_out_of_scope_stay_unnamed(here: Tenant) -> None:
    here.world.sync()
    one = supervisor(here, "li")
    id_ = here.begin("wang")
    here.until(id_)
    assert {(item.name, item.customer_id) for item in here.page(id_, viewer=one)} == {(None, None)}


def test_a_group_of_somebody_else_is_not_asked_for(here: Tenant) -> None:
    found_group(here.fake, "wang", "wr9")
    found_group(here.fake, "li", "wr1")
    here.world.sync()
    id_ = here.plan("zhao", customers=(), groups=(here.group("wr9"), here.group("wr1")))
    assert here.line(id_).groups.excluded == {"no_relation": 1}
    mine = supervisor(here, "li", "zhao")
    other = here.plan("zhao", viewer=mine, customers=(), groups=(here.group("wr9"), here.group("wr1")))
    assert [item.name for item in here.page(other, Thing.GROUP)] == ["群wr1"]


def test_who_is_erased_before_they_are_asked_for_is_left_out(here: Tenant) -> None:
    here.world.sync()
    id_ = here.begin("wang")
    gone = here.id("wm000")
    here.ledger.state.write(
        lambda conn: conn.exec_driver_sql(
            f"update identity set external_id = '{NOBODY}{gone}', name = null where id = {gone}"
        )
    )
    here.work()
    assert here.sums(id_) == {"excluded": 1, "waiting": 9}
    assert here.line(id_).customers.excluded == {"erased": 1}
    assert here.asked() == 9
