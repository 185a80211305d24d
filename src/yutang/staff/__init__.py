"""Staff and house accounts: who works for the brand, outside every measure of customers."""

from yutang.staff.reactions import Staff

__all__ = ["Staff"]
