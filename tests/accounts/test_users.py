"""Accounts by administrators: nobody raises themself, the last administrator stays, each act is in the log."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.people import NOW, by_token, enter, person
from yutang.accounts import store
from yutang.accounts.actions import authenticate
from yutang.accounts.audit import listed
from yutang.accounts.first_run import first_run, new_password
from yutang.accounts.model import Role, Viewer
from yutang.accounts.users import Change, change_user, create_user, reset_password
from yutang.kit.db import Database
from yutang.kit.errors import YutangError


@pytest.fixture
def boss(database: Database) -> Viewer:
    return person(database, "boss")


def _why(do, *args, **more) -> str:
    with pytest.raises(YutangError) as refused:
        do(*args, **more, now=NOW)
    return refused.value.code


def _last(state: Database):
    with state.read() as conn:
        return listed(conn, limit=1)[0]


def test_a_new_account_signs_in_with_its_one_time_password(database: Database, boss: Viewer) -> None:
    user, password = create_user(database, boss, "Li.Wei", "李 伟", Role.OPERATOR, 42, now=NOW)
    assert (user.login, user.name, user.staff_id, user.must_change) == ("li.wei", "李 伟", 42, True)
    found = authenticate(database, enter(database, "li.wei", password).fresh.cookie, None, "", NOW)
    assert found is not None
    assert found.must_change
    assert found.viewer.scope.staff == {42}


def test_the_log_says_who_made_whom_and_never_the_password(database: Database, boss: Viewer) -> None:
    user, password = create_user(database, boss, "li", "李", Role.OPERATOR, None, now=NOW)
    entry = _last(database)
    assert (entry.act, entry.user_id, entry.subject_id) == ("user_created", boss.user_id, str(user.id))
    assert entry.after == {"login": "li", "name": "李", "role": "operator", "staff_id": None}
    assert password not in str(entry)


@pytest.mark.parametrize(
    ("login", "name", "why"),
    [
        ("boss", "B", "login_taken"),
        ("BOSS", "B", "login_taken"),
        ("a b", "B", "login_bad"),
        ("a", "B", "login_bad"),
        ("a\x00b", "B", "login_bad"),
        ("<img>", "B", "login_bad"),
        ("x" * 65, "B", "login_bad"),
        ("li", "  ", "name_bad"),
        ("li", "x" * 101, "name_bad"),
        ("li", "a\x00b", "name_bad"),
        ("li", "evil\u202egnp.exe", "name_bad"),
    ],
)
def test_what_can_not_be_an_account_is_refused(database: Database, boss: Viewer, login, name, why) -> None:
    assert _why(create_user, database, boss, login, name, Role.OPERATOR, None) == why


def test_markup_in_a_name_is_only_text(database: Database, boss: Viewer) -> None:
    name = "<script>alert(1)</script> 👩‍🔧 O'Neill"
    assert create_user(database, boss, "li", name, Role.OPERATOR, None, now=NOW)[0].name == name


def test_two_at_once_can_not_have_the_same_login(database: Database, boss: Viewer) -> None:
    def make(_: int) -> str:
        try:
            create_user(database, boss, "twin", "Twin", Role.OPERATOR, None, now=NOW)
        except YutangError as why:
            return why.code
        return "made"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(make, range(4))) == ["login_taken"] * 3 + ["made"]


def test_a_change_is_seen_at_once_and_stands_in_the_log(database: Database, boss: Viewer) -> None:
    op = person(database, "op", Role.OPERATOR)
    cookie = enter(database, "op").fresh.cookie
    assert authenticate(database, cookie, None, "", NOW).viewer.role is Role.OPERATOR
    wanted = Change(role=Role.SUPERVISOR, staff_id=7, name="Op")
    changed = change_user(database, boss, op.user_id, wanted, now=NOW)
    assert (changed.role, changed.staff_id) == (Role.SUPERVISOR, 7)
    viewer = authenticate(database, cookie, None, "", NOW).viewer
    assert (viewer.role, viewer.staff_id) == (Role.SUPERVISOR, 7)
    entry = _last(database)
    assert entry.before == {"role": "operator", "staff_id": None}
    assert entry.after == {"role": "supervisor", "staff_id": 7}


def test_what_is_not_changed_is_not_noted(database: Database, boss: Viewer) -> None:
    op = person(database, "op", Role.OPERATOR)
    change_user(database, boss, op.user_id, Change(role=Role.OPERATOR), now=NOW)
    with database.read() as conn:
        assert listed(conn) == []


def test_a_disabled_account_is_out_and_an_enabled_one_signs_in_again(
    database: Database, boss: Viewer
) -> None:
    op = person(database, "op", Role.OPERATOR)
    cookie = enter(database, "op").fresh.cookie
    assert authenticate(database, cookie, None, "", NOW)
    change_user(database, boss, op.user_id, Change(disabled=True), now=NOW)
    assert authenticate(database, cookie, None, "", NOW) is None
    change_user(database, boss, op.user_id, Change(disabled=False), now=NOW)
    assert authenticate(database, cookie, None, "", NOW) is None
    assert enter(database, "op")


@pytest.mark.parametrize("wanted", [Change(role=Role.ANALYST), Change(disabled=True)])
def test_nobody_changes_their_own_rights(database: Database, boss: Viewer, wanted: Change) -> None:
    person(database, "second")
    assert _why(change_user, database, boss, boss.user_id, wanted) == "own_account"
    assert change_user(database, boss, boss.user_id, Change(name="Boss B"), now=NOW).name == "Boss B"


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OPERATOR, Role.ANALYST])
def test_nobody_gives_or_takes_more_than_they_have(database: Database, boss: Viewer, role: Role) -> None:
    """The guard of the routes asks for users.manage; this is the second lock."""
    low, other = person(database, "low", role), person(database, "other", Role.OPERATOR)
    assert _why(create_user, database, low, "new", "N", Role.ADMINISTRATOR, None) == "role_above_own"
    assert (
        _why(change_user, database, low, other.user_id, Change(role=Role.ADMINISTRATOR)) == "role_above_own"
    )
    assert _why(change_user, database, low, boss.user_id, Change(role=role)) == "role_above_own"
    assert _why(reset_password, database, low, boss.user_id) == "role_above_own"


@pytest.mark.parametrize("wanted", [Change(role=Role.SUPERVISOR), Change(disabled=True)])
def test_the_last_administrator_stays(database: Database, boss: Viewer, wanted: Change) -> None:
    gone = person(database, "gone")  # was an administrator when they asked
    database.write(lambda conn: store.change(conn, gone.user_id, role=Role.ANALYST))
    assert _why(change_user, database, gone, boss.user_id, wanted) == "last_administrator"


def test_a_disabled_administrator_does_not_count(database: Database, boss: Viewer) -> None:
    person(database, "asleep", disabled=True)
    other = person(database, "other")
    change_user(database, boss, other.user_id, Change(disabled=True), now=NOW)
    assert _why(change_user, database, other, boss.user_id, Change(disabled=True)) == "last_administrator"


def test_administrators_who_demote_each_other_at_once_leave_one(database: Database, boss: Viewer) -> None:
    for round_ in range(5):
        pair = [person(database, f"a{round_}"), person(database, f"b{round_}")]
        database.write(lambda conn: store.change(conn, boss.user_id, role=Role.ANALYST))

        def demote(n: int, pair: list[Viewer] = pair) -> str:
            try:
                change_user(database, pair[n], pair[1 - n].user_id, Change(role=Role.ANALYST), now=NOW)
            except YutangError as why:
                return why.code
            return "done"

        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(demote, range(2)))
        assert sorted(told) == ["done", "last_administrator"]
        database.write(lambda conn: store.change(conn, boss.user_id, role=Role.ADMINISTRATOR))
        for viewer in pair:
            database.write(lambda conn, v=viewer: store.change(conn, v.user_id, role=Role.ANALYST))


def test_a_reset_ends_sessions_and_the_lock(database: Database, boss: Viewer) -> None:
    op = person(database, "op", Role.OPERATOR)
    cookie = enter(database, "op").fresh.cookie
    for _ in range(10):
        with pytest.raises(YutangError, match="login_wrong"):
            enter(database, "op", "wrong")
    password = reset_password(database, boss, op.user_id, now=NOW)
    assert authenticate(database, cookie, None, "", NOW) is None
    assert enter(database, "op", password).user.must_change
    assert _why(reset_password, database, boss, boss.user_id) == "own_account"
    assert _why(reset_password, database, boss, 999) == "not_found"
    assert _why(change_user, database, boss, 999, Change(name="x")) == "not_found"


def test_tokens_manage_no_accounts(database: Database, boss: Viewer) -> None:
    op, token = person(database, "op", Role.OPERATOR), by_token(boss)
    assert _why(create_user, database, token, "x1", "X", Role.OPERATOR, None) == "not_for_tokens"
    assert _why(change_user, database, token, op.user_id, Change(role=Role.ANALYST)) == "not_for_tokens"
    assert _why(reset_password, database, token, op.user_id) == "not_for_tokens"


def test_the_first_run_makes_one_administrator_once(database: Database) -> None:
    made = database.write(lambda conn: first_run(conn, NOW))
    assert made is not None
    login, password = made
    entered = enter(database, login, password)
    assert (login, entered.user.role, entered.user.must_change) == ("admin", Role.ADMINISTRATOR, True)
    assert database.write(lambda conn: first_run(conn, NOW)) is None


def test_who_lost_their_password_gets_a_new_one_on_the_machine(database: Database) -> None:
    person(database, "li", disabled=True)
    password = database.write(lambda conn: new_password(conn, "LI", NOW))
    assert enter(database, "li", password).user.must_change
    with pytest.raises(YutangError, match="unknown_login"):
        database.write(lambda conn: new_password(conn, "nobody", NOW))
