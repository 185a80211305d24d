"""What somebody must look into: a code that leaked, is full, or could not be made. An alarm on it, and a task."""

import sqlalchemy as sa

from yutang.accounts.audit import nobody
from yutang.kit.clock import DAY
from yutang.sources import scans, store
from yutang.sources.desk import Desk
from yutang.sources.leaks import FEW, HOUR, burst
from yutang.sources.model import Code, CodeState, CodeTrouble, DutyWhy
from yutang.tasks import actions
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
        others = _others(codes)
        found = [*_leaks(desk, conn, now), *others]
    still = {(code.id, alarm.code) for code, alarm in others}
    over = [code for code in codes if code.alarm is not None and code.alarm.code in PASSING
            and (code.id, code.alarm.code) not in still]  # fmt: skip

    def write(conn: sa.Connection) -> int:
        for code in over:
            _end(conn, code, now)
        return sum(_raise(conn, code, alarm, now) for code, alarm in found)

    return desk.state.write(write) if found or over else 0


def _leaks(desk: Desk, conn: sa.Connection, now: int) -> list[tuple[Code, CodeTrouble]]:
    busy = scans.busy_codes(conn, now - HOUR, FEW)
    campaigns = {one.id: one for one in store.sources(conn)} if busy else {}
    found: list[tuple[Code, CodeTrouble]] = []
    for code_id in busy:
        code = store.one_code(conn, code_id)
        if code is None:
            continue
        of = campaigns[code.source_id]
        leak = burst(of, scans.instants(conn, code_id, now - LOOKED_BACK), now, desk.zone)
        if leak is not None:
            told = {"n": leak.count, "usual": leak.usual, "place": of.place or of.name}
            found.append((code, CodeTrouble(f"leak_{leak.outside}", told)))
    return found


def _others(codes: list[Code]) -> list[tuple[Code, CodeTrouble]]:
    found: list[tuple[Code, CodeTrouble]] = []
    for code in codes:
        if code.state is CodeState.LIVE and code.why is DutyWhy.FULL:
            found.append((code, CodeTrouble("full")))
        elif code.state in (CodeState.FAILED, CodeState.LOST):
            found.append((code, CodeTrouble("not_made")))
        elif code.state is CodeState.ENDED and code.trouble is not None:
            found.append((code, CodeTrouble("gone")))
    return found


def _end(conn: sa.Connection, code: Code, now: int) -> None:
    """What was wrong is over: so is the task."""
    store.change_code(conn, code.id, alarm=None, alarm_at=None)
    told = "" if code.alarm is None else code.alarm.code
    actions.drop(conn, SOURCE, [f"{code.id}:{told}"], viewer=nobody(), now=now)


def _raise(conn: sa.Connection, code: Code, alarm: CodeTrouble, now: int) -> bool:
    if code.alarm is not None and code.alarm.code == alarm.code:
        return False
    if code.alarm is None and code.alarm_at is not None and now - code.alarm_at < QUIET:
        return False
    store.change_code(conn, code.id, alarm=alarm, alarm_at=now)
    task = NewTask(
        kind="look_at_code", subject_kind="code", subject_id=str(code.id), subject_name=code.name,
        due_at=now + SOON.get(alarm.code, DAY), harm=HARM.get(alarm.code, 70),
        why=Reason(f"code_{alarm.code}", alarm.params), source=SOURCE, source_id=f"{code.id}:{alarm.code}",
    )  # fmt: skip
    actions.create(conn, [task], viewer=nobody(), now=now)
    return True
