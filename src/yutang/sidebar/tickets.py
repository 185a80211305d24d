"""Tickets that signatures are made with: one a corp and one an app, each good for two hours, asked for seldom."""

import secrets
import threading
from typing import Literal

import msgspec

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import directory
from yutang.channels.wecom.client import Client
from yutang.kit.clock import SECOND
from yutang.sidebar.signing import Signature, signature

Kind = Literal["config", "agent"]
EARLY = 300 * SECOND  # before its end; the platform allows 100 requests an hour for an app
REST = 10 * SECOND  # after a refusal
WAIT = 5.0  # seconds for somebody else's answer
LONGEST = 7_200  # seconds, whatever the answer says


class Held(msgspec.Struct):
    """Of one corp or app. `failure`: how the last asking ended, told to whoever comes before `until`."""

    one: threading.Lock = msgspec.field(default_factory=threading.Lock)  # who asks
    ticket: str = ""
    until: int = 0
    failure: Failure | None = None

    def now(self, now: int) -> str | Failure | None:
        """None: it is to be asked for."""
        longest = LONGEST * SECOND if self.ticket else REST
        if not self.until - longest <= now < self.until:  # also when the clock was set back
            return None
        return self.ticket or self.failure


class Tickets:
    """Of a process. Any thread may ask; one asks the platform, and the others hear what it was told: where WeCom is
    away, pages of chats must not hold the server's threads one after another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[tuple[str, int, Kind], Held] = {}

    def sign(self, client: Client, kind: Kind, url: str, *, now: int) -> Signature | Failure:
        """A signature of the address; `now` in µs, as the connection's clock has it."""
        ticket = self._ticket(client, kind, now)
        if isinstance(ticket, Failure):
            return ticket
        nonce, stamp = secrets.token_hex(8), now // SECOND
        return Signature(timestamp=stamp, nonce_str=nonce, signature=signature(ticket, nonce, stamp, url))

    def _ticket(self, client: Client, kind: Kind, now: int) -> str | Failure:
        key = (client.connection.corpid, client.connection.agentid, kind)
        with self._lock:
            held = self._held.setdefault(key, Held())
        if (known := held.now(now)) is not None:
            return known
        if not held.one.acquire(timeout=WAIT):
            return held.failure or Failure(trouble=Trouble.RETRY, code="at_once")
        try:
            known = held.now(now)
            return _asked(client, kind, held, now) if known is None else known
        finally:
            held.one.release()


def _asked(client: Client, kind: Kind, held: Held, now: int) -> str | Failure:
    found = directory.corp_ticket(client) if kind == "config" else directory.agent_ticket(client)
    if isinstance(found, Failure):
        held.until, held.ticket, held.failure = now + REST, "", found
        return found
    lasts = min(found.expires_in, LONGEST) * SECOND
    held.until, held.ticket, held.failure = now + lasts - min(EARLY, lasts // 10), found.ticket, None
    return found.ticket
