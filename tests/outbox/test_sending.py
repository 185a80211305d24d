"""A send from its draft to each recipient's end, on a real fakecom."""

from typing import Any

import pytest
from tests.outbox.tenant import Tenant

from fakecom.people import corp_in
from yutang.customers.acts.erasing import erase
from yutang.kit.clock import DAY
from yutang.kit.errors import YutangError
from yutang.ledger.catalogue import Kind
from yutang.outbox import jobs, placing, submitting
from yutang.outbox.model import CapRule, PartState, SendState
from yutang.outbox.recipients import used
from yutang.outbox.store import change, set_policy


def test_nothing_leaves_before_it_is_confirmed_and_then_once_a_member(here: Tenant) -> None:
    id_ = here.compose()
    here.work()
    assert (here.made(), here.states(id_)) == (0, {})
    found = here.confirm(id_)
    assert (found.audience, found.proposed, found.senders, found.parts) == (15, 15, 2, 2)
    assert here.states(id_) == {"planned": 15}
    here.work(jobs.SUBMIT)
    assert (here.made(), here.states(id_)) == (2, {"waiting": 15})
    here.work(jobs.SUBMIT)
    assert here.made() == 2
    assert here.got() == {}


def test_who_confirms_and_who_doesnt(here: Tenant) -> None:
    """li confirms, wang ignores: everybody ends in one state, and the sums add up."""
    id_ = here.send()
    here.work()
    assert [task[0] for task in here.tasks()] == ["confirm_send", "confirm_send"]
    here.fake.ctl("member/li/confirm")
    here.fake.pass_time(600)
    here.work()
    assert here.states(id_) == {"sent": 10, "waiting": 5}
    assert [task[2] for task in here.tasks()] == ["done", "open"]
    assert here.one(id_).state is SendState.RUNNING
    here.until(id_)
    assert here.states(id_) == {"sent": 10, "expired": 5}
    assert here.one(id_).state is SendState.DONE
    assert [task[2] for task in here.tasks()] == ["done", "dropped"]
    assert sorted(part.state for part in here.parts(id_)) == [PartState.DONE, PartState.EXPIRED]
    assert here.facts() == {("touch_proposed", None): 15, ("touch_sent", None): 10, ("touch_refused", 27): 5}
    assert here.got() == {f"wm{n:03}": 1 for n in range(10)}


def test_what_expired_can_no_longer_be_sent(here: Tenant) -> None:
    id_ = here.send()
    here.until(id_)
    assert here.fake.http.post("/__ctl/member/li/confirm", json={}).json()["confirmed"] == []
    assert here.got() == {}


def test_reasons_of_the_platform_come_down_to_each(here: Tenant) -> None:
    """One deleted li after the plan, one was written to too often meanwhile."""
    here.fake.ctl("policy", mass_rule="per_day1")
    id_ = here.send()
    here.work()
    here.fake.ctl("delete", userid="li", external_userid="wm000", by="customer")
    here.fake.ctl("member/li/mass", external_userid=["wm001"], text="自己发的")
    here.fake.ctl("member/li/confirm")
    here.fake.ctl("member/wang/confirm")
    here.until(id_)
    assert here.states(id_) == {"sent": 13, "refused": 2}
    assert here.facts() == {
        ("touch_proposed", None): 15, ("touch_sent", None): 13, ("touch_refused", 20): 1, ("touch_refused", 21): 1
    }  # fmt: skip
    assert here.got()["wm001"] == 1  # their own message


def test_who_is_gone_by_then_is_told_as_invalid(here: Tenant) -> None:
    id_ = here.send()
    here.fake.ctl("delete", userid="li", external_userid="wm000", by="member")
    here.work()
    assert here.states(id_) == {"waiting": 14, "refused": 1}
    assert here.facts()["touch_refused", 22] == 1


