"""Verbs on connections, for administrators. Each runs inside the caller's transaction and stands in the audit log."""

import secrets as random
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from yutang.accounts import sessions
from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.accounts.words import a_name
from yutang.connections import form, numbers, store
from yutang.connections.model import Connection, ConnectionState
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets

T = TypeVar("T")
MOST = 20  # connections
PATH_BYTES = 24
Settings = dict[str, str]


def connect(
    conn: sa.Connection, channel: str, name: str, told: Settings, *, secrets: Secrets, viewer: Viewer, now: int
) -> tuple[Connection, Settings]:  # fmt: skip
    """A connection, and its settings whole: what we made up of them is never shown again. Of an account that was
    connected before: what hung on that connection goes on.

    Raises YutangError: connection_limit, connection_channel, connection_field, connection_there, name_bad.
    """
    if len(store.listed(conn)) >= MOST:
        raise YutangError("connection_limit", limit=MOST)
    settings = form.filled(channel, told)
    row: dict[str, Any] = _columns(settings) | {
        "channel": channel, "name": a_name(name), "settings": _closed(secrets, settings), "state": ConnectionState.NEW,
        "path": random.token_urlsafe(PATH_BYTES), "created_at": now, "created_by": viewer.user_id or None,
        "observed_at": 0,
    }  # fmt: skip
    id_ = numbers.take(conn, channel, row["account"], row["agent"])
    _once(conn, lambda: store.add(conn, row | {"id": id_}), row)
    _log(conn, viewer, "connection_added", id_, now, after=_told(channel, row["name"], settings))
    return _there(conn, id_), settings


def reset(
    conn: sa.Connection, id_: int, *, name: str | None, told: Settings, secrets: Secrets, viewer: Viewer, now: int
) -> Connection | None:  # fmt: skip
    """Change name and settings; blank = as it was. What was wrong is forgotten: the next call will tell. Members of
    another corp don't sign in before that is switched on for them: their ids may be those of the old one's members.

    Raises as `connect`, connection_unreadable, and connection_corp: it spoke with its corp already, so that what was
    learned and what hangs on it (codes, sends, hand-overs) are that one's, and would be told to the other. None: there
    is none.
    """
    old = store.one(conn, id_)
    if old is None:
        return None
    kept = opened(conn, id_, secrets)
    settings = form.filled(old.channel, told, kept)
    if settings["corp_id"] != old.account and old.checked_at is not None:
        raise YutangError("connection_corp", account=old.account)
    state = ConnectionState.OFF if old.state is ConnectionState.OFF else ConnectionState.NEW
    row: dict[str, Any] = _columns(settings) | {
        "name": a_name(old.name if name is None else name), "settings": _closed(secrets, settings),
        "state": state, "trouble": None, "trouble_at": None,
    }  # fmt: skip
    _once(conn, lambda: store.change(conn, id_, **row), row)
    if row["account"] != old.account:
        let_sign_in(conn, id_, on=False, viewer=viewer, now=now)
    changed = sorted(key for key in settings if settings[key] != kept.get(key))
    before, after = _told(old.channel, old.name, kept), _told(old.channel, row["name"], settings)
    _log(conn, viewer, "connection_changed", id_, now, before=before, after=after | {"changed": changed})
    return _there(conn, id_)


def switch(
    conn: sa.Connection, id_: int, *, on: bool, viewer: Viewer, now: int, but: int | None = None
) -> Connection | None:  # fmt: skip
    """Off: nothing is asked and callbacks are refused; what was learned stays; who came in by it is signed out, but
    the session `but`. None: there is none."""
    old = store.one(conn, id_)
    if old is None or on is (old.state is not ConnectionState.OFF):
        return old
    store.change(
        conn, id_, state=ConnectionState.NEW if on else ConnectionState.OFF, trouble=None, trouble_at=None
    )
    _log(
        conn,
        viewer,
        "connection_on" if on else "connection_off",
        id_,
        now,
        after=None if on else _out(conn, id_, but),
    )
    return _there(conn, id_)


