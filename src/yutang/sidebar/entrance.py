"""Who went off to WeCom to prove who they are, and may come back: once, soon, in the same browser."""

import hashlib
import hmac
import re
import secrets
import threading
from collections import OrderedDict

import msgspec

from yutang.accounts.limits import MINUTE, Window, neighbourhood
from yutang.kit.clock import SECOND
from yutang.kit.errors import YutangError

LIFE = 10 * MINUTE  # somebody looks for their phone; WeCom's own code lives for five
MOST = 10_000  # under way; the oldest is forgotten
TRIES, WITHIN = 60, 5 * MINUTE  # of one address, there and back
COOKIE_BYTES, COOKIE_LENGTH = 24, 32
HOME = "/app/"
_INSIDE = re.compile(r"/(?:app|sidebar)(?:/[\w./~%?&=:,+@!-]*)?", re.ASCII)


class Asked(msgspec.Struct, frozen=True):
    """What was asked for when somebody went. `to`: a path of ours."""

    connection_id: int
    to: str
    browser: str  # digest of what only that browser knows
    until: int


class Begun(msgspec.Struct, frozen=True):
    """`state` goes through WeCom, `cookie` stays in the browser."""

    state: str
    cookie: str


class Entrance:
    """Of a process: who was under way when it ended begins again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, Asked] = OrderedDict()
        self._tries = Window(TRIES, WITHIN)

    def begin(self, connection_id: int, to: str, *, address: str, now: int, cookie: str = "") -> Begun:
        """Somebody goes. `cookie`: what their browser has from another page that went a moment ago; both come back.
        Raises YutangError too_many {seconds}."""
        self.count(address, now)
        kept = cookie if len(cookie) == COOKIE_LENGTH else secrets.token_urlsafe(COOKIE_BYTES)
        begun = Begun(secrets.token_urlsafe(24), kept)
        asked = Asked(connection_id, inside(to), _digest(begun.cookie), now + LIFE)
        with self._lock:
            self._asked[_digest(begun.state)] = asked
            while len(self._asked) > MOST:
                self._asked.popitem(last=False)
        return begun

    def end(self, state: str, cookie: str, *, now: int) -> Asked | None:
        """Somebody comes back. None: nobody went with that state, or came already, or too late, or from elsewhere."""
        with self._lock:
            asked = self._asked.pop(_digest(state), None)
        if asked is None or not asked.until - LIFE <= now < asked.until:
            return None
        return asked if hmac.compare_digest(asked.browser, _digest(cookie)) else None

    def count(self, address: str, now: int) -> None:
        """One try more of an address. Raises YutangError too_many {seconds}."""
        wait = self._tries.take(neighbourhood(address), now)
        if wait:
            raise YutangError("too_many", seconds=-(-wait // SECOND))

    def welcome(self, address: str) -> None:
        """It came to a sign-in: neither way counts, for an office behind one address comes in every morning."""
        for _ in range(2):
            self._tries.give_back(neighbourhood(address))


def inside(to: str) -> str:
    """The path, if it leads to a screen or a page of ours; the first screen otherwise. Never another site."""
    return to if len(to) <= 1_000 and _INSIDE.fullmatch(to) and "//" not in to and "/.." not in to else HOME


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
