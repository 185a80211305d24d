# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
"""Phones and e-mails of one installation: read, hashed, sealed and opened with its keys. One object a process."""

from collections.abc import Sequence
from typing import Self

import pyarrow as pa
import sqlalchemy as sa

from yutang.contacts import emails, keys, phones, store
from yutang.contacts.columns import Column, Kind, column
from yutang.contacts.sealing import PART, Hasher, Sealer
from yutang.kit.db import Database
from yutang.kit.secrets import Secrets


class Contacts:
    """`open` it, once a process. Nothing it keeps, logs or raises holds a phone or an e-mail in plain."""

    def __init__(self, state: Database, secrets: Secrets, found: keys.Keys, country: str) -> None:
        self.country = country
        self._state, self._secrets = state, secrets
        self._hasher, self._sealer = Hasher(found.hashing), Sealer(found.sealing)

    @classmethod
    def open(cls, state: Database, secrets: Secrets, *, country: str = "CN") -> Self:
        """`country`: ISO code, of phones that name none. The keys are made at the first call ever.

        Raises YutangError "contact_key" when they were closed with another secret key.
        """
        return cls(state, secrets, keys.opened(state, secrets), country)

    def phone(self, text: str) -> phones.Phone | phones.Masked | None:
        return phones.read(text, self.country)

    def email(self, text: str) -> str | None:
        return emails.read(text)

    def hash(self, kind: Kind, normal: str) -> str:
        """32 hex digits of a phone in E.164 or an address in its one spelling: the identity's external id."""
        return self._hasher.hash_many(kind, [normal])[0]

    def last_four_hash(self, digits: str) -> str:
        """10 hex digits of a phone's last four digits (half-width)."""
        return self._hasher.hash_many("last_four", [digits], PART)[0]

    def shown_hash(self, shown: str) -> str:
        """10 hex digits of `Phone.shown`, which is also `Masked.shown`."""
        return self._hasher.hash_many("shown", [shown], PART)[0]

    def marks(self, ids: Sequence[str]) -> list[str]:
        """32 hex digits of each account's id: to know it again without keeping it."""
        return self._hasher.hash_many("account", ids)

    def seal_many(self, kind: Kind, normals: Sequence[str]) -> list[str]:
        return self._sealer.seal_many(kind, normals)

    def open_many(self, kind: Kind, sealed: Sequence[str]) -> list[str | None]:
        """The texts; None for what is damaged or of another kind."""
        if not self._sealer.knows(sealed):  # another process has turned the keys
            self._sealer = Sealer(keys.opened(self._state, self._secrets).sealing)
        return self._sealer.open_many(kind, sealed)

    def column(self, kind: Kind, values: pa.Array | pa.ChunkedArray) -> Column:
        """A whole column of cells at once; see `columns.Column`."""
        return column(kind, values, hasher=self._hasher, sealer=self._sealer, country=self.country)

    def read(self, conn: sa.Connection, identity_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Identity → (kind, phone or e-mail in plain). Those with no contact, or a damaged one, are left out."""
        rows = store.read_some(conn, identity_ids)
        found: dict[int, tuple[str, str]] = {}
        for kind in Kind:
            some = [row for row in rows if row.kind == kind]
            texts = self.open_many(kind, [row.sealed for row in some])
            found |= {row.identity_id: (kind, text) for row, text in zip(some, texts, strict=True) if text}
        return found
