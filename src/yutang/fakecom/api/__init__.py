"""Endpoints of the platform, one file an area. A module counts once it is named here."""

from yutang.fakecom.api import tokens

__all__ = ["tokens"]
