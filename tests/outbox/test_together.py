"""What is noted of many parts is kept at once, in one batch; what somebody else was quicker with is left to them."""

from contextlib import ExitStack

import pytest
from tests.outbox.tenant import Tenant

from yutang.outbox import recipients, store
from yutang.outbox.later import PARTS
from yutang.outbox.looking import HELD
from yutang.outbox.model import PartState, SendState, TouchState, Wish
from yutang.outbox.placing import Desk
from yutang.outbox.recipients import News
from yutang.outbox.settling import note, together
from yutang.outbox.store import Part


def batches(here: Tenant, id_: int) -> int:
    """Of the ledger, that the send made."""
    with here.ledger.state.read() as conn:
        asked = conn.exec_driver_sql("select count(*) from inlet where origin = ?", (f"send {id_}",))
        return int(asked.scalar_one())


def sent(here: Tenant, desk: Desk, part: Part) -> None:
    """Note that everybody of a part got it."""
    with here.ledger.state.read() as conn:
        people = recipients.open_of(conn, part.id)
    news = [News(one, TouchState.SENT) for one in people]
    note(desk, (here.one(part.send_id), part), news, HELD, state=PartState.DONE, confirmed_at=here.now())


def submitted(here: Tenant) -> tuple[int, list[Part]]:
    id_ = here.send()
    here.work()
    return id_, here.parts(id_)


def test_two_parts_are_one_batch_of_the_ledger(here: Tenant) -> None:
    id_, parts = submitted(here)
    before = batches(here, id_)
    with together(here.desk) as desk:
        for part in parts:
            sent(here, desk, part)
        assert here.states(id_) == {"waiting": 15}
    assert (here.states(id_), batches(here, id_)) == ({"sent": 15}, before + 1)
    assert here.one(id_).state is SendState.DONE
    assert [task[2] for task in here.tasks()] == ["done", "done"]
    assert here.facts()["touch_sent", None] == 15


def test_with_one_somebody_was_quicker_and_the_others_are_kept(here: Tenant) -> None:
    id_, parts = submitted(here)
    with together(here.desk) as desk:
        for part in parts:
            sent(here, desk, part)
        taken = {"state": PartState.UNKNOWN, "attempt": parts[0].attempt + 1}
        here.ledger.state.write(lambda conn: store.change_part(conn, parts[0].id, HELD, **taken))
    assert here.states(id_) == {"unknown": 10, "sent": 5}
    assert here.facts()["touch_sent", None] == 5
    assert here.one(id_).state is SendState.RUNNING


def test_what_was_noted_before_it_broke_is_kept(here: Tenant) -> None:
    id_, parts = submitted(here)
    stack = ExitStack()
    sent(here, stack.enter_context(together(here.desk)), parts[1])
    with pytest.raises(KeyError), stack:
        raise KeyError
    assert here.states(id_) == {"waiting": 10, "sent": 5}


def test_so_many_wait_and_no_more(here: Tenant) -> None:
    id_, parts = submitted(here)
    with together(here.desk) as desk:
        assert desk.later is not None
        for _ in range(PARTS - 1):
            sent(here, desk, parts[0])
        assert here.states(id_) == {"waiting": 15}
        sent(here, desk, parts[0])  # the same again: the first of them counts
        assert (here.states(id_), desk.later.take()) == ({"sent": 10, "waiting": 5}, [])
    assert here.facts()["touch_sent", None] == 10


def test_what_was_wished_for_meanwhile_does_not_wait(here: Tenant) -> None:
    id_, parts = submitted(here)
    with together(here.desk) as desk:
        with here.ledger.state.read() as conn:
            first = recipients.open_of(conn, parts[0].id)[:1]
        later = here.now() + 10**10
        note(desk, (here.one(id_), parts[0]), [News(first[0], TouchState.SENT)], HELD, due_at=later)
        here.cancel(id_)
    after = here.parts(id_)
    assert [(one.wish, one.due_at) for one in after] == [(Wish.CANCEL, here.now())] * 2
