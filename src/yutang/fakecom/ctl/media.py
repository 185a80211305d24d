"""Pictures by the url that media/uploadimg gave: anybody may see them."""

from typing import TYPE_CHECKING

from yutang.fakecom.api.media import whole
from yutang.fakecom.contents import PERMANENT
from yutang.fakecom.ctl.corps import corp_of
from yutang.fakecom.endpoints import control
from yutang.fakecom.fields import Fields
from yutang.fakecom.web import Answer

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("GET", "/__media/{corp}/{name}")
def show_picture(fake: "Fake", ask: Fields) -> Answer:
    found = corp_of(fake, ask).media.get(ask.text("name"))
    return whole(found) if found and found.scene == PERMANENT else Answer(status=404)
