"""What was said, wherever a channel lets it be read: one contract for a folder of files, a test server, and later the
platform's own library or its data zone. Instants: microseconds.

A source only hands over what the far side archived: people who did not agree are not in it, and no source can tell of
them. Who agreed is another question (`Consents`), which the far side may answer where a source can't.
"""

from typing import Protocol

import msgspec

from yutang.channels.contract.outcomes import Failure


class Media(msgspec.Struct, frozen=True):
    """A file that was sent, still over there. `ref`: what it is fetched by, in pieces; `size` in bytes, 0: untold."""

    kind: str
    ref: str
    size: int = 0
    md5: str = ""


class Said(msgspec.Struct, frozen=True):
    """One record, decrypted. `key`: the platform's own id, the same for each copy; "" of an event that has none.
    `body`: the platform's own JSON. `at` 0: it does not say."""

    key: str
    at: int
    body: bytes
    media: Media | None = None


class Pulled(msgspec.Struct, frozen=True, kw_only=True):
    """A page. Keep `cursor` (opaque) only with what `rows` say, in one transaction: a crash then loses nothing and
    doubles nothing. `more`: ask again at once. `unreadable`: records that are none, passed over."""

    cursor: str
    rows: tuple[Said, ...] = ()
    more: bool = False
    unreadable: int = 0


class Consented(msgspec.Struct, frozen=True):
    """Of one group's customers: how many there are, and how many refused to be archived."""

    people: int
    refused: int


class ConversationSource(Protocol):
    """Where conversations are pulled from. It raises for no fault of the far side's."""

    @property
    def name(self) -> str:
        """A cursor belongs to the source of that name."""
        ...

    def pull(self, cursor: str) -> Pulled | Failure:
        """What stands behind the cursor; "" is the beginning. The same cursor gives the same rows, or more of them."""
        ...


class Consents(Protocol):
    """Whose conversations are archived, and who said no."""

    def seats(self) -> tuple[str, ...] | Failure:
        """Members of staff with a seat: only what they take part in is archived."""
        ...

    def in_group(self, group: str) -> Consented | Failure: ...
