"""Answers kept under the caller's Idempotency-Key for a day, so that the same POST twice is done once.

An answer may hold a one-time password or a token's secret, and its digest could be searched for a typed password.
So it is encrypted with the caller's key, of which State has a digest only: a backup tells nobody anything. (As
secret as that key: the console sends 122 random bits.)
"""

import base64
import hashlib
import secrets

import msgspec
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yutang.accounts.model import Viewer
from yutang.accounts.tables import kept_answer
from yutang.kit.clock import DAY
from yutang.kit.db import upsert

KEPT = DAY
MOST = 50_000  # answers in all; the oldest go first


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was answered. `digest`: of the request; another request under the same key is a mistake of the caller."""

    digest: str
    status: int
    media_type: str
    body: bytes


def kept(conn: sa.Connection, viewer: Viewer, key: str, *, now: int) -> Answer | None:
    """The answer that this caller got under this key within a day."""
    query = sa.select(kept_answer.c.sealed).where(
        kept_answer.c.digest == _digest(viewer, key, "name"), kept_answer.c.created_at > now - KEPT
    )
    sealed = conn.execute(query).scalar_one_or_none()
    if sealed is None:
        return None
    raw = base64.b64decode(sealed)
    try:
        plain = AESGCM(_secret(viewer, key)).decrypt(raw[:12], raw[12:], None)
    except InvalidTag:
        return None
    return msgspec.msgpack.decode(plain, type=Answer)


def keep(conn: sa.Connection, viewer: Viewer, key: str, answer: Answer, *, now: int) -> None:
    """Keep the first answer; a second under the same key changes nothing until the first is a day old."""
    conn.execute(sa.delete(kept_answer).where(kept_answer.c.created_at <= now - KEPT))
    nonce = secrets.token_bytes(12)
    sealed = nonce + AESGCM(_secret(viewer, key)).encrypt(nonce, msgspec.msgpack.encode(answer), None)
    row = {
        "digest": _digest(viewer, key, "name"),
        "sealed": base64.b64encode(sealed).decode(),
        "created_at": now,
    }
    new = upsert(conn, kept_answer).values(**row).on_conflict_do_nothing().returning(kept_answer.c.id)
    id_ = conn.execute(new).scalar_one_or_none()
    if id_ is not None:  # ids grow: so many behind the newest is at most so many rows
        conn.execute(sa.delete(kept_answer).where(kept_answer.c.id <= id_ - MOST))


def _digest(viewer: Viewer, key: str, purpose: str) -> str:
    return _hash(viewer, key, purpose).hex()


def _secret(viewer: Viewer, key: str) -> bytes:
    return _hash(viewer, key, "secret")


def _hash(viewer: Viewer, key: str, purpose: str) -> bytes:
    whose = f"{purpose}\x1f{viewer.user_id}\x1f{viewer.token_id}\x1f{key}"
    return hashlib.sha256(whose.encode("utf-8", "surrogatepass")).digest()
