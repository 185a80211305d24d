"""A hand-over planned, looked at, confirmed, cancelled. Each verb stands in the audit log.

A plan is kept with every customer and group in it, so that what is confirmed is what was looked at: where facts came in
since, the plan is made anew and shown again. Nothing is asked of the platform by that; the job does (`submitting`).
"""

from collections.abc import Sequence
from typing import Any

import duckdb
import msgspec
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.handover import asking, items, store
from yutang.handover.asking import Giver
from yutang.handover.model import CALL, Choice, HandoverState, Reason, Receiver, Thing, digest, spread
from yutang.handover.orders import order
from yutang.handover.store import Handover
from yutang.kit import jobs
from yutang.kit.errors import YutangError
from yutang.ledger.ledger import Ledger

LONGEST_MESSAGE = 200  # characters (wecom-api.md §4.10)
MANY = 1_000_000_000  # groups are no load: their new owner's limit is a day's, and passes


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """Who gives what to whom. `customers`: accounts, `groups`: groups; None: all, (): none. `message`: what customers
    of somebody who still works there are told."""

    giver: int
    receivers: tuple[int, ...]
    customers: tuple[int, ...] | None = None
    groups: tuple[int, ...] | None = None
    message: str = ""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    giver: Giver
    receivers: list[Receiver]
    customers: list[Choice]
    groups: list[Choice]

    @property
    def digest(self) -> str:
        return digest(self.customers, self.groups)


def plan(
    conn: sa.Connection,
    cursor: duckdb.DuckDBPyConnection,
    wish: Wish,
    viewer: Viewer,
    *,
    now: int,
    id_: int = 0,
) -> Plan:
    """As of now. `id_`: the hand-over that it is for. Raises YutangError: not_found, handover_unseated {name},
    handover_receivers: none, or one that may not be seen."""
    giver = asking.giver_of(conn, viewer.scope, wish.giver)
    found = asking.receivers(conn, cursor, giver, viewer.scope, now=now, only=set(wish.receivers))
    if not found or len(found) != len(set(wish.receivers)):
        raise YutangError("handover_receivers")
    people = asking.customers(conn, cursor, giver, wish.customers, now=now, other_than=id_)
    rooms = asking.groups(conn, giver, viewer.scope, wish.groups, other_than=id_)
    roomy = [msgspec.structs.replace(one, room=MANY) for one in found]
    return Plan(giver=giver, receivers=found, customers=spread(people, found), groups=spread(rooms, roomy))


def create(ledger: Ledger, wish: Wish, *, viewer: Viewer, now: int) -> int:
    """A plan to be looked at. Raises as `plan`, and YutangError: handover_nothing, handover_message {limit}."""
    made = _sound(_planned(ledger, wish, viewer, now))

    def write(conn: sa.Connection) -> int:
        values = {"state": HandoverState.DRAFT, "made_by": viewer.user_id or None, "made_by_name": viewer.name,
                  "made_at": now}  # fmt: skip
        id_ = store.add(conn, _values(wish, made) | values)
        _keep(conn, id_, made)
        _log(conn, viewer, "handover_drafted", id_, now, _sums(made) | {"giver": made.giver.name})
        return id_

    return ledger.state.write(write)


def change(ledger: Ledger, id_: int, wish: Wish, *, viewer: Viewer, now: int) -> None:
    """Another plan in its place. Raises as `create`, and YutangError handover_not_draft."""
    with ledger.state.read() as conn:
        draft_of(conn, id_, viewer)
    made = _sound(_planned(ledger, wish, viewer, now, id_))

    def write(conn: sa.Connection) -> None:
        if not store.change(conn, id_, (HandoverState.DRAFT,), **_values(wish, made)):
            raise YutangError("handover_not_draft")
        _keep(conn, id_, made)

    ledger.state.write(write)


