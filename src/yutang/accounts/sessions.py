"""Sessions of browsers: made at sign-in, idle for 12 h or 14 days old at most.

The cookie is 32 random bytes that only the browser knows; State has their SHA-256. It is made anew at every sign-in,
so a cookie that was planted before is worth nothing after (session fixation).

Age is measured, not dated: `seen_at - created_at` has passed for sure. When the clock is set back, both move along,
so nobody is signed out by it and no session lives longer than its 14 days.
"""

import hashlib
import secrets

import msgspec
import sqlalchemy as sa

from yutang.accounts.limits import MINUTE
from yutang.accounts.model import Signed
from yutang.accounts.store import VIEWER, Reach, alone, viewer_of
from yutang.accounts.tables import session, user_account
from yutang.kit.clock import DAY

IDLE = 12 * 60 * MINUTE
LONGEST = 14 * DAY
TOUCH = MINUTE  # how exactly `seen_at` is kept
MOST = 20  # of one user; the least recently used ends


class Fresh(msgspec.Struct, frozen=True):
    """A session that was just made. `cookie` is known only here and in the browser."""

    id: int
    cookie: str
    csrf: str


class Found(msgspec.Struct, frozen=True):
    """A session in State. `until`: when it ends if nobody comes."""

    signed: Signed
    created_at: int
    seen_at: int
    until: int


def digest(secret: str) -> str:
    """What State keeps of a cookie or token. No salt: 256 random bits can't be guessed or looked up."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def start(
    conn: sa.Connection, user_id: int, *, address: str, now: int, connection_id: int | None = None
) -> Fresh:
    """A new session; the user's least recently used beyond MOST end, and everybody's that are over.

    `connection_id`: of the connection that said who it is; then no password was asked for.
    """
    cookie, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    over = sa.or_(session.c.seen_at < now - IDLE, session.c.created_at < now - LONGEST)
    conn.execute(sa.delete(session).where(over))
    mine = sa.select(session.c.id).where(session.c.user_id == user_id)
    spare = list(conn.scalars(mine.order_by(session.c.seen_at.desc(), session.c.id.desc()).offset(MOST - 1)))
    if spare:
        conn.execute(sa.delete(session).where(session.c.id.in_(spare)))
    row = {"digest": digest(cookie), "user_id": user_id, "csrf": csrf, "created_at": now, "seen_at": now,
           "address": address, "connection_id": connection_id}  # fmt: skip
    id_ = conn.execute(sa.insert(session).values(**row).returning(session.c.id)).scalar_one()
    return Fresh(id_, cookie, csrf)


def find(conn: sa.Connection, digest_: str, *, now: int, reach: Reach = alone) -> Found | None:
    """Who the cookie of this digest is, if its session is not over and its account not disabled."""
    query = (
        sa.select(
            session.c.id,
            session.c.csrf,
            session.c.created_at,
            session.c.seen_at,
            session.c.connection_id,
            *VIEWER,
        )
        .join(user_account, user_account.c.id == session.c.user_id)
        .where(session.c.digest == digest_, sa.not_(user_account.c.disabled))
    )
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    created_at, seen_at = by_the_clock(row["created_at"], row["seen_at"], now)
    until = min(seen_at + IDLE, created_at + LONGEST)
    if now >= until:
        return None
    signed = Signed(
        viewer=viewer_of(conn, row, reach),
        csrf=row["csrf"],
        must_change=row["must_change"] and row["connection_id"] is None,  # no one-time password was used
        session_id=row["id"],
    )
    return Found(signed, created_at, row["seen_at"], until)


def by_the_clock(created_at: int, seen_at: int, now: int) -> tuple[int, int]:
    """Start and last sight of a session, moved back together when the clock was."""
    back = max(seen_at - now, 0)
    return created_at - back, seen_at - back


def touch(conn: sa.Connection, found: Found, *, now: int) -> None:
    """Seen now. It may have ended since it was read: then nothing happens."""
    conn.execute(
        sa.update(session)
        .where(session.c.id == found.signed.session_id)
        .values(seen_at=now, created_at=found.created_at)
    )


def carry(conn: sa.Connection, by: int) -> None:
    """Time was moved on by so many µs (the demo's is), and nobody was away meanwhile."""
    conn.execute(
        sa.update(session).values(created_at=session.c.created_at + by, seen_at=session.c.seen_at + by)
    )


def stale(found: Found, now: int) -> bool:
    """Whether `touch` is due: also at once when the clock was set back."""
    return not 0 <= now - found.seen_at < TOUCH


def end(conn: sa.Connection, id_: int) -> None:
    conn.execute(sa.delete(session).where(session.c.id == id_))


def end_all(conn: sa.Connection, user_id: int) -> int:
    """Sign a user out everywhere; how many sessions that were."""
    return conn.execute(sa.delete(session).where(session.c.user_id == user_id)).rowcount


def end_of_connection(conn: sa.Connection, connection_id: int, *, but: int | None = None) -> int:
    """Those that this connection vouched for, but one; how many. The caller forgets whom it remembers (`memory`)."""
    which = (session.c.connection_id == connection_id, session.c.id != (but or 0))
    return conn.execute(sa.delete(session).where(*which)).rowcount
