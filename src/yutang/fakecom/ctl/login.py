"""The login page: whoever opens it chooses who to be."""

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from yutang.fakecom.ctl.corps import member_of
from yutang.fakecom.ctl.people import login
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.world import Corp
from yutang.fakecom.web import Answer

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake

PAGE = '<!doctype html><meta charset="utf-8"><title>fakecom</title><h1>fakecom</h1><ul>{rows}</ul>'
ASKED = ("appid", "redirect_uri", "response_type", "scope", "state", "agentid")


def _page(fake: "Fake", ask: Fields, path: str) -> Answer:
    """A link for each member; with `as` chosen, back to `redirect_uri` with a code and the `state`."""
    corp = fake.state.corps.get(ask.text("appid"))
    if corp is None:
        raise Refused(40013)
    if "as" in ask:
        return _back(fake, corp, ask)
    given = {name: ask.text(name) for name in ASKED if name in ask}
    rows = "".join(
        f'<li><a href="{escape(path)}?{escape(urlencode({**given, "as": one.userid}))}">{escape(one.name)}</a>'
        for one in corp.members.values()
        if not one.resigned_at
    )
    return Answer(PAGE.format(rows=rows).encode(), kind="text/html; charset=utf-8")


def _back(fake: "Fake", corp: Corp, ask: Fields) -> Answer:
    member = member_of(corp, Fields({"userid": ask.text("as")}))
    code = login(fake, Fields({"corp": corp.corpid, "userid": member.userid}))["code"]
    target = ask.text("redirect_uri", need=40058)
    more = f"code={quote(code)}&state={quote(ask.text('state'), safe='')}"
    location = f"{target}{'&' if '?' in target else '?'}{more}"
    return Answer(status=302, headers=[("Location", location)])


@control("GET", "/connect/oauth2/authorize")
def authorize(fake: "Fake", ask: Fields) -> Answer:
    """The page inside the client (snsapi_base)."""
    return _page(fake, ask, "/connect/oauth2/authorize")


@control("GET", "/wwlogin/sso/login")
def sso(fake: "Fake", ask: Fields) -> Answer:
    """The page in a browser, where a QR code would be."""
    return _page(fake, ask, "/wwlogin/sso/login")
