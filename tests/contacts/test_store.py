"""Contacts in State: the first stays, they are found by their last four and by what a mask shows, and they go."""

from types import SimpleNamespace

import pyarrow as pa
import pytest
import sqlalchemy as sa

from contacts.keeping import keep
from yutang.contacts import Contacts, Kind, store
from yutang.contacts.tables import contact, contact_key
from yutang.kit.db import Database


@pytest.fixture
def contacts(database: Database, secret: SimpleNamespace) -> Contacts:
    return Contacts.open(database, secret.old)


def test_who_has_a_contact_keeps_it(database: Database, contacts: Contacts) -> None:
    keep(database, contacts, Kind.PHONE, {1: "13800138000"})
    keep(database, contacts, Kind.PHONE, {1: "13900139000", 2: "13900139000"})
    with database.read() as conn:
        assert contacts.read(conn, [1, 2]) == {1: ("phone", "+8613800138000"), 2: ("phone", "+8613900139000")}


def test_an_empty_batch_is_nothing(database: Database) -> None:
    database.write(lambda conn: store.put_many(conn, store.ROWS.empty_table()))
    database.write(lambda conn: store.delete_many(conn, []))
    with database.read() as conn:
        assert conn.scalar(sa.select(sa.func.count()).select_from(contact)) == 0
        assert store.ids_by_shown(conn, []) == []


def test_phones_are_found_by_their_last_four(database: Database, contacts: Contacts) -> None:
    keep(database, contacts, Kind.PHONE, {5: "13800138000", 3: "+852 9123 8000", 4: "13800138001"})
    with database.read() as conn:
        assert store.ids_by_last_four(conn, contacts.last_four_hash("8000"), 10) == [3, 5]
        assert store.ids_by_last_four(conn, contacts.last_four_hash("8000"), 1) == [3]
        assert store.ids_by_last_four(conn, contacts.last_four_hash("0000"), 10) == []


def test_masked_phones_are_met_with_those_they_may_be(database: Database, contacts: Contacts) -> None:
    keep(
        database,
        contacts,
        Kind.PHONE,
        {1: "13800138000", 2: "13811118000", 3: "13900138000", 4: "+85291238000"},
    )
    masked = contacts.column(Kind.PHONE, pa.array(["138****8000", "137****8000", "*******8000"]))
    pairs = [
        pair for pair in zip(masked.last_fours.to_pylist(), masked.shown.to_pylist(), strict=True) if pair[1]
    ]
    with database.read() as conn:
        assert store.ids_by_shown(conn, pairs) == [
            (contacts.shown_hash("1388000"), 1),
            (contacts.shown_hash("1388000"), 2),
        ]
        if database.path:
            plan = conn.exec_driver_sql(
                "explain query plan select shown, identity_id from contact where (last_four, shown) in (values ('a', 'b'))"
            ).all()
            assert any("ix_contact_last_four_shown (last_four=? AND shown=?)" in row[-1] for row in plan)


def test_the_forgotten_are_gone_and_others_stay(database: Database, contacts: Contacts) -> None:
    keep(database, contacts, Kind.PHONE, {n: f"138{n:08}" for n in range(1, 12_001)})
    database.write(lambda conn: store.delete_many(conn, [*range(2, 12_001), 99_999]))
    with database.read() as conn:
        assert conn.scalar(sa.select(sa.func.count()).select_from(contact)) == 1
        assert store.read_some(conn, list(range(1, 12_001)))[0].identity_id == 1


def test_no_key_goes_while_something_is_sealed_with_it(database: Database, contacts: Contacts) -> None:
    keep(database, contacts, Kind.PHONE, {1: "13800138000"})
    with pytest.raises(sa.exc.IntegrityError):
        database.write(lambda conn: conn.execute(sa.delete(contact_key)))
    stale = pa.table([[2], ["phone"], [None], [None], ["7:AAAA"]], store.ROWS.names)
    with pytest.raises(sa.exc.IntegrityError):
        database.write(lambda conn: store.put_many(conn, stale))
