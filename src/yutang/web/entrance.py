"""Signing in by WeCom: off to it, and back with a code. Everything is decided in `sidebar.arriving`."""

from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from litestar import Request, Response, get
from litestar.datastructures import Cookie
from litestar.params import PathParameter, QueryParameter

from yutang.accounts.actions import SignedIn
from yutang.accounts.model import Signed
from yutang.accounts.preferences import all_of
from yutang.channels.wecom.client import Client
from yutang.insight.wording import clean
from yutang.kit.errors import YutangError
from yutang.locales import Lang, t
from yutang.sidebar import arriving, page
from yutang.sidebar.arriving import Refusal
from yutang.sidebar.entrance import LIFE
from yutang.web.api.session import session_cookie
from yutang.web.context import Context
from yutang.web.frame import host_name
from yutang.web.needs import NeedsContext
from yutang.web.scope import signed_of

AnyRequest = Request[Any, Any, Any]
COOKIE = "yutang_going"
BACK = "/sign-in/wecom/back"
PUBLIC: dict[str, Any] = {"opt": {"public": True}, "include_in_schema": False, "sync_to_thread": True}
STATUS = {"state": 400, "code": 400, "off": 404, "away": 503, "setup": 503, "too_many": 429}
ConnectionId = Annotated[int, PathParameter(ge=1, le=(1 << 53) - 1)]
Code = Annotated[str, QueryParameter(max_length=600)]


@get("/sign-in/wecom/{connection_id:int}", **PUBLIC)
def go(
    request: AnyRequest, context: NeedsContext, connection_id: ConnectionId,
    to: Annotated[str, QueryParameter(max_length=1_000)] = "",
) -> Response[Any]:  # fmt: skip
    """Off to WeCom: in its own browser at once, elsewhere by a code to be scanned. Once by our public address, where
    there is one: the cookie is its. A proxy that hides the address which was asked for makes no circle of it."""
    origin = origin_of(request, context)
    elsewhere = host_name(request.headers.get("host", "")) != (urlsplit(origin).hostname or "")
    if elsewhere and "sent" not in request.query_params:
        return redirect(f"{origin}/sign-in/wecom/{connection_id}?{urlencode({'to': to, 'sent': 1})}")
    with context.state.read() as conn:
        of = arriving.way(conn, connection_id)
    if of is None:
        return refuse(request, Refusal("off"))
    try:
        begun = context.entrance.begin(of.id, to, address=address_of(request), now=context.now(),
                                       cookie=request.cookies.get(COOKIE, ""))  # fmt: skip
        client = client_of(context, of.id)
    except YutangError as why:
        return refuse(request, _refusal(why))
    inside = "wxwork" in request.headers.get("user-agent", "").lower()
    there = arriving.address(client, inside=inside, back=origin + BACK, state=begun.state)
    return redirect(there, _going(request, context, begun.cookie))


@get(BACK, **PUBLIC)
def back(
    request: AnyRequest, context: NeedsContext, code: Code = "",
    told: Annotated[str, QueryParameter(name="state", max_length=600)] = "",
) -> Response[Any]:  # fmt: skip
    """Back from WeCom. Whoever holds the state but not the cookie went from another browser: they begin again."""
    address, now, old = address_of(request), context.now(), signed_of(request.scope)
    try:
        context.entrance.count(address, now)
        asked = context.entrance.end(told, request.cookies.get(COOKIE, ""), now=now)
        if asked is None:
            return refuse(request, Refusal("state"))
        with context.state.read() as conn:
            of = arriving.way(conn, asked.connection_id)
        if of is None or not code:
            return refuse(request, Refusal("code" if of else "off"))
        client = client_of(context, of.id)
    except YutangError as why:
        return refuse(request, _refusal(why))
    found = arriving.arrive(context.state, client, of, code, address=address, now=now,
                            instead_of=old.session_id if old else None)  # fmt: skip
    if isinstance(found, SignedIn):
        context.entrance.welcome(address)
        return redirect(asked.to, session_cookie(request, context, found.fresh.cookie))
    return refuse(request, found, again=f"/sign-in/wecom/{of.id}?{urlencode({'to': asked.to})}")


def client_of(context: Context, connection_id: int) -> Client:
    """Raises YutangError: not_ready, connection_unreadable."""
    if context.clients is None:
        raise YutangError("not_ready")
    return context.clients.of(connection_id)


def refuse(request: AnyRequest, why: Refusal, *, again: str = "") -> Response[Any]:
    """A page that tells why, and what helps."""
    lang = lang_of(request, {})
    told = {name: clean(value) for name, value in why.params.items()}
    lines = [
        t(lang, f"sidebar.refused.{why.code}", **told),
        t(lang, f"sidebar.refused.{why.code}.do", **told),
    ]
    to, act = (
        (again, "sidebar.act.try")
        if again and why.code in ("code", "away")
        else ("/app/login", "sidebar.act.password")
    )
    found = page.told(lang, t(lang, "sidebar.refused"), lines, to=to, act=t(lang, act))
    return html(found, STATUS.get(why.code, 403))


def _refusal(why: YutangError) -> Refusal:
    seconds = why.params.get("seconds")
    if why.code == "too_many" and isinstance(seconds, int):
        return Refusal("too_many", {"minutes": str(-(-seconds // 60))})
    return Refusal("setup", {"code": why.code})


def html(found: page.Page, status: int = 200) -> Response[Any]:
    headers = {"Content-Security-Policy": found.policy, "Cache-Control": "no-store"}
    return Response(found.html, media_type="text/html", status_code=status, headers=headers)


def redirect(to: str, *cookies: Cookie) -> Response[Any]:
    headers = {"Location": to, "Cache-Control": "no-store"}
    return Response("", media_type="text/plain", status_code=303, headers=headers, cookies=list(cookies))


def origin_of(request: AnyRequest, context: Context) -> str:
    """Where we are reached: as the settings say, else as this request did. `Frame` lets no other host through."""
    public = context.settings.public_url.rstrip("/")
    return public or f"{request.url.scheme}://{request.headers.get('host', '')}"


def address_of(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


def lang_of(request: AnyRequest, preferences: dict[str, Any]) -> Lang:
    """The account's language, else the browser's: Chinese unless English stands before it."""
    wanted = preferences.get("lang")
    if wanted in ("zh", "en"):
        return wanted
    for part in request.headers.get("accept-language", "").lower().split(","):
        if part.strip().startswith(("zh", "en")):
            return "zh" if part.strip().startswith("zh") else "en"
    return "zh"


def lang_for(request: AnyRequest, context: Context, signed: Signed) -> Lang:
    with context.state.read() as conn:
        return lang_of(request, all_of(conn, signed.viewer))


def _going(request: AnyRequest, context: Context, value: str) -> Cookie:
    """It stays for its time: another page may be under way, and without a state it is worth nothing."""
    secure = request.url.scheme == "https" or context.settings.public_url.startswith("https:")
    return Cookie(COOKIE, value=value, max_age=LIFE // 1_000_000, path="/sign-in", secure=secure,
                  httponly=True, samesite="lax")  # fmt: skip


routes: list[Any] = [go, back]
