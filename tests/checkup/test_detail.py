"""One group in full: days and weeks without a gap, the check-up's own measures, its history, its open tasks."""

import datetime as dt

import pytest
from tests.checkup.tenant import BOSS, END, GROUPS, LAST, fill, operator
from tests.checkup.world import World

from ledger.batch import DAY, join, leave, say, take
from yutang.accounts.model import Viewer
from yutang.checkup.changepoints import DAYS
from yutang.checkup.decide import DecisionKind, Verdict
from yutang.checkup.decisions import accept, keep, undo
from yutang.checkup.detail import COURSES, WEEKS, Courses, Detail, course, detail, history
from yutang.checkup.kept import Moved
from yutang.checkup.model import Advice, State
from yutang.checkup.settings import Assumptions
from yutang.checkup.snapshots import Board
from yutang.ledger.catalogue import Role
from yutang.ledger.ledger import Ledger
from yutang.tasks import actions as tasks

DAY_OF = dt.date(2026, 6, 30)
ZONE = "Asia/Shanghai"


def shown(
    ledger: Ledger, ref: str, viewer: Viewer = BOSS, board: Board | None = None, now: int = END
) -> Detail | None:
    board = board or Board(ledger, Assumptions())
    if board.newest() is None:
        board.take(now=END)
    sight = board.look(viewer, None, now=now)
    assert sight is not None
    with ledger.state.read() as conn:
        return detail(conn, sight, board.courses, ref, now=now)


def test_the_course_of_a_living_group(ledger: Ledger) -> None:
    fill(ledger)
    found = shown(ledger, "wecom:alive")
    assert found is not None
    assert [d.day for d in found.course.daily] == [LAST - dt.timedelta(n) for n in reversed(range(DAYS))]
    assert (found.course.daily[-1].people, found.course.daily[0].people) == (7, 0)
    assert sum(d.staff for d in found.course.daily) == 1
    assert [d.people for d in found.course.daily[-28:]] == found.report.spark
    assert [(b.groups, b.messages) for b in found.blasts] == [(1, 1)]
    assert (found.row.id, found.row.size_limit, found.row.decision) == ("wecom:alive", 200, None)
    assert (found.history, found.tasks) == ([], [])


def test_weeks_begin_on_monday_and_have_no_gap(ledger: Ledger) -> None:
    fill(ledger)
    take(ledger, "moves", join("alive", "new", END - 9 * DAY), leave("alive", "new", END - DAY),
         leave("alive", "p1", END - DAY), join("alive", "ann", END - DAY))  # fmt: skip
    found = shown(ledger, "wecom:alive")
    assert found is not None
    flows = found.course.flows
    assert len(flows) == WEEKS
    assert all(w.week.weekday() == 0 for w in flows)
    assert flows[-1].week == dt.date(2026, 6, 29)
    assert {w.week: (w.inflow, w.evaporation) for w in flows if w.inflow or w.evaporation} == {
        dt.date(2026, 6, 15): (1, 0),  # 21 June is a Sunday
        dt.date(2026, 6, 29): (0, 2),  # staff are no flow
    }
    assert sum(w.evaporation for w in flows[-4:]) == found.report.evaporation_28d


def test_a_change_of_level_is_found_only_here() -> None:
    world = World(roles={90: Role.STAFF})
    world.talk(1, range(90, 180), range(1, 8))
    world.talk(1, range(1, 90), range(1, 3))
    with world.store() as con:
        found = course(con, 1, DAY_OF, ZONE, Assumptions())
    (change,) = found.changes
    assert abs((change.day - (DAY_OF - dt.timedelta(89))).days) <= 2
    assert change.before > 5 > change.after


def test_counted_days_are_days_too() -> None:
    world = World(roles={90: Role.STAFF})
    world.count(1, 3, 40, speakers=9)
    world.say(1, 5, 3)  # messages of that day win
    world.count(1, 4, 30, speakers=8)
    world.say(2, 6, 4)
    with world.store() as con:
        days = {d.day: d.people for d in course(con, 1, DAY_OF, ZONE, Assumptions()).daily}
    assert (days[DAY_OF - dt.timedelta(4)], days[DAY_OF - dt.timedelta(3)]) == (30, 1)


