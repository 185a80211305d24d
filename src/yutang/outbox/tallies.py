"""How many recipients of a send are how, by part, member and reason: kept beside them, so that a list of sends of a
hundred thousand each need not count them.

Whoever changes recipients (`recipients`) counts those parts anew in the same transaction; nothing is added up by hand.
"""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.accounts.store import in_scope
from yutang.outbox.model import CONFIRMED, PartState, TouchState
from yutang.outbox.tables import send_part, send_recipient, send_tally

NONE = 0  # in place of a part, or a member of staff, that there is not
_t, _r = send_tally.c, send_recipient.c
_KEY = (
    _r.send_id,
    sa.func.coalesce(_r.part_id, NONE),
    sa.func.coalesce(_r.staff_id, NONE),
    _r.state,
    _r.reason,
)
# What people see: an open recipient is where its part is.
SHOWN = sa.case(
    (sa.and_(send_part.c.state == PartState.WAITING, send_part.c.confirmed_at.is_not(None)), CONFIRMED),
    else_=send_part.c.state,
)


def count_all(conn: sa.Connection, send_id: int) -> None:
    """Of a send whose recipients were just put."""
    _count(conn, _r.send_id == send_id)


def count(conn: sa.Connection, send_id: int, part_ids: Collection[int]) -> None:
    """Some parts anew."""
    if not part_ids:
        return
    ids = sorted(part_ids)
    conn.execute(sa.delete(send_tally).where(_t.send_id == send_id, _t.part_id.in_(ids)))
    _count(conn, _r.part_id.in_(ids))


def _count(conn: sa.Connection, which: sa.ColumnElement[bool]) -> None:
    counted = sa.select(*_KEY, sa.func.count()).where(which).group_by(*_KEY)
    conn.execute(sa.insert(send_tally).from_select([column.name for column in send_tally.c], counted))


def states(conn: sa.Connection, ids: Sequence[int], scope: Scope) -> dict[int, dict[str, int]]:
    """Of each send, how many recipients in the scope are how; an open one is told as its part."""
    state = sa.case((_t.state == TouchState.OPEN, SHOWN), else_=_t.state)
    wanted = sa.select(_t.send_id, state, sa.func.sum(_t.people))
    wanted = wanted.outerjoin(send_part, send_part.c.id == _t.part_id)
    wanted = wanted.where(_t.send_id.in_(list(ids)), in_scope(_t.staff_id, scope))
    found: dict[int, dict[str, int]] = {id_: {} for id_ in ids}
    for send_id, name, people in conn.execute(wanted.group_by(_t.send_id, state)):
        found[send_id][name] = int(people)
    return found


def reasons(conn: sa.Connection, send_id: int, scope: Scope) -> dict[tuple[str, int], int]:
    """(state, reason) → how many."""
    wanted = sa.select(_t.state, _t.reason, sa.func.sum(_t.people))
    wanted = wanted.where(_t.send_id == send_id, in_scope(_t.staff_id, scope))
    return {(row[0], row[1]): int(row[2]) for row in conn.execute(wanted.group_by(_t.state, _t.reason))}


def by_part(conn: sa.Connection, send_id: int) -> dict[int, dict[str, int]]:
    """Part → kept state → how many."""
    return _by(conn, send_id, _t.part_id)


def by_staff(conn: sa.Connection, send_id: int) -> dict[int, dict[str, int]]:
    """Member → kept state → how many of those who are in a part stand under that member."""
    return _by(conn, send_id, _t.staff_id)


def _by(conn: sa.Connection, send_id: int, column: sa.ColumnElement[int]) -> dict[int, dict[str, int]]:
    wanted = sa.select(column, _t.state, sa.func.sum(_t.people))
    wanted = wanted.where(_t.send_id == send_id, _t.part_id != NONE)
    found: dict[int, dict[str, int]] = {}
    for id_, state, people in conn.execute(wanted.group_by(column, _t.state)):
        found.setdefault(id_, {})[state] = int(people)
    return found
