"""Verbs on sources and codes, for people. Each runs inside the caller's transaction and stands in the audit log.

A code is a wish here: the keeper (`sources.keeper`) makes it so over there.
"""

import secrets
from typing import Any

import msgspec
import sqlalchemy as sa

from yutang.accounts.audit import record
from yutang.accounts.model import Viewer
from yutang.accounts.words import a_name
from yutang.connections import mirror
from yutang.connections import store as connections
from yutang.connections.model import ConnectionState
from yutang.kit.errors import YutangError
from yutang.sources import pictures, store
from yutang.sources.model import Code, CodeKind, CodeState, Hours, Mode, Seat, Source, Welcome
from yutang.sources.roster import MOST_STAFF

KEY_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that are taken for one another
KEY_LENGTH = 14  # the platform takes 30; of so many letters nobody guesses one
TEXT_BYTES = 4_000  # of a welcome (WeCom page 92599)
LINK_TITLE_BYTES, LINK_BYTES = 128, 2_048
NAME_CHARS = 40  # of groups that the platform opens by itself
GROUPS_LISTED = 50
FULL_AT, FULL_MOST = 200, 500


class SourceForm(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign as somebody typed it."""

    name: str
    place: str = ""
    begins_at: int | None = None
    ends_at: int | None = None
    hours: tuple[Hours, ...] = ()
    welcome: Welcome = Welcome()


class CodeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What may change of a code. `seats`: members of staff, or groups."""

    name: str
    seats: tuple[Seat, ...]
    mode: Mode = Mode.TOGETHER
    verify: bool = False
    welcome: Welcome | None = None
    full_at: int = FULL_AT
    opens_more: bool = False
    base_name: str = ""


def add_source(conn: sa.Connection, form: SourceForm, *, viewer: Viewer, now: int) -> Source:
    """Raises YutangError: name_bad, source_span, source_hours, welcome_long, welcome_link, welcome_picture."""
    values = _source(conn, form)
    id_ = store.add_source(
        conn, values | {"created_at": now, "created_by": viewer.user_id or None, "ended_at": None}
    )
    _log(conn, viewer, "source_added", "source", id_, now, after={"name": values["name"]})
    return _source_there(conn, id_)


def change_source(
    conn: sa.Connection, id_: int, form: SourceForm, *, viewer: Viewer, now: int
) -> Source | None:
    """Raises as `add_source`. None: there is none."""
    old = store.one_source(conn, id_)
    if old is None:
        return None
    store.change_source(conn, id_, **_source(conn, form))
    new = _source_there(conn, id_)
    _log(conn, viewer, "source_changed", "source", id_, now, before=_told(old), after=_told(new))
    return new


def end_source(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> Source | None:
    """The campaign is over: its codes still lead to staff until they are recycled, for posters hang longer. None: there
    is none."""
    old = store.one_source(conn, id_)
    if old is None or old.ended_at is not None:
        return old
    store.change_source(conn, id_, ended_at=now)
    _log(conn, viewer, "source_ended", "source", id_, now)
    return _source_there(conn, id_)


def add_code(
    conn: sa.Connection, source_id: int, connection_id: int, kind: CodeKind, form: CodeForm, *, viewer: Viewer,
    now: int,
) -> Code | None:  # fmt: skip
    """None: there is no such source. Raises YutangError: code_connection, source_over, and those of `change_code`."""
    of = store.one_source(conn, source_id)
    if of is None:
        return None
    if of.ended_at is not None:
        raise YutangError("source_over")
    connection = connections.one(conn, connection_id)
    if connection is None or connection.channel != "wecom" or connection.state is ConnectionState.OFF:
        raise YutangError("code_connection")
    values = _code(conn, connection_id, kind, form)
    row: dict[str, Any] = values | {
        "source_id": source_id, "connection_id": connection_id, "kind": kind, "key": new_key(),
        "created_at": now, "created_by": viewer.user_id or None, "alarm": None,
        "alarm_at": None, **fresh(now),
    }  # fmt: skip
    id_ = store.add_code(conn, row)
    store.put_seats(conn, id_, form.seats)
    _log(conn, viewer, "code_added", "code", id_, now, after=_told(form))
    return _code_there(conn, id_)


def change_code(conn: sa.Connection, id_: int, form: CodeForm, *, viewer: Viewer, now: int) -> Code | None:
    """None: there is none. Raises YutangError: name_bad, code_seats, code_seat {who}, code_cap, code_full_at,
    code_base_name, source_hours, welcome_long, welcome_link, welcome_picture, code_over."""
    old = store.one_code(conn, id_)
    if old is None:
        return None
    if old.state in (CodeState.ENDING, CodeState.ENDED):
        raise YutangError("code_over")
    values = _code(conn, old.connection_id, old.kind, form)
    store.want(conn, id_, now=now, **values)
    store.put_seats(conn, id_, form.seats)
    _log(conn, viewer, "code_changed", "code", id_, now, before=_told(old), after=_told(form))
    return _code_there(conn, id_)


def end_code(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> Code | None:
    """It leads nowhere from now on; its place of the quota becomes free. None: there is none."""
    old = store.one_code(conn, id_)
    if old is None or old.state in (CodeState.ENDING, CodeState.ENDED):
        return old
    store.end_codes(conn, [id_], now=now)
    _log(conn, viewer, "code_ended", "code", id_, now)
    return _code_there(conn, id_)


def again(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> Code | None:
    """Make one that the platform refused, or whose making was lost; the latter with another key, for the lost one may
    turn up. None: there is none. Raises YutangError "code_there"."""
    old = store.one_code(conn, id_)
    if old is None:
        return None
    if old.state not in (CodeState.FAILED, CodeState.LOST):
        raise YutangError("code_there")
    key = old.key if old.state is CodeState.FAILED else new_key()
    store.change_code(conn, id_, key=key, **fresh(now))
    _log(conn, viewer, "code_again", "code", id_, now)
    return _code_there(conn, id_)


def calm(conn: sa.Connection, id_: int, *, viewer: Viewer, now: int) -> Code | None:
    """Somebody looked into the alarm. None: there is none."""
    old = store.one_code(conn, id_)
    if old is None or old.alarm is None:
        return old
    store.change_code(conn, id_, alarm=None)
    _log(conn, viewer, "code_calmed", "code", id_, now, before=_told(old.alarm))
    return _code_there(conn, id_)


def new_key() -> str:
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(KEY_LENGTH))


def fresh(now: int) -> dict[str, Any]:
    """Of a code that is to be made. An alarm that it was not ends when it is (`sources.watching`), with its task."""
    return {
        "state": CodeState.MAKING, "config_id": "", "url": "", "behind": (), "why": None, "wanted": 1, "told": 0,
        "trouble": None, "attempts": 0, "due_at": now, "asked_at": None,
        "ended_at": None,
    }  # fmt: skip


def _source(conn: sa.Connection, form: SourceForm) -> dict[str, Any]:
    if form.begins_at is not None and form.ends_at is not None and form.begins_at >= form.ends_at:
        raise YutangError("source_span")
    _check_hours(form.hours)
    _check_welcome(conn, form.welcome)
    return {
        "name": a_name(form.name), "place": a_name(form.place) if form.place.strip() else "",
        "begins_at": form.begins_at, "ends_at": form.ends_at, "hours": form.hours, "welcome": form.welcome,
    }  # fmt: skip


def _code(conn: sa.Connection, connection_id: int, kind: CodeKind, form: CodeForm) -> dict[str, Any]:
    names = [seat.staff for seat in form.seats]
    most = MOST_STAFF if kind is CodeKind.PERSON else GROUPS_LISTED
    if not 1 <= len(names) <= most or len(set(names)) != len(names):
        raise YutangError("code_seats", most=most)
    seen = (
        mirror.staff(conn, connection_id) if kind is CodeKind.PERSON else mirror.groups(conn, connection_id)
    )
    for name in names:
        if seen and name not in seen:  # before the first sync nobody is known
            raise YutangError("code_seat", who=name)
    for seat in form.seats:
        _check_hours(seat.hours)
        if seat.cap is not None and seat.cap < 1:
            raise YutangError("code_cap")
    if not 2 <= form.full_at <= FULL_MOST:
        raise YutangError("code_full_at", most=FULL_MOST)
    if len(form.base_name) > NAME_CHARS:
        raise YutangError("code_base_name", most=NAME_CHARS)
    if form.welcome is not None:
        _check_welcome(conn, form.welcome)
    return {
        "name": a_name(form.name), "mode": form.mode, "verify": form.verify, "welcome": form.welcome,
        "full_at": form.full_at, "opens_more": form.opens_more, "base_name": form.base_name.strip(),
    }  # fmt: skip


def _check_hours(hours: tuple[Hours, ...]) -> None:
    if any(one.since >= one.until for one in hours):
        raise YutangError("source_hours")


def _check_welcome(conn: sa.Connection, welcome: Welcome) -> None:
    if max(len(text.encode()) for text in (welcome.text, welcome.off_text)) > TEXT_BYTES:
        raise YutangError("welcome_long", most=TEXT_BYTES)
    if welcome.link_url or welcome.link_title:
        whole = welcome.link_url.startswith(("https://", "http://")) and welcome.link_title.strip()
        if (
            not whole
            or len(welcome.link_title.encode()) > LINK_TITLE_BYTES
            or len(welcome.link_url) > LINK_BYTES
        ):
            raise YutangError("welcome_link", most=LINK_TITLE_BYTES)
    if welcome.picture is not None and not pictures.there(conn, welcome.picture):
        raise YutangError("welcome_picture")


def _told(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _source_there(conn: sa.Connection, id_: int) -> Source:
    found = store.one_source(conn, id_)
    assert found is not None  # noqa: S101 - written a moment ago, in this transaction
    return found


def _code_there(conn: sa.Connection, id_: int) -> Code:
    found = store.one_code(conn, id_)
    assert found is not None  # noqa: S101 - written a moment ago, in this transaction
    return found


def _log(  # noqa: PLR0913 - as accounts.audit.record
    conn: sa.Connection, viewer: Viewer, act: str, kind: str, id_: int, now: int, *, before: object = None,
    after: object = None,
) -> None:  # fmt: skip
    record(conn, viewer, act, now=now, subject_kind=kind, subject_id=str(id_), before=before, after=after)
