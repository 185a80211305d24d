"""The ledger of what really reached somebody: the one place that tests of "nothing twice, nothing lost" count in."""

from typing import TYPE_CHECKING

from yutang.fakecom.state.corps import Json
from yutang.fakecom.state.sends import Delivery
from yutang.fakecom.state.world import Corp

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


def deliver(
    fake: "Fake", corp: Corp, kind: str, task: str, message: Json, *, userid: str = "", **recipient: str
) -> None:
    """Write down that `message` reached `external_userid`, `chat_id` or `member` now, on behalf of `userid`."""
    made = Delivery(at=fake.state.now, kind=kind, task=task, message=message, userid=userid, **recipient)
    corp.deliveries.append(made)
