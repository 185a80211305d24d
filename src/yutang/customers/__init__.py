"""Customers and their identities: one person, once, however many accounts."""

from yutang.customers.model import Rank
from yutang.customers.reactions import Customers

__all__ = ["Customers", "Rank"]
