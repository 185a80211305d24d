"""The simulated tenant while it lives: started, connected, followed, moved on when somebody asks, told when it dies."""

import logging
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from yutang.connections.model import ConnectionState
from yutang.demo.coming import SPAN, end, turn, write_turn
from yutang.kit.clock import SECOND
from yutang.kit.complaints import complain
from yutang.kit.db import Database
from yutang.kit.errors import YutangError
from yutang.kit.secrets import Secrets
from yutang.locales import Lang
from yutang.simulation.child import STATE, Child
from yutang.simulation.connecting import connect, enter, found
from yutang.simulation.far import Code, Far, Scanned, Told
from yutang.simulation.followed import Followed

FOLDER = "fakecom"  # below the data folder
LOOK = 1.0  # seconds
STEP = 300 * SECOND  # of a move: callbacks are refused when their time is ten minutes off ours
STEPS = 10_000  # of which to catch up there are at most so many
HOUR = 3_600 * SECOND
AHEAD = 7 * 24 * HOUR  # chats are there for as long
DEATHS = 3  # that it is started anew after, within so many seconds; one that dies more often is left alone
WITHIN = 600.0
log = logging.getLogger(__name__)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """`state`: starting, up, away. `moving_to`: µs, while time is moved on."""

    state: str
    now: int
    moving_to: int | None
    connection_id: int | None


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """What is around it. `callbacks`: the address that callbacks' paths are put behind. `carry(µs)`: whoever is
    signed in was there all that time; `moved`: time has made a leap; `learn`: read a connection's tenant whole;
    `gone(log, again)`: it died, and is started anew or not."""

    state: Database
    secrets: Secrets
    callbacks: str
    lang: Lang
    listening: threading.Event
    carry: Callable[[int], None]
    moved: Callable[[], None]
    learn: Callable[[int], None]
    gone: Callable[[Path, bool], None]


