"""How a connection's archive stands. Values only; instants: microseconds since 1970, UTC."""

import enum

import msgspec

from yutang.connections.model import Trouble
from yutang.kit.clock import DAY, SECOND

LATE = DAY  # the platform lets records go after five days
EVERY = 120 * SECOND  # between looks, where no notice comes
SELDOM = 60 * SECOND  # … where there is nothing to pull from: a folder or a secret may appear
COVER = 20 * 3_600 * SECOND  # between looks at seats and consent


class Where(enum.StrEnum):
    """Names for people: locales "archive.where.<code>"."""

    FILES = "files"
    LOOPBACK = "loopback"  # a server on this machine that speaks as fakecom does
    SECRET = "secret"  # noqa: S105 - a state's name: the secret is there, and nothing to pull from
    OFF = "off"


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What the platform says. `covered` of `groups` have somebody with a seat in them; `people`: their customers, in
    all groups together; `refused` of those do not want to be archived."""

    seats: int
    groups: int
    covered: int
    people: int
    refused: int


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """`records`: taken so far, copies included. `last_at`: the newest one's. `pulled_at`: when it was last read to its
    end."""

    connection_id: int
    source: str = ""
    cursor: str = ""
    records: int = 0
    unreadable: int = 0
    last_at: int | None = None
    pulled_at: int | None = None
    due_at: int = 0
    trouble: Trouble | None = None
    trouble_at: int | None = None
    seats: int | None = None
    groups: int | None = None
    covered: int | None = None
    people: int | None = None
    refused: int | None = None
    checked_at: int | None = None

    def late(self, now: int) -> bool:
        """Whether what was said may soon be lost: there was something once, and nothing newer than a day. Whoever
        writes the files may have stopped, and nobody else would say so."""
        return self.last_at is not None and now - self.last_at > LATE
