"""What customers say to being handed on."""

from typing import TYPE_CHECKING

from yutang.fakecom.ctl.corps import corp_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.fields import Fields
from yutang.fakecom.life import transfers
from yutang.fakecom.state.corps import Json

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("POST", "/__ctl/customer/{external_userid}/refuse")
def refuse(fake: "Fake", ask: Fields) -> Json:
    """He refuses the member he is being handed on to."""
    found = transfers.refuse(fake, corp_of(fake, ask), ask.text("external_userid"))
    return {"handover": found.handover, "takeover": found.takeover}
