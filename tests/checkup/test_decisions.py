"""Accept, snooze, keep, undo: one decision a group, tasks once, all within the scope, all or nothing."""

import datetime as dt
import random

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from tests.checkup.tenant import BOSS, END, GROUPS, LAST, fill, operator, staff_id
from tests.insight.sample import group

from ledger.batch import DAY, SECOND
from yutang.accounts.audit import listed
from yutang.accounts.model import Viewer
from yutang.accounts.tables import user_account
from yutang.checkup import verdicts
from yutang.checkup.decide import (
    Chosen,
    DecisionKind,
    Verdict,
    decision,
    harm,
    in_force,
    sort_out,
    task_for,
    worse,
)
from yutang.checkup.decisions import Unseen, accept, keep, preview, snooze, undo
from yutang.checkup.kept import Snapshot
from yutang.checkup.model import Advice, Reason, State
from yutang.checkup.settings import Assumptions
from yutang.checkup.sight import Shown
from yutang.checkup.tables import group_decision
from yutang.checkup.taking import make
from yutang.kit import clock
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger
from yutang.tasks import actions as tasks
from yutang.tasks.model import Task, TaskState

ZONE = clock.zone("Asia/Shanghai")
DEAD = ["wecom:quiet", "wecom:double", "wecom:shadow"]
ALL = [f"wecom:{name}" for name in GROUPS]


@pytest.fixture
def snapshot(ledger: Ledger) -> Snapshot:
    fill(ledger)
    made = make(ledger, Assumptions(), now=END)
    assert made is not None
    return made


def held(ledger: Ledger, snapshot: Snapshot, now: int = END) -> dict[str, str]:
    """Decision by group that stands and is in force."""
    with ledger.state.read() as conn:
        overlay = Shown(snapshot).overlay(conn, now)
    groups = snapshot.survey.checkup.groups
    return {g.id.removeprefix("wecom:"): d.kind.value for g, d in zip(groups, overlay.held, strict=True) if d}


def work(ledger: Ledger, ref: str, viewer: Viewer = BOSS) -> list[Task]:
    with ledger.state.read() as conn:
        return tasks.of_subject(conn, viewer, "group", ref, now=END)


def open_tasks(ledger: Ledger) -> int:
    return sum(task.state is TaskState.OPEN for ref in ALL for task in work(ledger, ref))


def accepted(
    ledger: Ledger, snapshot: Snapshot, refs: list[str], viewer: Viewer = BOSS, now: int = END, **more: int
):
    return ledger.state.write(lambda conn: accept(conn, snapshot, refs, viewer=viewer, now=now, **more))


def kept(ledger: Ledger, snapshot: Snapshot, refs: list[str], viewer: Viewer = BOSS, now: int = END):
    return ledger.state.write(lambda conn: keep(conn, snapshot, refs, "老客户群", viewer=viewer, now=now))


def undone(ledger: Ledger, snapshot: Snapshot, refs: list[str], viewer: Viewer = BOSS, now: int = END):
    return ledger.state.write(lambda conn: undo(conn, snapshot, refs, viewer=viewer, now=now))


def test_an_accept_gives_each_owner_a_task(ledger: Ledger, snapshot: Snapshot) -> None:
    told = accepted(ledger, snapshot, ALL)
    assert (told.tasks, told.already, told.nothing_to_do) == (4, 0, 3)
    assert held(ledger, snapshot) == dict.fromkeys(["quiet", "double", "shadow", "fading"], "accepted")
    (task,) = work(ledger, "wecom:shadow", operator(ledger, "bob"))
    assert (task.kind, task.params["into"], task.why.code) == ("merge_group", "群alive", "shares_people")
    assert (task.subject_name, task.owner_staff_id) == ("群shadow", staff_id(ledger, "bob"))
    assert work(ledger, "wecom:shadow", operator(ledger, "ann")) == []
    kinds = [work(ledger, f"wecom:{name}")[0].kind for name in ("quiet", "fading")]
    assert kinds == ["stop_group", "revive_group"]


def test_accepting_twice_makes_no_second_task(ledger: Ledger, snapshot: Snapshot) -> None:
    accepted(ledger, snapshot, DEAD)
    again = accepted(ledger, snapshot, [*DEAD, *DEAD], now=END + 1)
    assert (again.tasks, again.already) == (0, 3)
    assert open_tasks(ledger) == 3
    with ledger.state.read() as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(group_decision)).scalar() == 3


