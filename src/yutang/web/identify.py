"""From a request's cookie or token to `Signed`. The rest of the server never looks at either."""

import asyncio
import hmac
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from yutang.accounts.actions import authenticate, remembered
from yutang.accounts.model import Role, Signed, Viewer
from yutang.staff.store import reach
from yutang.web.context import Context
from yutang.web.scope import set_signed

COOKIE = "yutang_session"


class Identify(ASGIMiddleware):
    """Leaves `Signed` or None in the scope (web.scope)."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, context: Context) -> None:
        self._context = context

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        cookie = request.cookies.get(COOKIE)
        token = bearer(request.headers.get("authorization", ""))
        signed: Signed | None = None
        if cookie or token:
            address = request.client.host if request.client else ""
            state, now = self._context.state, self._context.now()
            signed = self._here(token, address) or remembered(state, cookie, token, address, now)
            if signed is None:
                signed = await asyncio.to_thread(authenticate, state, cookie, token, address, now, reach)
        set_signed(scope, signed)
        await next_app(scope, receive, send)

    def _here(self, token: str | None, address: str) -> Signed | None:
        """The command line on the same machine proves itself with the token file of the data folder."""
        own = self._context.own_token
        if not own or not token or not hmac.compare_digest(token.encode(), own.encode()):
            return None
        who = Viewer(
            user_id=0, login="cli", name="yutang", role=Role.ADMINISTRATOR, token_id=0, address=address
        )
        return Signed(viewer=who)


def bearer(header: str) -> str | None:
    """The token of an Authorization header."""
    kind, _, token = header.partition(" ")
    return token.strip() or None if kind.lower() == "bearer" else None
