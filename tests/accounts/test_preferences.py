"""What people set up for themselves: theirs alone, bounded, any JSON."""

import pytest

from accounts.people import NOW, person
from yutang.accounts import preferences
from yutang.accounts.model import Role, Viewer
from yutang.kit.db import Database
from yutang.kit.errors import YutangError


def _put(state: Database, viewer: Viewer, name: str, value) -> None:
    state.write(lambda conn: preferences.put(conn, viewer, name, value, now=NOW))


def _all(state: Database, viewer: Viewer) -> dict:
    with state.read() as conn:
        return preferences.all_of(conn, viewer)


@pytest.fixture
def li(database: Database) -> Viewer:
    return person(database, "li", Role.OPERATOR)


def test_each_has_their_own(database: Database, li: Viewer) -> None:
    wang = person(database, "wang", Role.OPERATOR)
    _put(database, li, "lang", "zh-CN")
    _put(database, wang, "lang", "en")
    assert (_all(database, li), _all(database, wang)) == ({"lang": "zh-CN"}, {"lang": "en"})


def test_a_value_is_replaced_and_taken_away(database: Database, li: Viewer) -> None:
    views = [{"name": "沉默群", "filters": {"state": ["dead"]}, "n": 1.5}, "\x00"]
    for value in (1, False, views):
        _put(database, li, "checkup.views", value)
    assert _all(database, li) == {"checkup.views": views}
    _put(database, li, "checkup.views", None)
    _put(database, li, "never", None)
    assert _all(database, li) == {}


@pytest.mark.parametrize("name", ["", "A", "a b", "../x", "x" * 81, "a\x00", "名"])
def test_a_name_is_a_plain_word(database: Database, li: Viewer, name: str) -> None:
    with pytest.raises(YutangError, match="preference_name"):
        _put(database, li, name, 1)


def test_what_is_too_large_or_too_much_is_refused(database: Database, li: Viewer) -> None:
    _put(database, li, "a", "x" * (preferences.LARGEST - 2))
    with pytest.raises(YutangError, match="preference_large"):
        _put(database, li, "a", "x" * preferences.LARGEST)
    for n in range(1, preferences.MOST):
        _put(database, li, f"n{n}", n)
    _put(database, li, "a", 2)
    with pytest.raises(YutangError, match="preference_limit"):
        _put(database, li, "one.more", 1)