def test_a_preview_says_what_will_be_and_writes_nothing(ledger: Ledger, snapshot: Snapshot) -> None:
    row = {"login": "ann", "name": "Ann", "role": "operator", "staff_id": staff_id(ledger, "ann")}
    ledger.state.write(lambda conn: conn.execute(sa.insert(user_account).values(_account(row))))
    with ledger.state.read() as conn:
        told = preview(conn, snapshot, ALL, viewer=BOSS)
    assert (told.tasks, told.without_owner, told.already, told.nothing_to_do) == (4, 0, 0, 3)
    assert [(o.owner, o.tasks, sorted(o.groups)) for o in told.owners] == [
        ("Ann", 2, ["群double", "群quiet"]),
        ("Bob", 2, ["群fading", "群shadow"]),
    ]
    assert [o.user_id is None for o in told.owners] == [False, True]
    assert held(ledger, snapshot) == {}
    assert accepted(ledger, snapshot, ALL).tasks == told.tasks


def _account(row: dict[str, object]) -> dict[str, object]:
    """The columns that an account can't be without, whatever they are."""
    needed = {c.name: 0 if isinstance(c.type, sa.BigInteger | sa.Integer | sa.Boolean) else "" for c in user_account.c
              if not c.nullable and not c.primary_key}  # fmt: skip
    return {
        name: False if isinstance(user_account.c[name].type, sa.Boolean) else v for name, v in needed.items()
    } | row


def test_a_group_without_an_owner_gets_a_task_for_nobody_in_particular(
    ledger: Ledger, snapshot: Snapshot
) -> None:
    groups = snapshot.survey.checkup.groups
    told = [msgspec.structs.replace(g, advice=Advice.STOP) if g.id == "wecom:orphan" else g for g in groups]
    survey = msgspec.structs.replace(
        snapshot.survey, checkup=msgspec.structs.replace(snapshot.survey.checkup, groups=told)
    )
    worse_now = msgspec.structs.replace(snapshot, survey=survey)
    with ledger.state.read() as conn:
        assert preview(conn, worse_now, ["wecom:orphan"], viewer=BOSS).without_owner == 1
    assert accepted(ledger, worse_now, ["wecom:orphan"]).tasks == 1
    assert work(ledger, "wecom:orphan")[0].owner_staff_id is None


def test_undo_drops_the_open_tasks_and_leaves_what_was_done(ledger: Ledger, snapshot: Snapshot) -> None:
    accepted(ledger, snapshot, DEAD)
    done = work(ledger, "wecom:quiet")[0].id
    ledger.state.write(lambda conn: tasks.finish(conn, [done], viewer=BOSS, now=END + 1))
    assert undone(ledger, snapshot, [*DEAD, "wecom:bright"]) == 3
    assert held(ledger, snapshot) == {}
    states = {ref: work(ledger, ref)[0].state for ref in DEAD}
    assert states["wecom:quiet"] is TaskState.DONE
    assert {states["wecom:double"], states["wecom:shadow"]} == {TaskState.DROPPED}
    assert undone(ledger, snapshot, DEAD) == 0
    assert accepted(ledger, snapshot, DEAD, now=END + 2).tasks == 3


def test_a_snooze_ends_by_its_day(ledger: Ledger, snapshot: Snapshot) -> None:
    until = LAST + dt.timedelta(3)
    ledger.state.write(lambda conn: snooze(conn, snapshot, DEAD, until, viewer=BOSS, now=END))
    assert held(ledger, snapshot) == {"quiet": "snoozed", "double": "snoozed", "shadow": "snoozed"}
    last_hour = END + 2 * DAY + 3 * 3600 * SECOND  # 23:00 of the day before
    assert len(held(ledger, snapshot, now=last_hour)) == 3
    assert held(ledger, snapshot, now=last_hour + 3600 * SECOND) == {}
    assert accepted(ledger, snapshot, DEAD, now=END + 4 * DAY).tasks == 3


