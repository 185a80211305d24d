"""Groups and memberships: which chats there are, and who is in them since when."""

from yutang.groups.reactions import Groups

__all__ = ["Groups"]
