"""Whether a session or a token proves what it did, asked without using it."""

from typing import Any

import pytest
import sqlalchemy as sa

from accounts.people import NOW, enter, person
from yutang.accounts import tokens
from yutang.accounts.actions import authenticate
from yutang.accounts.lasting import Lasting
from yutang.accounts.limits import MINUTE
from yutang.accounts.memory import memory_of
from yutang.accounts.model import Permission, Role, Signed, Viewer
from yutang.accounts.sessions import IDLE
from yutang.accounts.store import change
from yutang.accounts.tables import api_token, session
from yutang.kit.db import Database


@pytest.fixture
def li(database: Database) -> Viewer:
    return person(database, "li", Role.SUPERVISOR)


@pytest.fixture(params=["session", "token"])
def signed(request: pytest.FixtureRequest, database: Database, li: Viewer) -> Signed:
    """By a session, and by a token."""
    if request.param == "session":
        secrets = (enter(database, "li").fresh.cookie, None)
    else:
        made = tokens.create_token(database, li, "t", [Permission.IMPORTS_SEE], NOW + IDLE, now=NOW)
        secrets = (None, made[1])
    found = authenticate(database, *secrets, "10.0.0.1", NOW)
    assert found is not None
    memory_of(database).proved.forget()
    return found


def test_it_lasts_and_is_not_used(database: Database, signed: Signed) -> None:
    used = _used(database)
    assert _lasts(database, signed, NOW + 2 * MINUTE)
    assert _used(database) == used
    assert len(memory_of(database).proved) == 0


def _lasts(database: Database, signed: Signed, now: int = NOW) -> bool:
    return Lasting(database, signed, lambda: now).holds()


def _used(database: Database) -> list[Any]:
    with database.read() as conn:
        return [
            *conn.execute(sa.select(session.c.seen_at)).scalars(),
            *conn.execute(sa.select(api_token.c.used_at)).scalars(),
        ]


def test_it_ends_by_itself(database: Database, signed: Signed) -> None:
    assert not _lasts(database, signed, NOW + IDLE)


@pytest.mark.parametrize("values", [{"disabled": True}, {"role": Role.OPERATOR}, {"staff_id": 7}])
def test_other_rights_are_another(
    database: Database, li: Viewer, signed: Signed, values: dict[str, Any]
) -> None:
    database.write(lambda conn: change(conn, li.user_id, **values))
    assert not _lasts(database, signed)


def test_what_is_gone_is_gone(database: Database, signed: Signed) -> None:
    for table in (session, api_token):
        database.write(lambda conn, table=table: conn.execute(sa.delete(table)))
    assert not _lasts(database, signed)


def test_the_command_line_of_this_machine_lasts(database: Database) -> None:
    who = Viewer(user_id=0, login="cli", name="yutang", role=Role.ADMINISTRATOR, token_id=0)
    assert _lasts(database, Signed(viewer=who))


def test_it_is_doubtful_until_asked_and_when_rights_changed(database: Database, signed: Signed) -> None:
    lasting = Lasting(database, signed, lambda: NOW)
    assert (lasting.doubtful, lasting.holds(), lasting.doubtful) == (True, True, False)
    memory_of(database).proved.forget()  # as who changes somebody's rights does
    assert lasting.doubtful
