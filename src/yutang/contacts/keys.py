"""The keys of contacts: made once, kept sealed with the installation's secret key, opened when a process starts."""

import os
from base64 import b64decode, b64encode

import msgspec
import sqlalchemy as sa

from yutang.contacts import store
from yutang.contacts.sealing import KEY
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.kit.secrets import FILE, VARIABLE, Secrets

HASHING, FIRST = 0, 1  # numbers of keys


class Keys(msgspec.Struct, frozen=True):
    """`hashing`: of hashes. `sealing`: number → key; the highest seals. `settled`: no turn is under way."""

    hashing: bytes
    sealing: dict[int, bytes]
    settled: bool


def opened(state: Database, secrets: Secrets) -> Keys:
    """The keys; made when there are none. Raises YutangError "contact_key": they are closed with another secret key."""
    with state.read() as conn:
        found = load(conn, secrets)
    return found or state.write(lambda conn: _made(conn, secrets))


def load(conn: sa.Connection, secrets: Secrets, *, lock: bool = False) -> Keys | None:
    """The keys as they are kept, None where there are none. `lock`: others that would turn them wait."""
    rows = store.keys(conn, lock=lock)
    if not rows:
        return None
    plain = {number: _plain(secrets, sealed) for number, (sealed, _) in rows.items()}
    return Keys(hashing=plain.pop(HASHING), sealing=plain, settled=rows[max(rows)][1])


def fresh(secrets: Secrets) -> str:
    """A new key, sealed."""
    return close(secrets, os.urandom(KEY))


def close(secrets: Secrets, key: bytes) -> str:
    return secrets.close(b64encode(key).decode())


def _made(conn: sa.Connection, secrets: Secrets) -> Keys:
    """Two that start at once agree: what is there first stays, and is read again."""
    for number in (HASHING, FIRST):
        store.add_key(conn, number, fresh(secrets), settled=True)
    found = load(conn, secrets)
    if found is None:
        raise _closed()
    return found


def _plain(secrets: Secrets, sealed: str) -> bytes:
    text = secrets.open(sealed)
    if text is None:
        raise _closed()
    return b64decode(text)


def _closed() -> YutangError:
    return YutangError("contact_key", variable=VARIABLE, file=FILE)
