"""How long a session lives, and that no clock makes it live longer or ends all of them."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from accounts.people import HOUR, MINUTE, NOW, clock, enter, person
from yutang.accounts.actions import authenticate, remembered
from yutang.accounts.memory import LIFE
from yutang.accounts.sessions import IDLE, LONGEST, by_the_clock
from yutang.accounts.store import change
from yutang.accounts.tables import session
from yutang.kit.clock import DAY, SECOND
from yutang.kit.db import Database


@pytest.fixture
def cookie(database: Database) -> str:
    person(database, "li")
    return enter(database, "li").fresh.cookie


def _there(state: Database, cookie: str, now: int) -> bool:
    return authenticate(state, cookie, None, "10.0.0.1", now) is not None


def _row(state: Database) -> tuple[int, int]:
    with state.read() as conn:
        return tuple(conn.execute(sa.select(session.c.created_at, session.c.seen_at)).one())


def test_a_session_ends_when_nobody_comes_for_half_a_day(database: Database, cookie: str) -> None:
    assert _there(database, cookie, NOW + IDLE - 1)
    assert not _there(database, cookie, NOW + 2 * IDLE)


def test_a_session_ends_after_a_fortnight_however_busy(database: Database, cookie: str) -> None:
    now = NOW
    while now + 6 * HOUR < NOW + LONGEST:
        now += 6 * HOUR
        assert _there(database, cookie, now)
    assert not _there(database, cookie, NOW + LONGEST)


def test_memory_ends_it_on_time_too(database: Database, cookie: str) -> None:
    assert _there(database, cookie, NOW + IDLE - SECOND)
    database.write(lambda conn: conn.execute(sa.update(session).values(seen_at=NOW)))
    assert _there(database, cookie, NOW + IDLE - SECOND + 1)  # remembered
    assert not _there(database, cookie, NOW + IDLE)


def test_seen_is_written_once_a_minute(database: Database, cookie: str) -> None:
    for seconds in range(0, 180, 7):
        _there(database, cookie, NOW + seconds * SECOND)
    assert _row(database) == (NOW, NOW + 63 * SECOND + 63 * SECOND)


def test_an_hour_back_signs_nobody_out(database: Database, cookie: str) -> None:
    assert _there(database, cookie, NOW + HOUR)
    assert _there(database, cookie, NOW)
    assert _there(database, cookie, NOW - 400 * DAY)


def test_a_year_back_gives_nobody_a_year(database: Database, cookie: str) -> None:
    for day in range(1, 11):
        assert _there(database, cookie, NOW + day * IDLE - day)
    here = clock(NOW - 365 * DAY)
    assert _there(database, cookie, here.now)
    age = 10 * IDLE - 10
    assert _row(database) == (here.now - age, here.now)
    while here.on(6 * HOUR) < NOW - 365 * DAY + (LONGEST - age):
        assert _there(database, cookie, here.now)
    assert not _there(database, cookie, here.now)


def test_a_clock_set_back_again_and_again_still_ends_it(database: Database, cookie: str) -> None:
    here = clock()
    lived = 0
    while _there(database, cookie, here.now):
        lived += 5 * HOUR
        here.on(5 * HOUR)
        if lived % (20 * HOUR) == 0:
            _there(database, cookie, here.now)
            here.on(-20 * HOUR)
        assert lived < LONGEST + DAY
    assert lived > DAY


@given(st.integers(0, 20 * DAY), st.integers(-400 * DAY, 400 * DAY))
def test_moving_back_keeps_the_age(age: int, jump: int) -> None:
    created, seen = by_the_clock(NOW - age, NOW, NOW + jump)
    assert seen - created == age
    assert seen <= max(NOW + jump, NOW)
    assert (created, seen) == (NOW - age, NOW) or jump < 0


def test_a_disabled_account_has_no_session(database: Database, cookie: str) -> None:
    found = authenticate(database, cookie, None, "", NOW)
    assert found
    database.write(lambda conn: change(conn, found.viewer.user_id, disabled=True))
    assert not _there(database, cookie, NOW + LIFE)  # another process did it: seen a little later


def test_memory_alone_answers_in_between(database: Database, cookie: str) -> None:
    assert remembered(database, cookie, None, "10.0.0.1", NOW) is None
    assert _there(database, cookie, NOW)
    found = remembered(database, cookie, None, "10.9.9.9", NOW + 1)
    assert found
    assert found.viewer.address == "10.9.9.9"
    assert remembered(database, cookie, None, "10.0.0.1", NOW + LIFE) is None
    assert remembered(database, cookie, None, "10.0.0.1", NOW - MINUTE) is None
    assert remembered(database, None, None, "", NOW) is None


def test_over_sessions_are_swept_when_somebody_signs_in(database: Database, cookie: str) -> None:
    person(database, "wang")
    enter(database, "wang", now=NOW + IDLE + 1)
    with database.read() as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(session)).scalar_one() == 1
