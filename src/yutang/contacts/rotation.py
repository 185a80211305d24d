"""A turn of keys: everything sealed anew with a new key, in steps; hashes stay as they are.

Killed in between, it goes on where it was: what is done carries the new key's number. The old keys go when nothing is
sealed with them any more. Afterwards the older secret keys may be taken out of the environment.
"""

from collections.abc import Callable

import msgspec
import sqlalchemy as sa

from yutang.contacts import keys, store
from yutang.contacts.columns import Kind
from yutang.contacts.sealing import Sealer
from yutang.kit.db import Database
from yutang.kit.secrets import Secrets

STEP = 5_000  # contacts in one transaction


class Turned(msgspec.Struct, frozen=True):
    """What a turn did: contacts sealed anew, and damaged ones left as they were."""

    resealed: int
    damaged: int


def rotate(state: Database, secrets: Secrets, *, told: Callable[[int], None] | None = None) -> Turned:
    """Seal all contacts with a new key, and the keys with the newest secret key. `told`: contacts done, step by step.

    Raises YutangError "contact_key" when none of the secret keys opens what is kept.
    """
    keys.opened(state, secrets)
    sealer = state.write(lambda conn: _begin(conn, secrets))
    last, moved, damaged = -1, 0, 0
    while True:
        step = state.write(lambda conn, after=last: _step(conn, sealer, after))
        if step is None:
            break
        last, done, lost = step
        moved, damaged = moved + done, damaged + lost
        if told:
            told(moved + damaged)
    state.write(lambda conn: store.settle(conn, sealer.newest))
    return Turned(resealed=moved, damaged=damaged)


def _begin(conn: sa.Connection, secrets: Secrets) -> Sealer:
    """Every key closed with the newest secret key, and a new one to seal with, unless a turn was cut short."""
    found = keys.load(conn, secrets, lock=True)
    assert found is not None  # noqa: S101 - opened just before, and keys are never all deleted
    if found.settled:
        store.add_key(conn, max(found.sealing) + 1, keys.fresh(secrets), settled=False)
    for number, key in {keys.HASHING: found.hashing, **found.sealing}.items():
        store.close_key(conn, number, keys.close(secrets, key))
    now = keys.load(conn, secrets)
    return Sealer(now.sealing if now else found.sealing)


def _step(conn: sa.Connection, sealer: Sealer, after: int) -> tuple[int, int, int] | None:
    """(last id looked at, sealed anew, damaged), or None: nothing is left behind `after`."""
    rows = store.older(conn, sealer.newest, after, STEP)
    if not rows:
        return None
    fresh: list[tuple[int, str]] = []
    for kind in Kind:
        some = [row for row in rows if row.kind == kind]
        plain = sealer.open_many(kind, [row.sealed for row in some])
        whole = [(row.identity_id, text) for row, text in zip(some, plain, strict=True) if text is not None]
        sealed = sealer.seal_many(kind, [text for _, text in whole])
        fresh += [(id_, one) for (id_, _), one in zip(whole, sealed, strict=True)]
    if fresh:
        store.reseal(conn, sealer.newest, fresh)
    return rows[-1].identity_id, len(fresh), len(rows) - len(fresh)
