"""Tickets that signatures are made with: one a corp and one an app, each good for two hours, asked for seldom."""

import secrets
import threading
from typing import Literal

from yutang.channels.contract.outcomes import Failure
from yutang.channels.wecom.calls import directory
from yutang.channels.wecom.client import Client
from yutang.kit.clock import SECOND
from yutang.sidebar.signing import Signature, signature

Kind = Literal["config", "agent"]
EARLY = 300 * SECOND  # before its end; the platform allows 100 requests an hour for an app
LONGEST = 7_200  # seconds, whatever the answer says


class Tickets:
    """Of a process. Any thread may ask; while one asks the platform the others wait for its answer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[tuple[str, int, Kind], tuple[str, int]] = {}

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
            ticket, until = self._held.get(key, ("", 0))
            if ticket and until - LONGEST * SECOND <= now < until:
                return ticket
            found = directory.corp_ticket(client) if kind == "config" else directory.agent_ticket(client)
            if isinstance(found, Failure):
                return found
            lasts = min(found.expires_in, LONGEST) * SECOND
            self._held[key] = (found.ticket, now + lasts - min(EARLY, lasts // 10))
            return found.ticket
