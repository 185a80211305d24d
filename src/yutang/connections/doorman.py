"""Which connection a callback is for, and whether it comes from there. Settings are opened once a second at most."""

import threading

import msgspec
import sqlalchemy as sa

from yutang.channels.contract.inbound import Accepted, Rejected, Request
from yutang.channels.wecom.crypto import Envelope, Refusal
from yutang.channels.wecom.inbound import verify
from yutang.connections import store
from yutang.connections.actions import opened
from yutang.connections.model import ConnectionState
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets

PROBE = "x-yutang-doctor"  # a check of our own: it proves nothing of the far side's
FRESH = SECOND  # how long a change of the settings may go unnoticed


class Door(msgspec.Struct, frozen=True):
    """`envelope` None: it takes nothing, and `closed` says why."""

    connection_id: int
    envelope: Envelope | None
    closed: str = ""


class Doorman:
    """Of all connections. Any thread may ask."""

    def __init__(self, state: Database, secrets: Secrets) -> None:
        self._state, self._secrets = state, secrets
        self._lock = threading.Lock()
        self._doors: dict[str, Door] = {}
        self._looked: int | None = None

    def stale(self, now: int) -> bool:
        """Whether `look` must be called before `let_in`."""
        return self._looked is None or not 0 <= now - self._looked < FRESH

    def look(self, now: int) -> None:
        """See which connections there are."""
        with self._lock:
            if not self.stale(now):
                return
            with self._state.read() as conn:
                found = {
                    one.path: self._door(conn, one.id, one.account, one.state) for one in store.listed(conn)
                }
            self._doors, self._looked = found, now

    def door(self, path: str) -> Door | None:
        return self._doors.get(path)

    def _door(self, conn: sa.Connection, id_: int, account: str, state: ConnectionState) -> Door:
        if state is ConnectionState.OFF:
            return Door(id_, None, "off")
        try:
            settings = opened(conn, id_, self._secrets)
            return Door(id_, Envelope(settings["token"], settings["aes_key"], account))
        except (YutangError, Refusal):
            return Door(id_, None, "unreadable")


def let_in(door: Door, request: Request, now: int) -> Accepted | Rejected:
    """What the request says, if it is to be believed. Reasons: "off", "unreadable", and channels.wecom.inbound's."""
    return Rejected(door.closed) if door.envelope is None else verify(door.envelope, request, now)
