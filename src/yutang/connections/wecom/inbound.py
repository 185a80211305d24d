"""From callbacks to facts: what an event is about is asked for, compared, and told; then the event is done with.

One thread takes the inbox's events, some hundred of one connection at a time, each customer and each group asked for
once. What can't be asked for now is put off, ever longer; what can't be done at all is given up, and the next
reconciliation makes it good. What this build does not get through (a fault of ours) holds up no other, and is kept.
"""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from yutang.channels.contract.inbound import Event
from yutang.channels.contract.outcomes import Failure, Trouble
from yutang.channels.wecom.calls import tags as tag_calls
from yutang.channels.wecom.inbound import decode
from yutang.connections import inbox_store
from yutang.connections.inbox_store import Waiting
from yutang.connections.model import SyncKind
from yutang.connections.wecom.asked import contacts, groups
from yutang.connections.wecom.hinted import CHAT_STARTED
from yutang.connections.wecom.outcome import Outcome, Undone
from yutang.connections.wecom.renumbered import renumber
from yutang.connections.wecom.sync import tags
from yutang.connections.wecom.sync.run import Stopped, Tools
from yutang.connections.wecom.syncing import sync_kind
from yutang.kit.clock import SECOND
from yutang.kit.complaints import complain
from yutang.kit.errors import YutangError

SOME = 500  # events at once
TRIES = 12  # the last of them an hour after the first
LONGEST = 1_200 * SECOND  # of one wait
CONFIG_PAUSE = 60 * SECOND
IDLE = 5.0  # seconds until it looks by itself
YIELD = 2.0  # seconds, at most, that it rests between events while they pour in
AGAIN = 5.0  # seconds, when State itself fails
OURS = "unexpected"  # why an event waits that we fail at: another build may get through it, so it is never given up
log = logging.getLogger(__name__)
Heard = list[tuple[Waiting, Event]]
Subscriber = Callable[[int, Event], None]


def handle(tools: Tools, subscribers: Iterable[Subscriber] = ()) -> int:
    """The next events of one connection; how many there were. 0: none is due."""
    now = tools.clients.now()
    with tools.state.read() as conn:
        waiting = inbox_store.due(conn, now, SOME)
    if not waiting:
        return 0
    _some(tools, tuple(subscribers), waiting, now)
    return len(waiting)


def _some(tools: Tools, subscribers: Sequence[Subscriber], waiting: list[Waiting], now: int) -> None:
    heard: Heard = []
    outcome = Outcome()
    try:
        heard += [(one, decode(one.body, one.happened_at)) for one in waiting]
        _learn(tools, waiting[0].connection_id, heard, outcome)
    except YutangError as wrong:  # its secrets can't be read, say: all of it waits
        _undo(waiting, outcome, Failure(trouble=Trouble.CONFIG, code=wrong.code))
    except Exception as wrong:  # noqa: BLE001 - one event that we fail at must not hold up all others
        if len(waiting) > 1:  # which of them? Each is tried alone: what was learned twice is known already
            for one in waiting:
                _some(tools, subscribers, [one], now)
            return
        complain(log, f"callback {waiting[0].id} is put off", wrong)
        _undo(waiting, outcome, Failure(trouble=Trouble.RETRY, code=OURS))
    undone = {id_ for one in outcome.undone for id_ in one.ids}
    for one, event in heard:
        if one.id not in undone:
            _tell(subscribers, one.connection_id, event)
    # State itself out of order: this fails too, and nothing is put off.
    tools.state.write(lambda conn: _end(conn, waiting, outcome, undone, now))


def _undo(waiting: list[Waiting], outcome: Outcome, failure: Failure) -> None:
    outcome.undone.append(Undone([one.id for one in waiting if one.id not in outcome.settled], failure))


