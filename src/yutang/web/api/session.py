"""Signing in and out, one's own password."""

import importlib.metadata
from typing import Annotated, Any

import msgspec
from litestar import Request, Response, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody

from yutang.accounts import actions, sessions
from yutang.accounts.actions import SignedIn
from yutang.accounts.model import Permission, Signed
from yutang.accounts.store import user
from yutang.sidebar.arriving import ways
from yutang.web.api.refusals import refusals
from yutang.web.api.users import User, view
from yutang.web.context import Context
from yutang.web.identify import COOKIE
from yutang.web.needs import NeedsContext, NeedsSigned
from yutang.web.problem import Problem
from yutang.web.scope import signed_of

Typed = Annotated[str, msgspec.Meta(max_length=200)]
AnyRequest = Request[Any, Any, Any]


class SignIn(msgspec.Struct, frozen=True):
    login: Typed
    password: Typed


class NewPassword(msgspec.Struct, frozen=True):
    old: Typed
    new: Typed


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in. Instants are milliseconds since 1970, UTC."""

    user: User
    csrf: str  # goes back in the header X-CSRF-Token with what writes; empty for API tokens
    permissions: list[Permission]
    version: str
    demo: bool
    zone: str
    now_at: int


@get("/session", operation_id="get_session", tags=["session"], opt={"permission": None, "before_change": True},
     sync_to_thread=True)  # fmt: skip
def get_session(context: NeedsContext, signed: NeedsSigned) -> Session:
    """Who the cookie or token is."""
    return _session(context, signed)


@post("/session", operation_id="sign_in", tags=["session"], opt={"public": True}, sync_to_thread=True,
      status_code=200)  # fmt: skip
def sign_in(request: AnyRequest, context: NeedsContext, data: JSONBody[SignIn]) -> Response[Session]:
    """Sign in; sets the cookie yutang_session. The same answer for an unknown login and a wrong password."""
    _from_a_page_of_ours(request)
    address = request.client.host if request.client else ""
    old = signed_of(request.scope)
    with refusals():
        done = actions.sign_in(context.state, data.login, data.password, address=address, now=context.now(),
                               instead_of=old.session_id if old else None)  # fmt: skip
    return _entered(request, context, done, address)


@delete("/session", operation_id="sign_out", tags=["session"], opt={"permission": None, "before_change": True},
        sync_to_thread=True)  # fmt: skip
def sign_out(request: AnyRequest, context: NeedsContext, signed: NeedsSigned) -> Response[None]:
    """End this session."""
    actions.sign_out(context.state, signed, now=context.now())
    return Response(None, status_code=204, cookies=[session_cookie(request, context, None)])


@delete("/sessions", operation_id="sign_out_everywhere", tags=["session"],
        opt={"permission": None, "before_change": True, "people_only": True}, sync_to_thread=True)  # fmt: skip
def sign_out_everywhere(request: AnyRequest, context: NeedsContext, signed: NeedsSigned) -> Response[None]:
    """End all of one's sessions, this one too."""
    actions.sign_out_everywhere(context.state, signed.viewer, now=context.now())
    return Response(None, status_code=204, cookies=[session_cookie(request, context, None)])


@post("/session/password", operation_id="change_password", tags=["session"],
      opt={"permission": None, "before_change": True, "people_only": True}, sync_to_thread=True,
      status_code=200)  # fmt: skip
def change_password(
    request: AnyRequest, context: NeedsContext, signed: NeedsSigned, data: JSONBody[NewPassword]
) -> Response[Session]:
    """Change one's own password. All other sessions end; this one goes on under a new cookie and CSRF token."""
    with refusals():
        done = actions.change_password(context.state, signed, data.old, data.new, now=context.now())
    return _entered(request, context, done, signed.viewer.address)


def _from_a_page_of_ours(request: AnyRequest) -> None:
    """A form of another site can send text, never JSON, without asking first: it could sign a victim in as somebody."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Problem(415, "bad_media_type")
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise Problem(403, "csrf")


def _entered(request: AnyRequest, context: Context, done: SignedIn, address: str) -> Response[Session]:
    signed = Signed(
        viewer=actions.viewer_of(done.user, address), csrf=done.fresh.csrf, must_change=done.user.must_change,
        session_id=done.fresh.id,
    )  # fmt: skip
    return Response(_session(context, signed), cookies=[session_cookie(request, context, done.fresh.cookie)])


def session_cookie(request: AnyRequest, context: Context, value: str | None) -> Cookie:
    """Never readable by scripts, never sent by other sites' forms; over https only, where there is https."""
    secure = request.url.scheme == "https" or context.settings.public_url.startswith("https:")
    age = sessions.LONGEST // 1_000_000 if value else 0
    return Cookie(
        COOKIE, value=value or "", max_age=age, path="/", secure=secure, httponly=True, samesite="lax"
    )


def _session(context: Context, signed: Signed) -> Session:
    viewer = signed.viewer
    with context.state.read() as conn:
        found = user(conn, viewer.user_id)
        shown = [] if found is None else view(conn, [found])
    if shown:
        me = msgspec.structs.replace(shown[0], must_change_password=signed.must_change)
    else:  # the command line of this machine is nobody's account
        me = User(id=0, login=viewer.login, name=viewer.name, role=viewer.role, staff_id=None, staff_name=None,
                  unit_id=None, unit_name=None, disabled=False, must_change_password=False, created_at=0,
                  signed_in_at=None)  # fmt: skip
    return Session(
        user=me, csrf=signed.csrf or "", permissions=sorted(p for p in Permission if viewer.may(p)),
        version=importlib.metadata.version("yutang"), demo=context.demo, zone=context.ledger.zone,
        now_at=context.now() // 1000,
    )  # fmt: skip


class SignInWay(msgspec.Struct, frozen=True):
    """A connection by which its members sign in. `name`: only where there are several to choose from."""

    id: int
    name: str


class SignInWays(msgspec.Struct, frozen=True):
    wecom: list[SignInWay]


@get("/session/ways", operation_id="list_sign_in_ways", tags=["session"], opt={"public": True},
     sync_to_thread=True)  # fmt: skip
def list_sign_in_ways(context: NeedsContext) -> SignInWays:
    """How one may sign in beside login and password: by /sign-in/wecom/<id>?to=<path>."""
    with context.state.read() as conn:
        found = ways(conn)
    return SignInWays([SignInWay(one.id, one.name if len(found) > 1 else "") for one in found])


routes = [get_session, list_sign_in_ways, sign_in, sign_out, sign_out_everywhere, change_password]
