"""The log of acts: with the act or not at all, without secrets, findable."""

import pytest
import sqlalchemy as sa

from accounts.people import NOW, by_token, person
from yutang.accounts.audit import LARGEST, listed, nobody, record
from yutang.accounts.model import Permission, Role, Viewer
from yutang.accounts.store import change
from yutang.kit.db import Database

BOSS = Viewer(user_id=1, login="boss", name="Boss", role=Role.ADMINISTRATOR, address="10.0.0.9")


def _note(state: Database, viewer: Viewer = BOSS, act: str = "x", **more) -> None:
    state.write(lambda conn: record(conn, viewer, act, now=NOW, **more))


def _all(state: Database, **filters):
    with state.read() as conn:
        return listed(conn, **filters)


def test_an_entry_says_who_what_when_where_and_why(database: Database) -> None:
    what = {
        "subject_kind": "group",
        "subject_id": "wx:1",
        "before": {"a": 1},
        "after": [1, None],
        "reason": "因为",
    }
    _note(database, act="kept", **what)
    entry = _all(database)[0]
    assert (entry.user_id, entry.user_name, entry.token_id, entry.address) == (1, "Boss", None, "10.0.0.9")
    assert (entry.act, entry.happened_at) == ("kept", NOW)
    assert {name: getattr(entry, name) for name in what} == what


def test_a_token_and_nobody_are_told_apart(database: Database) -> None:
    _note(database, by_token(BOSS))
    _note(database, nobody("10.1.1.1"))
    none, token = _all(database)
    assert (token.user_id, token.token_id) == (1, 7)
    assert (none.user_id, none.user_name, none.address) == (None, "", "10.1.1.1")
    assert not any(nobody().may(permission) for permission in Permission)


def test_an_act_that_fails_leaves_no_entry_and_an_entry_that_fails_no_act(database: Database) -> None:
    viewer = person(database, "li")

    def act(conn: sa.Connection) -> None:
        change(conn, viewer.user_id, name="Other")
        record(conn, viewer, "x", now=NOW)
        raise ValueError("afterwards")

    with pytest.raises(ValueError, match="afterwards"):
        database.write(act)
    assert _all(database) == []


def test_secrets_never_get_into_it(database: Database) -> None:
    after = {"Password": "a", "api_token": "b", "deep": [{"client_secret": "c", "csrf": "d"}], "name": "n",
             "must_change_password": True, "token_id": 4}  # fmt: skip
    _note(database, after=after)
    assert _all(database)[0].after == {
        "Password": "***", "api_token": "***", "deep": [{"client_secret": "***", "csrf": "***"}], "name": "n",
        "must_change_password": True, "token_id": 4,
    }  # fmt: skip


def test_what_is_too_large_is_replaced_by_its_size(database: Database) -> None:
    _note(database, before={"x": "y" * LARGEST}, reason="z" * 5_000)
    entry = _all(database)[0]
    assert entry.before["too_large"] > LARGEST
    assert len(entry.reason) == 2_000


def test_values_of_our_own_types_become_json(database: Database) -> None:
    _note(database, after={"role": Role.ANALYST, "scopes": frozenset({Permission.GROUPS_SEE}), 5: (1, 2)})
    assert _all(database)[0].after == {"role": "analyst", "scopes": ["groups.see"], "5": [1, 2]}


def test_a_null_sign_in_a_reason_is_no_error(database: Database) -> None:
    _note(database, reason="a\x00b", after={"x": "a\x00b"})
    assert _all(database)[0].reason == "ab"


def test_the_log_is_read_newest_first_by_pages_and_filters(database: Database) -> None:
    for n in range(25):
        who = BOSS if n % 5 else Viewer(user_id=2, login="o", name="O", role=Role.OPERATOR)
        _note(database, who, "even" if n % 2 == 0 else "odd", subject_kind="group", subject_id=str(n % 3))
    pages: list[list[int]] = []
    before = None
    while page := _all(database, before=before, limit=10):
        pages.append([entry.id for entry in page])
        before = page[-1].id
    assert [len(page) for page in pages] == [10, 10, 5]
    ids = [id_ for page in pages for id_ in page]
    assert ids == sorted(set(ids), reverse=True)
    assert len(_all(database, act="even")) == 13
    assert len(_all(database, user_id=2)) == 5
    assert len(_all(database, subject=("group", "0"))) == 9
    assert len(_all(database, subject=("group", None))) == 25
    assert len(_all(database, act="odd", user_id=2, subject=("group", "2"))) == 1
