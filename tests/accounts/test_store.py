"""The scope as a condition: exact, whatever its size; a unit's staff are asked for only where they count."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from accounts.people import NOW, enter, person
from yutang.accounts.actions import authenticate
from yutang.accounts.model import Role, Scope
from yutang.accounts.store import in_scope
from yutang.accounts.tables import audit_log
from yutang.kit.db import Database

STAFF = audit_log.c.user_id  # any column of ids


def rows(state: Database, ids: list[int | None]) -> None:
    row = {"happened_at": 0, "user_name": "", "act": "", "subject_kind": "", "subject_id": "", "reason": "",
           "address": ""}  # fmt: skip
    state.write(lambda conn: conn.execute(sa.insert(audit_log), [row | {"user_id": id_} for id_ in ids]))


def seen(state: Database, scope: Scope) -> list[int | None]:
    with state.read() as conn:
        return list(conn.execute(sa.select(STAFF).where(in_scope(STAFF, scope)).order_by(STAFF)).scalars())


def test_a_scope_is_its_staff_and_nobody_without_an_owner(database: Database) -> None:
    rows(database, [1, 2, 3, None])
    assert sorted(seen(database, Scope(everything=True)), key=str) == [1, 2, 3, None]
    assert seen(database, Scope(everything=False, staff=frozenset({2, 3, 99}))) == [2, 3]
    assert seen(database, Scope(everything=False)) == []


def test_a_scope_may_be_larger_than_a_statement_takes_values(database: Database) -> None:
    rows(database, [5, 2**52, 2**53 - 1])
    many = frozenset(range(2**52, 2**52 + 70_000))
    assert seen(database, Scope(everything=False, staff=many)) == [2**52]


@given(st.frozensets(st.integers(-(2**62), 2**62), max_size=9))
def test_ids_stand_in_the_statement_as_numbers(ids: frozenset[int]) -> None:
    query = sa.select(STAFF).where(in_scope(STAFF, Scope(everything=False, staff=ids)))
    text = str(query.compile(compile_kwargs={"render_postcompile": True}))
    assert all(str(id_) in text for id_ in ids)


@pytest.mark.parametrize(
    ("role", "unit_id", "asked"),
    [
        (Role.SUPERVISOR, 7, [7]),
        (Role.SUPERVISOR, None, []),
        (Role.OPERATOR, 7, []),
        (Role.ANALYST, 7, []),
        (Role.ADMINISTRATOR, 7, []),
    ],
)
def test_a_unit_is_asked_for_its_staff_once_and_only_of_supervisors(
    database: Database, role: Role, unit_id: int | None, asked: list[int]
) -> None:
    calls: list[int] = []

    def reach(_conn: sa.Connection, unit: int) -> frozenset[int]:
        calls.append(unit)
        return frozenset({41, 42})

    person(database, "li", role, unit_id=unit_id)
    cookie = enter(database, "li").fresh.cookie
    for _ in range(2):  # the second time from memory
        found = authenticate(database, cookie, None, "", NOW, reach)
        assert found is not None
        assert (found.viewer.unit_id, found.viewer.unit_staff) == (unit_id, {41, 42} if asked else set())
    assert calls == asked


def test_where_nobody_knows_an_organisation_a_units_supervisor_sees_nothing(database: Database) -> None:
    person(database, "li", Role.SUPERVISOR, unit_id=7)
    found = authenticate(database, enter(database, "li").fresh.cookie, None, "", NOW)
    assert found is not None
    assert found.viewer.scope == Scope(everything=False)
