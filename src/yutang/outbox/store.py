"""Statements on sends and their parts. No decisions, but one rule AND-ed for viewers: whose sends they may see."""

from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.accounts.store import in_scope
from yutang.channels.contract.message import Message
from yutang.kit.db import upsert
from yutang.outbox.model import (
    ENDED,
    UNSETTLED,
    CapRule,
    PartState,
    SendKind,
    SendState,
    Wish,
)
from yutang.outbox.tables import send, send_member, send_part, send_policy

UNDER_WAY = (SendState.RUNNING, SendState.CANCELLING)


class Whom(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who shall get it: of a message a saved segment, or a rule; of a Moment the members of staff who publish it, and
    the platform's tags of customers who may see it (none: all)."""

    segment: int | None = None
    rule: Any = None  # JSON: engine.codec checks it
    staff: list[int] = []
    tags: list[str] = []


class Send(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    connection_id: int
    kind: SendKind
    name: str
    purpose: str
    audience: Whom
    message: Message
    state: SendState
    turn: int
    made_by: int | None
    made_by_name: str
    made_at: int
    changed_at: int
    confirmed_by_name: str | None
    confirmed_at: int | None
    deadline_at: int | None
    ended_at: int | None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """`reminded`: instants."""

    id: int
    send_id: int
    number: int
    staff_id: int | None
    sender: str
    people: int
    state: PartState
    wish: Wish
    ref: str
    attempt: int
    due_at: int
    submitted_at: int | None
    confirmed_at: int | None
    looked_at: int | None
    reminded: list[int]
    fault: str


def add(conn: sa.Connection, values: dict[str, Any]) -> int:
    return int(conn.execute(sa.insert(send).values(**_row(values)).returning(send.c.id)).scalar_one())


def change(conn: sa.Connection, id_: int, *, seen_turn: int | None = None, **values: Any) -> bool:
    """`seen_turn`: of a draft, the one that was seen; False: it is another by now, or no draft any more."""
    which = sa.update(send).where(send.c.id == id_)
    if seen_turn is not None:
        # Confirming makes no new turn: without the state, two processes could confirm one draft, or change a sent one.
        which = which.where(send.c.turn == seen_turn, send.c.state == SendState.DRAFT)
    return bool(conn.execute(which.values(**_row(values))).rowcount)


def remove(conn: sa.Connection, id_: int) -> None:
    """Of a draft: nothing came of it."""
    conn.execute(sa.delete(send).where(send.c.id == id_, send.c.state == SendState.DRAFT))


def one(conn: sa.Connection, id_: int) -> Send | None:
    row = conn.execute(sa.select(send).where(send.c.id == id_)).mappings().one_or_none()
    return None if row is None else _send(row)


def listed(
    conn: sa.Connection, scope: Scope, user_id: int, *, before: int | None = None, limit: int = 50
) -> list[Send]:
    """Newest first: those that reach somebody through staff of the scope, and one's own."""
    wanted = sa.select(send).where(seen(scope, user_id)).order_by(send.c.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(send.c.id < before)
    return [_send(row) for row in conn.execute(wanted).mappings()]


def drafts(conn: sa.Connection) -> list[Send]:
    """Whoever made them."""
    wanted = sa.select(send).where(send.c.state == SendState.DRAFT).order_by(send.c.id)
    return [_send(row) for row in conn.execute(wanted).mappings()]


def seen(scope: Scope, user_id: int) -> sa.ColumnElement[bool]:
    """The scope rule for sends."""
    if scope.everything:
        return sa.true()
    through = [
        sa.exists().where(table.c.send_id == send.c.id, in_scope(table.c.staff_id, scope))
        for table in (send_part, send_member)
    ]
    return sa.or_(send.c.made_by == user_id, *through)


def shows(conn: sa.Connection, scope: Scope, user_id: int, ref: str) -> bool:
    """Whether an upload is part of a message that somebody sees."""
    which = (seen(scope, user_id), send.c.message.contains(f'"{ref}"', autoescape=True))
    return conn.execute(sa.select(send.c.id).where(*which).limit(1)).first() is not None


def stamp(conn: sa.Connection, connection_id: int) -> int:
    """Another number after each confirmation: what was counted before it is out of date."""
    counted = sa.select(sa.func.count()).where(
        send.c.connection_id == connection_id, send.c.confirmed_at.is_not(None)
    )
    return int(conn.execute(counted).scalar_one())


def policy(conn: sa.Connection, connection_id: int) -> CapRule:
    found = sa.select(send_policy.c.cap_rule).where(send_policy.c.connection_id == connection_id)
    return CapRule(conn.execute(found).scalar() or CapRule.MONTH)


def set_policy(conn: sa.Connection, connection_id: int, rule: CapRule) -> None:
    row = upsert(conn, send_policy).values(connection_id=connection_id, cap_rule=rule)
    conn.execute(row.on_conflict_do_update(index_elements=["connection_id"], set_={"cap_rule": rule}))


def add_parts(conn: sa.Connection, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Their ids, by number."""
    usual = {
        "state": PartState.PLANNED,
        "wish": Wish.NONE,
        "ref": "",
        "attempt": 0,
        "reminded": "[]",
        "fault": "",
    }
    conn.execute(sa.insert(send_part), [usual | row for row in rows])
    found = sa.select(send_part.c.id).where(send_part.c.send_id == rows[0]["send_id"])
    return list(conn.execute(found.order_by(send_part.c.number)).scalars())


def parts(conn: sa.Connection, send_id: int, scope: Scope | None = None) -> list[Part]:
    wanted = sa.select(send_part).where(send_part.c.send_id == send_id).order_by(send_part.c.number)
    if scope is not None and not scope.everything:
        wanted = wanted.where(sa.or_(send_part.c.staff_id.is_(None), in_scope(send_part.c.staff_id, scope)))
    return [_part(row) for row in conn.execute(wanted).mappings()]


def parts_of(conn: sa.Connection, send_id: int, staff: Sequence[int]) -> list[Part]:
    """Those of some members of staff."""
    wanted = sa.select(send_part).where(send_part.c.send_id == send_id, send_part.c.staff_id.in_(staff))
    return [_part(row) for row in conn.execute(wanted.order_by(send_part.c.number)).mappings()]


def part(conn: sa.Connection, id_: int) -> Part | None:
    row = conn.execute(sa.select(send_part).where(send_part.c.id == id_)).mappings().one_or_none()
    return None if row is None else _part(row)


def due(conn: sa.Connection, states: Sequence[PartState], now: int, *, limit: int) -> list[int]:
    """Parts of sends under way in which something is to be done by now, what waits longest first."""
    wanted = sa.select(send_part.c.id).join(send, send.c.id == send_part.c.send_id)
    wanted = wanted.where(
        send.c.state.in_(UNDER_WAY), send_part.c.state.in_(states), send_part.c.due_at <= now
    )
    return list(conn.execute(wanted.order_by(send_part.c.due_at, send_part.c.id).limit(limit)).scalars())


def unsettled_sender(conn: sa.Connection, connection_id: int, sender: str) -> bool:
    """Whether a call in this member's name is under way, or its answer was lost: a second one could be taken for it."""
    wanted = sa.select(send_part.c.id).join(send, send.c.id == send_part.c.send_id)
    mine = (send.c.connection_id == connection_id, send_part.c.sender == sender)
    return conn.execute(wanted.where(*mine, send_part.c.state.in_(UNSETTLED)).limit(1)).first() is not None


def refs_of_sender(conn: sa.Connection, connection_id: int, sender: str, since: int) -> list[str]:
    """Of what was submitted in this member's name lately."""
    wanted = sa.select(send_part.c.ref).join(send, send.c.id == send_part.c.send_id)
    mine = (send.c.connection_id == connection_id, send_part.c.sender == sender, send_part.c.ref != "")
    return list(conn.execute(wanted.where(*mine, send_part.c.submitted_at >= since)).scalars())


def change_part(
    conn: sa.Connection, id_: int, states: Sequence[PartState], seen: int | None = None, wished: Wish | None = None,
    **values: Any,
) -> bool:  # fmt: skip
    """Only while it is in one of these states (at the attempt that was seen; with this wish): False: somebody else was
    quicker."""
    if "reminded" in values:
        values["reminded"] = msgspec.json.encode(values["reminded"]).decode()
    which = sa.update(send_part).where(send_part.c.id == id_, send_part.c.state.in_(states))
    if seen is not None:
        which = which.where(send_part.c.attempt == seen)
    if wished is not None:
        which = which.where(send_part.c.wish == wished)
    return bool(conn.execute(which.values(**values)).rowcount)


def wish(conn: sa.Connection, send_id: int, wished: Wish, *, now: int) -> None:
    """For all parts that the platform holds, or may hold."""
    held = (PartState.WAITING, *UNSETTLED)
    which = sa.update(send_part).where(send_part.c.send_id == send_id, send_part.c.state.in_(held))
    # One whose call is under way is left its time: what it answers is needed to cancel it.
    at_once = sa.case((send_part.c.state == PartState.SUBMITTED, send_part.c.due_at), else_=now)
    conn.execute(which.values(wish=wished, due_at=at_once))


def hurry(conn: sa.Connection, seen: Sequence[tuple[int, Wish]], *, now: int) -> None:
    """Parts of which something else is wished than when they were `seen` are due now."""
    one = send_part.c
    which = (one.id == sa.bindparam("part"), one.wish != sa.bindparam("seen"), one.wish != Wish.NONE)
    rows = [{"part": id_, "seen": wished} for id_, wished in seen]
    conn.execute(sa.update(send_part).where(*which).values(due_at=now), rows)


def stop_planned(conn: sa.Connection, send_id: int, *, now: int) -> None:
    """Parts of which the platform knows nothing are due: the job ends them, with a fact of each recipient. Another
    attempt than who is about to submit one has seen, so it is not submitted."""
    which = (send_part.c.send_id == send_id, send_part.c.state == PartState.PLANNED)
    conn.execute(sa.update(send_part).where(*which).values(due_at=now, attempt=send_part.c.attempt + 1))


def close_if_over(conn: sa.Connection, send_id: int, *, now: int) -> SendState | None:
    """The send's end, when all its parts have ended; None: not yet, or before."""
    going = sa.select(send_part.c.id).where(send_part.c.send_id == send_id, send_part.c.state.not_in(ENDED))
    if conn.execute(going.limit(1)).first() is not None:
        return None
    found = conn.execute(sa.select(send.c.state).where(send.c.id == send_id)).scalar_one()
    if found not in UNDER_WAY:
        return None
    end = SendState.CANCELLED if found == SendState.CANCELLING else SendState.DONE
    change(conn, send_id, state=end, ended_at=now)
    return end


def _row(values: dict[str, Any]) -> dict[str, Any]:
    """With JSON for what is no column."""
    told = {
        name: msgspec.json.encode(values[name]).decode() for name in ("audience", "message") if name in values
    }
    return values | told


def _send(row: sa.RowMapping) -> Send:
    values: dict[str, Any] = {name: row[name] for name in Send.__struct_fields__}
    values["audience"] = msgspec.json.decode(values["audience"], type=Whom)
    values["message"] = msgspec.json.decode(values["message"], type=Message)
    values["kind"], values["state"] = SendKind(values["kind"]), SendState(values["state"])
    return Send(**values)


def _part(row: sa.RowMapping) -> Part:
    values: dict[str, Any] = {name: row[name] for name in Part.__struct_fields__}
    values["reminded"] = msgspec.json.decode(values["reminded"], type=list[int])
    values["state"], values["wish"] = PartState(values["state"]), Wish(values["wish"])
    return Part(**values)
