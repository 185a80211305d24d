"""Signing in and out, below HTTP, on both databases."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from accounts.people import MINUTE, NOW, PASSWORD, by_token, enter, hashed, person, signed
from yutang.accounts import store
from yutang.accounts.actions import authenticate, change_password, sign_out, sign_out_everywhere
from yutang.accounts.audit import listed
from yutang.accounts.limits import WRONG
from yutang.accounts.memory import ADDRESS_TRIES, memory_of
from yutang.accounts.model import Role, Signed
from yutang.accounts.passwords import AT_ONCE, GATE, QUEUE
from yutang.accounts.sessions import MOST
from yutang.accounts.tables import metadata, session, user_account
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

NEW = "a better password now"


def _refused(state: Database, login: str, password: str = "wrong password", **more) -> str:
    with pytest.raises(YutangError) as why:
        enter(state, login, password, **more)
    return why.value.code


def _acts(state: Database) -> list[str]:
    with state.read() as conn:
        return [entry.act for entry in reversed(listed(conn))]


def _asks(state: Database, cookie: str, now: int = NOW) -> Signed | None:
    return authenticate(state, cookie, None, "10.0.0.1", now)


def test_who_signs_in_is_known_by_the_cookie(database: Database) -> None:
    viewer = person(database, "li", Role.OPERATOR, staff_id=9)
    entered = enter(database, "li")
    found = _asks(database, entered.fresh.cookie)
    assert found is not None
    assert (found.viewer.user_id, found.viewer.role, found.viewer.staff_id) == (
        viewer.user_id,
        Role.OPERATOR,
        9,
    )
    assert (found.csrf, found.must_change, found.viewer.address) == (entered.fresh.csrf, False, "10.0.0.1")
    assert entered.user.signed_in_at == NOW
    assert _acts(database) == ["signed_in"]


def test_a_login_has_one_spelling(database: Database) -> None:
    person(database, "li.wei")
    for typed in ("Li.Wei", " li.wei ", "ＬＩ.ＷＥＩ"):
        assert enter(database, typed).user.login == "li.wei"


@pytest.mark.parametrize("login", ["nobody", "", "x" * 10_000, "a\x00b", "' or 1=1 --", "\ud800"])
def test_an_unknown_login_is_told_what_a_wrong_password_is_told(database: Database, login: str) -> None:
    person(database, "li")
    assert _refused(database, login) == _refused(database, "li") == "login_wrong"


def test_a_disabled_account_is_told_the_same(database: Database) -> None:
    person(database, "li", disabled=True)
    assert _refused(database, "li", PASSWORD) == "login_wrong"


def test_every_sign_in_makes_a_new_session_and_the_browsers_old_one_ends(database: Database) -> None:
    person(database, "li")
    first = enter(database, "li")
    assert _asks(database, first.fresh.cookie)
    second = enter(database, "li", instead_of=first.fresh.id)
    assert len({first.fresh.cookie, second.fresh.cookie}) == len({first.fresh.csrf, second.fresh.csrf}) == 2
    assert _asks(database, second.fresh.cookie)
    assert _asks(database, first.fresh.cookie) is None


@pytest.mark.parametrize("cookie", ["", "x", "planted-by-somebody", "x" * 10_000, "\ud800", "yt_x"])
def test_a_cookie_that_we_did_not_make_is_nobody(database: Database, cookie: str) -> None:
    person(database, "li")
    enter(database, "li")
    assert _asks(database, cookie) is None
    assert authenticate(database, None, cookie, "10.0.0.1", NOW) is None
    assert authenticate(database, None, None, "10.0.0.1", NOW) is None


def test_signing_out_ends_this_session_only(database: Database) -> None:
    person(database, "li")
    here, there = enter(database, "li"), enter(database, "li")
    assert _asks(database, here.fresh.cookie)
    sign_out(database, signed(database, here), now=NOW)
    assert _asks(database, here.fresh.cookie) is None
    assert _asks(database, there.fresh.cookie)
    assert _acts(database)[-1] == "signed_out"


def test_signing_out_everywhere_ends_all_of_ones_own(database: Database) -> None:
    person(database, "li")
    person(database, "wang")
    mine, other = [enter(database, "li") for _ in range(3)], enter(database, "wang")
    assert sign_out_everywhere(database, signed(database, mine[0]).viewer, now=NOW) == 3
    assert [_asks(database, e.fresh.cookie) for e in mine] == [None] * 3
    assert _asks(database, other.fresh.cookie)


def test_a_token_has_no_session_to_end(database: Database) -> None:
    viewer = person(database, "li")
    entered = enter(database, "li")
    sign_out(database, Signed(viewer=by_token(viewer)), now=NOW)
    assert _asks(database, entered.fresh.cookie)


def test_ten_wrong_passwords_lock_also_for_the_right_one_and_over_a_restart(database: Database) -> None:
    person(database, "li")
    assert [_refused(database, "li") for _ in range(WRONG)] == ["login_wrong"] * WRONG
    again = Database(database.url.render_as_string(hide_password=False))
    try:
        with pytest.raises(YutangError) as why:
            enter(again, "li", now=NOW + MINUTE)
        assert (why.value.code, why.value.params) == (
            "login_locked",
            {"until_at": (NOW + 15 * MINUTE) // 1000},
        )
        assert enter(again, "li", now=NOW + 15 * MINUTE).user.login == "li"
    finally:
        again.close()
    assert _acts(database) == ["sign_in_failed"] * WRONG + ["login_locked", "signed_in"]


def test_a_lock_tells_nobody_whether_an_account_exists(database: Database) -> None:
    person(database, "li")
    told = {login: [_refused(database, login) for _ in range(12)] for login in ("li", "nobody")}
    assert told["li"] == told["nobody"] == ["login_wrong"] * 10 + ["login_locked"] * 2


def test_who_is_signed_in_stays_so_when_somebody_locks_their_login(database: Database) -> None:
    person(database, "li")
    entered = enter(database, "li")
    for _ in range(WRONG):
        _refused(database, "li", address="198.51.100.7")
    assert _asks(database, entered.fresh.cookie)


def test_a_right_password_makes_the_wrong_ones_forgotten(database: Database) -> None:
    person(database, "li")
    for _ in range(3):
        for _ in range(WRONG - 1):
            _refused(database, "li")
        enter(database, "li")
        memory_of(database).by_address = type(memory_of(database).by_address)(ADDRESS_TRIES, MINUTE)
    assert enter(database, "li")


def test_an_address_that_tries_many_logins_has_to_wait(database: Database) -> None:
    person(database, "li")
    told = [_refused(database, f"nobody{n}") for n in range(ADDRESS_TRIES + 5)]
    assert told == ["login_wrong"] * ADDRESS_TRIES + ["too_many"] * 5
    assert _refused(database, "li", PASSWORD) == "too_many"
    assert enter(database, "li", address="10.0.0.2")
    assert enter(database, "li", now=NOW + 5 * MINUTE)


def test_an_office_behind_one_address_may_sign_in_all_morning(database: Database) -> None:
    person(database, "li")
    for _ in range(ADDRESS_TRIES + 5):
        enter(database, "li")
    with database.read() as conn:
        assert len(conn.execute(sa.select(session.c.id)).all()) == MOST


def test_a_hundred_guesses_at_once_are_a_hundred_guesses(database: Database) -> None:
    """Not one more than ten is judged, however many come at the same moment."""
    person(database, "li")
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda n: _refused(database, "li", address=f"10.0.1.{n}"), range(100)))
    assert told.count("login_wrong") <= WRONG
    assert set(told) <= {"login_wrong", "login_locked", "too_many", "sign_in_busy"}


def test_who_is_turned_away_in_a_crowd_has_typed_nothing_wrong(database: Database) -> None:
    person(database, "li")
    with contextlib.ExitStack() as crowd:
        for _ in range(AT_ONCE + QUEUE):
            crowd.enter_context(GATE.room())
        assert {_refused(database, "li", PASSWORD) for _ in range(ADDRESS_TRIES * 2)} == {"sign_in_busy"}
    assert enter(database, "li")


def test_a_password_is_changed_and_every_other_session_ends(database: Database) -> None:
    person(database, "li", must_change=True)
    here, there = enter(database, "li"), enter(database, "li")
    assert _asks(database, here.fresh.cookie).must_change
    done = change_password(database, signed(database, here), PASSWORD, NEW, now=NOW)
    assert _asks(database, here.fresh.cookie) is None
    assert _asks(database, there.fresh.cookie) is None
    found = _asks(database, done.fresh.cookie)
    assert found is not None
    assert (found.must_change, done.user.must_change) == (False, False)
    assert _refused(database, "li", PASSWORD) == "login_wrong"
    assert enter(database, "li", NEW)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("wrong", NEW, "password_wrong"),
        (PASSWORD, PASSWORD, "password_same"),
        (PASSWORD, "x", "password_short"),
    ],
)
def test_a_bad_change_changes_nothing(database: Database, old: str, new: str, why: str) -> None:
    person(database, "li")
    here = enter(database, "li")
    with pytest.raises(YutangError) as refused:
        change_password(database, signed(database, here), old, new, now=NOW)
    assert refused.value.code == why
    assert _asks(database, here.fresh.cookie)
    assert enter(database, "li")


def test_a_stolen_session_is_no_way_to_guess_the_password(database: Database) -> None:
    person(database, "li")
    here = signed(database, enter(database, "li"))
    told = []
    for n in range(WRONG + 2):
        with pytest.raises(YutangError) as why:
            change_password(database, here, f"guess {n}", NEW, now=NOW)
        told.append(why.value.code)
    assert told == ["password_wrong"] * WRONG + ["login_locked"] * 2


def test_a_token_changes_no_password(database: Database) -> None:
    viewer = person(database, "li")
    with pytest.raises(YutangError, match="not_for_tokens"):
        change_password(database, Signed(viewer=by_token(viewer)), PASSWORD, NEW, now=NOW)


def test_an_old_hash_is_made_anew_at_sign_in(database: Database) -> None:
    viewer = person(database, "li")
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    database.write(lambda conn: store.change(conn, viewer.user_id, password=weak))
    enter(database, "li")
    with database.read() as conn:
        kept = conn.execute(sa.select(user_account.c.password)).scalar_one()
    assert kept != weak
    assert kept.split("$")[3] == hashed().split("$")[3]
    assert enter(database, "li")


def test_state_knows_no_cookie_and_no_password(database: Database) -> None:
    person(database, "li")
    entered = enter(database, "li")
    _refused(database, "li", "a wrong secret")
    _refused(database, "my password by mistake", "a wrong secret")
    with database.read() as conn:
        rows = [str(row) for table in metadata.sorted_tables if sa.inspect(conn).has_table(table.name)
                for row in conn.execute(sa.select(table))]  # fmt: skip
    text = "\n".join(rows)
    for secret in (entered.fresh.cookie, PASSWORD, "a wrong secret", "my password by mistake"):
        assert secret not in text
