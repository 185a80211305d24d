"""Pictures of codes, as `qr_code` in the answers names them."""

import io
from typing import TYPE_CHECKING

import segno

from yutang.fakecom.endpoints import control
from yutang.fakecom.fields import Fields
from yutang.fakecom.web import Answer

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("GET", "/__qr/{config_id}")
def picture(fake: "Fake", ask: Fields) -> Answer:
    """A PNG of an address that ends in the config_id; whoever reads it can give it to `/__ctl/scan`."""
    drawn = io.BytesIO()
    segno.make(f"https://work.weixin.qq.com/ca/{ask.text('config_id')}").save(drawn, kind="png", scale=6)
    return Answer(drawn.getvalue(), kind="image/png")
