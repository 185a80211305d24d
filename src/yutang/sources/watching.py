"""What somebody must look into: a code that leaked, is full, or could not be made. An alarm on it, and a task."""

from collections.abc import Sequence

import sqlalchemy as sa

from yutang.accounts.audit import nobody
from yutang.kit.clock import DAY
from yutang.sources import scans, store
from yutang.sources.desk import Desk
from yutang.sources.leaks import FEW, HOUR, burst
from yutang.sources.model import Code, CodeKind, CodeState, CodeTrouble, DutyWhy
from yutang.sources.quality import busy_joins
from yutang.tasks import actions
from yutang.tasks import store as tasks
from yutang.tasks.model import NewTask
from yutang.tasks.model import Why as Reason

SOURCE = "code"
LOOKED_BACK = 14 * DAY  # what is usual
QUIET = DAY  # the same alarm is not raised again within it, once somebody looked
SOON = {"leak_early": HOUR, "leak_over": HOUR, "leak_hours": HOUR, "full": HOUR}  # to do; else a day
PASSING = ("full", "not_made")  # these end by themselves; who looked into a leak says so
HARM = {
    "leak_early": 80,
    "leak_over": 80,
    "leak_hours": 80,
    "full": 60,
}  # else 70: a printed code that is none


def watch(desk: Desk) -> int:
    """Raise alarms, and end those of what is over; how many are new."""
    now = desk.now()
    with desk.state.read() as conn:
        codes = store.codes(conn)
        lasting = _lasting(codes)
        found = [*_leaks(desk, conn, codes, now), *lasting]
        still = {_task(code, alarm) for code, alarm in lasting}
        idle = [
            id_
            for id_ in tasks.sources_beginning(conn, SOURCE, "")
            if id_.endswith(PASSING) and id_ not in still
        ]
    over = [code for code in codes if code.alarm is not None and code.alarm.code in PASSING
            and _task(code, code.alarm) not in still]  # fmt: skip

    def write(conn: sa.Connection) -> int:
        for code in over:
            store.change_code(conn, code.id, alarm=None, alarm_at=None)
        actions.drop(conn, SOURCE, idle, viewer=nobody(), now=now)
        return sum(_raise(conn, id_, alarm, now) for id_, alarm in _gravest(found).items())

    return desk.state.write(write) if found or over or idle else 0


def _gravest(found: Sequence[tuple[Code, CodeTrouble]]) -> dict[int, CodeTrouble]:
    """By code: a code that leaked is full soon, and the one must not hide the other."""
    worst: dict[int, CodeTrouble] = {}
    for code, alarm in found:
        if code.id not in worst or _harm(alarm) > _harm(worst[code.id]):
            worst[code.id] = alarm
    return worst


def _harm(alarm: CodeTrouble) -> int:
    return HARM.get(alarm.code, 70)


def _leaks(
    desk: Desk, conn: sa.Connection, codes: Sequence[Code], now: int
) -> list[tuple[Code, CodeTrouble]]:
    """Who joins a group is no scan of ours: the platform tells it of the group."""
    busy = {
        id_: scans.instants(conn, id_, now - LOOKED_BACK) for id_ in scans.busy_codes(conn, now - HOUR, FEW)
    }
    grouped = {code.key: code.id for code in codes if code.kind is CodeKind.GROUP}
    for key, joins in busy_joins(desk.analytics, list(grouped), since=now - LOOKED_BACK, lately=now - HOUR,
                                 few=FEW).items():  # fmt: skip
        busy[grouped[key]] = joins
    campaigns = {one.id: one for one in store.sources(conn)} if busy else {}
    found: list[tuple[Code, CodeTrouble]] = []
    for code in codes:
        of = campaigns.get(code.source_id)
        leak = burst(of, busy[code.id], now, desk.zone) if of is not None and code.id in busy else None
        if of is not None and leak is not None:
            told = {"n": leak.count, "usual": leak.usual, "place": of.place or of.name}
            found.append((code, CodeTrouble(f"leak_{leak.outside}", told)))
    return found


def _lasting(codes: Sequence[Code]) -> list[tuple[Code, CodeTrouble]]:
    """What is wrong with a code as it stands."""
    found: list[tuple[Code, CodeTrouble]] = []
    for code in codes:
        if code.state is CodeState.LIVE and code.why is DutyWhy.FULL:
            found.append((code, CodeTrouble("full")))
        elif code.state in (CodeState.FAILED, CodeState.LOST):
            found.append((code, CodeTrouble("not_made")))
        elif code.state is CodeState.ENDED and code.trouble is not None and code.trouble.code == "gone":
            found.append((code, CodeTrouble("gone")))
    return found


def _task(code: Code, alarm: CodeTrouble) -> str:
    """What the task of an alarm is known by."""
    return f"{code.id}:{alarm.code}"


def _raise(conn: sa.Connection, code_id: int, alarm: CodeTrouble, now: int) -> bool:
    code = store.one_code(conn, code_id)
    if code is None or not _news(code, alarm, now):
        return False
    store.change_code(conn, code.id, alarm=alarm, alarm_at=now)
    task = NewTask(
        kind="look_at_code", subject_kind="code", subject_id=str(code.id), subject_name=code.name,
        due_at=now + SOON.get(alarm.code, DAY), harm=_harm(alarm), why=Reason(f"code_{alarm.code}", alarm.params),
        source=SOURCE, source_id=_task(code, alarm),
    )  # fmt: skip
    actions.create(conn, [task], viewer=nobody(), now=now)
    return True


def _news(code: Code, alarm: CodeTrouble, now: int) -> bool:
    """Not what stands already, nor less than it; nor what somebody looked into within a day."""
    if code.alarm is not None:
        return _harm(alarm) > _harm(code.alarm)
    if code.alarm_at is None:
        return True
    if alarm.code == "gone":  # it happens once
        return code.ended_at is None or code.alarm_at < code.ended_at
    return now - code.alarm_at >= QUIET
