"""Phones and e-mails: one spelling each, sealed at rest, found by keyed hash, masked for most."""

from yutang.contacts.columns import Column, Kind
from yutang.contacts.contacts import Contacts
from yutang.contacts.phones import Masked, Phone
from yutang.contacts.rotation import Turned, rotate

__all__ = ["Column", "Contacts", "Kind", "Masked", "Phone", "Turned", "rotate"]
