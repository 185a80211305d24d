"""Around the sidebar's pages: who looks, through which connection, in which language; and pages for who may not."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

import sqlalchemy as sa
from litestar import Request, Response

from yutang.accounts.model import Permission, Signed, Viewer
from yutang.connections import store
from yutang.connections.model import Connection, ConnectionState
from yutang.customers.queries.person import person
from yutang.customers.views import CustomerView
from yutang.kit.errors import YutangError
from yutang.locales import Lang, t
from yutang.sidebar import arriving, page
from yutang.sidebar.entrance import inside
from yutang.web.api.customer_names import contacts_of, names
from yutang.web.context import Context
from yutang.web.entrance import client_of, html, lang_for, lang_of, redirect
from yutang.web.scope import signed_of

AnyRequest = Request[Any, Any, Any]


class Here(NamedTuple):
    """Who looks, through which connection, in which language."""

    signed: Signed
    of: Connection
    lang: Lang

    @property
    def viewer(self) -> Viewer:
        return self.signed.viewer


def connection(conn: sa.Connection, id_: int) -> Connection | None:
    found = store.one(conn, id_)
    off = found is None or found.channel != arriving.CHANNEL or found.state is ConnectionState.OFF
    return None if off else found


def enter(
    request: AnyRequest, context: Context, connection_id: int, permission: Permission | None
) -> Here | Response[Any]:
    """Who is here, or the page for who may not be."""
    signed = signed_of(request.scope)
    with context.state.read() as conn:
        of, open_ = connection(conn, connection_id), arriving.way(conn, connection_id)
    if signed is None:
        return _sign_in(request, connection_id, by_wecom=open_ is not None)
    lang = lang_for(request, context, signed)
    if of is None:
        return nobody(lang, "connection")
    if signed.must_change:
        return _told(lang, "must_change", 403, "/app/password")
    if permission is not None and not signed.viewer.may(permission):
        return _told(lang, "not_allowed", 403, "/app/")
    return Here(signed, of, lang)


def _sign_in(request: AnyRequest, connection_id: int, *, by_wecom: bool) -> Response[Any]:
    """By WeCom at once where members may; else by password, in the console's own screen."""
    if by_wecom and request.method == "GET":
        query = request.url.query
        to = inside(request.url.path + (f"?{query}" if query else ""))
        return redirect(f"/sign-in/wecom/{connection_id}?{urlencode({'to': to})}")
    return _told(lang_of(request, {}), "sign_in", 401, "/app/login")


def frame(request: AnyRequest, context: Context, here: Here, account: str = "") -> page.Frame:
    """With the client's SDK where there is a client: within WeCom, or beside a server that stands in for it."""
    try:
        corp = client_of(context, here.of.id).connection
    except YutangError:  # its settings can't be read: the same page, without what needs the client
        corp = None
    within = "wxwork" in request.headers.get("user-agent", "").lower()
    if corp is not None and not within and page.sdk(corp).startswith(page.SDK_HOST):
        corp = None
    return page.Frame(lang=here.lang, base=f"/sidebar/{here.of.id}", csrf=here.signed.csrf or "", corp=corp,
                      account=account)  # fmt: skip


def nobody(lang: Lang, what: str) -> Response[Any]:
    """Not there, or not for this viewer: the answer is the same."""
    return _told(lang, f"no_{what}", 404, "")


def stale(lang: Lang, back: str) -> Response[Any]:
    """A form of a page from before the last sign-in, or of another site: nothing is done."""
    return _told(lang, "stale", 403, back)


def _told(lang: Lang, code: str, status: int, to: str) -> Response[Any]:
    lines = [t(lang, f"sidebar.{code}"), t(lang, f"sidebar.{code}.do")]
    act = t(lang, f"sidebar.{code}.act") if to else ""
    return html(page.told(lang, t(lang, f"sidebar.{code}.title"), lines, to=to, act=act), status)


def person_of(context: Context, viewer: Viewer, account_id: int) -> CustomerView | None:
    return person(context.ledger, contacts_of(context), viewer, account_id, names(context), now=context.now())
