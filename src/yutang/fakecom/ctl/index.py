"""What can be called here, and done."""

import inspect
from typing import TYPE_CHECKING

from yutang.fakecom.endpoints import CONTROLS, ENDPOINTS, control
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import Json

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("GET", "/__ctl")
def index(fake: "Fake", ask: Fields) -> Json:
    """Every act with what it does and takes, and every endpoint of the platform with the permission that it needs."""
    acts = [
        {"method": one.method, "path": f"/{'/'.join(one.parts)}", "does": inspect.getdoc(one.act) or ""}
        for one in CONTROLS
    ]
    calls = [
        {"method": one.method, "path": f"/cgi-bin/{path}", "permission": one.permission}
        for path, several in ENDPOINTS.items()
        for one in several
    ]
    return {
        "acts": sorted(acts, key=lambda one: (one["path"], one["method"])),
        "endpoints": sorted(calls, key=lambda one: (one["path"], one["method"])),
    }
