"""Tokens, tickets and addresses."""

from hashlib import sha256

from yutang.fakecom import rates
from yutang.fakecom.call import Call
from yutang.fakecom.endpoints import endpoint
from yutang.fakecom.errors import Refused
from yutang.fakecom.state.corps import Json, Token
from yutang.fakecom.state.world import State

LIFE_S = 7200


@endpoint("GET", "gettoken", permission="")
def gettoken(call: Call) -> Json:
    """A token of the app with that secret. Whether a second call repeats it is a setting: nobody may rely on either."""
    corp = call.state.corps.get(call.query.text("corpid", need=41002))
    secret = call.query.text("corpsecret", need=41004)
    if corp is None:
        raise Refused(40013)
    app = next((one for one in corp.apps.values() if one.secret == secret), None)
    if app is None:
        raise Refused(40001)
    if call.state.settings.same_token:
        for text, token in call.state.tokens.items():
            if (token.corpid, token.agentid) == (corp.corpid, app.agentid) and _alive(call, token):
                return {"access_token": text, "expires_in": (token.until - call.now) // 1000}
    _forget(call)
    made = "".join(call.dice.text(54) for _ in range(4))
    call.state.tokens[made] = Token(corp.corpid, app.agentid, call.now + LIFE_S * 1000)
    return {"access_token": made, "expires_in": LIFE_S}


def _forget(call: Call) -> None:
    """Tokens that nobody can mean any more: a day after their end they are unknown, not expired."""
    tokens = call.state.tokens
    for text in [text for text, token in tokens.items() if token.until + 86_400_000 < call.now]:
        del tokens[text]


def _alive(call: Call, token: Token) -> bool:
    return not token.dead and call.now + 1000 <= token.until


@endpoint("GET", "getcallbackip")
def getcallbackip(call: Call) -> Json:
    """Addresses that callbacks come from: this machine's."""
    return {"ip_list": ["127.0.0.1"]}


@endpoint("GET", "get_api_domain_ip")
def get_api_domain_ip(call: Call) -> Json:
    return {"ip_list": ["127.0.0.1"]}


@endpoint("GET", "get_jsapi_ticket")
def get_jsapi_ticket(call: Call) -> Json:
    """The corp's ticket for wx.config. 45009 when it was asked for too often."""
    rates.ticket(call.state, call.corp.corpid, call.app.agentid, "corp")
    return {"ticket": ticket_of(call.state, call.corp.corpid, "corp"), "expires_in": _left(call)}


@endpoint("GET", "ticket/get")
def get_ticket(call: Call) -> Json:
    """The app's ticket for wx.agentConfig."""
    if call.query.text("type") != "agent_config":
        raise Refused(40058)
    rates.ticket(call.state, call.corp.corpid, call.app.agentid, "agent")
    ticket = ticket_of(call.state, call.corp.corpid, f"agent-{call.app.agentid}")
    return {"ticket": ticket, "expires_in": _left(call)}


def _left(call: Call) -> int:
    """Seconds that a ticket is still good for."""
    return LIFE_S - call.seconds % LIFE_S


def ticket_of(state: State, corpid: str, whose: str) -> str:
    """Tickets stay the same for two hours: they are made of the corp, whose they are, and which two hours it is."""
    told = f"{state.seed} {corpid} {whose} {state.now // 1000 // LIFE_S}"
    return f"ticket-{sha256(told.encode()).hexdigest()}"
