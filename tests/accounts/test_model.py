"""Roles as values: what each may do, what each sees, and that a token is never more than its owner."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from yutang.accounts.model import PERMISSIONS, Permission, Role, Scope, Viewer

GIVEN = st.none() | st.frozensets(st.sampled_from(Permission))


def viewer(role: Role, **more: object) -> Viewer:
    return Viewer(user_id=1, login="x", name="X", role=role, **more)  # type: ignore[arg-type]


def test_the_administrator_may_all_and_nobody_else_manages_people() -> None:
    assert PERMISSIONS[Role.ADMINISTRATOR] == frozenset(Permission)
    alone = {Permission.USERS_MANAGE, Permission.TOKENS_MANAGE, Permission.AUDIT_SEE, Permission.FACTS_POST,
             Permission.CUSTOMERS_ERASE, Permission.ORG_MANAGE, Permission.CONNECTIONS_MANAGE}  # fmt: skip
    for role in set(Role) - {Role.ADMINISTRATOR}:
        assert not PERMISSIONS[role] & alone


def test_every_role_is_said_and_sees_groups() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert all(Permission.GROUPS_SEE in allowed for allowed in PERMISSIONS.values())


def test_an_analyst_changes_nothing() -> None:
    assert all(permission.value.endswith(".see") for permission in PERMISSIONS[Role.ANALYST])


def test_an_operator_sees_no_summaries_nor_imports_which_hold_every_group() -> None:
    held = {
        Permission.REPORTS_SEE,
        Permission.REPORTS_MANAGE,
        Permission.IMPORTS_SEE,
        Permission.IMPORTS_RUN,
        Permission.SOURCES_SEE,
        Permission.SOURCES_EDIT,
        Permission.STAFF_SEE,
    }
    assert not PERMISSIONS[Role.OPERATOR] & held


def test_an_analyst_reads_numbers_and_no_phone() -> None:
    allowed = PERMISSIONS[Role.ANALYST]
    assert Permission.CUSTOMERS_SEE in allowed
    assert Permission.CONTACTS_REVEAL not in allowed


def test_every_role_sees_customers_and_segments() -> None:
    both = {Permission.CUSTOMERS_SEE, Permission.SEGMENTS_SEE}
    assert all(both <= allowed for allowed in PERMISSIONS.values())


def test_who_does_sees() -> None:
    """A role that may do something may also see it."""
    pairs = [(Permission.TASKS_DO, Permission.TASKS_SEE), (Permission.IMPORTS_RUN, Permission.IMPORTS_SEE),
             (Permission.ADVICE_ACT, Permission.GROUPS_SEE), (Permission.REPORTS_MANAGE, Permission.REPORTS_SEE),
             (Permission.CUSTOMERS_EDIT, Permission.CUSTOMERS_SEE), (Permission.CONTACTS_REVEAL, Permission.CUSTOMERS_SEE),
             (Permission.CUSTOMERS_ERASE, Permission.CONTACTS_REVEAL), (Permission.SEGMENTS_EDIT, Permission.SEGMENTS_SEE),
             (Permission.ORG_MANAGE, Permission.ORG_SEE)]  # fmt: skip
    for allowed in PERMISSIONS.values():
        assert all(sees in allowed for does, sees in pairs if does in allowed)


@given(st.sampled_from(Role), st.sampled_from(Permission), GIVEN)
def test_a_token_may_what_its_owner_may_and_it_was_given(
    role: Role, permission: Permission, given_: frozenset[Permission] | None
) -> None:
    may = viewer(role, token_id=1, token_scopes=given_).may(permission)
    assert may == (permission in PERMISSIONS[role] and (given_ is None or permission in given_))
    assert not may or viewer(role).may(permission)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
@pytest.mark.parametrize("staff_id", [None, 7])
def test_everybody_but_operators_sees_every_group(role: Role, staff_id: int | None) -> None:
    assert viewer(role, staff_id=staff_id).scope == Scope(everything=True)


@pytest.mark.parametrize(("staff_id", "seen"), [(7, {7}), (0, {0}), (None, set())])
def test_an_operator_sees_their_own_or_nothing(staff_id: int | None, seen: set[int]) -> None:
    """Without a linked account: none, and never all. An identity may have the id 0."""
    scope = viewer(Role.OPERATOR, staff_id=staff_id).scope
    assert scope == Scope(everything=False, staff=frozenset(seen))


def test_a_units_supervisor_sees_their_units_staff_and_their_own() -> None:
    boss = viewer(Role.SUPERVISOR, staff_id=7, unit_id=1, unit_staff=frozenset({8, 9}))
    assert boss.scope == Scope(everything=False, staff=frozenset({7, 8, 9}))
    assert viewer(Role.SUPERVISOR, unit_id=1).scope == Scope(everything=False)
    assert viewer(Role.SUPERVISOR, unit_staff=frozenset({8})).scope == Scope(everything=True)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.ANALYST])
def test_a_unit_narrows_supervisors_alone(role: Role) -> None:
    tied = viewer(role, unit_id=1, unit_staff=frozenset({8}))
    assert tied.scope == Scope(everything=True)
    assert {p for p in Permission if tied.may(p)} == PERMISSIONS[role]


def test_a_unit_gives_an_operator_nothing() -> None:
    assert viewer(Role.OPERATOR, staff_id=7, unit_id=1, unit_staff=frozenset({8})).scope.staff == {7}


def test_a_units_supervisor_sees_no_summaries_nor_imports_which_hold_every_unit() -> None:
    held = {
        Permission.REPORTS_SEE,
        Permission.REPORTS_MANAGE,
        Permission.IMPORTS_SEE,
        Permission.IMPORTS_RUN,
        Permission.SOURCES_SEE,
        Permission.SOURCES_EDIT,
    }
    tied = viewer(Role.SUPERVISOR, unit_id=1)
    assert {p for p in Permission if tied.may(p)} == PERMISSIONS[Role.SUPERVISOR] - held
    token = viewer(Role.SUPERVISOR, unit_id=1, token_id=1, token_scopes=frozenset(Permission))
    assert not any(token.may(p) for p in held)


def test_a_token_sees_what_its_owner_sees() -> None:
    mine = viewer(Role.OPERATOR, staff_id=7, token_id=3, token_scopes=frozenset(Permission))
    assert mine.scope == viewer(Role.OPERATOR, staff_id=7).scope
