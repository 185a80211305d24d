"""From a plan to each customer's end, against the real fake platform: done, refused, full, gone; groups; and who has them
afterwards here."""

import pytest
from tests.connections.wecom.conftest import truth_groups, truth_pairs
from tests.handover.tenant import DAY, Tenant

from fakecom.people import befriend, corp_in, deliveries, found_group
from yutang.connections.wecom.learning import Extent
from yutang.handover import learning
from yutang.handover.model import HandoverState, ItemState, Reason, Thing
from yutang.kit.clock import SECOND
from yutang.ledger.catalogue import Ending

OURS = """select s.external_id, p.external_id, epoch_us(r.since) // 1000000, coalesce(r.remark, '') from relation r
join identity s on s.id = r.staff_id join identity p on p.id = r.identity_id where r.ended is null"""
ENDED = """select p.external_id, r.cause from relation r join identity s on s.id = r.staff_id
join identity p on p.id = r.identity_id where r.ended is not null and s.external_id = 'li'"""


@pytest.mark.parametrize("left", [False, True])
def test_customers_of_somebody_change_hands(here: Tenant, left: bool) -> None:
    here.world.sync()
    if left:
        here.resign()
    id_ = here.plan("wang", "zhao")
    assert here.asked() == 0
    here.confirm(id_)
    here.work()
    assert (here.sums(id_), here.asked()) == ({"waiting": 10}, 10)
    assert here.line(id_).handover.giver_left is left
    here.pass_time(3_600)
    here.work()
    assert here.sums(id_) == {"waiting": 10}
    here.until(id_)
    assert here.sums(id_) == {"done": 10}
    follows = here.follows()
    assert {name: len(who) for name, who in follows.items()} == {"wang": 5, "zhao": 5}
    assert here.world.rows(OURS) == truth_pairs(here.fake)
    assert here.world.rows(ENDED) == {(f"wm{n:03}", int(Ending.TRANSFERRED)) for n in range(10)}
    assert here.line(id_).handover.state is HandoverState.DONE
    assert here.tasks() == []
    before = here.ledger.analytics.rows("select count(*) from fact")
    here.world.sync("staff", "tags", "customers")
    assert here.ledger.analytics.rows("select count(*) from fact") == before  # a sync finds nothing to repair


def test_refused_full_gone_and_done_add_up(here: Tenant) -> None:
    here.fake.ctl("policy", customers_per_member=3)
    here.world.sync()
    id_ = here.begin("wang")
    here.work()
    for one in ("wm000", "wm001"):
        here.fake.ctl(f"customer/{one}/refuse")
    here.fake.ctl("delete", by="customer", userid="li", external_userid="wm002")
    here.until(id_)
    assert here.sums(id_) == {"refused": 2, "gone": 1, "done": 3, "full": 4}
    told = {one.name: (one.state, one.reason) for one in here.page(id_)}
    assert told["客户wm000"] == (ItemState.REFUSED, Reason.NONE)
    assert told["客户wm002"] == (ItemState.GONE, Reason.NO_RELATION)
    assert {state for state, _ in told.values()} == {
        ItemState.REFUSED, ItemState.GONE, ItemState.DONE, ItemState.FULL
    }  # fmt: skip
    assert here.tasks() == [("hand_over_rest", str(id_), "open")]
    again = here.plan("wang")  # who was full just now gets nobody
    assert here.line(again).customers.excluded == {"no_room": here.line(again).customers.all}
    other = here.begin("zhao", giver="li")
    here.until(other)
    assert here.sums(other)["done"] == 3


@pytest.mark.parametrize("learned", [False, True])
def test_who_stays_because_the_new_member_left_is_somebodys_task(here: Tenant, learned: bool) -> None:
    """The platform calls off what was under way: nobody was lost, and nobody has got them."""
    here.world.sync()
    id_ = here.begin("wang")
    here.work()
    here.fake.ctl("delete", by="customer", userid="li", external_userid="wm002")
    here.fake.ctl("member/wang/resign")
    if learned:
        here.world.sync("staff")
    here.until(id_)
    assert here.sums(id_) == ({"failed": 10} if learned else {"failed": 9, "gone": 1})
    reasons = {one.reason for one in here.page(id_) if one.state is ItemState.FAILED}
    assert reasons == {Reason.RECEIVER if learned else Reason.OTHER}
    assert here.tasks() == [("hand_over_rest", str(id_), "open")]


