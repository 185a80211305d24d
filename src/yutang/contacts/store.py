# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false, reportAttributeAccessIssue=false
"""Statements on contacts and their keys. No decisions."""

from collections.abc import Iterator, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from yutang.contacts.tables import contact, contact_key
from yutang.kit.db import upsert

AT_ONCE = 5_000  # ids in one statement: SQLite binds 32,766 values
ROWS = pa.schema(
    [("identity_id", pa.int64()), ("kind", pa.string()), ("last_four", pa.string()), ("shown", pa.string()),
     ("sealed", pa.string())]
)  # fmt: skip


class Sealed(msgspec.Struct, frozen=True, gc=False):
    """One contact as it is kept."""

    identity_id: int
    kind: str
    sealed: str


def put_many(conn: sa.Connection, rows: pa.Table) -> None:
    """Keep contacts (columns of ROWS, any order). An identity that has one keeps it.

    sqlalchemy's IntegrityError: sealed with a key that another process has turned since.
    """
    if not rows.num_rows:
        return
    whole = rows.select(ROWS.names).cast(ROWS)
    numbers = pc.cast(pc.replace_substring_regex(whole["sealed"], ":.*", ""), pa.int16())
    whole = whole.append_column("key_number", numbers)
    if conn.dialect.name != "sqlite":
        conn.execute(upsert(conn, contact).on_conflict_do_nothing(), whole.to_pylist())
        return
    columns = [column.to_pylist() for column in whole.columns]
    conn.exec_driver_sql(
        f"insert into contact ({', '.join(whole.column_names)}) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
        list(zip(*columns, strict=True)),
    )


def delete_many(conn: sa.Connection, identity_ids: Sequence[int]) -> None:
    """Forget them. Ids that have no contact are passed over."""
    for part in _parts(identity_ids):
        conn.execute(sa.delete(contact).where(contact.c.identity_id.in_(part)))


def read_some(conn: sa.Connection, identity_ids: Sequence[int]) -> list[Sealed]:
    """Those that are kept, by id."""
    query = sa.select(contact.c.identity_id, contact.c.kind, contact.c.sealed).order_by(contact.c.identity_id)
    parts = _parts(sorted(set(identity_ids)))
    return [
        Sealed(*row) for part in parts for row in conn.execute(query.where(contact.c.identity_id.in_(part)))
    ]


def ids_by_last_four(conn: sa.Connection, last_four: str, limit: int) -> list[int]:
    """Identities whose phone ends so (a keyed hash of four digits), lowest ids first."""
    query = sa.select(contact.c.identity_id).where(contact.c.last_four == last_four)
    return list(conn.scalars(query.order_by(contact.c.identity_id).limit(limit)))


def ids_by_shown(conn: sa.Connection, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, int]]:
    """(hash of what is shown, identity) of phones that masked ones may be. `pairs`: hashes (last four, shown)."""
    both = sa.tuple_(contact.c.last_four, contact.c.shown)
    query = sa.select(contact.c.shown, contact.c.identity_id)
    parts = (pairs[at : at + AT_ONCE] for at in range(0, len(pairs), AT_ONCE))
    return sorted((row[0], row[1]) for part in parts for row in conn.execute(query.where(both.in_(part))))


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))


def keys(conn: sa.Connection, *, lock: bool = False) -> dict[int, tuple[str, bool]]:
    """Number → (sealed key, settled)."""
    query = sa.select(contact_key.c.number, contact_key.c.sealed, contact_key.c.settled)
    return {row[0]: (row[1], row[2]) for row in conn.execute(query.with_for_update() if lock else query)}


def add_key(conn: sa.Connection, number: int, sealed: str, *, settled: bool) -> None:
    """Keep a key; one of that number that is there already stays."""
    row = {"number": number, "sealed": sealed, "settled": settled}
    conn.execute(upsert(conn, contact_key).values(row).on_conflict_do_nothing())


def close_key(conn: sa.Connection, number: int, sealed: str) -> None:
    conn.execute(sa.update(contact_key).where(contact_key.c.number == number).values(sealed=sealed))


def settle(conn: sa.Connection, newest: int) -> None:
    """The turn to `newest` is over: keys that nothing needs any more go."""
    used = sa.exists().where(contact.c.key_number == contact_key.c.number)
    old = (contact_key.c.number > 0) & (contact_key.c.number < newest)
    conn.execute(sa.delete(contact_key).where(old, ~used))
    conn.execute(sa.update(contact_key).where(contact_key.c.number == newest).values(settled=True))


def older(conn: sa.Connection, newest: int, after: int, limit: int) -> list[Sealed]:
    """Contacts behind the id `after` that are sealed with another key than the newest, lowest ids first."""
    query = sa.select(contact.c.identity_id, contact.c.kind, contact.c.sealed)
    wanted = query.where(contact.c.identity_id > after, contact.c.key_number < newest)
    return [Sealed(*row) for row in conn.execute(wanted.order_by(contact.c.identity_id).limit(limit))]


def reseal(conn: sa.Connection, newest: int, rows: list[tuple[int, str]]) -> None:
    """(identity, what is sealed with the newest key), at least one."""
    moved = sa.update(contact).where(contact.c.identity_id == sa.bindparam("one"))
    values = moved.values(sealed=sa.bindparam("now_sealed"), key_number=newest)
    conn.execute(values, [{"one": one, "now_sealed": sealed} for one, sealed in rows])