@pytest.mark.parametrize("days", [0, -1])
def test_a_snooze_needs_a_day_ahead(ledger: Ledger, snapshot: Snapshot, days: int) -> None:
    until = LAST + dt.timedelta(days)
    with pytest.raises(YutangError, match="snooze_past"):
        ledger.state.write(lambda conn: snooze(conn, snapshot, DEAD, until, viewer=BOSS, now=END))


def test_keep_anyway_is_remembered_with_its_reason(ledger: Ledger, snapshot: Snapshot) -> None:
    assert kept(ledger, snapshot, ["wecom:quiet"]) == 1
    with ledger.state.read() as conn:
        shown = Shown(snapshot)
        one = shown.overlay(conn, END + 400 * DAY).held[shown.place["wecom:quiet"]]
    assert one is not None
    assert (one.kind, one.reason, one.by_name, one.at, one.worse) == (
        "kept",
        "老客户群",
        "老板",
        END // 1000,
        False,
    )
    with pytest.raises(YutangError, match="reason_needed"):
        ledger.state.write(lambda conn: keep(conn, snapshot, DEAD, "  ", viewer=BOSS, now=END))


def test_keep_anyway_takes_the_place_of_an_accept_and_of_its_task(ledger: Ledger, snapshot: Snapshot) -> None:
    accepted(ledger, snapshot, DEAD)
    kept(ledger, snapshot, ["wecom:quiet"], now=END + 1)
    assert held(ledger, snapshot)["quiet"] == "kept"
    assert open_tasks(ledger) == 2
    with ledger.state.read() as conn:
        id_ = snapshot.survey.rooms[Shown(snapshot).place["wecom:quiet"]].group_id
        told = verdicts.of_group(conn, id_)
    assert [(v.kind, v.undone_at) for v in told] == [("kept", None), ("accepted", END + 1)]


@pytest.mark.parametrize("act", [accepted, kept, undone])
def test_an_operator_acts_on_their_own_groups_only(ledger: Ledger, snapshot: Snapshot, act) -> None:
    ann = operator(ledger, "ann")
    for refs in (["wecom:shadow"], ["wecom:quiet", "wecom:shadow"], ["wecom:none"], ["wecom:orphan"]):
        with pytest.raises(Unseen):
            act(ledger, snapshot, refs, viewer=ann)
    with ledger.state.read() as conn, pytest.raises(Unseen):
        preview(conn, snapshot, ["wecom:shadow"], viewer=ann)
    assert held(ledger, snapshot) == {}
    assert open_tasks(ledger) == 0
    act(ledger, snapshot, ["wecom:quiet"], viewer=ann)


def test_every_act_is_in_the_log_once(ledger: Ledger, snapshot: Snapshot) -> None:
    accepted(ledger, snapshot, DEAD)
    kept(ledger, snapshot, ["wecom:quiet"], now=END + 1)
    undone(ledger, snapshot, DEAD, now=END + 2)
    undone(ledger, snapshot, DEAD, now=END + 3)
    with ledger.state.read() as conn:
        entries = [e for e in listed(conn) if e.act.startswith("advice_")]
    assert [e.act for e in entries] == ["advice_undone", "advice_kept", "advice_accepted"]
    assert [(e.subject_id, e.after["count"], e.reason) for e in entries] == [
        ("", 3, ""),
        ("wecom:quiet", 1, "老客户群"),
        ("", 3, ""),
    ]


def test_all_or_nothing(ledger: Ledger, snapshot: Snapshot) -> None:
    def half(conn: sa.Connection) -> None:
        accept(conn, snapshot, DEAD, viewer=BOSS, now=END)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ledger.state.write(half)
    assert (held(ledger, snapshot), open_tasks(ledger)) == ({}, 0)


def test_the_overlay_is_read_anew_only_when_something_was_decided(ledger: Ledger, snapshot: Snapshot) -> None:
    shown = Shown(snapshot)
    with ledger.state.read() as conn:
        first = shown.overlay(conn, END)
        assert shown.overlay(conn, END + 1) is first
        assert shown.overlay(conn, END + DAY) is not first
    accepted(ledger, snapshot, DEAD)
    with ledger.state.read() as conn:
        second = shown.overlay(conn, END)
    undone(ledger, snapshot, DEAD)
    with ledger.state.read() as conn:
        assert shown.overlay(conn, END).rows == first.rows != second.rows


