"""Where events go, and what became of them."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom.crypto import BadEnvelope
from yutang.fakecom.ctl.corps import corp_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.pushes import check
from yutang.fakecom.state.corps import Callback, Json

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("POST", "/__ctl/callback")
async def save_callback(fake: "Fake", ask: Fields) -> Json:
    """Save an app's callback (`agentid`, `url`, `token`, `aes_key`), after the check the platform makes."""
    corp = corp_of(fake, ask)
    app = corp.apps.get(ask.number("agentid") or next(iter(corp.apps), 0))
    if app is None:
        raise Refused(40058, "no such app")
    made = Callback(ask.text("url"), ask.text("token"), ask.text("aes_key"))
    try:
        wrong = await check(made, corp.corpid, fake)
    except BadEnvelope:
        wrong = "key"
    if not wrong:
        app.callback = made
    return {"saved": not wrong, "why": wrong}


@control("GET", "/__ctl/callbacks")
def list_pushed(fake: "Fake", ask: Fields) -> Json:
    """The log of attempts, oldest first (`after`: only later numbers), and how many are under way or held back."""
    after = int(ask.text("after", "0"))
    log = [one for one in fake.state.pushed if one.number > after]
    return {
        "log": msgspec.to_builtins(log),
        "under_way": len(fake.state.outbox),
        "held": len(fake.state.held) + len(fake.state.merging),
    }


@control("POST", "/__ctl/callbacks/settle")
async def settle(fake: "Fake", ask: Fields) -> Json:
    """Wait until no callback is under way; `release` first sends what a fault holds back."""
    released = fake.pushes.release() if ask.flag("release") else 0
    await fake.settled()
    return {"released": released}
