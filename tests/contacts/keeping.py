"""Contacts put into State the way an import puts a column."""

import pyarrow as pa

from yutang.contacts import Contacts, Kind, store
from yutang.kit.db import Database


def keep(state: Database, contacts: Contacts, kind: Kind, texts: dict[int, str]) -> None:
    """Put contacts by identity, as a column of an import is put."""
    column = contacts.column(kind, pa.array(texts.values(), pa.string()))
    rows = pa.table(
        {"identity_id": pa.array(texts, pa.int64()), "kind": [str(kind)] * len(texts), "last_four": column.last_fours,
         "shown": column.shown, "sealed": column.sealed}
    )  # fmt: skip
    state.write(lambda conn: store.put_many(conn, rows.filter(column.ok)))
