"""Who asks, and whether they may: before any handler runs. Every route says what it asks for."""

import hmac
import re
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from yutang.accounts.model import Permission, Signed
from yutang.web.problem import Problem
from yutang.web.scope import method, signed_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # behind an escaped backslash it is text


class Asked(Request[Any, Any, Any]):
    """No text of a request holds a NUL: PostgreSQL takes none. `guard` looks at the address, this at a JSON body."""

    async def json(self) -> Any:
        if b"\\u0000" in (body := await self.body()) and _NUL.search(body):  # the first is quick
            raise Problem(400, "bad_request")
        return await super().json()


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuses with 401, 403; nothing else decides what a route is for. Scope comes later, in the queries.

    Async though it waits for nothing: Litestar takes a plain function into a thread, for each request.
    """
    if "\0" in connection.scope["path"] or b"%00" in connection.scope["query_string"]:
        raise Problem(400, "bad_request")
    if handler.opt.get("public"):
        return
    signed = signed_of(connection.scope)
    if signed is None:
        raise Problem(401, "not_signed_in")
    _same_site(connection, signed)
    if signed.must_change and not handler.opt.get("before_change"):
        raise Problem(403, "password_change_needed")
    permission: Permission | None = handler.opt["permission"]
    if permission is not None and not signed.viewer.may(permission):
        raise Problem(403, "not_allowed", permission=str(permission))
    if handler.opt.get("people_only") and signed.viewer.token_id is not None:
        raise Problem(403, "not_for_tokens")


def _same_site(connection: ASGIConnection[Any, Any, Any, Any], signed: Signed) -> None:
    """A cookie is sent by the browser whoever wrote the page; the header only by ours."""
    if method(connection.scope) in SAFE or signed.csrf is None:
        return
    given = connection.headers.get("x-csrf-token", "")
    if not hmac.compare_digest(given.encode(), signed.csrf.encode()):
        raise Problem(403, "csrf")


def check_routes(handlers: list[BaseRouteHandler]) -> None:
    """A route that doesn't say what it asks for is a mistake of ours, found when the server starts."""
    silent = [str(h) for h in handlers if not h.opt.get("public") and "permission" not in h.opt]
    if silent:
        raise RuntimeError(f"no permission named: {silent}")