def let_sign_in(
    conn: sa.Connection, id_: int, *, on: bool, viewer: Viewer, now: int, but: int | None = None
) -> Connection | None:  # fmt: skip
    """Whether its members sign in here by it; switched off, those who did are signed out, but the session `but`. None:
    there is none."""
    old = store.one(conn, id_)
    if old is None or on is (old.sign_in_at is not None):
        return old
    store.change(conn, id_, sign_in_at=now if on else None)
    act = "connection_sign_in_on" if on else "connection_sign_in_off"
    _log(conn, viewer, act, id_, now, after=None if on else _out(conn, id_, but))
    return _there(conn, id_)


def renew(conn: sa.Connection, id_: int, *, secrets: Secrets, viewer: Viewer, now: int) -> Settings | None:
    """Make up token and key of the callback anew: they are told once, and the old ones are worth nothing from now on.
    None: there is none. Raises as `reset`."""
    old = store.one(conn, id_)
    if old is None:
        return None
    fresh = form.made(old.channel)
    reset(conn, id_, name=None, told=fresh, secrets=secrets, viewer=viewer, now=now)
    store.change(conn, id_, verified_at=None)
    return fresh


def disconnect(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int, but: int | None = None) -> bool:
    """Remove it with its secrets and its inbox; what was learned through it stays, and what hangs on it waits; who came
    in by it is signed out, but the session `but`. False: there is none."""
    old = store.one(conn, id_)
    if old is None:
        return False
    store.remove(conn, id_)
    numbers.keep(conn, old, now=now)
    before = {"channel": old.channel, "name": old.name, "account": old.account, "agent": old.agent}
    _log(conn, viewer, "connection_removed", id_, now, before=before, after=_out(conn, id_, but))
    return True


def opened(conn: sa.Connection, id_: int, secrets: Secrets) -> Settings:
    """The settings whole. Raises YutangError "connection_unreadable": closed with a key that is gone."""
    closed = store.settings(conn, id_)
    plain = None if closed is None else secrets.open(closed)
    if plain is None:
        raise YutangError("connection_unreadable", id=id_)
    return msgspec.json.decode(plain, type=Settings)


def reclose(conn: sa.Connection, secrets: Secrets) -> None:
    """Close settings with the newest secret key. Those that no key opens stay, and say so when they are used."""
    for id_, closed in store.all_settings(conn):
        plain = secrets.open(closed)
        if plain is not None:
            store.change(conn, id_, settings=secrets.close(plain))


def _out(conn: sa.Connection, id_: int, but: int | None) -> dict[str, int] | None:
    """Nobody is vouched for by it any more. For the log, if anybody was."""
    ended = sessions.end_of_connection(conn, id_, but=but)
    return {"signed_out": ended} if ended else None


def _columns(settings: Settings) -> dict[str, Any]:
    """What of the settings is searched for. WeCom's alone, so far."""
    return {"account": settings["corp_id"], "agent": settings["agent_id"]}


def _closed(secrets: Secrets, settings: Settings) -> str:
    return secrets.close(msgspec.json.encode(settings).decode())


def _told(channel: str, name: str, settings: Settings) -> dict[str, object]:
    """For the log: what may be shown, and which secrets there are."""
    shown = form.open_part(channel, settings)
    return {"channel": channel, "name": name, **shown, "given": form.secrets_given(channel, settings)}


def _once(conn: sa.Connection, write: Callable[[], T], row: dict[str, Any]) -> T:
    """Raises YutangError "connection_there" where another has this account and agent."""
    try:
        with conn.begin_nested():
            return write()
    except IntegrityError:
        raise YutangError("connection_there", account=row["account"], agent=row["agent"]) from None


def _there(conn: sa.Connection, id_: int) -> Connection:
    found = store.one(conn, id_)
    assert found is not None  # noqa: S101 - written a moment ago, in this transaction
    return found


def _log(
    conn: sa.Connection, viewer: Viewer, act: str, id_: int, now: int, *, before: object = None, after: object = None
) -> None:  # fmt: skip
    record(
        conn, viewer, act, now=now, subject_kind="connection", subject_id=str(id_), before=before, after=after
    )
