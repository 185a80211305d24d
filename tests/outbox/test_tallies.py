"""How many recipients are how is kept beside them: exact after every turn (`Tenant.close` counts them one by one), and within
the scope."""

import pyarrow as pa
import sqlalchemy as sa
from tests.outbox import posts, sums
from tests.outbox.tenant import HELLO, Tenant

from yutang.accounts.model import Scope
from yutang.kit.db import Database
from yutang.outbox import recipients, store, tallies
from yutang.outbox.audience import PLACED
from yutang.outbox.model import Reason, SendKind, SendState, TouchState
from yutang.outbox.recipients import News
from yutang.outbox.store import Whom


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
    assert (here.states(id_), _kept(here)) == ({"planned": 15}, True)
    here.work()
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
    here.work()
    id_ = here.send(name="再来")
    li = Scope(everything=False, staff=frozenset({here.id("li")}))
    nobody = Scope(everything=False)
    with here.ledger.state.read() as conn:
        assert tallies.states(conn, [first, id_], li) == {first: {"cancelled": 10}, id_: {"planned": 10}}
        assert tallies.states(conn, [id_], nobody) == {id_: {}}
        assert tallies.reasons(conn, first, li) == {(TouchState.CANCELLED, Reason.CANCELLED): 10}
        rows = recipients.page(conn, id_, li, recipients.Which(), limit=100)
        assert len(rows) == 10


def test_they_are_counted_alike_by_each_database(database: Database) -> None:
    values = {"connection_id": 1, "kind": SendKind.MESSAGE, "name": "周五", "purpose": "促销", "audience": Whom(segment=1),
              "message": HELLO, "state": SendState.RUNNING, "turn": 1, "made_by": None, "made_by_name": "x",
              "made_at": 1, "changed_at": 1}  # fmt: skip
    rows = [(1, 9, 0, 0), (2, 9, 0, 0), (3, 8, 0, 1), (4, 9, 9, None), (5, None, 1, None)]
    columns = [*zip(*[(who, who, staff, "u", why, part) for who, staff, why, part in rows], strict=True)]
    placed = pa.Table.from_arrays([pa.array(column) for column in columns], names=PLACED.names).cast(PLACED)

    def write(conn: sa.Connection) -> int:
        id_ = store.add(conn, values)
        part = {"send_id": id_, "sender": "u", "people": 2, "due_at": 1}
        ids = store.add_parts(
            conn, [part | {"number": 0, "staff_id": 9}, part | {"number": 1, "staff_id": 8}]
        )
        recipients.put(conn, id_, placed, ids)
        assert sums.kept(conn) == sums.counted(conn)
        one = recipients.Open(1, 1, 9, "wm1")
        recipients.tell(conn, id_, ids[:1], [News(one, TouchState.SENT, at=5)])
        return id_

    id_ = database.write(write)
    with database.read() as conn:
        assert sums.kept(conn) == sums.counted(conn)
        found = tallies.states(conn, [id_, id_ + 1], Scope(everything=True))
        mine = tallies.reasons(conn, id_, Scope(everything=False, staff=frozenset({9})))
    assert found == {id_: {"excluded": 2, "planned": 2, "sent": 1}, id_ + 1: {}}
    assert mine == {("excluded", 9): 1, ("open", 0): 1, ("sent", 0): 1}
    rest = [recipients.Open(who, who, staff, "x") for who, staff in ((2, 9), (3, 8))]
    gone = [News(one, TouchState.CANCELLED, Reason.CANCELLED, 7) for one in rest]
    database.write(lambda conn: recipients.tell(conn, id_, [one.id for one in store.parts(conn, id_)], gone))
    with database.read() as conn:
        assert sums.kept(conn) == sums.counted(conn)
        assert {one: sum(how.values()) for one, how in tallies.by_staff(conn, id_).items()} == {8: 1, 9: 2}
