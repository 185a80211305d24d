"""Who may be an account's chat account: staff and owners of groups, found by name or id, most groups first."""

import pytest
import sqlalchemy as sa
from tests.tasks.taskworld import staff

from yutang.accounts.model import Scope
from yutang.customers.tables import identity
from yutang.groups import owners
from yutang.groups.tables import customer_group
from yutang.kit.db import Database
from yutang.ledger.catalogue import Role

ALL = Scope(everything=True)


def person(conn: sa.Connection, id_: int, name: str | None, role: int, external: str | None = None) -> None:
    staff(conn, id_, name or "")
    values = {"name": name, "role": role, "external_id": external or f"s{id_}"}
    conn.execute(sa.update(identity).where(identity.c.id == id_).values(**values))


def group(conn: sa.Connection, id_: int, owner: int | None) -> None:
    conn.execute(
        sa.insert(customer_group).values(
            id=id_, platform="wecom", external_id=f"g{id_}", private=False, owner_id=owner
        )
    )


@pytest.fixture
def world(database: Database) -> Database:
    def make(conn: sa.Connection) -> None:
        person(conn, 1, "Ann", Role.STAFF)
        person(conn, 2, "老王", Role.STAFF, "50%_off")
        person(conn, 3, "客户但是群主", Role.PERSON)
        person(conn, 4, "客户", Role.PERSON)
        person(conn, 5, None, Role.STAFF, "noname")
        person(conn, 6, "机器人", Role.BOT)
        for n, owner in enumerate((2, 2, 3, None), 1):
            group(conn, n, owner)

    database.write(make)
    return database


def found(state: Database, **how) -> list[int]:
    with state.read() as conn:
        return [one.id for one in owners.members(conn, how.pop("scope", ALL), **how)]


def test_staff_and_owners_most_groups_first(world: Database) -> None:
    assert found(world)[:2] == [2, 3]
    assert set(found(world)) == {1, 2, 3, 5}
    with world.read() as conn:
        assert {one.id: one.groups for one in owners.members(conn, ALL)} == {1: 0, 2: 2, 3: 1, 5: 0}


def test_who_has_no_name_is_called_by_the_id(world: Database) -> None:
    with world.read() as conn:
        (one,) = owners.members(conn, ALL, text="noname")
        assert (one.name, one.external_id, one.platform) == ("noname", "noname", "wecom")
        assert owners.names(conn, {1, 5, 99}) == {1: "Ann", 5: "noname"}
        assert owners.names(conn, set()) == {}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ann", [1]),
        ("ANN", [1]),
        ("王", [2]),
        ("50%", [2]),
        ("%", [2]),
        ("_", [2]),
        ("客户", [3]),
        ("zzz", []),
        ("\\", []),
    ],
)
def test_words_are_looked_for_as_they_are(world: Database, text: str, ids: list[int]) -> None:
    """Marks that mean something to LIKE mean themselves."""
    assert found(world, text=text) == ids


def test_only_staff_in_the_scope_are_found(world: Database) -> None:
    mine = Scope(everything=False, staff=frozenset({1, 3, 4}))
    assert found(world, scope=mine) == [3, 1]
    assert found(world, scope=mine, text="ann") == [1]
    assert found(world, scope=mine, text="王") == []
    assert found(world, scope=Scope(everything=False)) == []


def test_a_list_is_cut(world: Database) -> None:
    assert found(world, limit=1) == [2]
    assert found(world, limit=0) == []


@pytest.mark.parametrize(("id_", "is_one"), [(1, True), (3, True), (4, False), (6, False), (99, False)])
def test_who_is_one(world: Database, id_: int, is_one: bool) -> None:
    with world.read() as conn:
        assert owners.is_member(conn, id_) is is_one
        assert (id_ in found(world)) is is_one
        assert owners.are_members(conn, [id_, 5]) == ({id_, 5} if is_one else {5})