def test_an_accept_stands_until_its_advice_is_another(ledger: Ledger, snapshot: Snapshot) -> None:
    accepted(ledger, snapshot, ["wecom:fading"])
    groups = [
        msgspec.structs.replace(g, advice=Advice.STOP, state=State.DEAD) if g.id == "wecom:fading" else g
        for g in snapshot.survey.checkup.groups
    ]
    checkup = msgspec.structs.replace(snapshot.survey.checkup, groups=groups)
    later = msgspec.structs.replace(
        snapshot, survey=msgspec.structs.replace(snapshot.survey, checkup=checkup)
    )
    with ledger.state.read() as conn:
        shown = Shown(later)
        one = shown.overlay(conn, END).held[shown.place["wecom:fading"]]
    assert one is not None
    assert one.worse
    assert accepted(ledger, later, ["wecom:fading"], now=END + 1).tasks == 1
    kinds = {task.kind: task.state for task in work(ledger, "wecom:fading")}
    assert kinds == {"revive_group": TaskState.DROPPED, "stop_group": TaskState.OPEN}


def test_a_due_time_may_be_said(ledger: Ledger, snapshot: Snapshot) -> None:
    accepted(ledger, snapshot, ["wecom:quiet"], due_at=END + DAY)
    assert work(ledger, "wecom:quiet")[0].due_at == END + DAY


def chosen(advice: Advice, **more: object) -> Chosen:
    made = make_report(advice=advice, **more)
    return Chosen(group_id=1, report=made, owner=None)


def make_report(**more: object):
    return msgspec.structs.replace(group(1, random.Random(1)), **more)


def verdict(
    kind: DecisionKind = DecisionKind.ACCEPTED, advice: Advice = Advice.STOP, until: dt.date | None = None
):
    return Verdict(group_id=1, kind=kind, until=until, reason="", state=State.DEAD, advice=advice, by_name="a",
                   decided_at=END)  # fmt: skip


@given(st.sampled_from(Advice), st.sampled_from(Advice))
def test_worse_is_an_order(a: Advice, b: Advice) -> None:
    assert not (worse(a, b) and worse(b, a))
    assert not worse(a, a)
    assert Advice.UNKNOWN not in (a, b) or not worse(a, b)


def test_the_order_of_gravity() -> None:
    assert worse(Advice.KEEP, Advice.REVIVE)
    assert worse(Advice.REVIVE, Advice.MERGE)
    assert worse(Advice.MERGE, Advice.STOP)
    assert not worse(Advice.STOP, Advice.KEEP)
    assert decision(verdict(advice=Advice.REVIVE), Advice.STOP).worse


@given(st.dates(), st.dates())
def test_a_snooze_is_in_force_before_its_day(until: dt.date, today: dt.date) -> None:
    assert in_force(verdict(DecisionKind.SNOOZED, until=until), today) == (today < until)
    assert in_force(verdict(DecisionKind.KEPT), today)


@given(st.lists(st.sampled_from(Advice), max_size=9), st.booleans())
def test_everything_chosen_is_counted_once(advices: list[Advice], before: bool) -> None:
    all_ = [chosen(a) for a in advices]
    told = sort_out(all_, {1: verdict()} if before else {})
    assert len(told.todo) + told.already + told.nothing_to_do == len(all_)
    assert told.already == (advices.count(Advice.STOP) if before else 0)
    assert all(one.report.advice in (Advice.REVIVE, Advice.MERGE, Advice.STOP) for one in told.todo)


@given(st.sampled_from([Advice.REVIVE, Advice.MERGE, Advice.STOP]), st.integers(0, 10**12))
def test_harm_stays_in_its_bounds(advice: Advice, cents: int) -> None:
    every = [Reason(code) for code in ("complaints", "unanswered", "silent_buyers")]
    low = make_report(advice=advice, reasons=every[:1], state=State.DEAD, spend_cents_90d=None)
    high = make_report(advice=advice, reasons=every, state=State.FADING, spend_cents_90d=cents)
    assert 0 < harm(low) < harm(high) <= 100


def test_a_task_is_due_by_the_end_of_a_day() -> None:
    task = task_for(chosen(Advice.REVIVE), now=END, due_at=None, zone=ZONE)
    assert clock.moment(task.due_at, ZONE).isoformat() == "2026-07-03T23:59:59+08:00"
