"""Statements on likes and comments: when they are read next, and which there are. No decisions."""

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.accounts.store import in_scope
from yutang.customers.tables import identity
from yutang.kit.db import upsert
from yutang.outbox.moments.model import Change, Heard, What
from yutang.outbox.tables import send_feed, send_reaction

SLICE = 500
_f, _r = send_feed.c, send_reaction.c


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    send_id: int
    ref: str
    due_at: int
    until: int
    read_at: int | None
    fault: str


def begin(conn: sa.Connection, send_id: int, ref: str, *, due_at: int, until: int) -> None:
    """From now on it is read; due at once for who published since."""
    row = {"send_id": send_id, "ref": ref, "due_at": due_at, "until": until, "fault": ""}
    made = upsert(conn, send_feed).values(**row)
    conn.execute(made.on_conflict_do_update(index_elements=["send_id"], set_={"due_at": due_at, "ref": ref}))


def one(conn: sa.Connection, send_id: int) -> Feed | None:
    row = conn.execute(sa.select(send_feed).where(_f.send_id == send_id)).mappings().one_or_none()
    return None if row is None else Feed(**row)


def due(conn: sa.Connection, now: int, *, limit: int) -> list[int]:
    """Ids of sends, what waits longest first."""
    wanted = sa.select(_f.send_id).where(_f.due_at <= now, _f.due_at < _f.until)
    return list(conn.execute(wanted.order_by(_f.due_at, _f.send_id).limit(limit)).scalars())


def read(
    conn: sa.Connection, send_id: int, *, due_at: int, read_at: int | None = None, fault: str = ""
) -> None:
    values: dict[str, object] = {"due_at": due_at, "fault": fault}
    if read_at is not None:
        values["read_at"] = read_at
    conn.execute(sa.update(send_feed).where(_f.send_id == send_id).values(**values))


def kept(conn: sa.Connection, send_id: int) -> dict[Heard, bool]:
    """Whether each is still there."""
    wanted = sa.select(_r.staff_id, _r.identity_id, _r.what, _r.mark, _r.at, _r.gone_at)
    found = conn.execute(wanted.where(_r.send_id == send_id))
    return {Heard(row[0], row[1], What(row[2]), row[3], row[4]): row[5] is None for row in found}


def keep(conn: sa.Connection, send_id: int, change: Change, *, now: int) -> None:
    """A row that is there already is a surprise: only one reads."""
    if change.new:
        rows = [
            {"send_id": send_id, "staff_id": one_.staff_id, "identity_id": one_.identity_id, "what": one_.what.value,
             "mark": one_.mark, "at": one_.at, "gone_at": None}
            for one_ in change.new
        ]  # fmt: skip
        conn.execute(sa.insert(send_reaction), rows)
    _set_gone(conn, send_id, change.gone, now)
    _set_gone(conn, send_id, change.back, None)


def ids_of(conn: sa.Connection, platform: str, refs: Iterable[str]) -> dict[str, int]:
    """Accounts that are known, by the platform's id."""
    left, found = sorted(set(refs)), dict[str, int]()
    for start in range(0, len(left), SLICE):
        which = (identity.c.platform == platform, identity.c.external_id.in_(left[start : start + SLICE]))
        rows = conn.execute(sa.select(identity.c.external_id, identity.c.id).where(*which))
        found |= {row[0]: row[1] for row in rows}
    return found


class Said(msgspec.Struct, frozen=True):
    """A row of a list."""

    staff_id: int
    identity_id: int
    what: What
    mark: int
    at: int
    gone: bool


def page(
    conn: sa.Connection, send_id: int, scope: Scope, what: What | None, *, skip: int, limit: int
) -> list[Said]:
    """Newest first; what was taken back too."""
    wanted = sa.select(_r.staff_id, _r.identity_id, _r.what, _r.mark, _r.at, _r.gone_at)
    wanted = wanted.where(_r.send_id == send_id, in_scope(_r.staff_id, scope))
    if what is not None:
        wanted = wanted.where(_r.what == what.value)
    order = (_r.at.desc(), _r.identity_id, _r.staff_id, _r.what, _r.mark)
    found = conn.execute(wanted.order_by(*order).offset(skip).limit(limit))
    return [Said(row[0], row[1], What(row[2]), row[3], row[4], row[5] is not None) for row in found]


def instants(conn: sa.Connection, send_id: int, scope: Scope, what: What) -> list[int]:
    """Of what is there still, oldest first."""
    wanted = sa.select(_r.at).where(
        _r.send_id == send_id, _r.what == what.value, _r.gone_at.is_(None), in_scope(_r.staff_id, scope)
    )
    return list(conn.execute(wanted.order_by(_r.at)).scalars())


def people(conn: sa.Connection, send_id: int, scope: Scope) -> int:
    """How many customers liked or commented, each once."""
    which = (_r.send_id == send_id, _r.gone_at.is_(None), in_scope(_r.staff_id, scope))
    return int(conn.execute(sa.select(sa.func.count(sa.distinct(_r.identity_id))).where(*which)).scalar_one())


def _set_gone(conn: sa.Connection, send_id: int, which: Sequence[Heard], at: int | None) -> None:
    if which:
        same = (
            _r.send_id == send_id, _r.staff_id == sa.bindparam("by"), _r.identity_id == sa.bindparam("who"),
            _r.what == sa.bindparam("kind"), _r.mark == sa.bindparam("nth"),
        )  # fmt: skip
        rows = [
            {"by": one_.staff_id, "who": one_.identity_id, "kind": one_.what.value, "nth": one_.mark}
            for one_ in which
        ]
        conn.execute(sa.update(send_reaction).where(*same).values(gone_at=at), rows)
