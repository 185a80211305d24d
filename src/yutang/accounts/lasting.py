"""Whether who asked once would still be let in: for an answer that goes on for hours, as a stream of events does."""

from collections.abc import Callable

import msgspec
import sqlalchemy as sa

from yutang.accounts import sessions, tokens
from yutang.accounts.memory import memory_of
from yutang.accounts.model import Signed
from yutang.accounts.store import Reach, alone
from yutang.accounts.tables import api_token, session
from yutang.kit.db import Database


class Lasting:
    """Of one who was let in. Nothing is touched and nothing remembered: to listen is no use of a session, so a page
    left open keeps nobody signed in."""

    def __init__(self, state: Database, signed: Signed, now: Callable[[], int], reach: Reach = alone) -> None:
        self._state, self._signed, self._now, self._reach = state, signed, now, reach
        self._memory, self._asked = memory_of(state).proved, -1

    @property
    def doubtful(self) -> bool:
        """Whether anybody's rights changed here since `holds` was asked. What other processes do isn't seen by it."""
        return self._asked != self._memory.generation

    def holds(self) -> bool:
        """Whether the session or token is there, and proves the same rights. Reads State."""
        self._asked = self._memory.generation  # from before State is read
        viewer = self._signed.viewer
        if not viewer.user_id:  # the command line on this machine: its token is the server's own
            return True
        by_token = viewer.token_id is not None
        table, id_ = (api_token, viewer.token_id) if by_token else (session, self._signed.session_id)
        with self._state.read() as conn:
            digest = conn.execute(sa.select(table.c.digest).where(table.c.id == id_)).scalar()
            if digest is None:
                return False
            find = tokens.find if by_token else sessions.find
            found = find(conn, digest, now=self._now(), reach=self._reach)
        if found is None:
            return False
        same = msgspec.structs.replace(found.signed.viewer, address=viewer.address)
        return msgspec.structs.replace(found.signed, viewer=same) == self._signed
