# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
"""What an importer gets and gives. A new kind is one file in `kinds/` that meets `FileReader` or `TreeReader`.

A reader turns an export into *sightings*: columnar rows of what the file says happened. It decides nothing
about identity, duplicates or days; the ledger does.
"""

from collections.abc import Iterator
from datetime import tzinfo
from typing import BinaryIO, Protocol

import msgspec
import pyarrow as pa

from yutang.contacts import Contacts
from yutang.importers.model import Attribute

# One row = one sighting. Shapes: references are the platform's own ids as text.
SIGHTING = pa.schema(
    [
        pa.field("kind", pa.int16(), nullable=False),  # ledger.catalogue.Kind
        pa.field("happened", pa.int64(), nullable=False),  # microseconds since 1970, UTC
        pa.field("group_ref", pa.string()),  # platform's id of the chat; "name:…" where it has none
        pa.field("actor_ref", pa.string()),  # who did it, joined, left; "name:…" where only a name is known
        pa.field("actor_name", pa.string()),
        pa.field(
            "actor_role", pa.int8(), nullable=False
        ),  # ledger.catalogue.Role, UNKNOWN if the format is silent
        pa.field("object_ref", pa.string()),  # platform's id of the message or order; null where it has none
        pa.field("related_ref", pa.string()),  # message answered or recalled; inviter; who removed
        pa.field("amount", pa.int64()),  # cents, or a count: see the catalogue
        pa.field("text", pa.string()),  # message text; a group's name for GROUP_SEEN and GROUP_RENAMED
        pa.field("props", pa.string()),  # JSON object: see the catalogue
    ]
)


class Reject(msgspec.Struct, frozen=True):
    """A row that could not be read: kept in the reject file, the rest goes on."""

    line: int  # 1-based line or row number in the file; 0 when the format has no lines
    reason: str  # a code: see locales, "reject.<code>"
    row: str  # at most 500 characters of it


class Chunk(msgspec.Struct, frozen=True):
    """A piece of one file, in order. `done` = bytes of the file consumed so far (for progress)."""

    platform: str  # "wecom", "telegram", "slack", "discord", "qq", "wechat", "whatsapp", "table", …
    rows: pa.RecordBatch  # schema SIGHTING, at most CHUNK_ROWS rows
    done: int = 0
    rejects: tuple[Reject, ...] = ()
    notes: tuple[
        str, ...
    ] = ()  # codes of choices made, "note.<code>:<detail>": date order, unit, encoding, zone …


CHUNK_ROWS = 200_000


class Head(msgspec.Struct, frozen=True):
    """What detection may look at: never the name alone, always the content."""

    name: str  # path inside its tree, with forward slashes
    size: int  # bytes
    data: bytes  # the first 64 KiB at most
    encoding: str  # "utf-8", "utf-8-sig", "utf-16", "gb18030", "big5", or "binary"
    text: str  # `data` decoded ("" for binary); may end inside a line


class Reading(msgspec.Struct, frozen=True):
    """How to read: what the user said, or what was remembered."""

    zone: tzinfo  # for stamps without a zone
    now: int  # microseconds UTC: later stamps (by more than a day) are rejected as "time_future"
    mapping: dict[str, str] | None = None  # tables: column → field, corrected by the user for all tables
    mappings: dict[
        str, dict[str, str]
    ] = {}  # the same by signature of a table's columns: wins over `mapping`
    day_first: bool | None = None  # slashed dates: None = infer from the whole file and say so
    attributes: dict[str, Attribute] = {}  # what the tenant defined, by code: its type and choices hold
    contacts: Contacts | None = None  # hashes and seals phones and e-mails; None: they are used for nothing


class File(Protocol):
    """One file of a folder or archive. `open` may be called again and starts at the beginning each time."""

    @property
    def name(self) -> str: ...
    @property
    def place(self) -> str: ...  # path with the folder or archive around it: "Ann.zip/_chat.txt" is Ann's
    @property
    def size(self) -> int: ...
    def open(self) -> BinaryIO: ...
    def head(self) -> Head: ...


class Tree(Protocol):
    """A folder or archive seen as names."""

    @property
    def name(self) -> str: ...
    def files(self) -> dict[str, File]: ...  # by path inside the tree


class FileReader(Protocol):
    """Reads a kind that is one file."""

    kind: str  # glossary-like code, e.g. "telegram_json"

    def sniff(self, head: Head) -> float:
        """How surely `head` is of this kind, 0 … 1. Above 0.5 it may be read; the surest wins."""
        ...

    def read(self, file: File, how: Reading) -> Iterator[Chunk]:
        """Yield the file's chunks in order, the same chunks each time. Raises `Unreadable` for the whole file."""
        ...


class TreeReader(Protocol):
    """Reads a kind that is many files (a Slack export). Claims files; the rest go to the file readers."""

    kind: str

    def claim(self, tree: Tree) -> list[str]:
        """The names in `tree` that belong to an export of this kind; empty when there is none."""
        ...

    def read(self, tree: Tree, names: list[str], how: Reading) -> Iterator[Chunk]: ...


class Unreadable(Exception):
    """The file as a whole can't be read: named to the user, and the rest goes on."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code  # see locales, "unreadable.<code>"
        self.params = params
