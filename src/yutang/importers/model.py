"""What an import is told and what it tells: options, one outcome a file, and the sum."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import msgspec


class Attribute(msgspec.Struct, frozen=True):
    """What a column says of a person: `type` is one of sheets.free.TYPES; `choices`: all it may be, where it is of
    those types and the tenant defined it."""

    code: str
    type: str
    choices: tuple[str, ...] = ()


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to import. `mappings`: a table's column signature → (column → field), from the user or remembered."""

    zone: str
    private: bool = False
    day_first: bool | None = None
    mappings: dict[str, dict[str, str]] = {}
    mapping: dict[str, str] | None = None  # the user's word for every table of this import
    attributes: dict[str, Attribute] = {}  # what the tenant defined of people, by code
    zip_limit: int = 20 << 30  # bytes an archive may unpack to
    passing: frozenset[Path] = frozenset()  # files that are no exports: the user's lists
    named: Callable[[str], str] = str  # how outcomes and rejects call a file: uploads lie under safer names
    memory_mb: int = 64  # for analytics while it only takes batches in, beside the readers; 0: what it has


class FileOutcome(msgspec.Struct, kw_only=True):
    """What came of one file (or one export of many files)."""

    name: str
    kind: str | None
    code: str | None = None  # why it was not read, or not to the end: locales "unreadable.<code>"
    params: dict[str, str] = {}
    known: bool = False  # another import brought it: nothing new in it
    chats: int = 0
    private_chats: int = 0
    rows: int = 0
    messages: int = 0
    joins: int = 0
    leaves: int = 0
    rejects: int = 0
    notes: list[str] = []


class Summary(msgspec.Struct, kw_only=True):
    """What came of an import."""

    files: list[FileOutcome]
    facts: int = 0  # new ones
    chats: dict[str, int] = {}  # by kind: a chat of many files counts once
    all_chats: int = 0  # of all kinds, each once
    private_chats: int = 0  # left out, or listed where the user asked for it
    reject_file: Path | None = None
    unmatched: list[str] = []  # entries of the staff and house lists that fit no account
    guessed: list[str] = []  # accounts taken for bots by their name
    zone: str = ""
    last_day: dt.date | None = None

    @property
    def rejects(self) -> int:
        return sum(file.rejects for file in self.files)

    def chats_of(self, kind: str) -> int:
        """Chats met in files of a kind, each once."""
        return self.chats.get(kind, 0)


class Progress(msgspec.Struct, frozen=True):
    """Where an import is: bytes of all files, rows so far, and the file in hand."""

    done: int
    total: int
    rows: int
    name: str
