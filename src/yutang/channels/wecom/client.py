"""The client: token, rates, retries and log around every call. Answers are values; it raises for no fault of WeCom's.

It is used by many threads. It never waits longer than `Pace.patience` in one call: what would take longer comes back
as a Failure with the instant from which it makes sense. Retried are only: what the platform says to retry (-1, 6000:
it was not done), what never left, and calls that may be repeated. A write whose answer was lost is not sent again: it
is `unsure`, and whoever asked looks before asking again.
"""

import logging
import random
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom import redact
from yutang.channels.wecom.errors import BUSY, CONFLICT, OK, PAUSES, trouble
from yutang.channels.wecom.rates import Limiter
from yutang.channels.wecom.settings import Connection
from yutang.channels.wecom.tokens import Token, Tokens
from yutang.channels.wecom.transport import Broken, Call, Content, Reply, Transport
from yutang.channels.wecom.wire import Ask, Malformed, W, Wire, encode, read
from yutang.kit.clock import SECOND, now

LOG = logging.getLogger("yutang.wecom")
GETTOKEN = Call("GET", "gettoken", repeats=True)
NO_TOKEN = (
    5 * SECOND
)  # until one is asked for again when the answer made no sense; 2,000 errors an hour lock the app
T = TypeVar("T")


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds: of one wait for the network, and of all waits between tries together."""

    network: float = 10.0
    patience: float = 8.0
    tries: int = 3  # the platform's own advice for -1


UNHURRIED = Pace()
AT_ONCE = Pace(network=3.0, patience=1.0, tries=2)  # the welcome has 20 s in all


class Clock(msgspec.Struct, frozen=True):
    """Instants in µs; `sleep` in seconds; `jitter` in [0, 1). The sandbox's clock is not the wall's."""

    now: Callable[[], int] = now
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


class _GotToken(Wire):
    access_token: str
    expires_in: int = 7200


class Client:
    """Of one connection. `limiter` is shared by all connections of the process: an address has limits too."""

    def __init__(
        self, connection: Connection, limiter: Limiter, *, clock: Clock | None = None, at_once: int = 16,
        pace: Pace = UNHURRIED,
    ) -> None:  # fmt: skip
        self.connection, self.clock = connection, clock or Clock()
        self._limiter, self._pace = limiter, pace
        self._transport = Transport(connection.base, at_once=at_once)
        self._slots = threading.BoundedSemaphore(at_once)
        self._tokens = Tokens(self._fetch_token, self.clock.now)

    def close(self) -> None:
        self._transport.close()

    def ask(
        self, call: Call, answer: type[W], body: Ask | None = None, query: dict[str, Any] | None = None,
        pace: Pace | None = None,
    ) -> W | Failure:  # fmt: skip
        """A call with the token, as a typed answer."""
        content = Content(json=encode(body) if call.method == "POST" else b"")
        return self._typed(call, answer, self._authorised(call, query or {}, content, pace or self._pace))

    def upload(
        self, call: Call, answer: type[W], file: tuple[str, bytes], query: dict[str, Any] | None = None
    ) -> W | Failure:
        """A multipart call with one file: (name, content)."""
        return self._typed(call, answer, self._authorised(call, query or {}, Content(file=file), self._pace))

    def _typed(self, call: Call, answer: type[W], found: dict[str, Any] | Failure) -> W | Failure:
        if isinstance(found, Failure):
            return found
        try:
            return read(answer, found)
        except Malformed as wrong:
            path = wrong.path
        LOG.error("%s: an answer that can't be read, at %s: %s", call.path, path, redact.redacted(found))
        return Failure(
            trouble=Trouble.DATA, code="unreadable", call=call.path, unsure=not call.repeats, hint=path
        )

    def _authorised(
        self, call: Call, query: dict[str, Any], content: Content, pace: Pace
    ) -> dict[str, Any] | Failure:
        """With a token, and once more with a new one when it was refused."""
        token = self._tokens.get()
        if isinstance(token, Failure):
            return token
        found = self._tried(call, query | {"access_token": token}, content, pace)
        if not isinstance(found, Failure) or found.trouble is not Trouble.REAUTH:
            return found
        fresh = self._tokens.get(stale=token)
        if isinstance(fresh, Failure):
            return fresh
        return self._tried(call, query | {"access_token": fresh}, content, pace)

    def _fetch_token(self) -> Token | Failure:
        secret = {"corpid": self.connection.corpid, "corpsecret": self.connection.secret}
        found = self._typed(GETTOKEN, _GotToken, self._tried(GETTOKEN, secret, Content(), self._pace))
        if not isinstance(found, Failure):
            return Token(found.access_token, found.expires_in)
        if found.trouble not in (Trouble.DATA, Trouble.BUG):
            return found
        # A page of some gateway's: no judgement on what the token was for, which nobody has been asked for yet.
        return msgspec.structs.replace(found, trouble=Trouble.RETRY, until=self.clock.now() + NO_TOKEN)

    def _tried(
        self, call: Call, query: dict[str, Any], content: Content, pace: Pace
    ) -> dict[str, Any] | Failure:
        """As often as it makes sense."""
        patience = pace.patience
        for attempt in range(1, pace.tries):
            found = self._once(call, query, content, pace)
            wait = 0.25 * 2**attempt * (1 + self.clock.jitter())
            if not isinstance(found, Failure) or not _again(found) or wait > patience:
                return found
            patience -= wait
            self.clock.sleep(wait)
        return self._once(call, query, content, pace)

    def _once(
        self, call: Call, query: dict[str, Any], content: Content, pace: Pace
    ) -> dict[str, Any] | Failure:
        corp = self.connection.corpid
        until = self._limiter.take(corp, call.path, self.clock.now())
        if until is not None:
            return Failure(trouble=Trouble.THROTTLE, code="rate", call=call.path, until=until)
        if not self._slots.acquire(timeout=pace.network):
            until = self.clock.now() + SECOND
            return Failure(trouble=Trouble.THROTTLE, code="at_once", call=call.path, until=until)
        try:
            found = self._transport.exchange(call, query, content, seconds=pace.network)
        finally:
            self._slots.release()
        self._log(call, query, content, found)
        if isinstance(found, Broken):
            until = self.clock.now() + SECOND if found.trouble is Trouble.RETRY else None
            unsure = found.unsure and not call.repeats
            return Failure(trouble=found.trouble, code=found.code, call=call.path, until=until, unsure=unsure)
        return self._judged(call, found)

    def _judged(self, call: Call, found: Reply) -> dict[str, Any] | Failure:
        corp, moment = self.connection.corpid, self.clock.now()
        if found.code == OK:
            self._limiter.succeeded(corp, call.path, moment)
            return found.body
        kind = trouble(found.code)
        until = None
        if kind is Trouble.THROTTLE:
            until = self._limiter.refused(corp, call.path, found.code, moment)
        elif kind is Trouble.RETRY:
            until = moment + PAUSES.get(found.code, 1) * SECOND
        return Failure(trouble=kind, code=str(found.code), call=call.path, until=until, hint=found.hint)

    def _log(self, call: Call, query: dict[str, Any], content: Content, found: Reply | Broken) -> None:
        if isinstance(found, Reply) and found.bad_json:
            LOG.error("%s: wrong json format: %s", call.path, _shape(content))
        if not LOG.isEnabledFor(logging.DEBUG):
            return
        said = found.code if isinstance(found, Broken) else redact.redacted(found.body)
        LOG.debug("%s %s %s %s -> %s", call.method, call.path, redact.query(query), _shape(content), said)


def _again(found: Failure) -> bool:
    """Whether to try the same at once: -1 and 6000 were not done, a broken connection only if nothing can have been."""
    if found.trouble is not Trouble.RETRY or found.unsure:
        return False
    return found.code in {str(BUSY), str(CONFLICT)} or not found.code.lstrip("-").isdigit()


def _shape(content: Content) -> Any:
    if content.file is not None:
        return f"<file {len(content.file[1])}>"
    return redact.redacted(msgspec.json.decode(content.json)) if content.json else {}
