"""Signing in and out, and who a request is. Every act: decide, write, note in the audit log, in one transaction."""

import msgspec
import sqlalchemy as sa

from yutang.accounts import audit, passwords, sessions, store, tokens
from yutang.accounts.limits import Guard, locked_until, neighbourhood, tried
from yutang.accounts.memory import memory_of
from yutang.accounts.model import Signed, User, Viewer
from yutang.accounts.sessions import Fresh
from yutang.accounts.store import Known, Reach, alone
from yutang.accounts.words import LOGIN, same_login
from yutang.kit.clock import SECOND
from yutang.kit.db import Database
from yutang.kit.errors import YutangError

LONGEST_SECRET = 200  # characters of a cookie or token that is looked at


class SignedIn(msgspec.Struct, frozen=True):
    """A session that just began: `fresh.cookie` goes to the browser and nowhere else."""

    user: User
    fresh: Fresh


def authenticate(
    state: Database, cookie: str | None, bearer: str | None, address: str, now: int, reach: Reach = alone
) -> Signed | None:
    """Who asks; None = nobody we know. Reads State at most once in `memory.LIFE` for each cookie or token.

    A bearer token alone counts when there is one: a request never has the rights of two. `reach`: whom a unit's
    supervisor sees; who changes the organisation empties the memory.
    """
    secret = bearer or cookie
    if not secret or len(secret) > LONGEST_SECRET or (bearer and not bearer.startswith(tokens.PREFIX)):
        return None
    memory, key = memory_of(state).proved, _key(cookie, bearer)
    signed = memory.get(key, now)
    if signed is None:
        generation = memory.generation
        proved = (_of_token if bearer else _of_session)(state, sessions.digest(secret), now, reach)
        if proved is None:
            return None
        signed, until = proved
        memory.put(key, signed, now=now, until=until, generation=generation)
    return _from(signed, address)


def remembered(
    state: Database, cookie: str | None, bearer: str | None, address: str, now: int
) -> Signed | None:
    """As `authenticate`, from memory alone: safe to call in an event loop. None = ask `authenticate`."""
    signed = memory_of(state).proved.get(_key(cookie, bearer), now) if cookie or bearer else None
    return None if signed is None else _from(signed, address)


def _key(cookie: str | None, bearer: str | None) -> str:
    """A token sent as a cookie must not be taken for one that was sent as a token: that needs no CSRF header."""
    return "bearer " + sessions.digest(bearer) if bearer else "cookie " + sessions.digest(cookie or "")


def _from(signed: Signed, address: str) -> Signed:
    return msgspec.structs.replace(signed, viewer=msgspec.structs.replace(signed.viewer, address=address))


def _of_token(state: Database, digest: str, now: int, reach: Reach) -> tuple[Signed, int | None] | None:
    with state.read() as conn:
        found = tokens.find(conn, digest, now=now, reach=reach)
    if found is None:
        return None
    if tokens.stale(found, now):
        state.write(lambda conn: tokens.touch(conn, found, now=now))
    return found.signed, found.until


def _of_session(state: Database, digest: str, now: int, reach: Reach) -> tuple[Signed, int | None] | None:
    with state.read() as conn:
        found = sessions.find(conn, digest, now=now, reach=reach)
    if found is None:
        return None
    if sessions.stale(found, now):
        state.write(lambda conn: sessions.touch(conn, found, now=now))
    return found.signed, found.until


