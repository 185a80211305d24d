"""Clients of connections: made from their sealed settings, one for each, with the address's limits shared."""

import threading
import time
from collections.abc import Callable

import msgspec

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.client import Client, Clock
from yutang.channels.wecom.errors import FATAL, NOT_TRUSTED_IP
from yutang.channels.wecom.limits import Rates
from yutang.channels.wecom.rates import Limiter
from yutang.channels.wecom.settings import BASE, Connection
from yutang.connections import store
from yutang.connections.actions import Settings, opened
from yutang.connections.model import Trouble as Said
from yutang.kit.db import Database
from yutang.kit.secrets import Secrets


def connection_of(settings: Settings) -> Connection:
    """As the channel wants it."""
    return Connection(
        corpid=settings["corp_id"], agentid=int(settings["agent_id"]), secret=settings["secret"],
        callback_token=settings["token"], callback_key=settings["aes_key"],
        archive_secret=settings.get("archive_secret", ""), base=settings.get("base_url", BASE),
    )  # fmt: skip


def said(found: Failure) -> Said:
    """A failure for people: locales "connection.trouble.<code>"."""
    params = {"code": found.code, "call": found.call, "hint": found.hint}
    if found.code == str(NOT_TRUSTED_IP):
        return Said("ip", params)
    if found.code.lstrip("-").isdigit() and int(found.code) in FATAL:
        return Said("credentials", params)
    return Said(found.trouble.value, params)


class Clients:
    """Of a process. `rates`: the platform's, unless a server of one's own has others."""

    def __init__(
        self, state: Database, secrets: Secrets, *, now: Callable[[], int], rates: Rates | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._state, self._secrets, self.now, self.sleep = state, secrets, now, sleep
        self._limiter = Limiter(rates or Rates())
        self._lock = threading.Lock()
        self._made: dict[tuple[int, bool], tuple[str, Client]] = {}

    def of(self, connection_id: int) -> Client:
        """The client; another one when the settings changed. Raises YutangError "connection_unreadable"."""
        return self._client(connection_id, archive=False)

    def archive_of(self, connection_id: int) -> Client:
        """The one that speaks with the session archive's secret: only for a connection that has one."""
        return self._client(connection_id, archive=True)

    def _client(self, connection_id: int, *, archive: bool) -> Client:
        with self._state.read() as conn:
            sealed = store.settings(conn, connection_id) or ""
            with self._lock:
                known = self._made.get((connection_id, archive))
                if known is not None and known[0] == sealed:
                    return known[1]
                settings = connection_of(opened(conn, connection_id, self._secrets))
                if archive:
                    settings = msgspec.structs.replace(settings, secret=settings.archive_secret)
                made = Client(settings, self._limiter, clock=Clock(now=self.now, sleep=self.sleep))
                self._made[connection_id, archive] = (sealed, made)
        if known is not None:
            known[1].close()
        return made

    def heard(self, connection_id: int, found: Failure | None) -> None:
        """Note whether the connection works: None = it answered. Only what stops all of it counts as trouble."""
        now = self.now()
        if found is None:
            self._state.write(lambda conn: store.answered(conn, connection_id, now=now))
        elif found.trouble is Trouble.CONFIG or found.trouble is Trouble.REAUTH:
            trouble = said(found)
            self._state.write(lambda conn: store.troubled(conn, connection_id, trouble, now=now))

    def close(self) -> None:
        with self._lock:
            for _, client in self._made.values():
                client.close()
            self._made.clear()
