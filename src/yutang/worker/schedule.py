"""What runs by the clock. One pure decision, `due`; `tick` asks it and adds the jobs. Call `tick` every half minute.

Each routine has slots: instants in the tenant's zone. Kept is the last slot that was asked for, in State. Due is a
routine whose latest slot has passed and was not asked for. So a restart forgets nothing, a server that was off for
a week makes one summary and not seven, and a clock that is set back does not do things twice.
"""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa

from yutang.digests.deliveries import next_due
from yutang.digests.model import Period
from yutang.digests.orders import deliver_order, digest_order
from yutang.handover import jobs as handing_over
from yutang.handover.orders import order as handover_order
from yutang.kit import jobs
from yutang.kit.clock import DAY, micros, moment, zone
from yutang.kit.db import Database, upsert
from yutang.kit.jobs import Order
from yutang.outbox import jobs as sending
from yutang.segments.lifecycle.orders import standing_order
from yutang.segments.saved.actions import sweep_order
from yutang.segments.saved.sweep import due as sweeps_due
from yutang.segments.tags import rules as tag_rules
from yutang.worker.tables import clock_slot

AHEAD = DAY + DAY // 12  # a kept slot further ahead than this was kept by a clock gone wrong, and is void


class Routine(msgspec.Struct, frozen=True, kw_only=True):
    """Something done each day, or each week on `weekday` (Monday 0), at a time of the tenant's day."""

    name: str
    hour: int
    minute: int
    order: Order
    weekday: int | None = None


ROUTINES = (
    # The day has changed: silence is a day longer, though nothing came in.
    Routine(name="checkup", hour=0, minute=5, order=Order(kind="checkup", lane="short", only_one="checkup")),
    # After the check-up, on which rules may rest; before tags, whose rules may ask for stages and tiers.
    Routine(name="standing", hour=0, minute=15, order=standing_order()),
    # After both; before anybody works.
    Routine(name="autotag", hour=0, minute=30, order=tag_rules.order()),
    # While nobody works, and the platform's daily counts are not there yet; they are asked for at eleven.
    Routine(
        name="reconcile", hour=4, minute=10, order=Order(kind="reconcile", lane="short", only_one="reconcile")
    ),
    Routine(
        name="recount", hour=11, minute=0, order=Order(kind="reconcile", lane="short", only_one="reconcile")
    ),
    Routine(name="seal", hour=1, minute=0, order=Order(kind="seal", lane="short", only_one="seal")),
    Routine(name="clean", hour=3, minute=0, order=Order(kind="clean", lane="short", only_one="clean")),
    Routine(name="daily", hour=8, minute=30, order=digest_order(Period.DAILY)),
    Routine(name="weekly", hour=8, minute=30, weekday=0, order=digest_order(Period.WEEKLY)),
)


class Due(msgspec.Struct, frozen=True):
    """A routine to be started, and the slot that it is for."""

    name: str
    slot_at: int
    order: Order


def latest(routine: Routine, now: int, where: ZoneInfo) -> int:
    """The last slot at or before `now`. A time that a day skips (summer time) is taken as if it had been there."""
    today = moment(now, where).date()
    days = (today - dt.timedelta(days=back) for back in range(9))  # they hold each weekday before today
    slots = (
        micros(dt.datetime.combine(day, dt.time(routine.hour, routine.minute), where))
        for day in days
        if routine.weekday in {None, day.weekday()}
    )
    return next(slot for slot in slots if slot <= now)


def due(now: int, last: Mapping[str, int], where: ZoneInfo) -> list[Due]:
    """What to start. `last`: the slot asked for last, by name. Pure."""
    found: list[Due] = []
    for routine in ROUTINES:
        slot = latest(routine, now, where)
        asked = last.get(routine.name)
        if asked is None or asked < slot or asked > now + AHEAD:
            found.append(Due(routine.name, slot, routine.order))
    return found


def tick(state: Database, *, now: int, zone_: str) -> int:
    """Add the jobs that are due; how many were added. Cheap when none is: one read."""
    where = zone(zone_)
    with state.read() as conn:
        waiting = next_due(conn)
        needed = due(now, _last(conn), where) or (waiting is not None and waiting <= now)
        needed = needed or sweeps_due(conn, now=now, zone_=zone_) or sending.due(conn, now)
        needed = needed or handing_over.due(conn, now)
    return state.write(lambda conn: _add(conn, now, where)) if needed else 0


def _add(conn: sa.Connection, now: int, where: ZoneInfo) -> int:
    """Decided anew in the transaction that writes: two processes on one database start a routine once."""
    added = 0
    for one in due(now, _last(conn), where):
        if _take(conn, one):
            added += jobs.enqueue(conn, one.order, now=now) is not None
    waiting = next_due(conn)
    if waiting is not None and waiting <= now:
        added += jobs.enqueue(conn, deliver_order(), now=now) is not None
    if sweeps_due(conn, now=now, zone_=where.key):
        added += jobs.enqueue(conn, sweep_order([]), now=now) is not None
    for kind in sending.due(conn, now):
        added += jobs.enqueue(conn, sending.order(kind), now=now) is not None
    if handing_over.due(conn, now):
        added += jobs.enqueue(conn, handover_order(), now=now) is not None
    return added


def _take(conn: sa.Connection, one: Due) -> bool:
    """Note the slot. False: another process has noted it meanwhile."""
    row = upsert(conn, clock_slot).values(name=one.name, slot_at=one.slot_at)
    noted = row.on_conflict_do_update(
        index_elements=["name"], set_={"slot_at": one.slot_at}, where=clock_slot.c.slot_at != one.slot_at
    )
    return conn.execute(noted.returning(clock_slot.c.name)).scalar() is not None


def _last(conn: sa.Connection) -> dict[str, int]:
    return {row.name: row.slot_at for row in conn.execute(sa.select(clock_slot.c.name, clock_slot.c.slot_at))}