def test_a_group_without_a_word_has_zeros() -> None:
    world = World()
    world.group(1)
    with world.store() as con:
        found = course(con, 1, DAY_OF, ZONE, Assumptions())
    assert (
        sum(d.people + d.staff for d in found.daily)
        == sum(w.inflow + w.evaporation for w in found.flows)
        == 0
    )
    assert (len(found.daily), len(found.flows), found.changes) == (DAYS, WEEKS, [])


def test_the_course_is_held_until_facts_come_in(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(ledger)
    held = Courses(ledger.analytics, Assumptions())
    first = held.of(1, LAST, ZONE)
    assert held.of(1, LAST, ZONE) is first
    take(ledger, "more", say("alive", "p1", END - DAY))
    assert held.of(1, LAST, ZONE) is not first
    monkeypatch.setattr("yutang.checkup.detail.course", lambda *_: first)
    for group in range(COURSES + 50):
        held.of(group, LAST, ZONE)
    assert len(held._held) == COURSES


def test_the_history_of_a_group_is_one_line(ledger: Ledger) -> None:
    fill(ledger)
    board = Board(ledger, Assumptions())
    snapshot = board.take(now=END)
    assert snapshot is not None
    quiet = ["wecom:quiet"]

    def act(what, now: int, **more: object) -> None:
        ledger.state.write(lambda conn: what(conn, snapshot, quiet, viewer=BOSS, now=now, **more))

    act(accept, END + 1_000)
    task = shown(ledger, quiet[0], board=board)
    assert task is not None
    assert [(t.kind, t.subject_id) for t in task.tasks] == [("stop_group", quiet[0])]
    ledger.state.write(
        lambda conn: tasks.finish(conn, [task.tasks[0].id], viewer=BOSS, now=END + 2_000, result="已停用")
    )
    act(keep, END + 3_000, reason="老客户")
    act(undo, END + 4_000)
    found = shown(ledger, quiet[0], board=board)
    assert found is not None
    assert [(e.act, e.reason, e.at - END // 1000) for e in found.history] == [
        ("advice_undone", "", 4),
        ("advice_kept", "老客户", 3),
        ("task_done", "已停用", 2),
        ("advice_accepted", "", 1),
    ]
    assert {e.by_name for e in found.history} <= {
        "老板",
        "",
    }  # who finished a task has an account; the boss here none
    assert found.tasks == []


def test_what_the_check_up_said_before_is_history_too() -> None:
    moved = Moved(
        as_of=LAST, made_at=END, state="dead", advice="stop", was_state="fading", was_advice="revive"
    )
    (event,) = history([moved], [], [])
    assert (event.act, event.at, event.by_name) == ("checkup_moved", END // 1000, "")
    assert event.params == {
        "state": "dead", "was_state": "fading", "advice": "stop", "was_advice": "revive", "day": "2026-06-30",
    }  # fmt: skip


def test_a_snooze_in_the_history_says_until_when() -> None:
    verdict = Verdict(group_id=1, kind=DecisionKind.SNOOZED, until=LAST, reason="", state=State.DEAD,
                      advice=Advice.STOP, by_name="安", decided_at=END, undone_at=END + 5, undone_by_name="鲍")  # fmt: skip
    undone, snoozed = history([], [verdict], [])
    assert (snoozed.act, snoozed.params) == ("advice_snoozed", {"advice": "stop", "until": "2026-06-30"})
    assert (undone.act, undone.by_name, undone.params) == ("advice_undone", "鲍", {"kind": "snoozed"})


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_an_operator_sees_the_groups_they_own(tenant: Ledger, name: str) -> None:
    board = Board(tenant, Assumptions())
    snapshot = board._newest = (
        Board(tenant, Assumptions()).take(now=END) if board.newest() is None else board.newest()
    )
    assert snapshot is not None
    for who in ("ann", "bob"):
        found = shown(tenant, f"wecom:{name}", operator(tenant, who), board=board)
        assert (found is not None) == (GROUPS[name][0] == who)
        if found is not None and found.report.merge_name:
            assert (found.report.merge_with is None) == (who == "bob")


def test_there_is_no_such_group(tenant: Ledger) -> None:
    assert shown(tenant, "wecom:none") is None
    assert shown(tenant, "") is None
