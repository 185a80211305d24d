"""One call of an endpoint: who asks, what, and of which corp."""

from typing import TYPE_CHECKING

from yutang.fakecom import gate
from yutang.fakecom.dice import Dice
from yutang.fakecom.errors import Refused
from yutang.fakecom.fields import Fields
from yutang.fakecom.state.corps import App
from yutang.fakecom.state.world import Corp, State
from yutang.fakecom.web import Request

if TYPE_CHECKING:
    from yutang.fakecom.server import Fake


class Call:
    """What a handler gets. `query` and `body` are read with the platform's leniency; times are the virtual clock's."""

    def __init__(self, fake: "Fake", request: Request, who: tuple[Corp, App] | None) -> None:
        self.fake = fake
        self.request = request
        self.query = Fields(request.query)
        self.body = gate.body(fake.state, request)
        self._who = who

    @property
    def corp(self) -> Corp:
        return self._known()[0]

    @property
    def app(self) -> App:
        return self._known()[1]

    def _known(self) -> tuple[Corp, App]:
        if self._who is None:
            raise Refused(41001)
        return self._who

    @property
    def state(self) -> State:
        return self.fake.state

    @property
    def dice(self) -> Dice:
        return self.fake.dice

    @property
    def now(self) -> int:
        """Virtual milliseconds."""
        return self.fake.state.now

    @property
    def seconds(self) -> int:
        """Virtual seconds, as they stand in answers."""
        return self.fake.state.now // 1000
