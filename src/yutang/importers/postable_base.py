"""What all posted facts share: instants, references, accounts."""

import datetime as dt
import re
from functools import lru_cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from yutang.ledger.facts import TEXT_CAP
from yutang.ledger.record import PLATFORM as OWN

LARGEST = 1 << 40
# Yutang's own: phones and e-mails are known by keyed hash alone, and nobody else speaks as Yutang.
RESERVED = frozenset({"phone", "email", OWN})

Instant = Annotated[
    Annotated[dt.datetime, Meta(tz=True)] | Annotated[int, Meta(ge=0, le=4_102_444_800_000)],
    Meta(description="RFC 3339 with a zone, or milliseconds since 1970, UTC"),
]
Ref = Annotated[str, Meta(min_length=1, max_length=200)]
# Its form is checked once a platform and not once a fact (`good_platform`): msgspec asks Python's `re` for each.
PLATFORM = "^[a-z][a-z0-9_]{0,31}$"
Platform = Annotated[str, Meta(min_length=1, max_length=32, extra_json_schema={"pattern": PLATFORM})]
Name = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=TEXT_CAP)]
Count = Annotated[int, Meta(ge=0, le=LARGEST)]
RoleName = Literal["unknown", "person", "staff", "bot", "house", "system"]


@lru_cache(1024)
def good_platform(name: str) -> bool:
    return re.search(PLATFORM, name) is not None and not name.endswith("\n") and name not in RESERVED


class Actor(msgspec.Struct, forbid_unknown_fields=True):
    """An account of the platform. `role`: what it is to the brand, when the platform knows."""

    id: Ref
    name: Name | None = None
    role: RoleName = "unknown"


class Base(msgspec.Struct, tag_field="kind", kw_only=True, forbid_unknown_fields=True):
    """When, and on which platform."""

    happened: Instant
    platform: Platform
