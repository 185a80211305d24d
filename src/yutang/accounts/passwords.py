"""Passwords: argon2id, never more than two hashes at once, one-time passwords, and what is too weak.

48 MiB, 2 passes, 1 lane: 70 to 90 ms on the 2-core machine this was measured on, above OWASP's least (46 MiB, 1
pass; Password Storage Cheat Sheet, 2025). Two at once are 96 MiB at most, whatever number of people (or robots)
sign in; a third waits, and past QUEUE waiters the answer is "busy" at once, so that the server's threads stay free.
"""

import functools
import secrets
import threading
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from yutang.kit.errors import YutangError

_HASHER = PasswordHasher(
    time_cost=2, memory_cost=48 << 10, parallelism=1, hash_len=32, salt_len=16, type=Type.ID
)
AT_ONCE = 2
QUEUE = 8
SHORTEST, LONGEST = 10, 200  # characters; the longest bounds the work of one request
FEWEST = 5  # different characters
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without l, o, i, 0, 1: it is read from a screen and typed
COMMON = frozenset({"password", "passw0rd", "qwertyuiop", "1234567890", "iloveyou", "letmein", "welcome", "admin",
                    "administrator", "yutang", "woaini1314"})  # fmt: skip


class Gate:
    """`turn`: AT_ONCE may hash, the rest wait for it. `room`: so many may be here in all; one more is turned away."""

    def __init__(self, at_once: int = AT_ONCE, queue: int = QUEUE) -> None:
        self.turn, self._room = threading.Semaphore(at_once), threading.Semaphore(at_once + queue)

    @contextmanager
    def room(self) -> Generator[None]:
        """Around what a stranger may ask for. Raises YutangError "sign_in_busy" at once, never waits."""
        if not self._room.acquire(blocking=False):
            raise YutangError("sign_in_busy")
        try:
            yield
        finally:
            self._room.release()


GATE = Gate()
_first = threading.Lock()


def digest(password: str) -> str:
    """The password's hash, with its salt and cost in it. Waits for its turn."""
    with GATE.turn:
        return _HASHER.hash(_normal(password))


def nobodys() -> str:
    """A hash of nobody's password: an unknown login costs what a known one costs."""
    with _first:  # twenty threads that all make the first one would take a gigabyte
        return _nobodys()


@functools.cache
def _nobodys() -> str:
    return digest(secrets.token_hex(16))


def fits(stored: str, password: str) -> bool:
    """Whether the password is the one of the hash. Waits for its turn; whoever lets strangers ask, holds a `room`."""
    if len(password) > LONGEST:
        password = ""  # no password is that long; the work is done all the same
    with GATE.turn:
        try:
            return _HASHER.verify(stored, _normal(password))
        except (VerificationError, InvalidHashError):
            return False


def outdated(stored: str) -> bool:
    """Made with another cost than today's: hash anew when its owner signs in."""
    return _HASHER.check_needs_rehash(stored)


def one_time() -> str:
    """A password to be changed at the first sign-in: 16 of 31 signs, 79 bits."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(16))
    return "-".join(signs[n : n + 4] for n in range(0, 16, 4))


def weakness(password: str, login: str) -> str | None:
    """Why a new password is refused: a code of locales "error.<code>"; None = good."""
    plain = _normal(password)
    if len(plain) < SHORTEST:
        return "password_short"
    if len(plain) > LONGEST:
        return "password_long"
    bare = plain.casefold().strip("0123456789!@#$%^&*.-_ ") or plain
    if len(set(plain)) < FEWEST or bare in COMMON | {login.casefold()} or plain.casefold() in COMMON:
        return "password_plain"
    return None


def _normal(password: str) -> str:
    """One spelling of what different keyboards send for the same signs (RFC 8265, OpaqueString: NFC)."""
    return unicodedata.normalize("NFC", password)
