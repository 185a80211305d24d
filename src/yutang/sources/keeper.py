"""The thread that keeps codes as they should be: made, led to whoever has room, taken off when their campaign is over.

It looks whenever it is woken (somebody came by a code, somebody changed one) and every few seconds, for hours begin and
end by themselves.
"""

import logging
import threading

import sqlalchemy as sa

from yutang.channels.contract.outcomes import Failure, Refused
from yutang.channels.wecom.limits import Limits
from yutang.channels.wecom.uploads import MESSAGE, put
from yutang.kit.clock import DAY, SECOND
from yutang.kit.complaints import complain
from yutang.kit.errors import YutangError
from yutang.sources import making, pictures, store, tidying, watching
from yutang.sources.desk import Desk
from yutang.sources.model import Code, CodeKind, Duty

IDLE = 5.0  # seconds
SELDOM, OFTEN = 60 * SECOND, 12  # leaks, pictures, recycling, groups; at the latest each so many looks
RECYCLED = 30 * DAY  # after its campaign a code still leads to staff: posters hang longer
QUOTA = Limits().ways
SCARCE = QUOTA * 95 // 100  # then codes of ended campaigns go at once
FRESH = DAY  # a picture that the platform forgets within that time is uploaded again
log = logging.getLogger(__name__)


def keep(desk: Desk) -> int:
    """Everything that is due; how many codes were touched."""
    with desk.state.read() as conn:
        due = store.due_codes(conn, desk.now())
    for code in due:
        _try(desk, code)
    return len(due)


def lead(desk: Desk, *, kind: CodeKind | None = None) -> int:
    """Lead live codes to whoever should stand behind them now; how many are to be told so."""
    with desk.state.read() as conn:
        live = [one for one in store.live_codes(conn) if kind is None or one.kind is kind]
    duties = desk.duties(live)
    # What is to be told anew is so already, with whoever stands behind it then.
    changed = [
        code.id
        for code in live
        if code.wanted == code.told and (code.why is None or duties[code.id] != Duty(code.behind, code.why))
    ]

    def write(conn: sa.Connection) -> None:
        for id_ in changed:
            store.want(conn, id_, now=desk.now())

    if changed:
        desk.state.write(write)
    return len(changed)


def recycle(desk: Desk) -> int:
    """Take codes of ended campaigns off the platform, so that their places of its quota are free; how many."""
    now = desk.now()

    def write(conn: sa.Connection) -> int:
        ends = {one.id: tidying.over(one, now) for one in store.sources(conn)}
        over = {id_: end for id_, end in ends.items() if end is not None}
        scarce: dict[int, bool] = {}
        gone: list[int] = []
        for code in store.live_codes(conn):
            if code.source_id not in over:
                continue
            if code.connection_id not in scarce:
                scarce[code.connection_id] = store.held(conn, code.connection_id) >= SCARCE
            if scarce[code.connection_id] or over[code.source_id] + RECYCLED <= now:
                gone.append(code.id)
        store.end_codes(conn, gone, now=now)
        return len(gone)

    return desk.state.write(write)


def upload(desk: Desk) -> int:
    """Have the pictures of welcomes ready on each platform, long before it forgets them; how many were uploaded."""
    with desk.state.read() as conn:
        welcomes = {one.id: one.welcome for one in store.sources(conn)}
        wanted = {
            (welcome.picture, code.connection_id)
            for code in store.live_codes(conn)
            if (welcome := code.welcome or welcomes[code.source_id]).picture is not None
        }
        late = desk.now() + FRESH
        missing = sorted(
            (picture, connection) for picture, connection in wanted
            if pictures.handle(conn, picture, connection, late) is None
        )  # fmt: skip
    return sum(_upload(desk, picture, connection) for picture, connection in missing)


def _upload(desk: Desk, picture: int, connection: int) -> bool:
    with desk.state.read() as conn:
        found = pictures.content(conn, picture)
    if found is None:
        return False
    try:
        made = put(desk.clients.of(connection), Limits(), found[1], found[0], MESSAGE)
    except YutangError as wrong:
        complain(log, "a picture of a welcome cannot be uploaded", wrong)
        return False
    if isinstance(made, Failure | Refused):
        log.warning("a picture of a welcome was not taken: %s", made)
        return False
    desk.state.write(lambda conn: pictures.uploaded(conn, picture, connection, made))
    return True


def _try(desk: Desk, code: Code) -> None:
    try:
        making.work(desk, code)
    except YutangError as wrong:  # its connection's secrets can't be read, say
        complain(log, f"code {code.id}", wrong)
        later = desk.now() + making.CONFIG_PAUSE
        desk.state.write(lambda conn: store.change_code(conn, code.id, due_at=later))


class Keeper:
    """`start` and `stop` are the composition root's."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._woken, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="codes", daemon=True)
        self._looked, self._looks, self._tidied = 0, 0, 0

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self, timeout: float = 20.0) -> None:
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def look(self) -> None:
        """Once, in whoever's thread calls."""
        lead(self._desk, kind=CodeKind.PERSON)
        keep(self._desk)
        now, self._looks = self._desk.now(), self._looks + 1
        if abs(now - self._looked) >= SELDOM or self._looks % OFTEN == 0:  # a sandbox's clock may stand still
            self._looked = now
            lead(self._desk)
            recycle(self._desk)
            upload(self._desk)
            watching.watch(self._desk)
            keep(self._desk)
        if abs(now - self._tidied) >= DAY:
            self._tidied = now
            tidying.tidy(self._desk)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                self.look()
            except Exception as wrong:  # noqa: BLE001 - tried again, whatever it was
                complain(log, "codes cannot be kept now", wrong)
            self._woken.wait(IDLE)
