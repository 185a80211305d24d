"""Statements on who is to publish a Moment, and their tasks. No decisions."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.accounts.store import in_scope
from yutang.customers.tables import identity
from yutang.outbox.moments.model import MemberState, Publisher
from yutang.outbox.tables import send_member
from yutang.tasks import sends as task

_m = send_member.c


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """`at`: when they were seen to have published. `account`: the id of the account they were chosen by, which is the
    `userid` of before where it has another since."""

    staff_id: int
    userid: str
    account: str
    state: MemberState
    at: int | None
    likes: int
    comments: int

    def told_as(self, told: Container[str]) -> str:
        """Their id in what the platform tells: it may be the one of before."""
        return self.account if self.userid not in told and self.account in told else self.userid


def put(conn: sa.Connection, send_id: int, publishers: Sequence[Publisher]) -> None:
    usual = {
        "send_id": send_id,
        "state": MemberState.OPEN,
        "reason": 0,
        "at": None,
        "likes": 0,
        "comments": 0,
    }
    rows = [usual | {"staff_id": one.staff_id, "userid": one.userid} for one in publishers]
    conn.execute(sa.insert(send_member), rows)


def listed(conn: sa.Connection, send_id: int, scope: Scope | None = None) -> list[Member]:
    """By the platform's id; `scope`: those in it."""
    columns = [send_member.c[name] for name in Member.__struct_fields__ if name != "account"]
    account = sa.func.coalesce(identity.c.external_id, _m.userid).label("account")
    by = send_member.outerjoin(identity, identity.c.id == _m.staff_id)
    wanted = sa.select(*columns, account).select_from(by).where(_m.send_id == send_id).order_by(_m.userid)
    if scope is not None:
        wanted = wanted.where(in_scope(_m.staff_id, scope))
    return [_member(row) for row in conn.execute(wanted).mappings()]


def userids(conn: sa.Connection, send_id: int) -> tuple[str, ...]:
    """As the channel calls those who are to publish."""
    wanted = sa.select(_m.userid).where(_m.send_id == send_id, _m.state == MemberState.OPEN)
    return tuple(conn.execute(wanted.order_by(_m.userid)).scalars())


def mark(conn: sa.Connection, send_id: int, staff_ids: Sequence[int], state: MemberState, at: int) -> None:
    """Of those who are open still."""
    if staff_ids:
        which = (_m.send_id == send_id, _m.staff_id == sa.bindparam("who"), _m.state == MemberState.OPEN)
        conn.execute(
            sa.update(send_member).where(*which).values(state=state, at=at),
            [{"who": one} for one in staff_ids],
        )


def count(conn: sa.Connection, send_id: int, said: Mapping[int, tuple[int, int]]) -> None:
    """Likes and comments that there are, by member."""
    if said:
        which = (_m.send_id == send_id, _m.staff_id == sa.bindparam("who"))
        values: dict[str, Any] = {"likes": sa.bindparam("liked"), "comments": sa.bindparam("commented")}
        rows = [
            {"who": one, "liked": likes, "commented": comments} for one, (likes, comments) in said.items()
        ]
        conn.execute(sa.update(send_member).where(*which).values(**values), rows)


def level_tasks(conn: sa.Connection, send_id: int, *, over: bool, now: int) -> None:
    """Who published has done their task; when it is over, nobody else need."""
    found = listed(conn, send_id)
    done = [one.staff_id for one in found if one.state is MemberState.SENT]
    task.done(conn, send_id, done, now=now)
    left = [one.staff_id for one in found if one.state is not MemberState.SENT]
    needless = left if over else [one.staff_id for one in found if one.state is MemberState.REFUSED]
    task.dropped(conn, send_id, needless, viewer=task.OURSELVES, now=now)
    if over or not left:
        task.unchased(conn, send_id, viewer=task.OURSELVES, now=now)


def _member(row: sa.RowMapping) -> Member:
    values: dict[str, Any] = {**row, "state": MemberState(row["state"])}
    return Member(**values)
