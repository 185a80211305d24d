"""The platform doesn't tell what came of a hand-over: whose each is now tells it, and nobody waits for ever."""

import pytest
from tests.connections.wecom.conftest import refusing
from tests.handover.tenant import DAY, Tenant
from tests.handover.test_removed import remove

from fakecom.people import found_group
from yutang.handover.model import HandoverState, ItemState, Reason, Thing

RESULT, GET = "externalcontact/transfer_result", "externalcontact/get"
LEAVERS, GROUP = "externalcontact/resigned/transfer_result", "externalcontact/groupchat/get"


def later(here: Tenant, days: float) -> None:
    here.pass_time(days * DAY)
    here.work()


def why(here: Tenant, id_: int, thing: Thing = Thing.CUSTOMER) -> set[tuple[ItemState, Reason]]:
    return {(one.state, one.reason) for one in here.page(id_, thing)}


def over(here: Tenant, id_: int) -> bool:
    return here.line(id_).handover.state is HandoverState.DONE and not here.moving()


@pytest.mark.parametrize("left", [False, True])
def test_of_a_member_it_knows_no_more_the_customers_tell(here: Tenant, left: bool) -> None:
    here.world.sync()
    if left:
        here.resign()
    id_ = here.begin("wang")
    here.work()
    with refusing(here.fake, LEAVERS if left else RESULT, 40003):
        later(here, 0.5)
        assert here.sums(id_) == {"waiting": 10}
        later(here, 1)
    assert (here.sums(id_), over(here, id_)) == ({"done": 10}, True)
    assert len(here.follows()["wang"]) == 10


def test_a_refusal_that_says_nothing_of_it_is_waited_out(here: Tenant) -> None:
    here.world.sync()
    id_ = here.begin("wang")
    here.work()
    with refusing(here.fake, RESULT, 84074):
        later(here, 29)
        assert here.sums(id_) == {"waiting": 10}
        later(here, 2)
    assert (here.sums(id_), over(here, id_)) == ({"done": 10}, True)


def test_who_is_the_givers_still_long_after_is_somebodys_task(here: Tenant) -> None:
    here.world.sync()
    id_ = here.begin("wang")
    here.work()
    for number in range(10):
        here.fake.ctl(f"customer/wm{number:03}/refuse")
    with refusing(here.fake, RESULT, 40003):
        later(here, 1.5)
        assert here.sums(id_) == {"waiting": 10}
        later(here, 2)
    assert (why(here, id_), over(here, id_)) == ({(ItemState.FAILED, Reason.NO_ANSWER)}, True)
    assert here.tasks() == [("hand_over_rest", str(id_), "open")]


@pytest.mark.parametrize("learned", [False, True])
def test_where_it_tells_nothing_at_all_what_we_know_counts(here: Tenant, learned: bool) -> None:
    here.world.sync()
    id_ = here.begin("wang")
    here.work()
    here.pass_time(2 * DAY)
    if learned:
        here.world.sync("customers")
    with refusing(here.fake, RESULT, 40003), refusing(here.fake, GET, 50001):
        later(here, 0)
        assert here.sums(id_) == {"waiting": 10}
        later(here, 29)
    found = {(ItemState.DONE, Reason.NONE) if learned else (ItemState.FAILED, Reason.NO_ANSWER)}
    assert (why(here, id_), over(here, id_)) == (found, True)


def test_a_lost_call_and_lost_answers_end_too(here: Tenant) -> None:
    here.world.sync()
    here.fake.ctl("faults", kind="reset_after", path="externalcontact/transfer_customer", count=1)
    id_ = here.begin("wang")
    here.work()
    with refusing(here.fake, RESULT, 40003):
        later(here, 0.5)
        assert here.sums(id_) == {"asking": 10}
        later(here, 1)
    assert (here.sums(id_), here.asked(), over(here, id_)) == ({"done": 10}, 10, True)


def test_a_connection_that_never_comes_back_ends_it(here: Tenant) -> None:
    found_group(here.fake, "li", "wr1", "wm000")
    here.world.sync()
    with refusing(here.fake, GROUP, 50001):
        id_ = here.begin("wang")
        here.work()
    remove(here)
    later(here, 29)
    assert (here.sums(id_), here.rooms(id_)) == ({"waiting": 10}, {"waiting": 1})
    later(here, 2)
    assert why(here, id_) == why(here, id_, Thing.GROUP) == {(ItemState.FAILED, Reason.NO_ANSWER)}
    assert over(here, id_)


@pytest.mark.parametrize("code", [50001, 84074])
def test_a_group_that_it_does_not_show_now_is_looked_at_again(here: Tenant, code: int) -> None:
    found_group(here.fake, "li", "wr1", "wm000")
    here.world.sync()
    id_ = here.begin("wang", customers=())
    with refusing(here.fake, GROUP, code):
        here.work()
        later(here, 1)
        assert here.rooms(id_) == {"waiting": 1}
    later(here, 1)
    assert (here.rooms(id_), over(here, id_)) == ({"done": 1}, True)


@pytest.mark.parametrize("code", [50001, 84074])
@pytest.mark.parametrize("learned", [False, True])
def test_a_group_that_it_never_shows_is_whose_we_know_it_to_be(
    here: Tenant, code: int, learned: bool
) -> None:
    found_group(here.fake, "li", "wr1", "wm000")
    here.world.sync()
    id_ = here.begin("wang", customers=())
    with refusing(here.fake, GROUP, code):
        here.work()
    if learned:
        here.world.sync("groups")
    with refusing(here.fake, GROUP, code):
        later(here, 1)
        assert here.rooms(id_) == {"done" if learned else "waiting": 1}
        later(here, 30)
    found = (ItemState.DONE, Reason.NONE) if learned else (ItemState.FAILED, Reason.NO_ANSWER)
    assert (why(here, id_, Thing.GROUP), over(here, id_)) == ({found}, True)


@pytest.mark.parametrize("code", [40050, 90501, 90509])
def test_a_group_that_is_none_any_more_ends_at_once(here: Tenant, code: int) -> None:
    found_group(here.fake, "li", "wr1", "wm000")
    here.world.sync()
    id_ = here.begin("wang", customers=())
    with refusing(here.fake, GROUP, code):
        here.work()
    assert (why(here, id_, Thing.GROUP), over(here, id_)) == ({(ItemState.FAILED, Reason.GROUP_OVER)}, True)
