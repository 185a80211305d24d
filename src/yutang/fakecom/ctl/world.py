"""A world's files are loaded into the running fake."""

from pathlib import Path
from typing import TYPE_CHECKING

from yutang.fakecom.endpoints import control
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import App, Json
from yutang.fakecom.worlds import files, living

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


@control("POST", "/__ctl/world")
def load_world(fake: "Fake", ask: Fields) -> Json:
    """The files in `folder` become the corp `corpid`, with one app (`agentid`, `secret`), as it was `at` (a written
    time of Shanghai; without it, after everything that the files tell)."""
    app = App(
        agentid=ask.number("agentid", 1000002),
        secret=ask.text("secret", need=41004),
        permissions=["contact", "archive", "kf"],
    )
    corpid = ask.text("corpid", need=41002)
    corp = living.load(fake, Path(ask.text("folder")), corpid, app, files.moment(ask.text("at")))
    relations = sum(len(one) for one in corp.follows.values())
    return {
        "members": len(corp.members),
        "customers": len(corp.externals),
        "relations": relations,
        "groups": len(corp.groups),
        "planned": len(fake.state.agenda),
        "now": fake.clock.seconds,
    }