def sign_in(
    state: Database, login: str, password: str, *, address: str, now: int, instead_of: int | None = None
) -> SignedIn:
    """A new session. `instead_of`: the browser's session until now, which ends.

    Raises YutangError: login_wrong · login_locked {until_at: ms} · too_many {seconds} · sign_in_busy. The first is
    the same, and costs the same, for an unknown login, a disabled account and a wrong password.
    """
    login, place = same_login(login), neighbourhood(address)
    memory = memory_of(state)
    tries = ((memory.by_address, place), (memory.by_login, login))
    with passwords.GATE.room():  # before it is counted: to be turned away is no wrong password
        for window, key in tries:
            wait = window.take(key, now)
            if wait:
                raise YutangError("too_many", seconds=-(-wait // SECOND))
        known = state.write(lambda conn: _attempt(conn, login, now)) if LOGIN.fullmatch(login) else None
        if known is None:
            _refuse_locked(memory.strangers.tried(login, now))
        good = passwords.fits(known.password if known else passwords.nobodys(), password)
    if known is None or not good or known.user.disabled:
        if known is not None:
            state.write(lambda conn: _note_wrong(conn, known, address, now))
        raise YutangError("login_wrong")
    again = passwords.digest(password) if passwords.outdated(known.password) else None
    done = state.write(lambda conn: _welcome(conn, known, again, address, now, instead_of))
    memory.proved.forget()  # sessions may have ended
    for window, key in tries:
        window.give_back(key)  # an office behind one address signs in every morning
    return done


def _attempt(conn: sa.Connection, login: str, now: int) -> Known | None:
    known = store.known(conn, login=login)
    return None if known is None else _counted(conn, known, now)


def _counted(conn: sa.Connection, known: Known, now: int) -> Known:
    """The account with one attempt more, or YutangError "login_locked".

    It is counted before it is judged, so that a thousand at once are a thousand attempts.
    """
    _refuse_locked(locked_until(known.guard, now))
    guard = tried(known.guard, now)
    store.set_guard(conn, known.user.id, guard)
    return msgspec.structs.replace(known, guard=guard)


def _refuse_locked(until: int | None) -> None:
    if until is not None:
        raise YutangError("login_locked", until_at=until // 1000)


def _note_wrong(conn: sa.Connection, known: Known, address: str, now: int) -> None:
    subject = {"subject_kind": "user", "subject_id": str(known.user.id)}
    audit.record(conn, audit.nobody(address), "sign_in_failed", now=now, **subject)
    if known.guard.wrong == 0:  # it was the one that locked
        after = {"locks": known.guard.locks}
        audit.record(conn, audit.nobody(address), "login_locked", now=now, after=after, **subject)


def _welcome(
    conn: sa.Connection, known: Known, again: str | None, address: str, now: int, instead_of: int | None
) -> SignedIn:
    """The account may have changed while the password was judged: only what it is now counts."""
    latest = store.known(conn, id_=known.user.id)
    if latest is None or latest.user.disabled or latest.password != known.password:
        raise YutangError("login_wrong")
    user = msgspec.structs.replace(latest.user, signed_in_at=now)
    if instead_of is not None:
        sessions.end(conn, instead_of)
    changed = {"signed_in_at": now} | ({"password": again} if again else {})
    store.change(conn, user.id, **changed, **msgspec.structs.asdict(Guard()))
    fresh = sessions.start(conn, user.id, address=address, now=now)
    viewer = viewer_of(user, address)
    audit.record(conn, viewer, "signed_in", now=now, subject_kind="user", subject_id=str(user.id))
    return SignedIn(user, fresh)


def sign_out(state: Database, signed: Signed, *, now: int) -> None:
    """Ends this session; with a token there is none to end."""
    session_id = signed.session_id
    if session_id is None:
        return

    def write(conn: sa.Connection) -> None:
        sessions.end(conn, session_id)
        audit.record(conn, signed.viewer, "signed_out", now=now)

    state.write(write)
    memory_of(state).proved.forget()


def sign_out_everywhere(state: Database, viewer: Viewer, *, now: int) -> int:
    """Ends all sessions of the viewer, this one too; how many."""

    def write(conn: sa.Connection) -> int:
        ended = sessions.end_all(conn, viewer.user_id)
        audit.record(conn, viewer, "signed_out_everywhere", now=now, after={"sessions": ended})
        return ended

    ended = state.write(write)
    memory_of(state).proved.forget()
    return ended


def change_password(state: Database, signed: Signed, old: str, new: str, *, now: int) -> SignedIn:
    """The viewer's own. All their sessions end, this one too, and a new one begins.

    Raises YutangError: not_for_tokens · login_locked · password_wrong · password_same · password_short …
    A wrong old password counts as a wrong sign-in: a stolen session is no way to guess it.
    """
    viewer = signed.viewer
    if viewer.token_id is not None:
        raise YutangError("not_for_tokens")

    def attempt(conn: sa.Connection) -> Known | None:
        known = store.known(conn, id_=viewer.user_id)
        return None if known is None else _counted(conn, known, now)

    with passwords.GATE.room():
        known = state.write(attempt)
        fits = known is not None and passwords.fits(known.password, old)
    if known is None:
        raise YutangError("password_wrong")
    if not fits:
        state.write(lambda conn: _note_wrong(conn, known, viewer.address, now))
        raise YutangError("password_wrong")
    state.write(lambda conn: store.set_guard(conn, viewer.user_id, Guard()))
    if old == new:
        raise YutangError("password_same")
    weak = passwords.weakness(new, viewer.login)
    if weak:
        raise YutangError(weak, shortest=passwords.SHORTEST, longest=passwords.LONGEST)
    hashed = passwords.digest(new)
    done = state.write(lambda conn: _take_password(conn, viewer, known, hashed, now))
    memory_of(state).proved.forget()
    return done


def _take_password(conn: sa.Connection, viewer: Viewer, known: Known, hashed: str, now: int) -> SignedIn:
    latest = store.known(conn, id_=viewer.user_id)
    if latest is None or latest.user.disabled or latest.password != known.password:
        raise YutangError("password_wrong")  # reset, or disabled, while it was judged
    store.change(conn, viewer.user_id, password=hashed, must_change=False, **msgspec.structs.asdict(Guard()))
    ended = sessions.end_all(conn, viewer.user_id)
    fresh = sessions.start(conn, viewer.user_id, address=viewer.address, now=now)
    audit.record(conn, viewer, "password_changed", now=now, subject_kind="user", subject_id=str(viewer.user_id),
                 after={"sessions_ended": ended})  # fmt: skip
    return SignedIn(msgspec.structs.replace(latest.user, must_change=False), fresh)


def viewer_of(user: User, address: str) -> Viewer:
    """Who an account acts as, for the log and for its permissions: whom its unit holds is not asked here."""
    return Viewer(
        user_id=user.id,
        login=user.login,
        name=user.name,
        role=user.role,
        staff_id=user.staff_id,
        unit_id=user.unit_id,
        address=address,
    )
