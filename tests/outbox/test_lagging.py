"""That a member tapped is told before what each of their recipients got: nobody is settled by what is merely not there
yet."""

import pytest
from tests.outbox.tenant import Tenant

from yutang.kit.clock import SECOND
from yutang.outbox import jobs
from yutang.outbox.model import LAGGING, CapRule, PartState, Reason, SendState, may_lag
from yutang.outbox.store import set_policy

LEFT_OUT = int(Reason.LEFT_OUT)


def _tapped(here: Tenant, seconds: int, share: float, *names: str) -> int:
    """A send that was tapped a moment ago, with results that lag so long for so many of the recipients."""
    id_ = here.send()
    here.work()
    here.fake.ctl("faults", kind="late_results", how={"seconds": seconds, "share": share}, seed=3)
    for name in names:
        here.fake.ctl(f"member/{name}/confirm")
    here.fake.pass_time(300)
    return id_


def _booked(here: Tenant) -> dict[int, int]:
    """Reason → how many another send would leave out."""
    found = here.place(here.compose(name="再来")).account
    return {int(reason): n for reason, n in found.excluded.items()}


def test_who_is_missing_right_after_the_tap_is_looked_for_again_and_stays_booked(here: Tenant) -> None:
    here.ledger.state.write(lambda conn: set_policy(conn, here.connection, CapRule.DAY))
    id_ = _tapped(here, 900, 0.5, "li", "wang")
    here.work(jobs.POLL)
    seen = here.states(id_)
    assert 0 < seen["confirmed"] < 15
    assert seen["sent"] == 15 - seen["confirmed"]
    assert _booked(here) == {10: seen["sent"], 11: seen["confirmed"]}
    assert {part.state for part in here.parts(id_)} == {PartState.WAITING}
    assert {task[2] for task in here.tasks()} == {"done"}  # staff have done their part
    here.fake.pass_time(900)
    here.work(jobs.POLL)
    assert (here.states(id_), here.one(id_).state) == ({"sent": 15}, SendState.DONE)
    assert here.facts() == {("touch_proposed", None): 15, ("touch_sent", None): 15}
    assert set(here.got().values()) == {1}


def test_who_stays_missing_is_left_out_in_the_end(here: Tenant) -> None:
    """The results never come: it ends with a reason, half an hour after the tap was seen, in a few looks."""
    id_ = _tapped(here, 9 * 86_400, 1.0, "li", "wang")
    looks = here.work(jobs.POLL)
    for minutes in (10, 10, 9):
        here.fake.pass_time(60 * minutes)
        looks += here.work(jobs.POLL)
        assert here.states(id_) == {"confirmed": 15}
    here.fake.pass_time(1_200)
    looks += here.work(jobs.POLL)
    assert (here.states(id_), here.one(id_).state) == ({"refused": 15}, SendState.DONE)
    assert here.facts()["touch_refused", LEFT_OUT] == 15
    assert looks <= 2 * 5


def test_who_tapped_right_before_it_was_cancelled_is_not_told_as_cancelled(here: Tenant) -> None:
    id_ = _tapped(here, 1_200, 0.5, "li")
    here.cancel(id_)
    here.work(jobs.POLL)
    seen = here.states(id_)
    assert seen["cancelled"] == 5  # wang's, who did not tap
    assert seen["confirmed"] > 0
    assert here.one(id_).state is SendState.CANCELLING
    here.fake.pass_time(1_200)
    here.work(jobs.POLL)
    assert (here.states(id_), here.one(id_).state) == ({"sent": 10, "cancelled": 5}, SendState.CANCELLED)
    assert len(here.got()) == 10


def test_who_tapped_right_before_the_end_is_not_told_as_expired(here: Tenant) -> None:
    id_ = here.send()
    here.work()
    here.fake.pass_time(2 * 86_400 - 60)
    here.fake.ctl("faults", kind="late_results", how={"seconds": 900})
    here.fake.ctl("member/li/confirm")
    here.fake.pass_time(120)
    here.work(jobs.POLL)
    assert here.states(id_) == {"confirmed": 10, "expired": 5}
    here.fake.pass_time(3_600)
    here.work(jobs.POLL)
    assert (here.states(id_), here.one(id_).state) == ({"sent": 10, "expired": 5}, SendState.DONE)


def test_what_was_tapped_before_its_lost_answer_was_found_is_not_made_again(here: Tenant) -> None:
    """Its recipients are missing when it is looked for: it may be another's, and it may be ours."""
    here.fake.ctl("faults", kind="reset_after", path="externalcontact/add_msg_template", count=2)
    here.fake.ctl("faults", kind="late_results", how={"seconds": 1_500})
    id_ = here.send()
    here.work(jobs.SUBMIT)
    assert (here.made(), here.states(id_)) == (2, {"unknown": 15})
    for name in ("li", "wang"):
        here.fake.ctl(f"member/{name}/confirm")
    for _ in range(4):
        here.fake.pass_time(360)
        here.work()
        assert (here.made(), here.states(id_)) == (2, {"unknown": 15})
    here.until(id_)
    assert (here.made(), here.states(id_)) == (2, {"sent": 15})
    assert set(here.got().values()) == {1}


@pytest.mark.parametrize(("seen", "now", "may"), [(None, 0, False), (5, 5, True), (0, LAGGING - 1, True),
                                                  (0, LAGGING, False)])  # fmt: skip
def test_how_long_a_result_may_lag(seen: int | None, now: int, may: bool) -> None:
    assert may_lag(seen, now) is may
    assert LAGGING == 1_800 * SECOND