def _learn(tools: Tools, connection_id: int, heard: Heard, outcome: Outcome) -> None:
    kinds = {event.kind.partition(".")[0] for _, event in heard}
    if "staff" in kinds:
        _once(lambda: sync_kind(tools, connection_id, SyncKind.STAFF), heard, "staff", outcome)
        if not outcome.undone:
            renumber(tools, connection_id, heard, outcome)
    if "tag" in kinds:
        _tags(tools, connection_id, heard, outcome)
    by_person: dict[str, Heard] = defaultdict(list)
    by_group: dict[str, Heard] = defaultdict(list)
    for one, event in heard:
        of_person = event.kind.partition(".")[0] in ("contact", "consent") or event.kind == CHAT_STARTED
        if event.person and of_person:
            by_person[event.person].append((one, event))
        elif event.group and event.kind.startswith("group."):
            by_group[event.group].append((one, event))
    if by_person:
        contacts(tools, connection_id, by_person, outcome)
    if by_group:
        groups(tools, connection_id, by_group, outcome)


def _once(work: Callable[[], object], heard: Heard, of: str, outcome: Outcome) -> None:
    try:
        work()
    except Stopped as stopped:
        outcome.undone.append(
            Undone([one.id for one, e in heard if e.kind.startswith(f"{of}.")], stopped.failure)
        )


def _tags(tools: Tools, connection_id: int, heard: Heard, outcome: Outcome) -> None:
    """All of them anew: it is one call, and one comparison."""
    found = tag_calls.groups(tools.clients.of(connection_id))
    if isinstance(found, Failure):
        outcome.undone.append(Undone([one.id for one, e in heard if e.kind.startswith("tag.")], found))
    else:
        tags.keep(tools, connection_id, found)


def _end(conn: sa.Connection, waiting: list[Waiting], outcome: Outcome, undone: set[int], now: int) -> None:
    attempts = {one.id: one.attempts + 1 for one in waiting}
    inbox_store.settle(conn, [id_ for id_ in attempts if id_ not in undone | outcome.settled], now=now)
    for one in outcome.undone:
        failure = one.failure
        config = failure.trouble in (Trouble.CONFIG, Trouble.REAUTH)
        lost = [] if config or failure.code == OURS else [id_ for id_ in one.ids if attempts[id_] >= TRIES]
        inbox_store.give_up(conn, lost, failure.code, now=now)
        for id_ in one.ids:
            if id_ not in lost:
                inbox_store.put_off(
                    conn, [id_], _due(failure, attempts[id_], now, config=config), failure.code
                )


def _due(failure: Failure, attempts: int, now: int, *, config: bool) -> int:
    if config:
        return now + CONFIG_PAUSE
    return max(failure.until or 0, now + min(LONGEST, SECOND * 2 ** min(attempts - 1, 20)))


def _tell(subscribers: Iterable[Subscriber], connection_id: int, event: Event) -> None:
    for hear in subscribers:
        try:
            hear(connection_id, event)
        except Exception as wrong:  # noqa: BLE001 - the others hear of it all the same
            complain(log, f"a subscriber of {event.kind}", wrong)


class Ear:
    """A thread that handles what is due. `start` and `stop` are the composition root's."""

    def __init__(
        self, tools: Tools, woken: threading.Event, applied: Callable[[], None] = lambda: None
    ) -> None:
        """`woken`: set whenever an event was kept; `applied` is called when some were handled."""
        self._tools, self._woken, self._applied = tools, woken, applied
        self._subscribers: list[Subscriber] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ear", daemon=True)

    def subscribe(self, hear: Subscriber) -> None:
        """Call it with (connection, event) for each event that is done with, whatever its kind; perhaps twice, after
        a crash. In this thread: only hand it on. Of events of staff it hears before they count as done."""
        self._subscribers.append(hear)

    def wake(self) -> None:
        """An event was kept: look now."""
        self._woken.set()

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 20.0) -> None:
        """Finish the events in hand; the rest is durable."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                handled, begun = 0, time.monotonic()
                while not self._stopping.is_set() and (count := handle(self._tools, self._subscribers)):
                    handled += count
                    if self._woken.is_set():  # more is coming: whoever pushes must be answered first
                        self._woken.clear()
                        self._stopping.wait(min(2 * (time.monotonic() - begun), YIELD))
                    begun = time.monotonic()
                if handled:
                    self._applied()
            except Exception as wrong:  # noqa: BLE001 - tried again, whatever it was
                complain(log, "callbacks cannot be handled now", wrong)
                self._stopping.wait(AGAIN)
            self._woken.wait(IDLE)
