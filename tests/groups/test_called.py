"""Groups that somebody picks by name."""

import pytest
import sqlalchemy as sa

from yutang.accounts.model import Scope
from yutang.groups.called import Called, called
from yutang.groups.tables import customer_group
from yutang.kit.db import Database

ALL = Scope(everything=True)


@pytest.fixture
def world(database: Database) -> Database:
    named = {1: ("河北 3000 群", 7), 2: ("100% Off", 7), 3: (None, 8), 4: ("Alpha", None)}

    def make(conn: sa.Connection) -> None:
        for id_, (name, owner) in named.items():
            conn.execute(sa.insert(customer_group).values(id=id_, platform="wecom", external_id=f"g{id_}", name=name,
                                                          private=False, owner_id=owner))  # fmt: skip

    database.write(make)
    return database


def ids(world: Database, scope: Scope = ALL, **asked) -> list[int]:
    with world.read() as conn:
        return [one.id for one in called(conn, scope, **asked)]


def test_found_by_a_part_of_the_name_whatever_its_case(world: Database) -> None:
    assert ids(world, text="3000") == [1]
    assert ids(world, text="alpha") == [4]
    assert ids(world, text="%") == [2]  # a sign that databases mean something by
    assert ids(world, text="nobody") == []


def test_by_id_whatever_the_text_and_the_nameless_by_their_own_id(world: Database) -> None:
    with world.read() as conn:
        assert called(conn, ALL, ids=[3], text="zzz") == [Called(3, "g3")]
        assert called(conn, ALL, ids=[]) == []


def test_only_those_of_the_scope(world: Database) -> None:
    own = Scope(everything=False, staff=frozenset({7}))
    assert sorted(ids(world, own)) == [1, 2]
    assert ids(world, own, ids=[1, 3, 4]) == [1]


def test_not_more_than_asked_for(world: Database) -> None:
    assert len(ids(world, limit=2)) == 2