def test_what_can_not_go_is_told_with_its_reason(here: Tenant) -> None:
    befriend(here.fake, "wang", "wm500")
    here.world.sync()
    first = here.begin("wang", customers=(here.id("wm000"), here.id("wm001")))
    assert here.moving() == {here.id("wm000"), here.id("wm001")}
    here.until(first)
    back = here.begin("li", giver="wang", customers=(here.id("wm000"),))
    here.until(back)
    moving = here.begin("zhao", customers=(here.id("wm003"),))
    here.fake.ctl("delete", by="member", userid="li", external_userid="wm004")
    chosen = tuple(here.id(one) for one in ("wm000", "wm001", "wm003", "wm005", "wm500"))
    id_ = here.plan("wang", customers=chosen)
    found = here.line(id_).customers
    # wm500 never was li's, so nobody asks for it in li's name
    assert (found.all, found.states) == (4, {"excluded": 3, "planned": 1})
    assert found.excluded == {"lately": 1, "no_relation": 1, "moving": 1}
    here.confirm(id_)
    here.until(id_)
    here.until(moving)
    assert here.sums(id_) == {"excluded": 3, "done": 1}


def test_what_the_platform_refuses_is_told_customer_by_customer(here: Tenant) -> None:
    here.world.sync()
    app = here.fake.app()
    pair = {"handover_userid": "li", "takeover_userid": "zhao"}
    app.post("externalcontact/transfer_customer", external_userid=["wm000"], **pair)
    here.fake.ctl("delete", by="customer", userid="li", external_userid="wm001")
    id_ = here.begin("wang")
    here.work()
    assert here.sums(id_) == {"failed": 2, "waiting": 8}
    told = {one.name: (one.reason, one.code) for one in here.page(id_) if one.state is ItemState.FAILED}
    assert told == {"客户wm000": (Reason.MOVING, "40129"), "客户wm001": (Reason.NO_RELATION, "40131")}


def test_a_hand_over_begun_elsewhere_is_followed_and_not_asked_for(here: Tenant) -> None:
    here.world.sync()
    app = here.fake.app()
    pair = {"handover_userid": "li", "takeover_userid": "wang"}
    app.post("externalcontact/transfer_customer", external_userid=["wm000"], **pair)
    id_ = here.begin("wang")
    here.work()
    assert (here.sums(id_), here.asked()) == ({"waiting": 10}, 10)
    here.until(id_)
    assert here.sums(id_) == {"done": 10}


def test_a_receiver_who_is_not_active_gets_nobody(here: Tenant) -> None:
    here.world.sync()
    corp_in(here.fake).members["wang"].activated = False
    id_ = here.begin("wang")
    here.work()
    assert here.sums(id_) == {"failed": 10}
    assert {(one.reason, one.code) for one in here.page(id_)} == {(Reason.RECEIVER, "40098")}
    assert here.line(id_).handover.state is HandoverState.DONE


def test_the_message_reaches_customers_of_somebody_present(here: Tenant) -> None:
    here.world.sync()
    id_ = here.begin("wang", message="以后由王五服务您")
    here.until(id_)
    said = [one["message"]["text"]["content"] for one in deliveries(here.fake)]
    assert said == ["以后由王五服务您"] * 10


def test_many_customers_go_a_hundred_at_a_time(here: Tenant) -> None:
    befriend(here.fake, "li", *(f"wx{n:03}" for n in range(240)))
    here.world.sync()
    id_ = here.begin("wang")
    assert [one.to_ref for one in here.batches(id_)] == ["wang"] * 3
    here.until(id_)
    assert here.sums(id_) == {"done": 250}
    assert len(here.follows()["wang"]) == 250


@pytest.mark.parametrize("left", [False, True])
def test_groups_change_hands_at_once(here: Tenant, left: bool) -> None:
    for number in range(4):
        found_group(here.fake, "li", f"wr{number}", "wm000")
    here.world.sync()
    if left:
        here.resign()
    id_ = here.begin("wang", "zhao", customers=())
    here.work()
    assert (here.sums(id_), here.rooms(id_)) == ({}, {"done": 4})
    assert here.line(id_).handover.state is HandoverState.DONE
    owners = [owner for _, _, owner, _ in truth_groups(here.fake)]
    assert sorted(owners) == ["wang", "wang", "zhao", "zhao"]
    sql = """select g.external_id, g.name, o.external_id, g.dismissed is not null from customer_group g
      left join identity o on o.id = g.owner_id"""
    assert here.world.rows(sql) == truth_groups(here.fake)


