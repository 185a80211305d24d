"""API tokens: shown once, within their owner's rights, gone the moment they are revoked."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from accounts.people import HOUR, MINUTE, NOW, by_token, enter, person
from yutang.accounts.actions import authenticate
from yutang.accounts.audit import listed as audited
from yutang.accounts.memory import LIFE
from yutang.accounts.model import Permission, Role, Signed, Viewer
from yutang.accounts.tables import api_token
from yutang.accounts.tokens import MOST, create_token, listed, revoke_token
from yutang.accounts.users import Change, change_user
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

POST, SEE = Permission.FACTS_POST, Permission.GROUPS_SEE


@pytest.fixture
def boss(database: Database) -> Viewer:
    return person(database, "boss")


def _asks(state: Database, secret: str, now: int = NOW) -> Signed | None:
    return authenticate(state, None, secret, "10.0.0.1", now)


def test_a_token_speaks_for_its_owner_within_its_scopes(database: Database, boss: Viewer) -> None:
    token, secret = create_token(database, boss, " Shop  gateway ", [POST, POST], None, now=NOW)
    assert secret.startswith("yt_")
    assert (token.name, token.scopes, token.hint) == ("Shop gateway", [POST], secret[-4:])
    found = _asks(database, secret)
    assert found is not None
    assert (found.viewer.user_id, found.viewer.token_id, found.csrf) == (boss.user_id, token.id, None)
    assert found.viewer.may(POST)
    assert not found.viewer.may(SEE)
    with database.read() as conn:
        assert listed(conn) == [msgspec.structs.replace(token, used_at=NOW)]


def test_state_has_no_token_only_its_digest(database: Database, boss: Viewer) -> None:
    _, secret = create_token(database, boss, "t", [POST], None, now=NOW)
    with database.read() as conn:
        text = str(conn.execute(sa.select(api_token)).all()) + str(audited(conn))
    assert secret not in text
    assert secret[3:] not in text


def test_a_revoked_token_is_nobody_at_once(database: Database, boss: Viewer) -> None:
    token, secret = create_token(database, boss, "t", [POST], None, now=NOW)
    assert _asks(database, secret)
    revoke_token(database, boss, token.id, now=NOW)
    assert _asks(database, secret) is None
    with database.read() as conn:
        assert listed(conn) == []
        assert [e.act for e in audited(conn)] == ["token_revoked", "token_created"]
    with pytest.raises(YutangError, match="not_found"):
        revoke_token(database, boss, token.id, now=NOW)


def test_no_request_after_the_revocation_is_answered_however_many_ask(
    database: Database, boss: Viewer
) -> None:
    for _ in range(5):
        token, secret = create_token(database, boss, "t", [POST], None, now=NOW)
        over: list[bool] = []

        def ask(_: int, secret: str = secret, over: list[bool] = over) -> bool:
            began_after = bool(over)
            return not (began_after and _asks(database, secret))

        with ThreadPoolExecutor(6) as pool:
            answers = [pool.submit(ask, n) for n in range(60)]
            revoke_token(database, boss, token.id, now=NOW)
            over.append(True)
            answers += [pool.submit(ask, n) for n in range(60)]
        assert all(a.result() for a in answers)


def test_a_token_expires(database: Database, boss: Viewer) -> None:
    _, secret = create_token(database, boss, "t", [POST], NOW + HOUR, now=NOW)
    assert _asks(database, secret, NOW + HOUR - 1)
    assert _asks(database, secret, NOW + HOUR) is None


@pytest.mark.parametrize(
    ("name", "scopes", "expires_at", "why"),
    [
        ("t", [], None, "token_scopes"),
        ("t", [POST], NOW, "token_past"),
        ("", [POST], None, "name_bad"),
        ("a\u202eb", [POST], None, "name_bad"),
    ],
)
def test_what_can_not_be_a_token_is_refused(
    database: Database, boss: Viewer, name, scopes, expires_at, why
) -> None:
    with pytest.raises(YutangError, match=why):
        create_token(database, boss, name, scopes, expires_at, now=NOW)


def test_nobody_gives_a_token_more_than_they_may(database: Database) -> None:
    operator = person(database, "op", Role.OPERATOR)
    with pytest.raises(YutangError, match="token_scopes"):
        create_token(database, operator, "t", [SEE, POST], None, now=NOW)


def test_a_token_makes_no_tokens(database: Database, boss: Viewer) -> None:
    with pytest.raises(YutangError, match="not_for_tokens"):
        create_token(database, by_token(boss), "t", [POST], None, now=NOW)


def test_a_token_loses_what_its_owner_loses(database: Database, boss: Viewer) -> None:
    owner = person(database, "owner")
    _, secret = create_token(database, owner, "t", [POST, SEE], None, now=NOW)
    assert _asks(database, secret).viewer.may(POST)
    change_user(database, boss, owner.user_id, Change(role=Role.ANALYST), now=NOW)
    found = _asks(database, secret)
    assert (found.viewer.may(POST), found.viewer.may(SEE)) == (False, True)
    change_user(database, boss, owner.user_id, Change(disabled=True), now=NOW)
    assert _asks(database, secret) is None


def test_a_token_sent_as_a_cookie_is_nobody(database: Database, boss: Viewer) -> None:
    """It would need no CSRF header."""
    _, secret = create_token(database, boss, "t", [POST], None, now=NOW)
    cookie = enter(database, "boss").fresh.cookie
    assert _asks(database, secret)
    assert authenticate(database, secret, None, "", NOW) is None
    assert authenticate(database, cookie, None, "", NOW)
    assert authenticate(database, None, cookie, "", NOW) is None
    assert authenticate(database, cookie, "yt_wrong", "", NOW) is None


def test_ten_thousand_requests_read_state_a_few_times(database: Database, boss: Viewer) -> None:
    _, secret = create_token(database, boss, "t", [POST], None, now=NOW)
    said: list[str] = []
    engine = database._reading
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    for n in range(10_000):
        assert _asks(database, secret, NOW + n * 1000)  # a thousand a second, ten seconds long
    reads = [sql for sql in said if "FROM api_token" in sql and sql.startswith("SELECT")]
    assert len(reads) == 10 * SECOND // LIFE


def test_the_last_use_is_written_once_a_minute(database: Database, boss: Viewer) -> None:
    _, secret = create_token(database, boss, "t", [POST], None, now=NOW)

    def used() -> int | None:
        with database.read() as conn:
            return listed(conn)[0].used_at

    assert used() is None
    for seconds in range(0, 180, 6):
        _asks(database, secret, NOW + seconds * SECOND)
    assert used() == NOW + 2 * MINUTE
    _asks(database, secret, NOW - HOUR)  # the clock was set back
    assert used() == NOW - HOUR


def test_there_is_a_bound_to_tokens(database: Database, boss: Viewer) -> None:
    for n in range(MOST):
        last, _ = create_token(database, boss, f"t{n}", [POST], None, now=NOW)
    with pytest.raises(YutangError, match="token_limit"):
        create_token(database, boss, "one more", [POST], None, now=NOW)
    revoke_token(database, boss, last.id, now=NOW)
    assert create_token(database, boss, "one more", [POST], None, now=NOW)


def test_a_permission_that_a_later_version_dropped_is_no_harm(database: Database, boss: Viewer) -> None:
    token, secret = create_token(database, boss, "t", [POST], None, now=NOW)
    changed = sa.update(api_token).where(api_token.c.id == token.id).values(scopes="facts.post gone.away")
    database.write(lambda conn: conn.execute(changed))
    assert _asks(database, secret).viewer.token_scopes == {POST}
