"""A turn of keys: the old secret key opens nothing afterwards, no hash changes, and a turn cut short goes on."""

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from contacts.keeping import keep
from yutang.contacts import Contacts, Kind, Turned, rotate, rotation
from yutang.contacts.tables import contact, contact_key
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

PHONES = {n: f"138{n:08}" for n in range(1, 26)}
MAILS = {n: f"li{n}@example.com" for n in range(101, 111)}
PLAIN = {n: ("phone", "+86" + p) for n, p in PHONES.items()} | {n: ("email", m) for n, m in MAILS.items()}


class Cut(Exception):
    """The process is gone."""


@pytest.fixture
def kept(database: Database, secret: SimpleNamespace) -> Contacts:
    contacts = Contacts.open(database, secret.old)
    keep(database, contacts, Kind.PHONE, PHONES)
    keep(database, contacts, Kind.EMAIL, MAILS)
    return contacts


def _plain(database: Database, contacts: Contacts) -> dict[int, tuple[str, str]]:
    with database.read() as conn:
        return contacts.read(conn, list(PLAIN))


def _numbers(database: Database, column: sa.Column[int]) -> set[int]:
    with database.read() as conn:
        return set(conn.scalars(sa.select(column)))


def test_after_a_turn_the_new_key_alone_opens_and_hashes_are_as_before(
    database: Database, kept: Contacts, secret: SimpleNamespace
) -> None:
    with database.read() as conn:
        before = set(conn.scalars(sa.select(contact.c.sealed)))
        found_by = conn.execute(sa.select(contact.c.identity_id, contact.c.last_four, contact.c.shown)).all()
    assert rotate(database, secret.both) == Turned(resealed=35, damaged=0)
    turned = Contacts.open(database, secret.new)
    assert _plain(database, turned) == PLAIN
    assert turned.hash(Kind.PHONE, "+8613800138000") == kept.hash(Kind.PHONE, "+8613800138000")
    with pytest.raises(YutangError, match="contact_key"):
        Contacts.open(database, secret.old)
    with database.read() as conn:
        assert not before & set(conn.scalars(sa.select(contact.c.sealed)))
        assert (
            conn.execute(sa.select(contact.c.identity_id, contact.c.last_four, contact.c.shown)).all()
            == found_by
        )
    assert (_numbers(database, contact_key.c.number), _numbers(database, contact.c.key_number)) == (
        {0, 2},
        {2},
    )


def test_a_turn_cut_short_goes_on_with_the_same_key(
    database: Database, kept: Contacts, secret: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "STEP", 10)

    def cut(done: int) -> None:
        if done == 20:
            raise Cut

    with pytest.raises(Cut):
        rotate(database, secret.both, told=cut)
    assert _numbers(database, contact.c.key_number) == {1, 2}
    half = Contacts.open(database, secret.new)  # the keys themselves are closed anew first
    assert _plain(database, half) == PLAIN
    keep(database, half, Kind.PHONE, {50: "13900139000"})
    steps: list[int] = []
    assert rotate(database, secret.both, told=steps.append) == Turned(resealed=15, damaged=0)
    assert steps == [10, 15]
    assert (_numbers(database, contact_key.c.number), _numbers(database, contact.c.key_number)) == (
        {0, 2},
        {2},
    )
    assert _plain(database, Contacts.open(database, secret.new)) == PLAIN


def test_each_turn_has_a_key_of_its_own(database: Database, kept: Contacts, secret: SimpleNamespace) -> None:
    for number in (2, 3, 4):
        assert rotate(database, secret.old).resealed == 35
        assert _numbers(database, contact_key.c.number) == {0, number}
    assert _plain(database, Contacts.open(database, secret.old)) == PLAIN


def test_who_was_open_during_a_turn_reads_on(
    database: Database, kept: Contacts, secret: SimpleNamespace
) -> None:
    rotate(database, secret.old)
    assert _plain(database, kept) == PLAIN
    keep(database, kept, Kind.PHONE, {60: "13900139000"})
    assert _numbers(database, contact.c.key_number) == {2}


def test_damaged_contacts_are_counted_left_and_keep_their_key(
    database: Database, kept: Contacts, secret: SimpleNamespace
) -> None:
    spoil = sa.update(contact).where(contact.c.identity_id.in_([3, 105])).values(sealed="1:AAAA")
    database.write(lambda conn: conn.execute(spoil))
    assert rotate(database, secret.both) == Turned(resealed=33, damaged=2)
    assert _numbers(database, contact_key.c.number) == {0, 1, 2}
    assert rotate(database, secret.both) == Turned(resealed=33, damaged=2)
    assert _numbers(database, contact_key.c.number) == {0, 1, 3}
    assert len(_plain(database, Contacts.open(database, secret.new))) == 33


def test_without_the_key_nothing_is_turned(
    database: Database, kept: Contacts, secret: SimpleNamespace
) -> None:
    with pytest.raises(YutangError, match="contact_key"):
        rotate(database, secret.new)
    assert _plain(database, kept) == PLAIN


def test_a_state_without_contacts_can_be_turned(database: Database, secret: SimpleNamespace) -> None:
    assert rotate(database, secret.both) == Turned(resealed=0, damaged=0)
    assert Contacts.open(database, secret.new).phone("13800138000") is not None
