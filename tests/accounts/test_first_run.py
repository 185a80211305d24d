"""The way in: one administrator is made once; who lost a password gets a new one, and everything old ends."""

import pytest
import sqlalchemy as sa
from tests.accounts.people import NOW, PASSWORD, enter, person

from yutang.accounts import audit, passwords, store
from yutang.accounts.first_run import LOGIN, first_run, new_password
from yutang.accounts.model import Role
from yutang.accounts.tables import session
from yutang.kit.db import Database
from yutang.kit.errors import YutangError


def known(state: Database, login: str):
    with state.read() as conn:
        found = store.known(conn, login=login)
    assert found is not None
    return found


def test_the_first_administrator_signs_in_and_must_choose_a_password(database: Database) -> None:
    made = database.write(lambda conn: first_run(conn, NOW))
    assert made is not None
    login, password = made
    entered = enter(database, login, password)
    assert (entered.user.role, entered.user.must_change, entered.user.login) == (
        Role.ADMINISTRATOR,
        True,
        LOGIN,
    )
    assert passwords.weakness(password, login) is None


def test_it_is_made_once_and_never_beside_others(database: Database) -> None:
    database.write(lambda conn: first_run(conn, NOW))
    assert database.write(lambda conn: first_run(conn, NOW)) is None
    with database.read() as conn:
        assert store.count(conn) == 1


@pytest.mark.parametrize("role", list(Role))
def test_any_account_is_enough_for_none_to_be_made(database: Database, role: Role) -> None:
    """Else whoever deletes the last administrator's rows gets the keys printed on a terminal by a restart."""
    person(database, "li", role, disabled=True)
    assert database.write(lambda conn: first_run(conn, NOW)) is None


def test_the_password_is_nowhere_in_state(database: Database) -> None:
    made = database.write(lambda conn: first_run(conn, NOW))
    assert made is not None
    with database.read() as conn:
        told = [str(entry) for entry in audit.listed(conn)]
    assert known(database, LOGIN).password != made[1]
    assert len(told) == 1
    assert made[1] not in told[0]


def test_a_new_password_ends_what_was_and_opens_again(database: Database) -> None:
    person(database, "li", Role.SUPERVISOR)
    enter(database, "li")
    password = database.write(lambda conn: new_password(conn, "ＬＩ", NOW + 1))
    with database.read() as conn:
        assert conn.scalar(sa.select(sa.func.count()).select_from(session)) == 0
        assert audit.listed(conn)[0].act == "password_reset"
    with pytest.raises(YutangError, match="login_wrong"):
        enter(database, "li", PASSWORD)
    assert enter(database, "li", password).user.must_change


def test_it_enables_who_was_disabled_and_lifts_a_lock(database: Database) -> None:
    viewer = person(database, "li", Role.OPERATOR, disabled=True)
    for _ in range(12):
        with pytest.raises(YutangError):
            enter(database, "li", "wrong password here")
    password = database.write(lambda conn: new_password(conn, "li", NOW))
    found = known(database, "li")
    assert (found.user.disabled, found.guard.wrong, found.guard.locks) == (False, 0, 0)
    assert found.user.id == viewer.user_id
    assert passwords.fits(found.password, password)


def test_nobody_of_that_name(database: Database) -> None:
    with pytest.raises(YutangError) as told:
        database.write(lambda conn: new_password(conn, "nobody", NOW))
    assert (told.value.code, told.value.params) == ("unknown_login", {"login": "nobody"})


def test_each_password_is_another(database: Database) -> None:
    person(database, "li")
    assert len({database.write(lambda conn: new_password(conn, "li", NOW)) for _ in range(3)}) == 3
