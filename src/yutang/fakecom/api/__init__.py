"""Endpoints of the platform, one file an area. A module counts once it is named here."""

from yutang.fakecom.api import mass, media, tokens

__all__ = ["mass", "media", "tokens"]