def test_cancelling_stops_what_is_not_sent_and_keeps_what_is(here: Tenant) -> None:
    id_ = here.send()
    here.work()
    here.fake.ctl("member/li/confirm")
    here.cancel(id_)
    here.cancel(id_)
    assert here.one(id_).state is SendState.CANCELLING
    here.fake.pass_time(600)
    here.work()
    assert here.states(id_) == {"sent": 10, "cancelled": 5}
    assert here.one(id_).state is SendState.CANCELLED
    assert here.fake.http.post("/__ctl/member/wang/confirm", json={}).json()["confirmed"] == []
    assert len(here.got()) == 10
    assert here.facts()["touch_refused", 26] == 5


def test_cancelled_before_it_was_submitted_it_never_is(here: Tenant) -> None:
    id_ = here.send()
    here.cancel(id_)
    here.work()
    assert (here.made(), here.states(id_)) == (0, {"cancelled": 15})
    assert here.one(id_).state is SendState.CANCELLED
    assert {task[2] for task in here.tasks()} == {"dropped"}
    assert here.facts() == {
        ("touch_proposed", None): 15,
        ("touch_refused", 26): 15,
    }  # each customer's page says it
    with pytest.raises(YutangError, match="send_not_running"):
        here.cancel(id_)


def test_cancelled_while_it_is_about_to_be_submitted_it_never_is(
    here: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job has looked at the part, and a person presses before it says so."""
    id_ = here.send()
    looked = submitting._still_welcome

    def pressed(desk: Any, of: Any, people: Any) -> Any:
        here.cancel(id_)
        return looked(desk, of, people)

    monkeypatch.setattr(submitting, "_still_welcome", pressed)
    here.work(jobs.SUBMIT)
    monkeypatch.undo()
    here.work()
    assert (here.made(), here.states(id_)) == (0, {"cancelled": 15})
    assert here.one(id_).state is SendState.CANCELLED


def test_staff_are_reminded_three_times_a_day_and_no_more(here: Tenant) -> None:
    here.fake.ctl("member/*/habit", probability=0.0)
    id_ = here.send()
    here.work()
    for _ in range(3):
        here.fake.pass_time(600)
        assert here.remind(id_) == 2
        here.work()
    with pytest.raises(YutangError, match="send_reminded"):
        here.remind(id_)
    assert [len(part.reminded) for part in here.parts(id_)] == [3, 3]
    assert {len(one.reminded_at) for one in _messages(here)} == {3}
    here.fake.pass_time(86_400)
    assert here.remind(id_) == 2


def test_asked_twice_at_once_they_are_reminded_once(here: Tenant) -> None:
    id_ = here.send()
    here.work()
    assert [here.remind(id_), here.remind(id_)] == [2, 2]
    here.work()
    assert {len(one.reminded_at) for one in _messages(here)} == {1}


def test_who_confirmed_is_not_reminded(here: Tenant) -> None:
    id_ = here.send()
    here.work()
    here.fake.ctl("member/li/confirm")
    here.fake.pass_time(600)
    here.work()
    assert here.remind(id_) == 1


def test_looks_grow_seldom(here: Tenant) -> None:
    """Two days of the clock, every minute: not two thousand eight hundred looks a part."""
    id_ = here.send()
    asked = 0
    for _ in range(48 * 12 + 13):
        asked += here.work(jobs.POLL)
        here.work(jobs.SUBMIT)
        here.fake.pass_time(300)
    assert here.one(id_).ended_at is not None
    assert asked < 2 * 80


def test_open_recipients_are_booked_and_the_sent_use_up(here: Tenant) -> None:
    here.ledger.state.write(lambda conn: set_policy(conn, here.connection, CapRule.DAY))
    first, second = here.compose(), here.compose(name="再来")
    here.confirm(first)
    assert {int(k): n for k, n in here.place(second).account.excluded.items()} == {11: 15}
    with pytest.raises(YutangError, match="send_nobody"):
        here.confirm(second)
    here.work()
    here.fake.ctl("member/li/confirm")
    here.fake.pass_time(600)
    here.work()
    assert {int(k): n for k, n in here.place(second).account.excluded.items()} == {10: 10, 11: 5}
    here.cancel(first)
    here.work()
    found = here.place(second).account
    assert ({int(k): n for k, n in found.excluded.items()}, found.proposed) == ({10: 10}, 5)
    here.fake.pass_time(86_400)
    assert here.place(second).account.proposed == 15


def test_the_ledger_of_caps_counts_what_is_in_the_window(here: Tenant) -> None:
    id_ = here.send()
    here.work()
    here.fake.ctl("member/li/confirm")
    here.until(id_)
    with here.ledger.state.read() as conn:
        now = used(conn, here.connection, 0).to_pydict()
        later = used(conn, here.connection, here.now() + DAY)
        other = used(conn, here.connection + 1, 0)
    assert (sum(now["sent"]), sum(now["booked"]), later.num_rows, other.num_rows) == (10, 0, 0, 0)


def test_a_plan_that_moved_since_it_was_seen_is_not_confirmed(here: Tenant) -> None:
    id_ = here.compose()
    seen = here.place(id_).digest
    here.hear(Kind.CONSENT_WITHDRAWN, actor="wm003", ref="促销", props="{}")
    with pytest.raises(YutangError, match="send_moved"):
        placing.confirm(here.desk, id_, here.known(), seen, turn=1, viewer=here.boss)
    assert here.states(id_) == {}
    found = here.confirm(id_)
    assert ({int(k): n for k, n in found.excluded.items()}, found.proposed) == ({9: 1}, 14)
    assert here.states(id_) == {"excluded": 1, "planned": 14}


def test_confirmed_once(here: Tenant) -> None:
    id_ = here.send()
    with pytest.raises(YutangError, match="send_not_draft"):
        here.confirm(id_)
    assert here.facts()["touch_proposed", None] == 15


def test_who_took_back_consent_while_it_waited_gets_nothing(here: Tenant) -> None:
    """A part that could not be handed over at once may wait for days."""
    here.fake.ctl("faults", kind="rate", path="externalcontact/add_msg_template", count=1)
    id_ = here.send()
    here.work(jobs.SUBMIT)
    assert here.made() == 0
    here.hear(Kind.CONSENT_WITHDRAWN, actor="wm003", ref="促销", props="{}")
    here.hear(Kind.CONSENT_WITHDRAWN, actor="wm004", ref="通知", props="{}")
    here.hear(Kind.CONSENT_WITHDRAWN, actor="wm005", ref="促销", props='{"channel":"sms"}')
    here.fake.pass_time(7_200)
    here.work()
    for one in ("li", "wang"):
        here.fake.ctl(f"member/{one}/confirm")
    here.until(id_)
    assert here.states(id_) == {"sent": 14, "refused": 1}
    assert here.facts()["touch_refused", 9] == 1
    assert "wm003" not in here.got()


def test_what_is_confirmed_can_be_changed_by_nobody_who_read_the_draft(here: Tenant) -> None:
    """On PostgreSQL two processes may have read it before one of them confirmed it."""
    id_ = here.send()
    changed = here.ledger.state.write(lambda conn: change(conn, id_, seen_turn=1, name="又一次"))
    assert (changed, here.one(id_).name) == (False, "周五")


def test_who_was_erased_since_gets_nothing(here: Tenant) -> None:
    id_ = here.send()
    erase(here.ledger, here.boss, here.id("wm000"), now=here.now())
    here.work()
    here.fake.ctl("member/li/confirm")
    here.fake.ctl("member/wang/confirm")
    here.until(id_)
    assert here.states(id_) == {"sent": 14, "refused": 1}
    assert "wm000" not in here.got()


def _messages(here: Tenant) -> list[Any]:
    return list(corp_in(here.fake).mass.values())