def test_groups_that_can_not_go_are_told_and_one_a_day_too_many_goes_tomorrow(here: Tenant) -> None:
    for number in range(3):
        found_group(here.fake, "li", f"wr{number}", "wm000")
    here.world.sync()
    corp_in(here.fake).groups["wr0"].moved_at = [here.fake.state.now] * 2
    corp_in(here.fake).groups["wr1"].dismissed_at = here.fake.state.now
    corp_in(here.fake).counters["groups to wang"] = [here.fake.state.now] * 300
    id_ = here.begin("wang", customers=())
    here.work()
    assert here.rooms(id_) == {"failed": 2, "planned": 1}
    reasons = {one.name: one.reason for one in here.page(id_, Thing.GROUP) if one.state is ItemState.FAILED}
    assert reasons == {"群wr0": Reason.LATELY, "群wr1": Reason.GROUP_OVER}
    here.work()
    assert here.line(id_).fault == "45009"
    here.until(id_)
    assert here.rooms(id_) == {"failed": 2, "done": 1}


def test_cancelled_what_was_not_asked_is_left_and_what_was_goes_on(here: Tenant) -> None:
    befriend(here.fake, "li", *(f"wx{n:03}" for n in range(100)))
    here.world.sync()
    id_ = here.begin("wang")
    here.fake.ctl("faults", kind="rate", path="externalcontact/transfer_customer", skip=1, count=1)
    here.work()
    assert here.sums(id_) == {"planned": 10, "waiting": 100}
    here.cancel(id_)
    here.cancel(id_)
    assert here.sums(id_) == {"cancelled": 10, "waiting": 100}
    here.until(id_)
    assert here.line(id_).handover.state is HandoverState.CANCELLED
    assert here.sums(id_) == {"cancelled": 10, "done": 100}


def test_who_waits_since_before_we_were_connected_goes_too(here: Tenant) -> None:
    """The list of who waits for somebody names customers whom no member's list shows any more."""
    here.world.sync()
    befriend(here.fake, "li", "wm777")
    here.resign()
    id_ = here.begin("wang")
    here.until(id_)
    assert here.sums(id_) == {"done": 11}
    assert here.now() > DAY * SECOND
    assert "wm777" in here.follows()["wang"]


def test_what_is_learned_is_as_old_as_the_question(here: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark that we put between the question and the note was not taken off by hand."""
    here.world.sync()
    id_ = here.begin("wang")
    here.work()
    here.pass_time(DAY)
    seen: list[tuple[int, int | None]] = []
    real, pairs = learning.ask, here.desk.tools.learner.pairs

    def asks(*given: object) -> object:
        seen.append((here.now(), None))
        answer = real(*given)  # type: ignore[arg-type]
        here.pass_time(5)
        return answer

    def keeps(*given: object, **more: object) -> object:
        extent = given[2]
        assert isinstance(extent, Extent)
        seen.append((here.now(), extent.since))
        return pairs(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(learning, "ask", asks)
    monkeypatch.setattr(here.desk.tools.learner, "pairs", keeps)
    here.until(id_)
    (asked, _), (kept, since) = seen[:2]
    assert since is not None
    assert asked <= since < kept


@pytest.mark.parametrize("learned", [False, True])
def test_a_giver_who_leaves_before_all_was_asked_is_named_and_not_the_receiver(
    here: Tenant, learned: bool
) -> None:
    """The first hundred are under way, the others wait for the limit of calls; then li resigns."""
    befriend(here.fake, "li", *(f"wx{n:03}" for n in range(140)))
    here.world.sync()
    here.fake.ctl("faults", kind="rate", path="externalcontact/transfer_customer", skip=1, count=1)
    id_ = here.begin("wang")
    here.work()
    assert here.sums(id_) == {"waiting": 100, "planned": 50}
    if learned:
        here.resign()
    else:
        here.fake.ctl("member/li/resign")
    here.pass_time(7_200)
    here.work()
    assert here.sums(id_) == {"waiting": 100, "failed": 50}
    assert here.line(id_).customers.failed == {"giver": 50}
    if not learned:
        here.world.sync("staff", "unassigned")
    again = here.begin("zhao")  # as a leaver's, those who are not on their way
    here.until(again)
    assert here.sums(again)["done"] == 50


def test_a_receiver_who_leaves_is_named_where_the_giver_is_there(here: Tenant) -> None:
    here.world.sync()
    id_ = here.begin("wang")
    here.fake.ctl("member/wang/resign")
    here.work()
    assert here.line(id_).customers.failed == {"receiver": 10}
