"""Signing in by WeCom: where somebody is sent, and which account they are when they come back (wecom-api.md §8).

The platform proves a member (connection, userid). The account is the one that an administrator linked to that member
of staff; nobody gets one by coming.
"""

from urllib.parse import urlencode, urlsplit

import msgspec
import sqlalchemy as sa

from yutang.accounts.actions import SignedIn
from yutang.accounts.tables import user_account
from yutang.accounts.vouched import enter, refused
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import directory
from yutang.channels.wecom.client import Client
from yutang.channels.wecom.settings import BASE
from yutang.connections import store
from yutang.connections.model import Connection, ConnectionState
from yutang.connections.tables import connection, wecom_staff
from yutang.customers.tables import identity
from yutang.kit.db import Database

INSIDE = "https://open.weixin.qq.com"  # within WeCom's own browser
OUTSIDE = "https://login.work.weixin.qq.com"  # elsewhere: a code to be scanned
CHANNEL = "wecom"
# Codes of auth/getuserinfo that say: this code proves nobody (any more).
_NO_CODE = frozenset({"40029", "42003", "42022"})


class Way(msgspec.Struct, frozen=True):
    """A connection by which members sign in."""

    id: int
    name: str


class Refusal(msgspec.Struct, frozen=True):
    """Why somebody does not get in: locales "sidebar.refused.<code>"."""

    code: str
    params: dict[str, str] = {}


def ways(conn: sa.Connection) -> list[Way]:
    return [Way(one.id, one.name) for one in store.listed(conn) if _open(one)]


def way(conn: sa.Connection, id_: int) -> Connection | None:
    """None: there is none, it is off, or nobody signs in by it."""
    found = store.one(conn, id_)
    return found if found is not None and _open(found) else None


def _open(one: Connection) -> bool:
    return one.channel == CHANNEL and one.sign_in_at is not None and one.state is not ConnectionState.OFF


def address(client: Client, *, inside: bool, back: str, state: str) -> str:
    """Where to send them. A server of one's own has both pages itself. Pure."""
    of, own = client.connection, client.connection.base.rstrip("/")
    official = urlsplit(own).hostname == urlsplit(BASE).hostname
    told = {"appid": of.corpid, "redirect_uri": back, "state": state, "agentid": str(of.agentid)}
    if inside:
        host = INSIDE if official else own
        asked = {"response_type": "code", "scope": "snsapi_base"}
        return f"{host}/connect/oauth2/authorize?{urlencode(told | asked)}#wechat_redirect"
    host = OUTSIDE if official else own
    return f"{host}/wwlogin/sso/login?{urlencode({'login_type': 'CorpApp'} | told)}"


def arrive(
    state: Database, client: Client, of: Connection, code: str, *, address: str, now: int, instead_of: int | None
) -> SignedIn | Refusal:  # fmt: skip
    """Whoever has this code, signed in, or why not. Only WeCom's word counts for who they are."""
    found = directory.who(client, code)
    if isinstance(found, Failure):
        return _failed(found)
    if not found.userid:
        return Refusal("outsider")
    with state.read() as conn:
        user = account_of(conn, of, found.userid)
    if isinstance(user, int):
        done = enter(state, user, connection_id=of.id, address=address, now=now, instead_of=instead_of)
        user = Refusal("disabled") if done is None else done
    if isinstance(user, Refusal):
        why = {"userid": found.userid, "why": user.code}
        state.write(lambda conn: refused(conn, of.id, address=address, now=now, **why))
    return user


def _failed(found: Failure) -> Refusal:
    if found.code in _NO_CODE:
        return Refusal("code")
    if found.trouble in (Trouble.RETRY, Trouble.THROTTLE):
        return Refusal("away")
    return Refusal("setup", {"code": found.code})


def account_of(conn: sa.Connection, of: Connection, userid: str) -> int | Refusal:
    """The account that works as this member. A userid that several corps have proves nobody: accounts are linked to
    members by their ids."""
    others = (
        sa.select(wecom_staff.c.userid)
        .join(connection, connection.c.id == wecom_staff.c.connection_id)
        .where(wecom_staff.c.userid == userid, wecom_staff.c.gone_at.is_(None), connection.c.account != of.account)
    )  # fmt: skip
    linked = (
        sa.select(user_account.c.id, user_account.c.disabled)
        .join(identity, identity.c.id == user_account.c.staff_id)
        .where(identity.c.platform == CHANNEL, identity.c.external_id == userid)
    )
    found = conn.execute(linked).all()
    able = [row.id for row in found if not row.disabled]
    if len(able) > 1 or (able and conn.execute(others.limit(1)).first() is not None):
        return Refusal("twice", {"userid": userid})
    if not able:
        return Refusal("disabled" if found else "unbound", {"userid": userid})
    return int(able[0])
