"""API tokens: "yt_" and 32 random bytes, shown once, stored as a digest; scopes within what the owner may do."""

import secrets
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts import audit
from yutang.accounts.limits import MINUTE
from yutang.accounts.memory import memory_of
from yutang.accounts.model import Permission, Signed, Viewer
from yutang.accounts.sessions import digest
from yutang.accounts.store import VIEWER, Reach, alone, viewer_of
from yutang.accounts.tables import api_token, user_account
from yutang.accounts.words import a_name
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

PREFIX = "yt_"
MOST = 50  # of one user, revoked ones not counted
TOUCH = MINUTE  # `used_at` is written at most so often


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token as a list may show it."""

    id: int
    user_id: int
    user_name: str
    name: str
    scopes: list[Permission]
    hint: str  # its last four characters
    created_at: int
    expires_at: int | None
    used_at: int | None


class Found(msgspec.Struct, frozen=True):
    """A token that holds. `until`: when it expires."""

    signed: Signed
    used_at: int | None
    until: int | None


def listed(conn: sa.Connection) -> list[Token]:
    """Tokens that are not revoked, newest first; expired ones too: somebody may wonder why theirs fails."""
    query = (
        sa.select(api_token, user_account.c.name.label("user_name"))
        .join(user_account, user_account.c.id == api_token.c.user_id)
        .where(api_token.c.revoked_at.is_(None))
        .order_by(api_token.c.id.desc())
    )
    return [_token(row) for row in conn.execute(query).mappings()]


def find(conn: sa.Connection, digest_: str, *, now: int, reach: Reach = alone) -> Found | None:
    """Whom the token of this digest speaks for, if it holds and its owner is not disabled.

    An owner who must change their password first can do so only by signing in: until then their tokens are silent.
    """
    query = (
        sa.select(api_token.c.id, api_token.c.scopes, api_token.c.used_at, api_token.c.expires_at, *VIEWER)
        .join(user_account, user_account.c.id == api_token.c.user_id)
        .where(api_token.c.digest == digest_, api_token.c.revoked_at.is_(None))
        .where(sa.not_(user_account.c.disabled))
        .where(sa.or_(api_token.c.expires_at.is_(None), api_token.c.expires_at > now))
    )
    row = conn.execute(query).mappings().one_or_none()
    if row is None:
        return None
    given = frozenset(_scopes(row["scopes"]))
    viewer = viewer_of(conn, row, reach, token_id=row["id"], token_scopes=given)
    return Found(Signed(viewer=viewer, must_change=row["must_change"]), row["used_at"], row["expires_at"])


def stale(found: Found, now: int) -> bool:
    return found.used_at is None or not 0 <= now - found.used_at < TOUCH


def touch(conn: sa.Connection, found: Found, *, now: int) -> None:
    conn.execute(
        sa.update(api_token).where(api_token.c.id == found.signed.viewer.token_id).values(used_at=now)
    )


def create_token(
    state: Database, viewer: Viewer, name: str, scopes: list[Permission], expires_at: int | None, *, now: int
) -> tuple[Token, str]:
    """A token of the viewer's own, and its secret, which is nowhere else.

    Raises YutangError: not_for_tokens, name_bad, token_scopes, token_past, token_limit.
    """
    if viewer.token_id is not None:  # else a token of few scopes could make itself one of many
        raise YutangError("not_for_tokens")
    name = a_name(name)
    wanted = sorted(set(scopes))
    if not wanted or not all(viewer.may(scope) for scope in wanted):
        raise YutangError("token_scopes")
    if expires_at is not None and expires_at <= now:
        raise YutangError("token_past")
    secret = PREFIX + secrets.token_urlsafe(32)
    row = {"digest": digest(secret), "user_id": viewer.user_id, "name": name, "scopes": " ".join(wanted),
           "hint": secret[-4:], "created_at": now, "expires_at": expires_at}  # fmt: skip

    def write(conn: sa.Connection) -> int:
        mine = sa.select(sa.func.count()).select_from(api_token)
        mine = mine.where(api_token.c.user_id == viewer.user_id, api_token.c.revoked_at.is_(None))
        if conn.execute(mine).scalar_one() >= MOST:
            raise YutangError("token_limit", limit=MOST)
        id_ = conn.execute(sa.insert(api_token).values(**row).returning(api_token.c.id)).scalar_one()
        after = {"name": name, "scopes": wanted, "expires_at": expires_at}
        audit.record(
            conn, viewer, "token_created", now=now, subject_kind="api_key", subject_id=str(id_), after=after
        )
        return id_

    id_ = state.write(write)
    return Token(
        id=id_, user_id=viewer.user_id, user_name=viewer.name, name=name, scopes=wanted, hint=secret[-4:],
        created_at=now, expires_at=expires_at, used_at=None,
    ), secret  # fmt: skip


def revoke_token(state: Database, viewer: Viewer, id_: int, *, now: int) -> None:
    """No request that begins after this returns is answered. Raises YutangError: not_found."""

    def write(conn: sa.Connection) -> None:
        gone = conn.execute(
            sa.update(api_token)
            .where(api_token.c.id == id_, api_token.c.revoked_at.is_(None))
            .values(revoked_at=now)
            .returning(api_token.c.name, api_token.c.user_id)
        ).one_or_none()
        if gone is None:
            raise YutangError("not_found", what="token")
        before = {"name": gone.name, "user_id": gone.user_id}
        audit.record(
            conn, viewer, "token_revoked", now=now, subject_kind="api_key", subject_id=str(id_), before=before
        )

    state.write(write)
    memory_of(state).proved.forget()


def _scopes(text: str) -> list[Permission]:
    """Permissions that a later version dropped are dropped here too."""
    known = {str(permission) for permission in Permission}
    return [Permission(word) for word in text.split() if word in known]


def _token(row: sa.RowMapping) -> Token:
    values: dict[str, Any] = {name: row[name] for name in Token.__struct_fields__}
    values["scopes"] = _scopes(row["scopes"])
    return Token(**values)
