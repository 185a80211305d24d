"""Accounts for tests: made once a test, with passwords that are known."""

from types import SimpleNamespace

from yutang.accounts import store
from yutang.accounts.actions import SignedIn, sign_in
from yutang.accounts.model import PERMISSIONS, Role, Signed, Viewer
from yutang.accounts.passwords import digest
from yutang.kit.clock import DAY, SECOND
from yutang.kit.db import Database

MINUTE, HOUR = 60 * SECOND, 3600 * SECOND
NOW = 20_000 * DAY
PASSWORD = "correct horse battery"
_HASH: list[str] = []


def hashed() -> str:
    """PASSWORD's hash, made once: a hash is slow on purpose."""
    if not _HASH:
        _HASH.append(digest(PASSWORD))
    return _HASH[0]


def person(state: Database, login: str, role: Role = Role.ADMINISTRATOR, **more) -> Viewer:
    """An account with PASSWORD, as its viewer."""
    values = {"name": login.title(), "must_change": False, **more}
    id_ = state.write(
        lambda conn: store.add(conn, login=login, role=role, password=hashed(), created_at=NOW, **values)
    )
    return Viewer(user_id=id_, login=login, name=values["name"], role=role, staff_id=more.get("staff_id"))


def enter(state: Database, login: str, password: str = PASSWORD, *, now: int = NOW, **more) -> SignedIn:
    return sign_in(state, login, password, now=now, **{"address": "10.0.0.1", **more})


def signed(state: Database, entered: SignedIn) -> Signed:
    """What the session that just began proves."""
    user = entered.user
    viewer = Viewer(user_id=user.id, login=user.login, name=user.name, role=user.role, address="10.0.0.1")
    return Signed(viewer=viewer, csrf=entered.fresh.csrf, session_id=entered.fresh.id)


def by_token(viewer: Viewer) -> Viewer:
    """The same person, through a token that may do all they may."""
    return Viewer(
        user_id=viewer.user_id, login=viewer.login, name=viewer.name, role=viewer.role, token_id=7,
        token_scopes=PERMISSIONS[viewer.role],
    )  # fmt: skip


def clock(start: int = NOW) -> SimpleNamespace:
    """A clock to be moved: `.now`, `.on(microseconds)`."""
    here = SimpleNamespace(now=start)

    def on(by: int) -> int:
        here.now += by
        return here.now

    here.on = on
    return here
