"""A sender's account gets another id: what is planned goes out under it, and what went out before is found by either."""

from typing import Any

import pytest
import sqlalchemy as sa
from tests.outbox import posts
from tests.outbox.tenant import Tenant

from fakecom.people import corp_in
from yutang.channels.contract.capabilities import Target
from yutang.channels.contract.message import Message, Task
from yutang.channels.wecom.sending import trace
from yutang.kit.db import Database
from yutang.outbox import jobs, renumbered, store
from yutang.outbox.model import PartState, SendKind, SendState, Wish
from yutang.outbox.moments import members
from yutang.outbox.moments.model import Publisher
from yutang.outbox.store import Whom

ADD, POST = "externalcontact/add_msg_template", "externalcontact/add_moment_task"


def rename(here: Tenant, *, told_as_new: bool = True) -> None:
    """`told_as_new`: what was made before is told under the new id, too."""
    here.fake.ctl("member/li/rename", to="li2")
    corp: Any = corp_in(here.fake)
    for one in (*corp.mass.values(), *corp.moments.values()) if told_as_new else ():
        if "li" in one.tasks:
            task = one.tasks["li2"] = one.tasks.pop("li")
            task.userid = "li2"
            for target in getattr(task, "targets", {}).values():
                target.userid = "li2"
    for _ in range(2):
        here.ledger.state.write(lambda conn: renumbered.renumber(conn, here.connection, "li", "li2"))


def senders(here: Tenant, id_: int) -> list[tuple[str, PartState]]:
    return [(part.sender, part.state) for part in here.parts(id_)]


def test_what_is_planned_goes_out_under_the_new_id(here: Tenant) -> None:
    id_ = here.send()
    rename(here)
    here.work()
    assert senders(here, id_) == [("li2", PartState.WAITING), ("wang", PartState.WAITING)]
    assert here.states(id_) == {"waiting": 15}


@pytest.mark.parametrize("told_as_new", [False, True])
def test_a_message_whose_answer_was_lost_is_found(here: Tenant, told_as_new: bool) -> None:
    here.fake.ctl("faults", kind="reset_after", path=ADD, count=2)
    id_ = here.send()
    here.work(jobs.SUBMIT)
    if not told_as_new:
        here.fake.ctl("member/li/confirm")
    rename(here, told_as_new=told_as_new)
    for _ in range(15):
        here.fake.pass_time(60)
        here.work()
    if told_as_new:
        here.fake.ctl("member/li2/confirm")
    here.fake.pass_time(3_600)
    here.work()
    assert (here.made(), here.states(id_)) == (2, {"sent": 10, "waiting": 5})
    assert set(here.got().values()) == {1}


@pytest.mark.parametrize("told_as_new", [False, True])
def test_late_results_of_who_tapped_are_waited_for(here: Tenant, told_as_new: bool) -> None:
    id_ = here.send()
    here.work()
    here.fake.ctl("faults", kind="late_results", how={"seconds": 900})
    if not told_as_new:
        here.fake.ctl("member/li/confirm")
    rename(here, told_as_new=told_as_new)
    if told_as_new:
        here.fake.ctl("member/li2/confirm")
    here.fake.pass_time(400)
    here.work()
    assert here.parts(id_)[0].confirmed_at is not None
    here.fake.pass_time(7_200)
    here.work()
    assert here.states(id_) == {"sent": 10, "waiting": 5}


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("told_as_new", [False, True])
def test_who_publishes_a_moment_is_known_by_either(here: Tenant, told_as_new: bool, lost: bool) -> None:
    if lost:
        here.fake.ctl("faults", kind="reset_after", path=POST, count=1)
    id_ = posts.confirmed(here, ("li",))
    here.work(jobs.SUBMIT)
    here.fake.pass_time(60)
    if not told_as_new:
        posts.publish(here, "li")
    rename(here, told_as_new=told_as_new)
    for _ in range(14):
        posts.later(here, 60)
    if told_as_new:
        posts.publish(here, "li2")
        posts.later(here, 600)
    assert (len(posts.made(here)), here.states(id_)) == (1, {"sent": 10})


def test_a_planned_moment_goes_out_under_the_new_id(here: Tenant) -> None:
    id_ = posts.confirmed(here, ("li",))
    rename(here)
    here.work(jobs.SUBMIT)
    posts.later(here, 60)
    posts.publish(here, "li2")
    posts.later(here, 600)
    assert (len(posts.made(here)), here.states(id_)) == (1, {"sent": 10})


def test_traces_find_either_and_other_refs_stay() -> None:
    hello = Message(text="你好")
    one = trace(Task(target=Target.PERSON, recipients=("wm1",), message=hello, sender="li"), 9_000_000)
    assert renumbered.either(one, "li", "li2") == one.replace('"li"', '""')
    post = trace(Task(target=Target.FEED, recipients=("li", "wang"), message=hello), 9_000_000)
    both = renumbered.either(post, "li", "li2")
    assert both == post.replace('["li","wang"]', '["li","wang","li2"]')
    assert renumbered.either(both, "li", "li2") == both
    job, told = (f"job:j1 {ref.removeprefix('sought:')}" for ref in (post, both))
    assert renumbered.either(job, "li", "li2") == told
    for ref in ("", "mass:li", "moment:li", "job:j1", "sought:?", one, post):
        assert renumbered.either(ref, "zhao", "li2") == ref
    assert renumbered.either("mass:li", "li", "li2") == "mass:li"


def test_of_another_connection_nothing_moves_and_a_seen_attempt_is_over(database: Database) -> None:
    whom, message = Whom(), Message(text="你好")
    usual = {"kind": SendKind.MESSAGE, "name": "", "purpose": "", "audience": whom, "message": message, "turn": 1,
             "state": SendState.RUNNING, "made_by_name": "", "made_at": 1, "changed_at": 1}  # fmt: skip

    def write(conn: sa.Connection) -> None:
        for connection in (1, 2):
            id_ = store.add(conn, usual | {"connection_id": connection})
            states = (PartState.PLANNED, PartState.UNKNOWN, PartState.DONE, PartState.PLANNED)
            rows = [
                {"send_id": id_, "number": n, "staff_id": 1, "sender": "li" if n < 3 else "wang", "people": 1,
                 "state": state, "due_at": 1, "wish": Wish.NONE}
                for n, state in enumerate(states)
            ]  # fmt: skip
            store.add_parts(conn, rows)
            members.put(conn, id_, [Publisher(1, "li", 1), Publisher(2, "wang", 1)])
        renumbered.renumber(conn, 1, "li", "li2")

    database.write(write)
    with database.read() as conn:
        here, there = ([(part.sender, part.attempt) for part in store.parts(conn, id_)] for id_ in (1, 2))
        names = [[one.userid for one in members.listed(conn, id_)] for id_ in (1, 2)]
    # With the one who publishes: whoever is about to submit what is planned of it says the old id.
    assert here == [("li2", 1), ("li2", 0), ("li2", 0), ("wang", 1)]
    assert there == [("li", 0), ("li", 0), ("li", 0), ("wang", 0)]
    assert names == [["li2", "wang"], ["li", "wang"]]
