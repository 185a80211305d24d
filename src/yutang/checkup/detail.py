"""Everything about one group: its report, how it went day by day, what was decided about it, what is to be done."""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.checkup import kept, store, verdicts
from yutang.checkup.changepoints import DAYS
from yutang.checkup.decide import Decision, Verdict
from yutang.checkup.deep import changes
from yutang.checkup.kept import Moved
from yutang.checkup.listing import GroupRow, row
from yutang.checkup.measures import base, flows
from yutang.checkup.model import Blast, Change, GroupReport
from yutang.checkup.settings import Assumptions
from yutang.checkup.sight import Sight
from yutang.checkup.survey import blasts_in, veiled
from yutang.checkup.taking import watermark
from yutang.engine.steps import Step, run
from yutang.ledger.analytics import Analytics
from yutang.tasks import actions as tasks
from yutang.tasks.model import Task, TaskState

WEEKS = 26
COURSES = 256  # groups whose course is held in memory

ONE = Step(
    "detail.group",
    """create or replace temp table cu_group as
    select id as group_id, platform, external_id, name, owner_id, line, created, dismissed, size_limit
    from customer_group where id = $group_id""",
)
# The check-up makes a table of all accounts; for one group that would be most of the work.
ROLES = Step("detail.role", base.ROLE.sql.replace("temp table", "temp view"))
DAILY = """select day, messages, staff_messages from cu_group_day
    where day > $as_of - $days and day <= $as_of"""
WEEKLY = f"""select date_trunc('week', (at_ + to_seconds($offset))::date)::date as week,
        count(*) filter (inside), count(*) filter (not inside)
    from (
        select joined as at_, true as inside from cu_stay where role in {base.PEOPLE} and joined is not null
        union all
        select gone, false from cu_stay where role in {base.PEOPLE} and gone is not null
    ) where (at_ + to_seconds($offset))::date >= $first group by week"""


class Daily(msgspec.Struct, frozen=True):
    """Messages of one day, the tenant's."""

    day: dt.date
    people: int
    staff: int


class Week(msgspec.Struct, frozen=True):
    """Who came and went in the week that begins on that Monday."""

    week: dt.date
    inflow: int
    evaporation: int


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a group, by somebody or (without a name) by the check-up itself.

    `act`: locales "act.<act>": advice_accepted, advice_snoozed, advice_kept, advice_undone, task_done,
    checkup_moved.
    """

    at: int  # ms
    act: str
    by_name: str = ""
    reason: str = ""
    params: dict[str, str] = {}


class Course(msgspec.Struct, frozen=True):
    """How a group went: days and weeks without a gap, oldest first."""

    daily: list[Daily]
    flows: list[Week]
    changes: list[Change]


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    row: GroupRow
    report: GroupReport
    course: Course
    blasts: list[Blast]
    history: list[Event]  # newest first
    tasks: list[Task]  # open ones


def course(
    con: duckdb.DuckDBPyConnection, group_id: int, as_of: dt.date, zone: str, a: Assumptions
) -> Course:
    """The course of one group, by the very steps of the check-up, run for it alone."""
    with con.cursor() as cursor:
        values = store.values_of(cursor, as_of, zone, a, private=True) | {"group_id": group_id}
        run(cursor, (ONE, ROLES, *base.STEPS[2:], flows.STAY), values)
        spoken = {
            day: Daily(day, people, staff)
            for day, people, staff in cursor.execute(DAILY, {"as_of": as_of, "days": DAYS}).fetchall()
        }
        monday = as_of - dt.timedelta(as_of.weekday())
        weeks = [monday - dt.timedelta(7 * n) for n in reversed(range(WEEKS))]
        moved = {
            week: Week(week, inflow, gone)
            for week, inflow, gone in cursor.execute(
                WEEKLY, {"offset": values["offset"], "first": weeks[0]}
            ).fetchall()
        }
        days = [as_of - dt.timedelta(n) for n in reversed(range(DAYS))]
        return Course(
            daily=[spoken.get(day) or Daily(day, 0, 0) for day in days],
            flows=[moved.get(week) or Week(week, 0, 0) for week in weeks],
            changes=changes(cursor, [group_id], as_of).get(group_id, []),
        )


class Courses:
    """Courses of the groups that were looked at, until facts come in. From any thread."""

    def __init__(self, analytics: Analytics, settings: Assumptions) -> None:
        self._analytics, self._settings = analytics, settings
        self._held: OrderedDict[tuple[str, dt.date, int], Course] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()  # one after the other: at once each only waits for the others' cores

    def of(self, group_id: int, as_of: dt.date, zone: str) -> Course:
        key = (watermark(self._analytics), as_of, group_id)
        if (found := self._found(key)) is not None:
            return found
        with self._making:
            if (found := self._found(key)) is not None:
                return found
            with self._analytics.cursor() as con:
                made = course(con, group_id, as_of, zone, self._settings)
            with self._lock:
                self._held[key] = made
                while len(self._held) > COURSES:
                    self._held.popitem(last=False)
            return made

    def _found(self, key: tuple[str, dt.date, int]) -> Course | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)


def detail(conn: sa.Connection, sight: Sight, courses: Courses, ref: str, *, now: int) -> Detail | None:
    """One group; None: it isn't there, or not for this viewer."""
    if not sight.sees(ref):
        return None
    survey = sight.snapshot.survey
    place = sight.shown.place[ref]
    report, room = survey.checkup.groups[place], survey.rooms[place]
    held: Decision | None = sight.shown.overlay(conn, now).held[place]
    about = tasks.of_subject(conn, sight.viewer, "group", ref, now=now)
    past = (kept.moves(conn, room.group_id), verdicts.of_group(conn, room.group_id))
    return Detail(
        row=row(report, room, held),
        report=report if sight.refs is None else veiled(report, sight.refs),
        course=courses.of(room.group_id, sight.snapshot.as_of, survey.checkup.zone),
        blasts=blasts_in(survey, {room.group_id}),
        history=history(*past, about),
        tasks=[task for task in about if task.state in (TaskState.OPEN, TaskState.SNOOZED)],
    )


def history(moved: Sequence[Moved], decided: Sequence[Verdict], about: Sequence[Task]) -> list[Event]:
    """One line of events, newest first. A decision that took another's place says so by itself: no undo beside it."""
    began = {verdict.decided_at for verdict in decided}
    found = [_move(one) for one in moved]
    for verdict in decided:
        if verdict.undone_at is not None and verdict.undone_at not in began:
            found.append(
                _event(verdict.undone_at, "advice_undone", verdict.undone_by_name, {"kind": verdict.kind})
            )
        found.append(_decision(verdict))
    for task in about:
        if task.done_at is not None:
            done = _event(task.done_at, "task_done", task.done_by_name, {"kind": task.kind})
            found.append(msgspec.structs.replace(done, reason=task.result or ""))
    return sorted(found, key=lambda event: -event.at)


def _event(at: int, act: str, by_name: str | None, params: Mapping[str, str]) -> Event:
    return Event(at=at // 1000, act=act, by_name=by_name or "", params=dict(params))


def _move(one: Moved) -> Event:
    told = {name: getattr(one, name) for name in ("state", "was_state", "advice", "was_advice")}
    return _event(one.made_at, "checkup_moved", None, told | {"day": one.as_of.isoformat()})


def _decision(verdict: Verdict) -> Event:
    params = {"advice": verdict.advice.value} | (
        {"until": verdict.until.isoformat()} if verdict.until else {}
    )
    event = _event(verdict.decided_at, f"advice_{verdict.kind.value}", verdict.by_name, params)
    return msgspec.structs.replace(event, reason=verdict.reason)
