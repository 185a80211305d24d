"""Endpoints of the platform, one file an area. A module counts once it is named here."""

from yutang.fakecom.api import (
    contacts, directory, groups, join_ways, mass, media, moments, strategies, tags, tokens, ways,
    welcome,
)  # fmt: skip

__all__ = [
    "contacts", "directory", "groups", "join_ways", "mass", "media", "moments", "strategies",
    "tags", "tokens", "ways", "welcome",
]  # fmt: skip
