"""The job of hand-overs: what is due is asked of the platform, what was asked is looked after."""

import time
from typing import Any

from yutang.connections.wecom.asking import Patience
from yutang.connections.wecom.clients import Clients
from yutang.connections.wecom.learning import Learner
from yutang.connections.wecom.sync.run import Tools
from yutang.handover import jobs
from yutang.handover.desk import Desk
from yutang.worker.loop import Handler
from yutang.worker.work import Work


def handing_over(learner: Learner, clients: Clients) -> Handler:
    """The handler of "handover". Its result: how many batches were touched."""

    def do(work: Work) -> dict[str, Any]:
        tools = Tools(
            clients=clients, learner=learner, patience=Patience(work.check, clients.now, time.sleep)
        )
        done = jobs.run(Desk(tools=tools, stopped=lambda: work.cancelled))
        work.check()
        return {"batches": done}

    return do
