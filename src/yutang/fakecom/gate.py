"""Whether a call is let in: method, token, address, permission; in the order the platform finds fault."""

import re

import msgspec

from yutang.fakecom.endpoints import ENDPOINTS, Endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import App, Json
from yutang.fakecom.state.world import Corp, State
from yutang.fakecom.web import Request

ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")


def choose(path: str, method: str) -> Endpoint:
    """The endpoint at a known path; 43001 and 43002 for the wrong method."""
    for one in ENDPOINTS[path]:
        if one.method == method:
            return one
    raise Refused(43001 if ENDPOINTS[path][0].method == "GET" else 43002)


def caller(state: State, request: Request, permission: str) -> tuple[Corp, App] | None:
    """Whose token it is: 41001, 40014, 42001, 60020 (address), 48002 (permission). None where none is needed."""
    if not permission:
        return None
    given = request.query.get("access_token", "")
    if not given:
        raise Refused(41001)
    token = state.tokens.get(given)
    if token is None or token.dead:
        raise Refused(40014)
    if state.now >= token.until:
        raise Refused(42001)
    corp = state.corps[token.corpid]
    app = corp.apps[token.agentid]
    if app.trusted_ips and request.ip not in app.trusted_ips:
        raise Refused(60020)
    if permission not in {"token", *app.permissions}:
        raise Refused(48002)
    return corp, app


def body(state: State, request: Request) -> Fields:
    """The request's JSON; empty for other bodies. 40033 for literal \\uXXXX, 47001 for what is no JSON object."""
    if not request.body or request.headers.get("content-type", "").startswith("multipart/"):
        return Fields({})
    if state.settings.refuse_escapes and ESCAPE.search(request.body):
        raise Refused(40033)
    try:
        return Fields(msgspec.json.decode(request.body, type=Json))
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused(47001) from None
