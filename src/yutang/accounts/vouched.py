"""A session for somebody whom a connected platform proved: no password is asked for, and all else is as with one."""

from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts import audit, sessions, store
from yutang.accounts.actions import SignedIn, viewer_of
from yutang.accounts.memory import memory_of
from yutang.kit.db import Database


def enter(
    state: Database, user_id: int, *, connection_id: int, address: str, now: int, instead_of: int | None = None
) -> SignedIn | None:  # fmt: skip
    """None: the account is gone or disabled by now. `instead_of`: the browser's session until now, which ends."""

    def write(conn: sa.Connection) -> SignedIn | None:
        known = store.known(conn, id_=user_id)
        if known is None or known.user.disabled:
            return None
        user = msgspec.structs.replace(known.user, signed_in_at=now)
        if instead_of is not None:
            sessions.end(conn, instead_of)
        store.change(conn, user.id, signed_in_at=now)
        fresh = sessions.start(conn, user.id, address=address, now=now, connection_id=connection_id)
        who, after = viewer_of(user, address), {"connection": connection_id}
        audit.record(
            conn, who, "signed_in", now=now, subject_kind="user", subject_id=str(user.id), after=after
        )
        return SignedIn(user, fresh)

    done = state.write(write)
    memory_of(state).proved.forget()
    return done


def refused(conn: sa.Connection, connection_id: int, *, address: str, now: int, **why: Any) -> None:
    """Somebody was proved, and has no account: whoever keeps the accounts sees it in the log."""
    audit.record(conn, audit.nobody(address), "sign_in_refused", now=now, subject_kind="connection",
                 subject_id=str(connection_id), after=why)  # fmt: skip
