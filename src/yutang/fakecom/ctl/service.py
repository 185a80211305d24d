"""What customers and servicers write in 微信客服."""

from typing import TYPE_CHECKING

from yutang.fakecom.ctl.corps import corp_of
from yutang.fakecom.ctl.talk import said
from yutang.fakecom.endpoints import control
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import service
from yutang.fakecom.state.corps import Json

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("POST", "/__ctl/customer/{external_userid}/kf")
def customer_writes(fake: "Fake", ask: Fields) -> Json:
    """To the account `open_kfid`: `text`, or `msgtype` with its object."""
    corp, who = corp_of(fake, ask), ask.text("external_userid")
    return {"msgid": service.customer_writes(fake, corp, ask.text("open_kfid"), who, said(ask))}


@control("POST", "/__ctl/kf/{open_kfid}/answer")
def servicer_writes(fake: "Fake", ask: Fields) -> Json:
    """The person who has the session with `external_userid` answers."""
    corp = corp_of(fake, ask)
    found = service.session(corp, ask.text("open_kfid"), ask.text("external_userid"))
    return {"msgid": service.servicer_writes(fake, corp, found, said(ask))}
