"""The two threads that work on codes while the server lives: the keeper, and the welcome lane."""

from yutang.connections.inbox import Inbox
from yutang.sources.desk import Desk
from yutang.sources.keeper import Keeper
from yutang.sources.lane import Lane


class Living:
    """`start` before the first callback is taken, `stop` after the last."""

    def __init__(self, desk: Desk) -> None:
        self._keeper = Keeper(desk)
        self._lane = Lane(desk, self._keeper.wake)

    def start(self, inbox: Inbox) -> None:
        inbox.on_added(self._lane.put)
        self._lane.start()
        self._keeper.start()

    def wake(self) -> None:
        """Somebody changed a code."""
        self._keeper.wake()

    def stop(self) -> None:
        self._lane.stop()
        self._keeper.stop()