class Simulation:
    """Of one server. Any thread may ask. Raises YutangError simulation_away while nothing answers."""

    def __init__(self, home: Path, world: Path, port: int) -> None:
        self._folder, self._world, self._port = home / FOLDER, world, port
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._time = Followed(self._folder / "clock.json")
        self._stop, self._wish = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._fresh = self._first = False
        self._far: Far | None = None
        self._state = "starting"
        self._target: int | None = None
        self._covered = 0

    def now(self) -> int:
        return self._time.now()

    @property
    def told(self) -> Told:
        """How it is spoken to."""
        return self._there().told

    def standing(self, state: Database) -> Standing:
        far = self._far
        with state.read() as conn:
            made = None if far is None else found(conn, far.told)
        return Standing(
            state=self._state, now=self.now(), moving_to=self._target, connection_id=None if made is None else made.id
        )  # fmt: skip

    def move(self, by: int) -> int:
        """Let time go on by so many µs more; until when. It takes a while: see `standing`."""
        self._there()
        with self._lock:
            self._target = target = (self._target or self.now()) + by
        self._wish.set()
        return target

    def codes(self) -> list[Code]:
        return self._there().codes()

    def scan(self, config_id: str, people: int, friends: int) -> Scanned:
        return self._there().scan(config_id, people, friends)

    def enter(self, around_state: Database, secrets: Secrets, base: str) -> str:
        """Enter our callback over there; why it was not taken, "" when it was, "none" without a connection."""
        far = self._there()
        with around_state.read() as conn:
            made = found(conn, far.told)
        return "none" if made is None else enter(around_state, secrets, far, made, base)

    @contextmanager
    def living(self, around: Around) -> Generator[None]:
        """It lives until the block ends, in a process and a thread of its own."""
        self._begin()
        self._first = self._fresh
        thread = threading.Thread(target=self._live, args=(around,), name="simulation", daemon=True)
        thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._stop.set()
            self._wish.set()
            if self._child is not None:
                self._child.stop()
            thread.join(10.0)
            self._time.keep()
            if self._far is not None:
                self._far.close()

    def _begin(self) -> None:
        """A process for it, unless it shall live no more; `_fresh`: with the world, for nothing was saved."""
        self._fresh = not (self._folder / STATE).exists()
        with self._lock:  # nobody stops the last one while this one begins
            self._child = None if self._stop.is_set() else Child(self._folder, self._world, self._port)

    def _there(self) -> Far:
        if self._far is None or self._state != "up":
            raise YutangError("simulation_away")
        return self._far

    def _live(self, around: Around) -> None:
        """Until the server stops, and in a new process when one dies that had been up."""
        deaths: list[float] = []
        while self._child is not None:
            told = None
            try:
                if (told := self._child.told()) is not None:
                    self._accompany(self._child, told, around, again=bool(deaths))
            except Exception as wrong:  # noqa: BLE001 - told below, and the server lives on
                if not self._stop.is_set():  # also of one that died while it was being connected
                    complain(log, "the simulated tenant", wrong)
            self._state, self._target = "away", None
            if self._stop.is_set():
                return
            deaths = [*(at for at in deaths if time.monotonic() - at < WITHIN), time.monotonic()]
            again = told is not None and len(deaths) <= DEATHS
            self._child.stop()
            around.gone(self._child.log, again)
            if not again:
                return
            self._state = "starting"
            self._begin()

    def _accompany(self, child: Child, told: Told, around: Around, *, again: bool) -> None:
        """One process from its first word to its end."""
        before, self._far = self._far, Far(told)
        if before is not None:
            before.close()
        late = self._agree(self._far, leap=self._fresh) or again
        self._state, self._covered = "up", 0
        around.listening.wait()
        self._settle(self._far, around, late=late)
        self._first = False
        while not self._stop.is_set() and not child.ended:
            try:
                self._go_on(self._far, around)
            except YutangError as wrong:  # it is slow once, or it has just died: the next look tells
                log.warning("the simulated WeCom: %s", wrong)
            self._wish.wait(LOOK)
            self._wish.clear()

    def _settle(self, far: Far, around: Around, *, late: bool) -> None:
        """Connected where it is new, and its callbacks entered; read whole if it is new here, or if it has forgotten
        the last minutes, as it does when it didn't end in order."""
        made, new = connect(
            around.state, around.secrets, far.told, around.lang, first=self._first, now=self.now()
        )  # fmt: skip
        if made is not None:
            why = enter(around.state, around.secrets, far, made, around.callbacks)
            if why not in ("", "off"):
                log.warning("the simulated WeCom did not take the callback: %s", why)
        if made is not None and (new or (late and made.state is not ConnectionState.OFF)):
            around.learn(made.id)

    def _agree(self, far: Far, *, leap: bool = False) -> bool:
        """On what time it is: the later of both. Whether it was far behind: it goes on by steps then, for it tells of
        what happens meanwhile; by a leap while nobody listens yet."""
        there = far.now()
        if self._time.follow(there):
            return False
        behind = self.now() - there
        while not leap and self.now() - there > STEP:
            there = far.move(there + max(STEP, behind // STEPS))
        self._time.follow(far.move(self.now()))
        return behind > STEP and not leap

    def _go_on(self, far: Far, around: Around) -> None:
        """Time is moved if it shall be; else it is what it is over there."""
        self._talk(far)
        if self._target is None:
            self._agree(far)
            self._time.keep()
            return
        begun, uncarried = self.now(), 0
        while not self._stop.is_set() and self._time.now() < self._target:
            before = self._time.now()
            self._time.follow(far.move(min(self._target, before + STEP)))
            uncarried += self._time.now() - before
            if uncarried >= HOUR:
                around.carry(uncarried)
                uncarried = 0
        around.carry(uncarried)
        self._time.keep()
        with self._lock:
            if self._target <= self.now():
                self._target = None
        if self.now() - begun > STEP:
            around.moved()

    def _talk(self, far: Far) -> None:
        """The chats of the coming week are with it."""
        soon = (self.now() + AHEAD) // 1000
        if soon < self._covered:
            return
        chats = self._world / "data" / "chatdata"
        ended = end(chats)
        if not ended:  # a world without chats
            self._covered = 1 << 62
            return
        playing = set(far.reels())
        for number in range(turn(self.now() // 1000, ended), turn(soon, ended) + 1):
            file = write_turn(chats, self._folder / "coming", number)
            if str(file.resolve()) not in playing:
                far.play(str(file.resolve()))
        self._covered = ended + turn(soon, ended) * SPAN
