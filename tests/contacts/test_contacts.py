"""Contacts of an installation: the same person hashes alike after every restart, and only the right key opens."""

import threading
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from contacts.keeping import keep
from yutang.contacts import Contacts, Kind, Masked, Phone
from yutang.contacts.phones import read
from yutang.contacts.sealing import Hasher
from yutang.contacts.tables import contact, contact_key
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.locales import t

PHONE, MAIL = "+8613800138000", "li@example.com"


def test_a_restart_changes_no_hash_and_opens_what_was_sealed(
    database: Database, secret: SimpleNamespace
) -> None:
    first = Contacts.open(database, secret.old)
    hashed, sealed = first.hash(Kind.PHONE, PHONE), first.seal_many(Kind.PHONE, [PHONE])
    again = Contacts.open(database, secret.old)
    assert again.hash(Kind.PHONE, PHONE) == hashed
    assert again.open_many(Kind.PHONE, sealed) == [PHONE]
    assert (len(hashed), len(again.last_four_hash("8000")), len(again.shown_hash("1388000"))) == (32, 10, 10)


def test_cells_are_read_for_the_country_it_was_opened_for(
    database: Database, secret: SimpleNamespace
) -> None:
    here, there = Contacts.open(database, secret.old), Contacts.open(database, secret.old, country="HK")
    assert here.phone("138-0013-8000") == Phone(PHONE)
    assert here.phone("138****8000") == Masked("138", "8000")
    assert (here.phone("9123 4567"), there.phone("9123 4567")) == (None, Phone("+85291234567"))
    assert here.email(" Li＠Example.com") == MAIL


def test_another_secret_key_is_told_and_changes_nothing(database: Database, secret: SimpleNamespace) -> None:
    Contacts.open(database, secret.old)
    with database.read() as conn:
        before = conn.execute(sa.select(contact_key)).all()
    with pytest.raises(YutangError) as told:
        Contacts.open(database, secret.new)
    assert "YUTANG_SECRET_KEY" in t("en", f"error.{told.value.code}", **told.value.params)
    assert "secret.key" in t("zh", f"error.{told.value.code}", **told.value.params)
    with database.read() as conn:
        assert conn.execute(sa.select(contact_key)).all() == before


def test_many_that_start_at_once_agree(database: Database, secret: SimpleNamespace) -> None:
    made: list[Contacts] = []
    threads = [
        threading.Thread(target=lambda: made.append(Contacts.open(database, secret.old))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len({one.hash(Kind.PHONE, PHONE) for one in made}) == 1


def test_what_is_kept_is_read_by_identity_and_damage_is_left_out(
    database: Database, secret: SimpleNamespace
) -> None:
    contacts = Contacts.open(database, secret.old)
    keep(database, contacts, Kind.PHONE, {1: "138 0013 8000", 2: "13900139000", 3: "无"})
    keep(database, contacts, Kind.EMAIL, {4: "Li@example.com"})
    database.write(
        lambda conn: conn.execute(
            sa.update(contact).where(contact.c.identity_id == 2).values(sealed="1:AAAA")
        )
    )
    with database.read() as conn:
        assert contacts.read(conn, [1, 2, 3, 4, 99]) == {1: ("phone", PHONE), 4: ("email", MAIL)}
        assert contacts.read(conn, []) == {}


def test_no_plain_text_is_in_the_files_of_state(database: Database, secret: SimpleNamespace) -> None:
    if database.path is None:
        pytest.skip("PostgreSQL's files are its own")
    contacts = Contacts.open(database, secret.old)
    keep(database, contacts, Kind.PHONE, {n: f"138{n:08}" for n in range(1000, 1500)})
    keep(database, contacts, Kind.EMAIL, {n: f"li{n}@example.com" for n in range(2000, 2500)})
    files = [path.read_bytes() for path in database.path.parent.glob(f"{database.path.name}*")]
    held = b"".join(files)
    assert b"contact" in held
    assert not [n for n in range(1000, 1500) if f"138{n:08}".encode() in held]
    assert b"example.com" not in held


@given(
    st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), min_size=2, max_size=6),
    st.sampled_from(["+86", "0086-", "'", ""]),
)
def test_hashes_are_equal_exactly_where_phones_are(digits: list[str], before: str) -> None:
    hasher = Hasher(b"k" * 32)
    found = [read(before + one) for one in digits]
    hashes = hasher.hash_many("phone", [one.number for one in found if isinstance(one, Phone)])
    assert hashes == hasher.hash_many("phone", ["+86" + one for one in digits])
    assert len(set(hashes)) == len(set(digits))
