"""Who opens acquisition links, and what the console does with links and quota."""

from typing import TYPE_CHECKING

import msgspec

from yutang.fakecom.ctl.corps import corp_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import acquisition, friends
from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.things import Link
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("POST", "/__ctl/link/{link_id}/open")
def open_link(fake: "Fake", ask: Fields) -> Json:
    """Somebody (`external_userid`, else a new contact) opens it, with `customer_channel`."""
    corp = corp_of(fake, ask)
    link, who = _link(corp, ask), ask.text("external_userid")
    if who not in corp.externals:
        who = friends.stranger(fake, corp, external_userid=who).external_userid
    return msgspec.to_builtins(acquisition.opened(fake, corp, link, who, ask.text("customer_channel")))


@control("POST", "/__ctl/link/{link_id}/delete")
def delete_link(fake: "Fake", ask: Fields) -> Json:
    """An administrator deletes it in the console."""
    corp = corp_of(fake, ask)
    acquisition.gone(fake, corp, _link(corp, ask))
    return {}


@control("POST", "/__ctl/quota")
def set_quota(fake: "Fake", ask: Fields) -> Json:
    """The corp has bought `total`, and has `balance` left."""
    total, balance = ask.number("total", 1000), ask.number("balance", 1000)
    corp_of(fake, ask).counters["acquisition quota"] = [total, balance]
    return {"total": total, "balance": balance}


def _link(corp: Corp, ask: Fields) -> Link:
    found = corp.links.get(ask.text("link_id"))
    if found is None:
        raise Refused(40058, "no such link")
    return found