def remove(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> None:
    """Raises YutangError: not_found, handover_not_draft."""
    draft_of(conn, id_, viewer)
    store.remove(conn, id_)
    _log(conn, viewer, "handover_removed", id_, now, {})


def confirm(ledger: Ledger, id_: int, seen: str, *, viewer: Viewer, now: int) -> None:
    """From now on it is asked of the platform. `seen`: the digest of the plan that was looked at.

    Raises as `plan`, and YutangError: handover_not_draft, handover_moved (the plan is made anew; nothing was asked),
    handover_nobody.
    """
    with ledger.state.read() as conn:
        draft = draft_of(conn, id_, viewer)
    made = _planned(ledger, wish_of(draft), viewer, now, id_)

    def write(conn: sa.Connection) -> bool:
        current = store.one(conn, id_)
        if current is None or current.state is not HandoverState.DRAFT:
            raise YutangError("handover_not_draft")
        if (
            made.digest != seen
            or current.digest != seen
            or _left(current, made)
            or _overlaps(conn, id_, made)
        ):
            store.change(conn, id_, (HandoverState.DRAFT,), **_values(wish_of(draft), made))
            _keep(conn, id_, made)
            return False
        if not any(one.to_id is not None for one in (*made.customers, *made.groups)):
            raise YutangError("handover_nobody")
        store.change(conn, id_, (HandoverState.DRAFT,), state=HandoverState.RUNNING, confirmed_at=now,
                     confirmed_by=viewer.user_id or None)  # fmt: skip
        _batches(conn, id_, made, now)
        jobs.enqueue(conn, order(), now=now)
        _log(conn, viewer, "handover_confirmed", id_, now, _sums(made) | {"giver": made.giver.name})
        return True

    if not ledger.state.write(write):
        raise YutangError("handover_moved")


def cancel(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> None:
    """What the platform was not asked for is left; what it was asked for goes on. Twice is once.

    Raises YutangError: not_found, handover_not_running.
    """
    found = seen_by(conn, id_, viewer)
    if found.cancelled_at is not None:
        return
    if not store.change(conn, id_, (HandoverState.RUNNING,), cancelled_at=now):
        raise YutangError("handover_not_running")
    items.cancel_planned(conn, id_, now=now)
    store.end_batches(conn, id_)
    if not items.is_open(conn, id_):
        store.change(conn, id_, (HandoverState.RUNNING,), state=HandoverState.CANCELLED, ended_at=now)
    _log(conn, viewer, "handover_cancelled", id_, now, {})


def seen_by(conn: sa.Connection, id_: int, viewer: Viewer) -> Handover:
    """Raises YutangError not_found."""
    found = store.listed(conn, viewer.scope, viewer.user_id, before=id_ + 1, limit=1)
    if not found or found[0].id != id_:
        raise YutangError("not_found", what="handover")
    return found[0]


def draft_of(conn: sa.Connection, id_: int, viewer: Viewer) -> Handover:
    """Raises YutangError: not_found, handover_not_draft."""
    found = seen_by(conn, id_, viewer)
    if found.state is not HandoverState.DRAFT:
        raise YutangError("handover_not_draft")
    return found


def wish_of(found: Handover) -> Wish:
    return Wish(
        giver=found.giver_id, receivers=tuple(found.receivers), message=found.message,
        customers=None if found.customers is None else tuple(found.customers),
        groups=None if found.groups is None else tuple(found.groups),
    )  # fmt: skip


def _planned(ledger: Ledger, wish: Wish, viewer: Viewer, now: int, id_: int = 0) -> Plan:
    if len(wish.message) > LONGEST_MESSAGE:
        raise YutangError("handover_message", limit=LONGEST_MESSAGE)
    with ledger.state.read() as conn, ledger.analytics.cursor() as cursor:
        made = plan(conn, cursor, wish, viewer, now=now, id_=id_)
    if not made.customers and not made.groups:
        raise YutangError("handover_nothing", name=made.giver.name)
    return made


def _sound(made: Plan) -> Plan:
    """To be planned for, receivers must work there; who leaves later gets nothing, and that is shown."""
    if not all(one.active for one in made.receivers):
        raise YutangError("handover_receivers")
    return made


def _values(wish: Wish, made: Plan) -> dict[str, Any]:
    """A list that is null is all: it is said, so that a change of the plan says it too."""
    seat = made.giver.seat
    return {
        "connection_id": seat.connection_id, "giver_id": made.giver.id, "giver_ref": seat.userid,
        "giver_left": seat.left, "receivers": list(wish.receivers), "message": wish.message.strip(),
        "customers": None if wish.customers is None else list(wish.customers),
        "groups": None if wish.groups is None else list(wish.groups), "digest": made.digest,
    }  # fmt: skip


def _keep(conn: sa.Connection, id_: int, made: Plan) -> None:
    items.put(conn, id_, Thing.CUSTOMER, made.customers)
    items.put(conn, id_, Thing.GROUP, made.groups)


def _left(current: Handover, made: Plan) -> bool:
    """Whether the giver left since, or came back, or is another connection's: the platform is asked otherwise then."""
    seat = made.giver.seat
    was = (current.connection_id, current.giver_ref, current.giver_left)
    return was != (seat.connection_id, seat.userid, seat.left)


def _overlaps(conn: sa.Connection, id_: int, made: Plan) -> bool:
    """Whether another one was confirmed with some of them since the plan was made."""
    for thing, choices in ((Thing.CUSTOMER, made.customers), (Thing.GROUP, made.groups)):
        moving = items.moving(conn, thing, other_than=id_)
        if any(one.id in moving for one in choices if one.to_id is not None):
            return True
    return False


def _batches(conn: sa.Connection, id_: int, made: Plan, now: int) -> None:
    """Calls of the platform: for each receiver, so many at once as it takes."""
    refs = {one.id: one.ref for one in made.receivers}
    for thing, choices in ((Thing.CUSTOMER, made.customers), (Thing.GROUP, made.groups)):
        by_receiver: dict[int, list[int]] = {}
        for one in choices:
            if one.to_id is not None:
                by_receiver.setdefault(one.to_id, []).append(one.id)
        for to_id, ids in by_receiver.items():
            for start in range(0, len(ids), CALL):
                values = {
                    "handover_id": id_,
                    "thing": thing,
                    "to_id": to_id,
                    "to_ref": refs[to_id],
                    "due_at": now,
                }
                store.add_batch(conn, values, ids[start : start + CALL])


def _sums(made: Plan) -> dict[str, Any]:
    return {"customers": _asked(made.customers), "groups": _asked(made.groups)}


def _asked(choices: Sequence[Choice]) -> dict[str, int]:
    return {"all": len(choices), "movable": sum(one.reason is Reason.NONE for one in choices)}


def _log(conn: sa.Connection, viewer: Viewer, act: str, id_: int, now: int, after: dict[str, Any]) -> None:
    record(conn, viewer, act, now=now, subject_kind="handover", subject_id=str(id_), after=after)
